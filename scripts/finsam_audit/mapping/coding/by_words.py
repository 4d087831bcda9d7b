"""Codes of rows: words propose, in an order for each statement; place decides what a total and what a cost is."""

from collections import defaultdict

from finsam_audit.mapping.coding.accounts import (
    accounts_of_costs,
    accounts_of_one,
    accounts_of_part,
    financing_of_all,
    totals_beside_whole,
    totals_of_parts,
)
from finsam_audit.mapping.coding.amounts import is_part_of, print_alike
from finsam_audit.mapping.coding.candidates import DETAILS, NOTES, PLANS, SHARED, SINGLE_LINES, candidates
from finsam_audit.mapping.coding.notes import code_note
from finsam_audit.mapping.coding.overviews import code_members_alone, code_scopes, code_sums_of_costs
from finsam_audit.mapping.coding.parties import (
    code_all_contributions,
    code_parties,
    sums_of_parties,
    total_beside_contributions,
)
from finsam_audit.mapping.coding.plans import code_plan, code_purposes
from finsam_audit.mapping.coding.statements import (
    code_costs,
    code_costs_by_kind,
    code_equity_before,
    code_lone_costs,
    code_other_income,
    code_side_total,
    equipment_alone,
)
from finsam_audit.mapping.state import UNCODED, MappedRow, MappedTable, State
from finsam_audit.mapping.words import without_brackets


def code_by_words(state: State) -> None:
    """Give every row the code that its words and its place allow."""
    activities = names_of_activities(state)
    for mapped in state.tables:
        wanted = {id(row): candidates(mapped.statement, row) for row in mapped.rows}
        for row in mapped.rows:
            if "of_which" in row.kinds:
                row.code = "of_which"
                wanted[id(row)] = []
            elif "subtracted" in row.kinds and mapped.statement in NOTES:
                # what a note takes away is no such income or cost of it
                wanted[id(row)] = []
        _choose(mapped.rows, wanted)
        _totals_are_no_details(mapped)
        _one_row_a_line(mapped)
        if mapped.statement in ("note_income", "income_statement"):
            code_parties(mapped)
        if mapped.statement in NOTES:
            code_note(mapped, activities)
        elif mapped.statement in PLANS:
            code_plan(mapped)
        elif mapped.statement == "cost_by_purpose":
            code_purposes(mapped)
        elif mapped.statement == "balance_sheet":
            equipment_alone(mapped)
            code_equity_before(mapped)
            code_side_total(mapped)
        elif mapped.statement == "income_statement":
            code_other_income(mapped)
            code_lone_costs(mapped)
            code_costs_by_kind(mapped)
            code_costs(mapped)
        elif mapped.statement == "contributions_overview":
            code_all_contributions(mapped)
        elif mapped.statement == "multi_year_overview":
            code_scopes(mapped)
        elif mapped.statement == "balance_requirement":
            _end_at_result(mapped)
    code_sums_of_costs(state)
    code_members_alone(state)
    for mapped in state.tables:
        sums_of_parties(mapped)
    total_beside_contributions(state)
    totals_of_parts(state)
    totals_beside_whole(state)
    financing_of_all(state)
    accounts_of_costs(state)
    accounts_of_one(state)
    accounts_of_part(state)
    for mapped in state.tables:
        for row in mapped.rows:
            if not row.code:
                row.code = "subtotal" if row.is_total and mapped.statement in ("income_statement", *PLANS) else UNCODED


def _one_row_a_line(mapped: MappedTable) -> None:
    """Leave a single line to its sum; others keep it where they print the same, and without a sum none has it."""
    claims: dict[str, list[MappedRow]] = defaultdict(list)
    for row in mapped.rows:
        if row.code and row.code not in SHARED and mapped.statement in SINGLE_LINES:
            claims[row.code].append(row)
    for claimed in claims.values():
        sums = [row for row in claimed if any(is_part_of(mapped, other, row) for other in claimed)]
        kept = min(sums or claimed, key=lambda row: (not row.is_total, len(row.label)))
        is_sure = kept.is_total or bool(sums) or all(print_alike(mapped, row, kept) for row in claimed)
        for row in claimed:
            if not is_sure or not print_alike(mapped, row, kept) or is_part_of(mapped, row, kept):
                row.code = ""


def _end_at_result(mapped: MappedTable) -> None:
    """Leave out what stands below the result under the balance requirement: what is done with it is no part of it."""
    results = [n for n, row in enumerate(mapped.rows) if row.code == "balance_requirement_result"]
    for row in mapped.rows[results[-1] + 1 :] if results else ():
        row.code = row.code or "of_which"


def _totals_are_no_details(mapped: MappedTable) -> None:
    """Take the code of a single row from a total: it is a group of them."""
    for row in mapped.rows:
        if row.is_total and row.code in DETAILS and mapped.statement != "contributions_overview":
            row.code = ""


def _choose(rows: list[MappedRow], wanted: dict[int, list[str]]) -> None:
    """Give each row its first candidate; of rows that want one line the plainest has it, the others their next."""
    changed = True
    while changed:
        changed = False
        claims: dict[str, list[MappedRow]] = defaultdict(list)
        for row in rows:
            if wanted[id(row)] and wanted[id(row)][0] not in SHARED:
                claims[wanted[id(row)][0]].append(row)
        for claimed in claims.values():
            with_another = [row for row in claimed if len(wanted[id(row)]) > 1]
            if len(claimed) > 1 and with_another:
                longest = max(with_another, key=lambda row: (len(row.label), row.bare.source_line))
                if len(claimed) > len(with_another) or longest is not min(claimed, key=lambda row: len(row.label)):
                    wanted[id(longest)].pop(0)
                    changed = True
    for row in rows:
        if wanted[id(row)]:
            row.code = wanted[id(row)][0]


def names_of_activities(state: State) -> set[str]:
    """Return the labels of rows of operating accounts and of participants: what else bears them is an activity."""
    return {
        without_brackets(row.bare.label)
        for mapped in state.tables
        if mapped.statement in ("operating_account", "participants")
        for row in mapped.rows
        if not row.is_total
    }
