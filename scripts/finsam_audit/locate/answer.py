"""The answer: the best explanation told as edits, what nothing decides told as alternatives, and who lost."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from .explanations import Explanation as Other
from .explanations import explanations, farther
from .nodes import Edit, Outcome
from .odds import Explanation, certainty, has, is_given_up, log_odds
from .relations import strain_beside_known
from .search import Search
from .system import TEXT_RANK, Group

MOST_CANDIDATES = 12


def answer(group: Group, search: Search, outcome: Outcome, priors: Mapping[str, float]) -> dict[str, Any]:
    """Return the answer as an object of the wire format."""
    ranked = chosen_print(group, outcome.ranked(), priors)
    rows: list[list[Any]] = []
    moved: list[list[int]] = []
    told = _told(group, ranked, priors)
    all_odds = [
        min(max(log_odds(ranked, edit, priors["slack"]), 0.0), priors["slack"]) if set_no < 2 else 0.0
        for edit, set_no in told
    ]
    all_mends = [_mends(group, edit) or _mends_below(group, edit, ranked[0][1]) for edit, _ in told]
    sures = [
        "unknown" if set_no else certainty(group, ranked, edit, odds, mends, priors)
        for (edit, set_no), odds, mends in zip(told, all_odds, all_mends, strict=True)
    ]
    sures = resting(group, [edit for edit, _ in told], sures)
    for (edit, set_no), odds, mends, sure in zip(told, all_odds, all_mends, sures, strict=True):
        moved += [[len(rows), group.cells[cell].number, value] for cell, value in edit.moved]
        rows.append([
            None if edit.cell is None else group.cells[edit.cell].number, edit.value, _cause(group, edit), sure,
            round(1000 * odds), edit.evidence, set_no, mends, list(edit.place) if edit.place else None,
        ])  # fmt: skip
    rows += _acknowledged(group, search, ranked[0][1])
    return {
        "status": "past_budget" if outcome.past_budget else "searched", "reason": None, "nodes": outcome.nodes,
        "edits": rows, "moved": moved, "candidates": _candidates(group, ranked),
    }  # fmt: skip


def resting(group: Group, edits: Sequence[Edit], sures: Sequence[str]) -> list[str]:
    """Return how sure edits are: one that rests on a cell that nothing decides is no surer than that.

    It does where it mends nothing without it, and where both move what holds.
    """
    found = list(sures)
    while True:
        unsure = [edit for edit, sure in zip(edits, found, strict=True) if sure == "unknown"]
        open_cells = {cell for edit in unsure for cell, _ in edit.changes()}
        before = list(found)
        for n, edit in enumerate(edits):
            own = {cell for cell, _ in edit.changes()}
            met = [group.relations[m] for m in {m for cell in own for m in group.relations_of[cell]}]
            shared = [not open_cells.difference(own).isdisjoint(relation.cells) for relation in met]
            asked = [is_shared for relation, is_shared in zip(met, shared, strict=True) if relation.deviates]
            kept = [is_shared for relation, is_shared in zip(met, shared, strict=True) if not relation.deviates]
            if (asked and all(asked)) or any(kept):
                found[n] = "unknown"
        if found == before:
            return found


def chosen_print(group: Group, ranked: list[Explanation], priors: Mapping[str, float]) -> list[Explanation]:
    """Let the print farther from the statements be named where two prints disagree and nothing decides."""
    if len(ranked) < 2 or ranked[1][0] - ranked[0][0] >= priors["likely"]:
        return ranked
    (cost, first), (_, second) = ranked[:2]
    if len(first) != 1 or len(second) != 1 or first[0].cell is None or second[0].cell is None:
        return ranked
    a, b = first[0].cell, second[0].cell
    broken = [r for r in group.relations if r.deviates]
    if a == b or len(broken) != 1 or broken[0].kind != "tie" or set(broken[0].cells) != {a, b}:
        return ranked
    if farther(group.cells[a], group.cells[b]):
        return ranked
    return [(cost, second), (cost, first), *ranked[2:]]


def _told(group: Group, ranked: Sequence[Explanation], priors: Mapping[str, float]) -> list[tuple[Edit, int]]:
    """Return the edits to tell with the number of their set: 0, or 1 and 2 where nothing decides between two sets."""
    edits = ranked[0][1]
    near = [found for found in _as_likely(ranked, priors["alternative"]) if _differs(edits, found)]
    told = [(edit, 0) for edit in edits]
    if len(near) == 1 and not _one_tie(group) and not any(is_given_up(e) for e in near[0]):
        told = [(edit, 0 if has(near[0], edit) else 1) for edit in edits]
        told += [(edit, 2) for edit in near[0] if not has(edits, edit)]
        if all(number == 0 for _, number in told) or not any(number == 2 for _, number in told):
            told = [(edit, 0) for edit in edits]
    return sorted(told, key=lambda t: (t[1], -1 if t[0].cell is None else t[0].cell, t[0].value or 0, t[0].explains))


def _as_likely(ranked: Sequence[Explanation], step: float) -> list[tuple[Edit, ...]]:
    """Return the explanations after the best, up to the first that is less likely than the one before by a step."""
    found: list[tuple[Edit, ...]] = []
    for (before, _), (cost, edits) in pairwise(ranked):
        if cost - before >= step:
            break
        found.append(edits)
    return found


def _differs(edits: Sequence[Edit], others: Sequence[Edit]) -> bool:
    return not all(has(others, edit) for edit in edits) or not all(has(edits, other) for other in others)


def _one_tie(group: Group) -> bool:
    broken = [r for r in group.relations if r.deviates]
    return len(broken) == 1 and broken[0].kind == "tie"


def _mends(group: Group, edit: Edit) -> list[int]:
    """Return the ids of the deviating relations that an edit touches or explains."""
    places = set(edit.explains) | {n for c, _ in edit.changes() for n in group.relations_of[c]}
    return sorted(number for n in places if group.relations[n].deviates for number in group.relations[n].numbers)


def _mends_below(group: Group, edit: Edit, edits: Sequence[Edit]) -> list[int]:
    """Return what the edits beside one mend: a total that holds as printed and is wrong with its row."""
    beside = {n for cell, _ in edit.changes() for n in group.relations_of[cell]}
    met = [
        other for other in edits
        if other is not edit and any(beside.intersection(group.relations_of[c]) for c, _ in other.changes())
    ]  # fmt: skip
    return sorted({number for other in met for number in _mends(group, other)})


def _cause(group: Group, edit: Edit) -> str:
    """Return the cause: a total wrong by no known slip was not added up again, a text differs from its table."""
    if edit.cause != "unknown" or edit.cell is None or is_given_up(edit):
        return edit.cause
    if group.cells[edit.cell].rank == TEXT_RANK and "p" != group.cells[edit.cell].kind:
        return "text_differs"
    asked = [r for n in group.relations_of[edit.cell] if (r := group.relations[n]).deviates]
    if len(asked) > 1 and any(r.kind == "sum" and r.definitions[0].total == edit.cell for r in asked):
        return "stale_subtotal"
    return "unknown"


def _acknowledged(group: Group, search: Search, edits: Sequence[Edit]) -> list[list[Any]]:
    """Return the acknowledged cells that deviating relations hold by, each with what its finding suggests."""
    values = [cell.value for cell in group.cells]
    for edit in edits:
        for cell, value in edit.changes():
            values[cell] = value
    explained = {n for e in edits for n in e.explains}
    asked: dict[int, set[int]] = {}
    for n, relation in enumerate(group.relations):
        # what an event put back is told by it
        known = [item for item in search.known[n] if group.cells[item[0]].known is not None]
        if not relation.deviates or n in explained or strain_beside_known(relation, values, known) is None:
            continue
        needed = list(known)
        for item in known:
            fewer = [k for k in needed if k != item]
            if strain_beside_known(relation, values, fewer) is not None:
                needed = fewer
        for cell, _, _ in needed:
            asked.setdefault(cell, set()).update(relation.numbers)
    rows: list[list[Any]] = []
    broken = [n for n, relation in enumerate(group.relations) if relation.deviates]
    others = explanations(group, search.prices, broken) if asked else {}
    for place in asked:
        values[place] = group.cells[place].known or 0
    # what cannot hold together with all else nothing decides: it says what other figures give, and changes none
    undecided = {c for n in range(len(group.relations)) if n not in explained and search.pays(n, values) is None
                 for c in group.relations[n].cells}  # fmt: skip
    for place, numbers in sorted(asked.items()):
        printed = group.cells[place]
        cause, evidence = _fingerprint(group, search, others, place, printed.known or 0)
        odds = round(1000 * search.priors["slack"])
        sure = "unknown" if cause == "unknown" or place in undecided else "likely"
        rows.append([printed.number, printed.known, cause, sure, odds, evidence, 0, sorted(numbers), None])
    return rows


def _fingerprint(
    group: Group, search: Search, others: Mapping[int, Sequence[Other]], place: int, value: int
) -> tuple[str, int | None]:
    """Return the cause of an acknowledged print, and the number that shows it: another scope, a slip, or none known."""
    for items in others.values():
        for item in items:
            if (place, value) in item.cells:
                return item.cause, item.evidence
    way = search.prices.price(place, value).way
    return _cause(group, Edit(place, value, way.cause)), way.evidence


def _candidates(group: Group, ranked: Sequence[Explanation]) -> list[list[Any]]:
    """Return the best other cells, each with its likeliest value: rank, cell, value, cause, thousandths of a nat."""
    taken = {e.cell for e in ranked[0][1]}
    rows: list[list[Any]] = []
    for cost, edits in ranked[1:]:
        for edit in edits:
            if edit.cell is None or edit.value is None or edit.cell in taken:
                continue
            taken.add(edit.cell)
            number = group.cells[edit.cell].number
            rows.append([len(rows) + 1, number, edit.value, edit.cause, round(1000 * (cost - ranked[0][0]))])
            if len(rows) == MOST_CANDIDATES:
                return rows
    return rows
