"""Rows of plans, accounts and costs by purpose: place decides what is income, cost and total."""

from finsam_audit.mapping.coding.candidates import INCOME_DETAILS, candidates
from finsam_audit.mapping.state import UNCODED, MappedRow, MappedTable
from finsam_audit.mapping.words import without


def code_plan(mapped: MappedTable) -> None:
    """Code the rows of a plan or an account: after the total of income a row is a cost; the last total is the whole.

    Where the costs stand first, it is one above their total.
    """
    rows = [row for row in mapped.rows if row.code != "of_which"]
    if mapped.statement == "budget_plan":
        _code_bare_totals(rows)
        _code_last_equity(rows)
        for row in rows:
            if row.code in ("opening_equity", "closing_equity") and row.label != without("estimated", row.label):
                row.code = UNCODED
    income_total = next((n for n, row in enumerate(rows) if row.code == "total_income"), None)
    if mapped.statement == "operating_account" and rows:
        last = rows[-1]
        if last.is_total or "closing" in last.kinds:
            last.code = "total"
    above = _costs_above(rows, income_total)
    costs = above or range(len(rows) if income_total is None else income_total + 1, len(rows))
    for n, row in enumerate(rows):
        if row.code in INCOME_DETAILS and income_total is not None and n > income_total and not row.is_total:
            row.code = ""
        if row.code == "cost_row" and income_total is not None and len(above) <= n < income_total:
            # what is left over above the sum of income is income
            row.code = ""
        if row.code:
            continue
        if row.is_total or "closing" in row.kinds:
            row.code = "subtotal"
        elif is_cost(mapped, row) or n in costs:
            row.code = "activity"


def _costs_above(rows: list[MappedRow], income_total: int | None) -> range:
    """Return the places of the costs where their sum stands above that of income."""
    return range(next((n for n, row in enumerate(rows[: income_total or 0]) if row.code == "total_costs"), 0))


def _code_bare_totals(rows: list[MappedRow]) -> None:
    """Of two totals of a plan that name nothing the first is of income, the second of costs, where no other row is."""
    bare = [row for row in rows if "bare" in row.kinds and not row.code]
    codes = {row.code for row in rows}
    if len(bare) == 2 and not codes & {"total_income", "total_costs"} and "contribution" in codes:
        bare[0].code, bare[1].code = "total_income", "total_costs"


def _code_last_equity(rows: list[MappedRow]) -> None:
    """Equity that says no day is what the plan leaves where it stands after the result."""
    codes = [row.code for row in rows]
    if "net_result" not in codes or "closing_equity" in codes:
        return
    for row in rows[codes.index("net_result") + 1 :]:
        if row.code == "opening_equity" and candidates("balance_sheet", row)[:1] == ["equity"]:
            row.code = "closing_equity"


def is_cost(mapped: MappedTable, row: MappedRow) -> bool:
    """Tell whether a row's numbers stand where costs do: in a cost column, or in an account without an income total."""
    sides = {column.side for column in mapped.columns.values()}
    if "cost" in sides:
        filled = {
            mapped.columns[number.column_no].side
            for number in row.bare.numbers
            if number.read.is_number and number.read.value and mapped.columns[number.column_no].role != "deviation"
        }
        return "cost" in filled or "income" not in filled
    if any(other.code == "total_income" for other in mapped.rows):
        return False
    return mapped.statement == "operating_account"


def code_purposes(mapped: MappedTable) -> None:
    """Code the rows of costs by purpose: a row belongs to the group that stands above it."""
    groups = {
        "total_individual": "individual_activity",
        "total_structural": "structural_activity",
        "total_administration": "administration",
    }
    above: MappedRow | None = None
    for row in mapped.rows:
        if row.code in groups:
            above = row
        elif row.code not in ("total", "of_which"):
            if above is not None and _exceeds(row, above):
                # no part of that group: another one, or none that the chart has
                is_third = candidates("operating_account", row)[:1] == ["administration"]
                row.code, above = ("total_administration" if is_third else ""), None
            else:
                row.code = groups[above.code] if above is not None else ""


def _exceeds(row: MappedRow, group: MappedRow) -> bool:
    """Tell whether a row is larger than a group in every column that both have an amount in."""
    mine, whole = (
        {n.column_no: abs(n.read.value) for n in one.bare.numbers if n.read.kind == "number" and n.read.value}
        for one in (row, group)
    )
    shared = mine.keys() & whole.keys()
    return bool(shared) and all(mine[column] > whole[column] for column in shared)
