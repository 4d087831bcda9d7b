"""Rows of notes: the last total is the line of the statement, earlier ones are groups."""

import re

from finsam_audit.mapping.coding.amounts import holds_as_sum
from finsam_audit.mapping.coding.candidates import candidates, is_all_contributions
from finsam_audit.mapping.state import MappedRow, MappedTable
from finsam_audit.mapping.words import patterns, said, without, without_brackets

# sums of a note that are no face line and have a code
GROUP_TOTALS = frozenset({"total_activities", "total_contributions"})
# the line of the income statement that a note is about
WHOLE_OF_NOTE = {
    "note_income": "operating_income",
    "note_costs": "operating_costs",
    "note_receivables": "receivables",
    "note_current_liabilities": "current_liabilities",
}


def code_note(mapped: MappedTable, activities: set[str]) -> None:
    """Code the rows of a note: the last total is the face line, earlier ones are groups."""
    own = [row for row in mapped.rows if row.code != "of_which"]
    totals = [row for row in own if row.is_total]
    last = totals[-1] if totals and totals[-1] is own[-1] else None
    if last is None and own and (holds_as_sum(mapped, own) or _is_named_after_its_note(mapped, own[-1])):
        last = own[-1]
    if last is None and own and _names_face_line(mapped, own[-1]):
        last = own[-1]
    if last is None and len(own) > 2 and ("bare" in own[0].kinds or _is_named_after_its_note(mapped, own[0])):
        # a sum may stand above its parts
        last = own[0]
    parties = [row for row in own if row.code == "contribution" and not is_all_contributions(row)]
    for row in own:
        if row.code == "contribution" and not row.is_total and row not in parties and len(parties) > 1:
            row.code = "total_contributions"
    for row in totals:
        row.code = row.code if row.code in GROUP_TOTALS else "subtotal"
    if last is not None:
        last.code = "total"
    _code_bare_contributions(mapped, own)
    for row in own:
        if row.code in ("total", "subtotal", *GROUP_TOTALS):
            continue
        if mapped.statement in ("note_receivables", "note_current_liabilities"):
            row.code = "note_row"
        elif mapped.statement == "note_costs" and not row.code:
            row.code = "activity" if without_brackets(row.bare.label) in activities else "cost_row"


def _code_bare_contributions(mapped: MappedTable, rows: list[MappedRow]) -> None:
    """Code the first sum of a note of income that names nothing, right under the parties' contributions, as theirs."""
    if mapped.statement != "note_income" or any(row.code == "total_contributions" for row in rows):
        return
    first = next((n for n, row in enumerate(rows) if row.is_total), 0)
    above = {row.code for row in rows[:first]}
    if first > 1 and above == {"contribution"} and rows[first].code == "subtotal" and "bare" in rows[first].kinds:
        rows[first].code = "total_contributions"


def _names_face_line(mapped: MappedTable, row: MappedRow) -> bool:
    """Tell whether a row of a note is called what its sum is called in the income statement."""
    code = WHOLE_OF_NOTE.get(mapped.statement)
    return code is not None and candidates("income_statement", row)[:1] == [code]


def note_subject(mapped: MappedTable) -> str:
    """Return what the heading of a note says beside its number."""
    number = r"^(?:\w+\.? ?\d+(?: ?[a-z]\b)?[ .:-]*|\d+(?: ?[a-z]\b)?[ .:-]+)"
    return without("unit", re.sub(number, "", without_brackets(mapped.bare.heading))).strip()


def is_about(kind: str, mapped: MappedTable) -> bool:
    """Tell whether the heading of a note speaks of what a kind of the words of names says."""
    return any(word["kind"] == kind and word.pattern.search(note_subject(mapped)) for word in patterns("name_words"))


def _is_named_after_its_note(mapped: MappedTable, row: MappedRow) -> bool:
    """Tell whether a row says the subject of its note and nothing else: "Skulder" in the note of current ones."""
    words = said(row.bare.label).split()
    return bool(words) and set(words) <= set(said(mapped.bare.heading).replace(".", " ").split())
