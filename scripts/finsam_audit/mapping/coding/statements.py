"""Rows of the income statement and the balance sheet that place tells."""

from finsam_audit.mapping.coding.amounts import closes, leaves, prints
from finsam_audit.mapping.coding.candidates import INCOME_DETAILS, as_row, candidates
from finsam_audit.mapping.state import MappedTable


def code_other_income(mapped: MappedTable) -> None:
    """Code the rows that no word knows beside the contributions, above the costs, where no sum of income is printed."""
    codes = [row.code for row in mapped.rows]
    if "operating_income" in codes or "operating_costs" not in codes or "contribution" not in codes:
        return
    for row in mapped.rows[: codes.index("operating_costs")]:
        if not row.code and not row.is_total and codes.index("contribution") < codes.index("operating_costs"):
            row.code = "other_income"


def code_lone_costs(mapped: MappedTable) -> None:
    """Code the one row that no word knows between the sum of income and the operating result: it is all costs."""
    codes = [row.code for row in mapped.rows]
    if "operating_costs" in codes or not {"operating_income", "operating_result"} <= set(codes):
        return
    between = mapped.rows[codes.index("operating_income") + 1 : codes.index("operating_result")]
    unknown = [row for row in between if row.code != "depreciation"]
    if len(unknown) == 1 and not unknown[0].code and prints(mapped, unknown[0]):
        unknown[0].code = "operating_costs"


def code_costs_by_kind(mapped: MappedTable) -> None:
    """Code the rows that no word knows between the income and the operating result, no sum of costs printed.

    They are costs where the result is what they leave of the income, in most columns.
    """
    codes = [row.code for row in mapped.rows]
    if "operating_costs" in codes or "operating_result" not in codes:
        return
    last = codes.index("operating_result")
    incomes = [n for n, code in enumerate(codes[:last]) if code in ("operating_income", *INCOME_DETAILS)]
    if not incomes:
        return
    between = mapped.rows[incomes[-1] + 1 : last]
    unknown = [row for row in between if row.code != "depreciation"]
    sums = [mapped.rows[n] for n in incomes if codes[n] == "operating_income"]
    income = sums or [mapped.rows[n] for n in incomes]
    if len(unknown) > 1 and not any(row.code for row in unknown) and leaves(mapped, income, between, mapped.rows[last]):
        for row in unknown:
            row.code = "cost_row"


def code_costs(mapped: MappedTable) -> None:
    """Code the rows between the sum of income and the sum of costs of an itemised income statement.

    What the sum of costs counts is no line beside it: bank charges there are a kind of cost.
    """
    sums = {row.code: n for n, row in enumerate(mapped.rows) if row.is_total}
    lines = {row.code: n for n, row in enumerate(mapped.rows)}
    if not {"operating_income", "operating_costs"} <= lines.keys():
        return
    # a line that no word calls a sum is one where the rows above it add up to it
    if "operating_costs" not in sums and not closes(mapped, lines["operating_income"] + 1, lines["operating_costs"]):
        return
    if (
        "operating_income" not in sums
        and "operating_costs" in sums
        and not closes(mapped, 0, lines["operating_income"])
    ):
        return
    sums = lines | sums
    between = mapped.rows[sums["operating_income"] + 1 : sums["operating_costs"]]
    if len(between) == len({row.code for row in between} | {"depreciation"}) == 2 and (
        costs := next((row for row in between if row.code != "depreciation"), None)
    ):
        # costs and depreciation under one sum: that takes in both, and the costs are the line beside the depreciation
        if candidates("income_statement", costs)[:1] == ["operating_costs"]:
            mapped.rows[sums["operating_costs"]].code, costs.code = "", "operating_costs"
            return
    for row in between:
        if not row.code or row.code in (*INCOME_DETAILS, "financial_costs", "depreciation"):
            row.code = "cost_row"


def code_side_total(mapped: MappedTable) -> None:
    """Code the last sum of one side of a balance sheet that stands in a table of its own and names nothing."""
    totals = ("total_assets", "total_equity_and_liabilities")
    side = next((code for code in totals if code in candidates("balance_sheet", as_row(mapped))), "")
    last = mapped.rows[-1]
    if side and "bare" in last.kinds and not last.code and not {row.code for row in mapped.rows} & set(totals):
        last.code = side


def equipment_alone(mapped: MappedTable) -> None:
    """Equipment without a total of fixed assets is all of them; liabilities in one line are current ones."""
    codes = {row.code for row in mapped.rows}
    for row in mapped.rows:
        if row.code == "equipment" and "fixed_assets" not in codes:
            row.code = "fixed_assets"
        elif (
            row.code == "total_liabilities"
            and not row.is_total
            and not codes & {"current_liabilities", "long_term_liabilities"}
        ):
            row.code = "current_liabilities"


def code_equity_before(mapped: MappedTable) -> None:
    """Code equity that its year's result is added to as the other equity: both are terms of the sum of their side."""
    codes = [row.code for row in mapped.rows]
    if "other_equity" in codes or not {"equity", "net_result", "total_equity_and_liabilities"} <= set(codes):
        return
    equity, total = codes.index("equity"), codes.index("total_equity_and_liabilities")
    is_before = equity + 1 < total and codes[equity + 1] == "net_result"
    if is_before and not mapped.rows[equity].is_total and closes(mapped, equity, total):
        mapped.rows[equity].code = "other_equity"
