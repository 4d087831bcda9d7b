"""Conventions of signs: what turns a print into the sign of the accounts, and which codes have which side."""

from finsam_audit.mapping.state import MappedRow, MappedTable

INCOME = frozenset(
    {
        "operating_income",
        "contribution",
        "other_grants",
        "other_income",
        "financial_income",
        "total_income",
        "extra_contribution",
    }
)
COSTS = frozenset(
    {
        "operating_costs",
        "depreciation",
        "financial_costs",
        "activity",
        "administration",
        "cost_row",
        "total_costs",
        "costs_with_depreciation",
        "individual_activity",
    }
    | {"structural_activity", "total_individual", "total_structural", "total_administration"}
)
RESULTS = frozenset({"net_result", "operating_result", "result_after_financial_items", "net_cost", "financial_net"})
TOTALS = frozenset({"total", "subtotal"})
STOCKS = frozenset({"equity", "total_assets", "cash", "opening_equity", "closing_equity"})
# what a sum of all rows leaves out
SUMS = TOTALS | {"total_income", "total_costs", "of_which"}
# statements whose amounts are costs alone
COST_TABLES = frozenset({"note_costs", "cost_by_purpose"})
# statements whose amounts have no side: what is printed negative there is negative
SIGNED = frozenset({"cash_flow", "balance_sheet", "note_equity", "note_fixed_assets", "balance_requirement"})
Convention = tuple[str, str, str]
# how a column prints its rows, costs beside income, and its totals
NATURAL: Convention = ("natural", "signed", "natural")
REVERSED: Convention = ("reversed", "signed", "reversed")
UNSIGNED: Convention = ("natural", "unsigned", "natural")


def factor(mapped: MappedTable, column_no: int, row: MappedRow) -> int:
    """Return what turns a print of a row into the sign of the accounts."""
    sign, cost_sign, total_sign = mapped.signs.get(column_no, NATURAL)
    if row.code in TOTALS | RESULTS and total_sign != sign:
        return -1 if total_sign == "reversed" else 1
    return turn(sign, cost_sign, row)


def turn(sign: str, cost_sign: str, row: MappedRow) -> int:
    """Return what turns a print of a row that is no total, by how its column prints rows and costs beside income."""
    turned = -1 if sign == "reversed" else 1
    return turned * (-1 if cost_sign == "unsigned" and row.code in COSTS else 1)
