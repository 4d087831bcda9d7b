"""Codes by sums: a code that an equation lacks goes to the uncoded row under which it holds in every column."""

from decimal import Decimal

from finsam_audit.mapping.coding.candidates import INCOME_DETAILS, candidates
from finsam_audit.mapping.state import UNCODED, MappedRow, MappedTable, State
from finsam_audit.mapping.words import constant, table

# lines of the balance sheet that take in several rows: the sums that they are in, each with its other terms, of which
# the first is never left out
WHOLES = {
    "receivables": (
        ("current_assets", ("cash", "short_term_investments")),
        ("total_assets", ("cash", "short_term_investments", "fixed_assets")),
    ),
    "current_liabilities": (("total_equity_and_liabilities", ("equity", "provisions", "long_term_liabilities")),),
}


def code_by_sums(state: State) -> None:
    """Give codes to uncoded rows of statements whose equations lack them; frequent codes stand first in an equation."""
    for mapped in state.tables:
        if mapped.statement == "balance_sheet":
            _leave_parts_open(mapped)
        own = [equation for equation in table("equations") if equation["statement"] == mapped.statement]
        changed = True
        # a code that one equation gives may be what an earlier one lacked
        while changed:
            before = [row.code for row in mapped.rows]
            for equation in own:
                _fill(mapped, equation["total"], equation["terms"].split())
            changed = before != [row.code for row in mapped.rows]
        if mapped.statement == "cash_flow":
            _leave_changes_open(mapped)


def _leave_parts_open(mapped: MappedTable) -> None:
    """Leave receivables and debts of a balance sheet to its own sums where more rows belong to them than one."""
    by_code = {row.code: row for row in reversed(mapped.rows)}
    for code, wholes in WHOLES.items():
        line = by_code.get(code)
        for total, others in wholes:
            if line is None or line.is_total or total not in by_code:
                continue
            known = [line, *(by_code[other] for other in others if other in by_code)]
            beside = _open_rows_beside(mapped, line, by_code[total], known)
            # one of them is the term that never lacks, where that has no code yet
            least = 1 if others[0] in by_code else 2
            if len(beside) >= least and any(
                _comes_to(by_code[total], column, [*known, *beside]) and not _comes_to(by_code[total], column, known)
                for column in mapped.columns
            ):
                line.code = UNCODED
    debts, sum_of_debts = by_code.get("current_liabilities"), by_code.get("total_liabilities")
    if debts is not None and sum_of_debts is not None and debts.code != UNCODED and not debts.is_total:
        # debts without a code above it, in the sum that both are in: it is what is left of them
        first = mapped.rows.index(by_code["equity"]) + 1 if "equity" in by_code else mapped.rows.index(debts)
        above = mapped.rows[first : mapped.rows.index(debts)]
        if any(row.code == UNCODED and not row.is_total and row.bare.numbers for row in above):
            debts.code = UNCODED


def _open_rows_beside(
    mapped: MappedTable, line: MappedRow, total: MappedRow, known: list[MappedRow]
) -> list[MappedRow]:
    """Return the uncoded rows around a line, from the last that is none of its sum's terms to the sum."""
    start = stop = mapped.rows.index(line)
    while start and (mapped.rows[start - 1] in known or mapped.rows[start - 1].code == UNCODED):
        start -= 1
    while stop < len(mapped.rows) and mapped.rows[stop] is not total:
        stop += 1
    return [row for row in mapped.rows[start:stop] if row.code == UNCODED and not row.is_total]


def _leave_changes_open(mapped: MappedTable) -> None:
    """Leave a cash flow to its own sums that prints each receivable and debt, which the chart knows as two lines."""
    codes = [row.code for row in mapped.rows]
    if not {"funds_before_working_capital", "operating_cash_flow"} <= set(codes):
        return
    start, stop = codes.index("funds_before_working_capital"), codes.index("operating_cash_flow")
    between = mapped.rows[start + 1 : stop]
    changes = [row for row in between if row.code in ("change_in_receivables", "change_in_current_liabilities")]
    by_words = [row for row in changes if row.code in candidates("cash_flow", row)]
    if not by_words and len([row for row in between if row not in changes]) > 1:
        for row in (mapped.rows[start], *changes):
            row.code = UNCODED


def _fill(mapped: MappedTable, total: str, terms: list[str]) -> None:
    by_code = {row.code: row for row in reversed(mapped.rows)}
    if total not in by_code:
        _find_total(mapped, total, [by_code[term] for term in terms if term in by_code])
        return
    lacking = [term for term in terms if term not in by_code]
    free = [row for row in mapped.rows if row.code in (UNCODED, *INCOME_DETAILS, "cost_row") and not row.is_total]
    for code in lacking:
        fits = [
            row for row in free if _holds(mapped, by_code[total], [by_code[t] for t in terms if t in by_code] + [row])
        ]
        is_whole = _holds(mapped, by_code[total], [by_code[t] for t in terms if t in by_code])
        if len(fits) == 1 and not is_whole:
            fits[0].code = code
            return
    # income and costs both: the first is printed positive, the second negative
    if {"operating_income", "operating_costs"} <= set(lacking):
        known = [by_code[t] for t in terms if t in by_code]
        pairs = [
            (income, cost)
            for income in free
            for cost in free
            if income is not cost
            and _sign(income) > 0 > _sign(cost)
            and _holds(mapped, by_code[total], [*known, income, cost])
        ]
        if len(pairs) == 1:
            pairs[0][0].code, pairs[0][1].code = "operating_income", "operating_costs"


def _find_total(mapped: MappedTable, total: str, parts: list[MappedRow]) -> None:
    """Give the code of a total to the one uncoded row below its parts that is their sum."""
    if len(parts) < constant("sum_parts"):
        return
    last = max(mapped.rows.index(row) for row in parts)
    open_rows = [
        row
        for row in mapped.rows[last + 1 :]
        # what says itself that it is a sum of some of them is not that of all
        if row.code in (UNCODED, "subtotal") and "subtotal" not in candidates(mapped.statement, row)
    ]
    fits = [row for row in open_rows if _holds(mapped, row, parts)]
    if len(fits) == 1:
        fits[0].code = total


def _sign(row: MappedRow) -> int:
    values = [number.read.value for number in row.bare.numbers if number.read.is_number]
    return (sum(value > 0 for value in values) > 0) - (sum(value < 0 for value in values) > 0)


def _holds(mapped: MappedTable, total: MappedRow, parts: list[MappedRow]) -> bool:
    """Tell whether a row is the sum of others in every column, with figures of three digits at least."""
    checked = 0
    for number, column in mapped.columns.items():
        value = None if column.role == "note_number" else _value(total, number)
        if value is None:
            continue
        if not _comes_to(total, number, parts):
            return False
        checked += abs(value) >= 10 ** (int(constant("sum_digits")) - 1)
    return checked > 0


def _comes_to(total: MappedRow, column_no: int, parts: list[MappedRow]) -> bool:
    """Tell whether a row prints the sum of others in a column, within their rounding."""
    value = _value(total, column_no)
    computed = sum((_value(row, column_no) or Decimal(0) for row in parts), Decimal(0))
    return value is not None and abs(value - computed) <= Decimal(len(parts) + 1) / 2


def _value(row: MappedRow, column_no: int) -> Decimal | None:
    found = [number.read for number in row.bare.numbers if number.column_no == column_no and number.number_no == 1]
    return found[0].value if found and found[0].kind in ("number", "dash") else None
