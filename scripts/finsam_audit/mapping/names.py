"""Names of rows: one activity, party or row is one member in every table, by its words and never across natures."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from finsam_audit.mapping.coding.candidates import SHARED, is_all_contributions
from finsam_audit.mapping.report import Report
from finsam_audit.mapping.state import (
    UNCODED,
    MappedRow,
    MappedTable,
    State,
    amount,
    column_suffixes,
    half_step,
    measure_of,
)
from finsam_audit.mapping.statements import NO_STATEMENT
from finsam_audit.mapping.words import constant, patterns, said, slug, without_brackets

# a member's code is no longer than this
LONGEST = 60
NATURES = {
    "contribution": "party",
    "activity": "activity",
    "administration": "activity",
    "cost_row": "activity",
    "individual_activity": "activity",
    "structural_activity": "activity",
}
BY_STATEMENT = {
    "note_receivables": "receivable",
    "note_current_liabilities": "liability",
    "participants": "activity",
    "note_income": "income",
    "note_equity": "equity",
    "note_fixed_assets": "fixed_asset",
}
# statements whose groups of costs are the same ones
COST_GROUPS = frozenset({"operating_account", "note_costs"})
# what a member of the seeds may be the name of; other rows stand in accounts and in notes alike
KNOWN_NATURES = {
    "state": ("party",),
    "region": ("party",),
    "municipality": ("party",),
    "activity": ("activity",),
    "administration": ("activity",),
    "other_row": ("activity", "receivable", "liability"),
}
# codes whose rows need a member to tell them apart
NAMED = frozenset({*NATURES, "note_row", "subtotal", "of_which", UNCODED})


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


def association_of(report: Report) -> str:
    """Return the code of a report's association: the one given, else that of its name."""
    return report.association_id or code_of_association(report.association)


def code_of_association(name: str) -> str:
    """Return the code of an association's name: without what all are called."""
    text = said(name)
    for word in patterns("name_words"):
        if word["kind"] == "association":
            text = word.pattern.sub("", text).strip() or text
    return slug(text)


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


def nature_of(mapped: MappedTable, row: MappedRow) -> str:
    """Return the nature of a row: what may never be one with a row of another."""
    if row.code == "subtotal" and mapped.statement in COST_GROUPS:
        return "group"
    return NATURES.get(row.code) or BY_STATEMENT.get(mapped.statement, mapped.statement)


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


# tables from the fullest names to the barest, so that a member has the name of the accounts
ORDER = ("operating_account", "note_income", "note_costs", "cost_by_purpose", "budget_plan", "contributions_overview")


def name_rows(state: State, known: Iterable[Mapping[str, str]] = (), by_numbers: bool = True) -> Names:
    """Give every row that is no fixed line its member.

    Args:
        state: the report, its rows coded.
        known: members of the association as the seeds have them.
        by_numbers: let numbers join and part names; their units must be known.

    """
    names = Names(known)
    for mapped in state.tables:
        for row in mapped.rows:
            row.member = ""
    ranked = sorted(
        state.tables, key=lambda t: (ORDER.index(t.statement) if t.statement in ORDER else len(ORDER), t.bare.table_no)
    )
    for mapped in ranked:
        counts = Counter(row.code for row in mapped.rows)
        for row in mapped.rows:
            if row.code not in NAMED and not (row.code in SHARED and counts[row.code] > 1):
                continue
            nature = nature_of(mapped, row)
            if "bare" in row.kinds and row.code in (UNCODED, "subtotal"):
                # such a row is called after its table
                heading = f"{mapped.bare.heading} {row.bare.label}"
                row.member = names.member(heading, f"{nature} total", row.code, slug(heading)).code
                continue
            if row.code == "contribution" and is_all_contributions(row):
                continue
            if nature == "activity" and is_nobody(row.bare.label):
                # what is left over in one table is not what is left over in another
                own = f"{slug(core(row.bare.label))}_{mapped.statement}"
                row.member = names.member(row.bare.label, mapped.statement, row.code, own).code
                continue
            member = names.member(row.called or row.bare.label, nature, row.code)
            if row.is_named_alone and member.kind == "other_row":
                # who pays is the state, a region or a municipality, and the first two are called so
                member.kind = "municipality"
            row.member = member.code
    if by_numbers:
        _merge_contained(state, names)
        _part_where_numbers_differ(state, names)
        _tell_tables_apart(state, names)
        _join_facts(state, names)
    for mapped in state.tables:
        _tell_rows_apart(mapped, names)
    for row in (row for mapped in state.tables for row in mapped.rows):
        if row.line is not None:
            row.member = row.line.member
    return names


