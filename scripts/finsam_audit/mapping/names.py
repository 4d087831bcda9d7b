"""Names of members: one activity, one party is one member, by its words and never across natures."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from finsam_audit.mapping.words import constant, patterns, said, slug, without_brackets

# a member's code is no longer than this
LONGEST = 60
# what a member of the seeds may be the name of; other rows stand in accounts and in notes alike
KNOWN_NATURES = {
    "state": ("party",),
    "region": ("party",),
    "municipality": ("party",),
    "activity": ("activity",),
    "administration": ("activity",),
    "other_row": ("activity", "receivable", "liability"),
}


@dataclass
class Member:
    """A member: its code, its name, what kind it is, the other labels that it bears."""

    code: str
    name: str
    kind: str
    nature: str
    stems: frozenset[str]
    labels: list[str] = field(default_factory=list)
    parent: str = ""


def core(label: str) -> str:
    """Return a label without the words before and behind its name."""
    text = without_brackets(label)
    for word in patterns("name_words"):
        if word["kind"] == "lead":
            cut = word.pattern.sub("", text).strip(" ,:")
            text = cut or text
    return text


def stems(label: str) -> frozenset[str]:
    """Return the words of a name without endings, those that say nothing left out if anything is left."""
    text = core(label)
    for word in patterns("name_words"):
        if word["kind"] == "tail":
            text = word.pattern.sub(" ", text).strip() or text
    words = re.findall(r"\w+", text)
    common = next(word.pattern for word in patterns("name_words") if word["kind"] == "common")
    ending = next(word.pattern for word in patterns("name_words") if word["kind"] == "inflection")
    kept = [word for word in words if not common.search(word)] or words
    return frozenset(cut if len(cut := ending.sub("", word)) >= constant("stem") else word for word in kept)


def kind_of(label: str, nature: str, code: str) -> tuple[str, str]:
    """Return the kind of a member and the code that its kind has for all, if any."""
    if nature == "party":
        text = said(label)
        for word in patterns("members"):
            if word.pattern.search(text):
                return word["kind"], word["member"]
        return "other_row", ""
    if code in ("activity", "individual_activity", "structural_activity"):
        return "activity", ""
    return ("administration" if code == "administration" else "other_row"), ""


class Names:
    """The members of a report, by nature and name."""

    def __init__(self, known: Iterable[Mapping[str, str]] = ()) -> None:
        """Begin without members.

        Args:
            known: members of the association as the seeds have them; a name of theirs gets their code.

        """
        self.members: dict[str, Member] = {}
        self._by_name: dict[tuple[str, frozenset[str]], Member] = {}
        self._known: dict[tuple[str, frozenset[str]], Member] = {}
        self._taken: set[str] = set()
        for row in known:
            self._taken.add(row["member"])
            labels = [row["name"], *(text for text in row["aliases"].split("|") if text)]
            for nature in KNOWN_NATURES.get(row["kind"], ()):
                for label in labels:
                    fixed = kind_of(label, nature, "")[1]
                    name = frozenset({fixed}) if fixed else stems(label)
                    member = Member(row["member"], row["name"], row["kind"], nature, name, labels[1:], row["parent"])
                    if row["kind"] != "other_row":
                        # the seeds do not say whether such a row is owed, owing or a cost: its words are not enough
                        self._known.setdefault((nature, name), member)
                    # the label as it stands goes before its words: "a and b" is not "b and a" there
                    self._known[nature, frozenset({said(label)})] = member

    def member(self, label: str, nature: str, code: str, said_as: str = "") -> Member:
        """Return the member of a name, new or known."""
        kind, fixed = kind_of(label, nature, code)
        name = (nature, frozenset({fixed}) if fixed else stems(label))
        if (nature, frozenset({said(label)})) in self._known:
            name = (nature, frozenset({said(label)}))
        known = self._by_name.get(name)
        if known is None and name in self._known:
            known = self.members.setdefault(self._known[name].code, self._known[name])
            self._by_name[name] = known
        if known is None:
            known = Member(self._code(fixed or said_as or slug(core(label)), nature), label, kind, nature, name[1])
            self._by_name[name] = known
            self.members[known.code] = known
        if known.kind == "other_row" and kind != "other_row" and known.code not in self._taken:
            known.kind = kind
        if label not in known.labels:
            known.labels.append(label)
        return known

    def named(self, nature: str, label: str) -> Member | None:
        """Return the member that bears a name, if any does."""
        return self._by_name.get((nature, stems(label)))

    @property
    def taken(self) -> set[str]:
        """The codes that the seeds give to members of theirs."""
        return self._taken

    def _code(self, wanted: str, nature: str) -> str:
        code = wanted[:LONGEST].strip("_") or nature
        taken = self.members.keys() | self._taken
        if code in taken:
            code = f"{code}_{nature}".replace(" ", "_")
        wanted, n = code, 2
        while code in taken:
            code, n = f"{wanted}~{n}", n + 1
        return code

    def branch(self, member: Member, suffix: str) -> Member:
        """Return a member of its own for a row that bears a name but is another thing."""
        code = f"{member.code}_{suffix}"[: 2 * LONGEST]
        if code not in self.members:
            self.members[code] = Member(
                code, member.name, member.kind, member.nature, member.stems, list(member.labels)
            )
        return self.members[code]

    def another(self, label: str) -> Member:
        """Return a new member, whatever bears that name already."""
        code = slug(label)[:LONGEST].strip("_") or "text"
        n = 2
        wanted = code
        while code in self.members or code in self._taken:
            code, n = f"{wanted}~{n}", n + 1
        self.members[code] = Member(code, label, "other_row", "text", frozenset())
        return self.members[code]

    def plain(self, code: str, name: str) -> Member:
        """Return a group of a column, which has no row of its own."""
        return self.members.setdefault(code, Member(code, name, "group", "group", frozenset(), []))

    def merge(self, kept: Member, other: Member) -> None:
        """Make one member of two."""
        kept.labels += [label for label in other.labels if label not in kept.labels]
        if kept.kind == "other_row":
            kept.kind = other.kind
        self._by_name[(other.nature, other.stems)] = kept
        self.members.pop(other.code, None)
