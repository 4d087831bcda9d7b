"""Signs of columns: one convention for each column and kind of line, by most prints; a total never sets its rows'."""

from decimal import Decimal

from finsam_audit.mapping.conventions import (
    COST_TABLES,
    COSTS,
    INCOME,
    NATURAL,
    RESULTS,
    REVERSED,
    SIGNED,
    STOCKS,
    SUMS,
    Convention,
)
from finsam_audit.mapping.deviation_signs import deviation_convention, turned_budget
from finsam_audit.mapping.report import Number
from finsam_audit.mapping.state import (
    MONEY_MEASURES,
    OTHER_PLAN,
    OVERVIEWS,
    MappedRow,
    MappedTable,
    State,
    Undecided,
    amount,
    half_step,
    measure_of,
)
from finsam_audit.mapping.words import constant


def settle_signs(state: State) -> None:
    """Give each column of money its convention: of the rows, of costs beside income, of totals."""
    results = _results(state)
    for mapped in state.tables:
        columns = {
            number
            for row, found in mapped.cells()
            for number in [found.column_no]
            if measure_of(mapped, row, found) in MONEY_MEASURES and number in mapped.columns
        }
        plain = [number for number in sorted(columns) if mapped.columns[number].role != "deviation"]
        for number in plain:
            mapped.signs[number] = _rows_convention(mapped, number)
        budgets = [n for n in plain if mapped.columns[n].role == "budget" and turned_budget(mapped, n)]
        mapped.signs |= dict.fromkeys(budgets, REVERSED)
        turned = {}
        for number in plain:
            sign = _total_sign(mapped, number, results)
            if sign:
                turned[number] = sign
        differing = [n for n, sign in turned.items() if sign != mapped.signs[n][0] and n not in budgets]
        for number, sign in turned.items():
            if sign == mapped.signs[number][0] or number in budgets or len(differing) >= constant("turned_at_least"):
                mapped.signs[number] = (*mapped.signs[number][:2], sign)
        for number in sorted(columns - set(plain)):
            mapped.signs[number] = deviation_convention(mapped, number)
        _tell_mixed(state, mapped)


def _tell_mixed(state: State, mapped: MappedTable) -> None:
    """Tell columns that print one thing for several years in both signs: one of them is turned, or the table is so."""
    kinds: dict[tuple[str, str], list[int]] = {}
    for number in sorted(mapped.signs):
        kinds.setdefault((mapped.columns[number].role, mapped.columns[number].side), []).append(number)
    for numbers in kinds.values():
        first = mapped.signs[numbers[0]][:2]
        for number in numbers[1:]:
            if mapped.signs[number][:2] != first:
                state.undecided.append(Undecided(mapped.bare.table_no, "", number, "sign", "columns_differ"))


def _balance(mapped: MappedTable, column_no: int, codes: frozenset[str] | None) -> int:
    """Return how many amounts of lines of a kind are positive less how many are negative.

    Where a column has few of them those of the other columns of its side count too: one slip must not decide.
    """
    values = _values(mapped, column_no, codes)
    if len(values) < constant("few"):
        side = mapped.columns[column_no].side
        for number, column in mapped.columns.items():
            if number != column_no and column.side == side and column.role in ("actual", "budget", OTHER_PLAN):
                values += _values(mapped, number, codes)
    return sum((value > 0) - (value < 0) for value in values)


def _values(mapped: MappedTable, column_no: int, codes: frozenset[str] | None) -> list[Decimal]:
    """Return the amounts of a column on rows of some codes, or on all that are no sums, zeros left out.

    Of a table that prints sums alone it is those.
    """
    found = [
        (row.code, number.read.value)
        for row, number in mapped.cells(column_no)
        if number.read.kind == "number" and number.read.value and measure_of(mapped, row, number) in MONEY_MEASURES
    ]
    if codes is not None:
        return [value for code, value in found if code in codes]
    details = [value for code, value in found if code not in SUMS | RESULTS]
    return details or [value for code, value in found if code not in RESULTS]