def is_nobody(label: str) -> bool:
    """Tell whether a label says only that something is left over."""
    text = core(label)
    return any(word["kind"] == "nobody" and word.pattern.search(text) for word in patterns("name_words"))


def _rows_of(state: State, code: str) -> list[tuple[MappedTable, MappedRow]]:
    return [(mapped, row) for mapped in state.tables for row in mapped.rows if row.member == code]


def _merge_contained(state: State, names: Names) -> None:
    """Make one of two names of which one holds the other, where that is mutual and single."""
    pool = list(names.members.values())
    for nature in sorted({member.nature for member in pool}):
        own = [member for member in pool if member.nature == nature]
        holds = {m.code: [o for o in own if o is not m and m.stems < o.stems] for m in own}
        held = {o.code: [m for m in own if o in holds[m.code]] for o in own}
        for small in own:
            if len(holds[small.code]) != 1:
                continue
            large = holds[small.code][0]
            if len(held[large.code]) != 1 or small.code not in names.members or large.code not in names.members:
                continue
            if any(_lists_more(label, small) for label in large.labels):
                continue
            tables_small = {t.bare.table_no for t, _ in _rows_of(state, small.code)}
            rows_large = _rows_of(state, large.code)
            if tables_small & {t.bare.table_no for t, _ in rows_large}:
                continue
            hold, fail = _compare(_rows_of(state, small.code), rows_large)
            if fail > hold:
                continue
            # a member that the seeds know keeps its code, else the shorter name has it
            kept, other = (
                (large, small) if large.code in names.taken and small.code not in names.taken else (small, large)
            )
            if other.code in names.taken:
                continue
            for _, row in _rows_of(state, other.code):
                row.member = kept.code
            names.merge(kept, other)


def _lists_more(label: str, member: Member) -> bool:
    """Tell whether a label is a list in which a member is not all: office, board and audit are not board and audit."""
    listed = next(word.pattern for word in patterns("name_words") if word["kind"] == "list").search(said(label))
    return listed is not None and bool(stems(listed.group()) - member.stems)


def _numbers(mapped: MappedTable, row: MappedRow) -> dict[tuple[str, int], tuple[float, float]]:
    """Return the money and counts of a row by measure and year: size and half step, signs left out.

    Persons are counted exactly.
    """
    found: dict[tuple[str, int], tuple[float, float]] = {}
    suffixes = column_suffixes(mapped)
    for number in row.bare.numbers:
        column = mapped.columns.get(number.column_no)
        if column is None or number.read.kind != "number" or column.year is None or number.number_no > 1:
            continue
        measure = measure_of(mapped, row, number)
        measure = {"cost": "actual", "cost_budget": "budget"}.get(measure, measure)
        size = float(abs(number.read.value if measure == "count" else amount(mapped, row, number)))
        step = 0.0 if measure == "count" else float(half_step(mapped, row, number))
        # columns of one measure and year are told apart by their headings, as their members are
        measure = f"{measure} {suffixes.get(number.column_no, '')}".strip()
        found.setdefault((measure, column.year), (size, step))
    return found


def _compare(some: list[tuple[MappedTable, MappedRow]], others: list[tuple[MappedTable, MappedRow]]) -> tuple[int, int]:
    """Return how many numbers of two sets of rows agree and how many do not."""
    hold = fail = 0
    for mapped, row in some:
        mine = _numbers(mapped, row)
        for other_mapped, other in others:
            theirs = _numbers(other_mapped, other)
            for key in mine.keys() & theirs.keys():
                (a, ha), (b, hb) = mine[key], theirs[key]
                if abs(a - b) <= ha + hb:
                    hold += 1
                else:
                    fail += 1
    return hold, fail


