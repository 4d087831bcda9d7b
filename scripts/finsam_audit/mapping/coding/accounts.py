"""Accounts and totals of a part: of one activity, of some members, beside the whole."""

from decimal import Decimal

from finsam_audit.mapping.coding.amounts import amounts_of_line, is_same_amount, prints
from finsam_audit.mapping.coding.candidates import NOTES, candidates
from finsam_audit.mapping.coding.notes import WHOLE_OF_NOTE, is_about, note_subject
from finsam_audit.mapping.state import UNCODED, MappedRow, MappedTable, State
from finsam_audit.mapping.words import said

# lines of the income statement that an account may come to: income, costs, a result
LINES_OF_ACCOUNT = (
    "operating_income",
    "operating_costs",
    "operating_result",
    "result_after_financial_items",
    "net_result",
)


def accounts_of_one(state: State) -> None:
    """Take an account that is headed by the name of a row of another one for the account of that activity alone."""
    accounts = [mapped for mapped in state.tables if mapped.statement == "operating_account"]
    for mapped in accounts:
        heading = said(mapped.bare.heading)
        named = {
            said(row.bare.label) for other in accounts if other is not mapped for row in other.rows if not row.is_total
        }
        if heading not in named:
            continue
        for row in mapped.rows:
            if row.code == "total":
                row.code, row.called = "activity", mapped.bare.heading
            elif row.code not in ("subtotal", "of_which"):
                # what it costs and earns are no activities
                row.code, row.called = UNCODED, f"{mapped.bare.heading} {row.bare.label}"


def financing_of_all(state: State) -> None:
    """Take what pays for an account for all income where it is that line of the statement and no contributions."""
    income, contributions = (amounts_of_line(state, code) for code in ("operating_income", "contribution"))
    for mapped in state.tables if contributions else ():
        for row in mapped.rows if mapped.statement == "operating_account" else ():
            mine = [amount for _, amount in prints(mapped, row).values()] if row.code == "contribution" else []
            of_all, of_members = (
                any(is_same_amount(one, other) for one in mine for other in line) for line in (income, contributions)
            )
            if of_all and not of_members:
                row.code = UNCODED


def accounts_of_costs(state: State) -> None:
    """Take the sum of an account without what pays for it for that of a part, where it is no line of the statement.

    Nor such a line without the contributions: then it holds what the statement holds beside them.
    """
    contributions = amounts_of_line(state, "contribution")
    lines = [amount for code in LINES_OF_ACCOUNT for amount in amounts_of_line(state, code)]
    lines += [abs(amount) - abs(paid) for amount in lines for paid in contributions]
    for mapped in state.tables if contributions else ():
        sides = {column.side for column in mapped.columns.values()}
        is_paid = any(row.code in ("contribution", "total_income") for row in mapped.rows)
        if mapped.statement != "operating_account" or is_paid or not {"income", "net"} <= sides:
            continue
        for row in mapped.rows:
            if row.code == "total" and not any(
                is_same_amount(mine, line) for _, mine in prints(mapped, row).values() for line in lines
            ):
                row.code = "subtotal"


def accounts_of_part(state: State) -> None:
    """Take the sum of an account for that of a part.

    Where all its rows stand among those of another; or where two accounts have no row in common and no amount of their
    sums: two ways to itemise one whole come to the same.
    """
    accounts = [mapped for mapped in state.tables if mapped.statement == "operating_account"]
    named = [({said(row.bare.label) for row in mapped.rows if not row.is_total}, mapped) for mapped in accounts]
    parts = [
        mapped
        for own, mapped in named
        if any(own < others or _are_two_parts(mapped, other, own & others) for others, other in named)
    ]
    for row in (row for mapped in parts for row in mapped.rows if row.code == "total"):
        row.code = "subtotal"


def _are_two_parts(one: MappedTable, other: MappedTable, shared: set[str]) -> bool:
    """Tell whether two accounts without a shared row have sums, and other ones."""
    mine, theirs = (
        [amount for row in mapped.rows if row.code == "total" for _, amount in prints(mapped, row).values() if amount]
        for mapped in (one, other)
    )
    are_apart = not any(is_same_amount(amount, compared) for amount in mine for compared in theirs)
    return not shared and bool(mine and theirs) and are_apart


def totals_of_parts(state: State) -> None:
    """Where a note says that it holds a part alone and its sum is no line of the whole, it is of that part."""
    whole = {line: amounts_of_line(state, line) for line in WHOLE_OF_NOTE.values()}
    spenders = {
        said(row.bare.label)
        for mapped in state.tables
        if mapped.statement == "operating_account"
        for row in mapped.rows
        if row.code in ("activity", "administration")
    }
    for mapped in state.tables:
        lines = whole.get(WHOLE_OF_NOTE.get(mapped.statement, ""), [])
        for row in mapped.rows:
            part = _part_of_whole(mapped, row, lines, spenders) if row.code == "total" else ""
            if part and not any(
                is_same_amount(mine, other) for _, mine in prints(mapped, row).values() for other in lines
            ):
                row.code = part


def totals_beside_whole(state: State) -> None:
    """Where the sum of one note is the line that its subject has in the statements, that of another is of a part."""
    for statement in NOTES:
        lines = amounts_of_line(state, WHOLE_OF_NOTE[statement])
        totals = [
            (row, any(is_same_amount(mine, other) for _, mine in prints(mapped, row).values() for other in lines))
            for mapped in state.tables
            if mapped.statement == statement
            for row in mapped.rows
            if row.code == "total"
        ]
        if any(is_whole for _, is_whole in totals):
            for row, is_whole in totals:
                row.code = "total" if is_whole else "subtotal"


def _part_of_whole(mapped: MappedTable, row: MappedRow, lines: list[Decimal], spenders: set[str]) -> str:
    """Return the code of a sum of a part: a note of costs is headed by the part, one of income names it in its sum.

    A part is a kind of costs, or what spends them: a row of the operating account.
    """
    if mapped.statement == "note_costs":
        spender = note_subject(mapped).removesuffix(" kostnader").removesuffix(" efter slag")
        is_of_one = spender in spenders or spender.removesuffix("s") in spenders
        return "subtotal" if is_of_one or is_about("part_of_costs", mapped) else ""
    is_of_members = mapped.statement == "note_income" and candidates("note_income", row)[:1] == ["total_contributions"]
    # all that the members pay may be all income where the statement prints no sum of it
    return "total_contributions" if is_of_members and lines else ""