def _rows_convention(mapped: MappedTable, column_no: int) -> Convention:
    side = mapped.columns[column_no].side
    if mapped.statement in SIGNED:
        return NATURAL
    if mapped.statement in ("note_current_liabilities", "note_receivables"):
        return ("reversed", "signed", "reversed") if _balance(mapped, column_no, None) < 0 else NATURAL
    if side == "income":
        # what activities bring in is income too
        found = _balance(mapped, column_no, INCOME) or _balance(mapped, column_no, None)
        return ("reversed", "signed", "reversed") if found < 0 else NATURAL
    if side == "cost" or mapped.statement in COST_TABLES:
        return ("reversed", "signed", "reversed") if _balance(mapped, column_no, None) > 0 else NATURAL
    income, costs = _balance(mapped, column_no, INCOME), _balance(mapped, column_no, COSTS)
    if costs > 0 and income > 0:
        return ("natural", "unsigned", "natural")
    if costs > 0 >= income:
        # without income a loss or a stock beside the costs shows that they alone are printed without a sign
        is_loss = mapped.statement in OVERVIEWS and income == 0 and _balance(mapped, column_no, RESULTS) < 0
        has_stock = mapped.statement in (*OVERVIEWS, "budget_plan") and _balance(mapped, column_no, STOCKS) > 0
        if is_loss or has_stock:
            return ("natural", "unsigned", "natural")
        return ("reversed", "signed", "reversed")
    return NATURAL


def reading_of(mapped: MappedTable, row: MappedRow, number: Number) -> str:
    """Return what a number in words, or with a minus behind it, is to be taken for; empty where nothing says it.

    What is to be reached is a range that starts there. An amount is negative where others of its table stand without
    such a dash: one that means whole kronor is behind all of them.
    """
    found = number.read
    if number.reading or found.kind != "number" or found.lead or found.tail != "-":
        return number.reading
    measure = measure_of(mapped, row, number)
    if measure == "target":
        return f"{abs(found.value):f}".replace(".", ",")
    is_minus = measure in MONEY_MEASURES and any(
        other.read.kind == "number"
        and other.read.value
        and not other.read.tail
        and measure_of(mapped, r, other) == measure
        for r, other in mapped.cells()
    )
    return f"{found.value:f}".replace(".", ",") if is_minus else ""


def _results(state: State) -> dict[tuple[str, int], list[tuple[Decimal, Decimal]]]:
    """Return the results of the income statement by role and year: amount and half step."""
    found: dict[tuple[str, int], list[tuple[Decimal, Decimal]]] = {}
    for mapped in state.tables:
        if mapped.statement != "income_statement":
            continue
        for row, number in mapped.cells():
            column = mapped.columns.get(number.column_no)
            if row.code in RESULTS and column is not None and column.year and number.read.kind == "number":
                found.setdefault((column.role, column.year), []).append(
                    (amount(mapped, row, number), half_step(mapped, row, number))
                )
    return found


def _total_sign(
    mapped: MappedTable, column_no: int, results: dict[tuple[str, int], list[tuple[Decimal, Decimal]]]
) -> str:
    """Return the convention of a column's total: by its tie to the income statement, else by the sum of its rows."""
    column = mapped.columns[column_no]
    totals = [(row, number) for row, number in mapped.cells(column_no) if row.code == "total" and number.read.value]
    if not totals or mapped.signs[column_no][1] == "unsigned":
        return ""
    row, number = totals[-1]
    value, half = amount(mapped, row, number), half_step(mapped, row, number)
    if column.side in ("net", "") and mapped.statement == "operating_account":
        for result, bound in results.get((column.role, column.year or 0), []):
            if result and abs(abs(value) - abs(result)) <= half + bound:
                return "natural" if (value > 0) == (result > 0) else "reversed"
    if column.side == "cost":
        return "reversed" if value > 0 else "natural"
    if column.side == "income":
        return "natural" if value > 0 else "reversed"
    computed = sum((n.read.value for r, n in mapped.cells(column_no) if r.code not in SUMS), Decimal(0))
    own = mapped.signs[column_no][0]
    other = "natural" if own == "reversed" else "reversed"
    gaps = {own: abs(number.read.value - computed), other: abs(number.read.value + computed)}
    near = [sign for sign, gap in gaps.items() if gap <= Decimal(str(constant("near"))) * abs(computed)]
    return near[0] if len(near) == 1 else ""
