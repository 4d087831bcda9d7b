"""Signs by deviations: the conventions under which outcome less budget is what a table prints as the difference."""

from collections.abc import Iterator
from decimal import Decimal

from finsam_audit.mapping.conventions import NATURAL, RESULTS, REVERSED, TOTALS, UNSIGNED, Convention, factor, turn
from finsam_audit.mapping.state import MappedRow, MappedTable

# what deviations may be turned by: all of them or not, those of costs or not
SIGNS = (("natural", "signed"), ("reversed", "signed"), ("natural", "unsigned"), ("reversed", "unsigned"))


def deviation_convention(mapped: MappedTable, column_no: int) -> Convention:
    """Return the convention under which most deviations are outcome less budget in the signs of the accounts.

    Where the table has no budget they are the change from the year before.
    """
    compared = _compared(mapped, column_no)
    if compared is None:
        return NATURAL
    counts = _that_hold(mapped, column_no, *compared, with_nothing=False)
    best = max(counts, key=lambda key: counts[key])
    return (best[0], best[1], best[0])


def turned_budget(mapped: MappedTable, column_no: int) -> bool:
    """Tell whether a budget whose costs have no sign prints its income with one: as it is, its deviations show.

    Only beside an outcome in the signs of the accounts: where that has no signs either, one income is a slip.
    """
    for number, column in mapped.columns.items():
        compared = _compared(mapped, number) if column.role == "deviation" else None
        if compared is None or compared[1] != column_no or mapped.signs[column_no] != UNSIGNED:
            continue
        if mapped.signs.get(compared[0], NATURAL)[1] != "signed":
            continue
        held = {}
        for convention in (UNSIGNED, REVERSED):
            mapped.signs[column_no] = convention
            held[convention] = max(_that_hold(mapped, number, *compared, with_nothing=True).values())
        mapped.signs[column_no] = UNSIGNED
        return held[REVERSED] > held[UNSIGNED]
    return False


def _compared(mapped: MappedTable, column_no: int) -> tuple[int, int] | None:
    """Return the columns of which one prints the difference; None where they are not one each."""
    column = mapped.columns[column_no]
    alike = [(n, c) for n, c in mapped.columns.items() if c.side == column.side and c.year]
    has_budget = any(c.role == "budget" for _, c in alike)
    earlier = ("budget", column.year) if has_budget else ("actual", (column.year or 0) - 1)
    outcomes = [n for n, c in alike if (c.role, c.year) == ("actual", column.year)]
    budgets = [n for n, c in alike if (c.role, c.year) == earlier]
    return (outcomes[0], budgets[0]) if len(outcomes) == len(budgets) == 1 else None


def _that_hold(
    mapped: MappedTable, column_no: int, actual_no: int, budget_no: int, *, with_nothing: bool
) -> dict[tuple[str, str], int]:
    """Return how many deviations hold under each of their own signs; those of nothing fit every one of them."""
    counts = dict.fromkeys(SIGNS, 0)
    for row, printed, computed in _differences(mapped, column_no, actual_no, budget_no):
        for sign, cost_sign in counts if printed or with_nothing else ():
            # three prints, each right to half a step
            counts[sign, cost_sign] += abs(printed * turn(sign, cost_sign, row) - computed) <= Decimal("1.5")
    return counts


def _differences(
    mapped: MappedTable, column_no: int, actual_no: int, budget_no: int
) -> Iterator[tuple[MappedRow, Decimal, Decimal]]:
    """Yield the rows that are no totals with the deviation that they print and what outcome less budget is."""
    for row in mapped.rows:
        cells = {number.column_no: number for number in row.bare.numbers if number.number_no == 1}
        actual, budget, printed = (cells.get(n) for n in (actual_no, budget_no, column_no))
        if actual is None or budget is None or printed is None or printed.read.kind != "number":
            continue
        if row.code in TOTALS | RESULTS:
            continue
        computed = actual.read.value * factor(mapped, actual_no, row) - budget.read.value * factor(
            mapped, budget_no, row
        )
        yield row, printed.read.value, computed
