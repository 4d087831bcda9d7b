"""Which line of a statement a note is about: by the words of its heading, or by the number that the line refers to."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from finsam_audit.mapping.coding.amounts import holds_as_sum, prints
from finsam_audit.mapping.coding.candidates import candidates
from finsam_audit.mapping.coding.notes import note_subject
from finsam_audit.mapping.state import FACE, UNCODED, MappedRow, MappedTable, State

# the lines of the statements that a note of no other subject may be about
LINES_OF_NOTES = frozenset(
    {
        "cash",
        "short_term_investments",
        "provisions",
        "long_term_liabilities",
        "financial_income",
        "financial_costs",
        "financial_net",
    }
)
# notes that may be about one line, whatever their sum is otherwise
OF_LINES = frozenset({"note_other", "note_costs", "note_receivables", "note_current_liabilities"})
# lines without a code of their own that a note may be about
NAMED_LINES = frozenset({"cost_row", UNCODED})
LINE = "line_of_statement"
NUMBER = re.compile(r"^\w+\.? ?(\d+|[a-z])\b", re.I)


def code_lines_of_notes(state: State) -> None:
    """Code the closing amount of a note as the line of the statements that it is about."""
    referring = _referring(state)
    for mapped in state.tables:
        own = [row for row in mapped.rows if row.code != "of_which" and row.bare.numbers]
        if mapped.statement not in OF_LINES or not own:
            continue
        subject = MappedRow(replace(mapped.bare.rows[0], label=note_subject(mapped)), frozenset())
        named = [code for statement in ("balance_sheet", "income_statement") for code in candidates(statement, subject)]
        if mapped.statement == "note_other" and named and named[0] in LINES_OF_NOTES and _is_of_years(mapped):
            if len(own) == 1 or own[-1].is_total or "net" in own[-1].kinds or holds_as_sum(mapped, own):
                own[-1].code = named[0]
            if named[0] == "financial_net" and len(own) > 1:
                _code_sides(own[:-1])
            continue
        number = NUMBER.match(mapped.bare.heading)
        lines = (referring.get(number[1].lower()) if number else None) or _printing(state, mapped, own)
        if len(lines) == 1 and _closes(mapped, own, *lines[0]):
            own[-1].code, own[-1].line = LINE, lines[0][1]


def _code_sides(rows: Sequence[MappedRow]) -> None:
    """Code the rows of a note on the financial net as its two lines, each where one row alone is of it."""
    named = [next(iter(candidates("income_statement", row)), "") for row in rows]
    for row, code in zip(rows, named, strict=True):
        if code in ("financial_income", "financial_costs") and named.count(code) == 1:
            row.code = code


def _printing(state: State, note: MappedTable, rows: list[MappedRow]) -> list[tuple[MappedTable, MappedRow]]:
    """Return the lines of the income statement that print what a note comes to in two years or more."""
    closing = {abs(value) for kind, value in prints(note, rows[-1]).values() if kind != "percent" and value}
    return [
        (mapped, row)
        for mapped in state.tables
        if mapped.statement == "income_statement" and len(closing) > 1
        for row in mapped.rows
        if row.code in NAMED_LINES and closing <= {abs(value) for _, value in prints(mapped, row).values()}
    ]


def _referring(state: State) -> dict[str, list[tuple[MappedTable, MappedRow]]]:
    """Return the lines of the statements that refer to a note, by its number."""
    found: dict[str, list[tuple[MappedTable, MappedRow]]] = defaultdict(list)
    for mapped in state.tables:
        if mapped.statement not in FACE:
            continue
        references = {n for n, column in mapped.columns.items() if column.role == "note_number"}
        for row, number in mapped.cells():
            if number.column_no in references:
                found[number.printed.strip().lower()].append((mapped, row))
    return found


def _closes(note: MappedTable, rows: list[MappedRow], statement: MappedTable, line: MappedRow) -> bool:
    """Tell whether the last row of a note is the line of a statement that refers to it.

    It is a sum by its word, adds up in every column, or is the same amount in one column at least. A note that prints
    the line as one of its rows is about more than that: the line stands first of those that the note itemises.
    """
    if line.code not in NAMED_LINES:
        return False
    amounts = {abs(value) for kind, value in prints(statement, line).values() if kind != "percent" and value}

    def has_line(row: MappedRow) -> bool:
        return any(abs(value) in amounts for kind, value in prints(note, row).values() if kind != "percent")

    if has_line(rows[-1]):
        return True
    is_sum = len(rows) > 1 and (rows[-1].is_total or holds_as_sum(note, rows))
    return is_sum and not any(has_line(row) for row in rows[:-1])


def _is_of_years(mapped: MappedTable) -> bool:
    """Tell whether the columns of a note are years: what a holding cost and what it is worth are two amounts of one."""
    years = [c.year for c in mapped.columns.values() if c.role == "actual" and c.kind != "share"]
    return len(set(years)) == len(years)
