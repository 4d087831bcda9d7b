"""What differs between two inventories, in words: first how much in all, then whose."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from finsam_audit.inventory.counts import ITEMS, PROJECT, Held, Inventory, Place

# lines that are told; who changed a hundred things needs the first of them
MOST = 20
NOUNS = {"table": "table", "rule": "rule", "suite": "suite", "test": "test", "settings": "file of settings"} | {
    "kind": "kind of cell"
}
SCOPES = (*NOUNS, "seed")
# what a person asks for first
ORDER = ("table", "number", "rule", "suite", "test", "file of settings")
SHOWN = 4


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 table, 14 numbers, 2 rows of members."""
    if number == 1:
        return f"1 {noun}"
    head, *rest = noun.split(" ", 1)
    return " ".join([f"{number} {head}s", *rest])


def listed(parts: Sequence[str]) -> str:
    """Return parts as a sentence lists them."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def noun_of(place: Place) -> str:
    """Return what is counted at a place."""
    scope, _, name = place
    if scope == "seed":
        return "number" if name == ITEMS else f"row of {name}"
    return NOUNS[scope]


def changes(before: Inventory, now: Inventory) -> dict[Place, tuple[Held | None, Held | None]]:
    """Return the places at which two inventories differ, with what each has there."""
    places = sorted(before.keys() | now.keys())
    return {place: (before.get(place), now.get(place)) for place in places if before.get(place) != now.get(place)}


def moved(of: Iterable[tuple[Place, tuple[Held | None, Held | None]]]) -> tuple[Counter[str], Counter[str]]:
    """Return by noun how many things went and came: rows of seeds by their counts, all else one by one."""
    gone: Counter[str] = Counter()
    come: Counter[str] = Counter()
    for place, (old, new) in of:
        if place[0] == "seed":
            more = (new.counted if new else 0) - (old.counted if old else 0)
            if more:
                (come if more > 0 else gone)[noun_of(place)] += abs(more)
        elif old is None or new is None:
            (come if old is None else gone)[noun_of(place)] += 1
    return gone, come


def sums(gone: Mapping[str, int], come: Mapping[str, int]) -> list[str]:
    """Return what went and what came."""
    found = []
    for counts, way in ((gone, "fewer"), (come, "more")):
        nouns = sorted(counts, key=lambda noun: (ORDER.index(noun) if noun in ORDER else len(ORDER), noun))
        if parts := [counted(counts[noun], noun) for noun in nouns]:
            found.append(f"{listed(parts)} {way}")
    return found


def others(places: Mapping[Place, tuple[Held | None, Held | None]]) -> list[str]:
    """Return what has the same count and other content."""
    found = []
    for (scope, owner, name), (old, new) in places.items():
        if old and new and old.counted == new.counted:
            if scope == "seed":
                of = f" of {owner}" if owner != PROJECT else ""
                found.append(f"the labels, units or places of numbers{of}" if name == ITEMS else f"{name}{of}")
            else:
                found.append(f"{scope} {name}")
    return found


def details(places: Mapping[Place, tuple[Held | None, Held | None]]) -> list[str]:
    """Return a line for each owner: what went, what came, which tables, kinds and rules."""
    by_owner: dict[str, dict[Place, tuple[Held | None, Held | None]]] = defaultdict(dict)
    for place, pair in places.items():
        by_owner[place[1]][place] = pair
    lines = []
    for owner, of in by_owner.items():
        said = sums(*moved(item for item in of.items() if item[0][0] != "kind"))
        named = [
            f"{scope} {name} ({old.counted if old else 0}, now {new.counted if new else 0})"
            for (scope, _, name), (old, new) in sorted(of.items(), key=lambda item: SCOPES.index(item[0][0]))
            if scope != "seed" and (old is None or new is None or old.counted != new.counted)
        ]
        if len(named) > SHOWN:
            named = [*named[:SHOWN], f"{len(named) - SHOWN} more"]
        if same := others(of):
            said.append(f"other than they were: {', '.join(same)}")
        lines.append(f"{owner}: {'; '.join(said + ([', '.join(named)] if named else []))}")
    return lines


def differences(before: Inventory, now: Inventory) -> list[str]:
    """Return what differs: a line that sums it up, and one for each owner; nothing where they are alike.

    Args:
        before: the inventory.
        now: what is there.

    """
    places = changes(before, now)
    if not places:
        return []
    said = sums(*moved(item for item in places.items() if item[0][0] != "kind"))
    if same := len(others(places)):
        said.append(f"{counted(same, 'part')} other")
    lines = details(places)
    more = [f"and {len(lines) - MOST} more"] if len(lines) > MOST else []
    # what differs in kinds of cell and numbers of tables alone
    head = ", ".join(said) or f"{counted(len(places), 'count')} other"
    return [f"{head} than the inventory", *lines[:MOST], *more]
