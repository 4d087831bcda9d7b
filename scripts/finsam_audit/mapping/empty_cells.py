"""Empty cells that are no gaps: nothing belongs there, so that no sum says what should."""

from finsam_audit.mapping.columns import YEAR
from finsam_audit.mapping.report import Number
from finsam_audit.mapping.state import OVERVIEWS, MappedRow, MappedTable, measure_of

SIDES = ("income", "cost", "income_budget", "cost_budget")
"""What a net is made of."""


def is_no_gap(mapped: MappedTable, row: MappedRow, number: Number) -> bool:
    """Tell whether a cell is empty because its row has nothing to print there."""
    return number.read.kind == "blank" and (
        _is_without_change(mapped, row, number)
        or _is_stock_of_years(mapped, row, number)
        or _is_side_of_net(mapped, row, number)
    )


def _is_without_change(mapped: MappedTable, row: MappedRow, number: Number) -> bool:
    """Tell whether a row of an overview prints no change between years at all."""
    changes = {n for n, column in mapped.columns.items() if column.role == "deviation"}
    return (
        mapped.statement in OVERVIEWS
        and number.column_no in changes
        and all(other.read.kind == "blank" for other in row.bare.numbers if other.column_no in changes)
    )


def _is_stock_of_years(mapped: MappedTable, row: MappedRow, number: Number) -> bool:
    """Tell whether a cell of a plan is empty because equity of several years does not add up."""
    column = mapped.columns.get(number.column_no)
    is_of_years = column is not None and YEAR.search(column.heading) is None
    return is_of_years and row.code in ("opening_equity", "closing_equity")


def _is_side_of_net(mapped: MappedTable, row: MappedRow, number: Number) -> bool:
    """Tell whether a row below the sum of an account prints its net alone: what leads on from there to the result."""
    if mapped.statement != "operating_account" or measure_of(mapped, row, number) not in SIDES:
        return False
    above = mapped.rows[: mapped.rows.index(row)]
    return any("total" in one.kinds for one in above) and all(
        other.read.kind == "blank" for other in row.bare.numbers if measure_of(mapped, row, other) in SIDES
    )