def _part_where_numbers_differ(state: State, names: Names) -> None:
    """Part rows of a note of costs from those of the operating account where their numbers mostly differ."""
    notes = [t for t in state.tables if t.statement == "note_costs"]
    accounts = [t for t in state.tables if t.statement == "operating_account"]
    for note in notes:
        for account in accounts:
            shared = {row.member for row in note.rows if row.member} & {
                row.member for row in account.rows if row.member
            }
            counts = {
                code: _compare(
                    [(note, row) for row in note.rows if row.member == code],
                    [(account, row) for row in account.rows if row.member == code],
                )
                for code in shared
            }
            hold, fail = sum(h for h, _ in counts.values()), sum(f for _, f in counts.values())
            if hold >= constant("hold_at_least") and fail <= hold * constant("fail_share"):
                continue
            for code, (held, failed) in sorted(counts.items()):
                if failed > held:
                    for row in note.rows:
                        if row.member == code:
                            row.member = names.branch(names.members[code], "note").code


def _tell_tables_apart(state: State, names: Names) -> None:
    """Part rows without a fixed code that two tables of one statement call alike but whose numbers are not the same."""
    by_statement: dict[str, list[MappedTable]] = defaultdict(list)
    for mapped in state.tables:
        by_statement[mapped.statement].append(mapped)
    for tables in by_statement.values():
        for n, later in enumerate(tables):
            for earlier in tables[:n]:
                shared = {(r.code, r.member) for r in earlier.rows if r.member} & {
                    (r.code, r.member) for r in later.rows if r.member
                }
                pairs = [
                    (
                        [(earlier, r) for r in earlier.rows if (r.code, r.member) == key],
                        [(later, r) for r in later.rows if (r.code, r.member) == key],
                    )
                    for key in sorted(shared)
                ]
                counts = [_compare(some, others) for some, others in pairs]
                hold, fail = sum(h for h, _ in counts), sum(f for _, f in counts)
                if not shared or (hold and hold >= fail) or not (fail or _years(earlier) & _years(later)):
                    continue
                for row in later.rows:
                    if (row.code, row.member) in shared:
                        row.member = names.branch(
                            names.members[row.member], slug(later.bare.heading)[: LONGEST // 2]
                        ).code


def _years(mapped: MappedTable) -> set[int]:
    """Return the years that the columns of a table are about."""
    return {column.year for column in mapped.columns.values() if column.year is not None}


def _join_facts(state: State, names: Names) -> None:
    """Make rows of a table of no statement members of the accounts where its numbers mostly bear out their names."""
    for mapped in state.tables:
        if mapped.statement != NO_STATEMENT:
            continue
        pairs = []
        for row in mapped.rows:
            account = names.named("activity", row.bare.label)
            if row.code == UNCODED and account is not None:
                pairs.append((row, account, _compare([(mapped, row)], _rows_of(state, account.code))))
        hold, fail = sum(counts[0] for *_, counts in pairs), sum(counts[1] for *_, counts in pairs)
        if hold >= constant("hold_at_least") and fail <= hold * constant("fail_share"):
            for row, account, _ in pairs:
                row.member = account.code


def _tell_rows_apart(mapped: MappedTable, names: Names) -> None:
    """Give rows of one table that are called alike a number each."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for row in mapped.rows:
        if not row.member:
            continue
        seen[(row.code, row.member)] += 1
        if seen[(row.code, row.member)] > 1:
            member = names.members[row.member]
            # a label with other words in brackets has a slug of its own; equal ones are numbered
            own = slug(row.bare.label)[: 2 * LONGEST]
            code = own if own not in names.members else f"{row.member}~{seen[(row.code, row.member)]}"
            names.members.setdefault(
                code, Member(code, row.bare.label, member.kind, member.nature, member.stems, [row.bare.label])
            )
            row.member = code
