"""Whether rows of one name are one thing: where numbers agree or differ, where one name holds the other."""

from collections import defaultdict

from finsam_audit.mapping.names import LONGEST, Member, Names, stems
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
from finsam_audit.mapping.words import constant, patterns, said, slug


def _rows_of(state: State, code: str) -> list[tuple[MappedTable, MappedRow]]:
    return [(mapped, row) for mapped in state.tables for row in mapped.rows if row.member == code]


def merge_contained(state: State, names: Names) -> None:
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


def part_where_numbers_differ(state: State, names: Names) -> None:
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


def tell_tables_apart(state: State, names: Names) -> None:
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


def join_facts(state: State, names: Names) -> None:
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
