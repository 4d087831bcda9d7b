"""Which budget of a year its outcome is held against, what is left of a frame of several years, what is a change."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from finsam_audit.mapping.columns import Column
from finsam_audit.mapping.state import OTHER_PLAN, MappedTable, State
from finsam_audit.mapping.words import first, said

Place = tuple[str, int | None]


def settle_budgets(state: State) -> None:
    """Give all budgets of a year but one the role of another budget: sums and ties are of the one."""
    for mapped in state.tables:
        budgets: dict[Place, list[int]] = defaultdict(list)
        for number, column in sorted(mapped.columns.items()):
            if column.role == "budget" and column.kind != "share" and column.year is not None:
                budgets[column.side, column.year].append(number)
        for place, numbers in budgets.items():
            is_told_apart = mapped.statement in ("goals", "participants") or _add_up(mapped, numbers)
            if len(numbers) > 1 and not is_told_apart:
                kept = _compared(mapped, place, numbers)
                for number in set(numbers) - {kept}:
                    mapped.columns[number] = replace(mapped.columns[number], role=OTHER_PLAN)


def settle_plans(state: State) -> None:
    """Give the budgets of a plan the role of another one where a plan before it says otherwise in two rows at least.

    One row that differs is a slip; plans that differ in more are alternatives, or one was decided after the other.
    """
    before: dict[tuple[str, int], Decimal] = {}
    for mapped in state.tables:
        if mapped.statement != "budget_plan":
            continue
        own = {
            (row.label, column.year): found.read.value
            for row, found in mapped.cells()
            if (column := mapped.columns.get(found.column_no)) is not None
            and (column.role, column.kind) == ("budget", "")
            and column.year is not None
            and found.read.kind == "number"
        }
        rows = {label for (label, year), value in own.items() if before.get((label, year), value) != value}
        if len(rows) > 1:
            for number, column in list(mapped.columns.items()):
                if column.role == "budget" and column.kind != "share":
                    mapped.columns[number] = replace(column, role=OTHER_PLAN)
        else:
            before |= own


def settle_rests(state: State) -> None:
    """Give a frame of several years and what is left of it after their outcomes other roles than a year's."""
    for mapped in state.tables:
        budgets = [n for n, c in mapped.columns.items() if c.role == "budget"]
        actuals = [n for n, c in mapped.columns.items() if c.role in ("actual", OTHER_PLAN) and not c.kind]
        if len(budgets) != 1 or len(actuals) < 2:
            continue
        rows = [_amounts(mapped, row) for row in range(len(mapped.rows))]
        for number, column in list(mapped.columns.items()):
            if column.role != "deviation":
                continue
            held = sum(_is_rest(cells, budgets[0], actuals, number) for cells in rows)
            of_year = sum(_holds(cells, budgets[0], actual, number) for cells in rows for actual in actuals)
            if held > of_year:
                mapped.columns[number] = replace(column, role=OTHER_PLAN)
                mapped.columns[budgets[0]] = replace(mapped.columns[budgets[0]], role=OTHER_PLAN)


def settle_changes(state: State) -> None:
    """Give changes since the year before, beside deviations from a budget of the same year, another role than those."""
    for mapped in state.tables:
        places: dict[Place, list[int]] = defaultdict(list)
        for number, column in sorted(mapped.columns.items()):
            if column.role == "deviation" and column.kind != "share" and column.year is not None:
                places[column.side, column.year].append(number)
        rows = [_amounts(mapped, row) for row in range(len(mapped.rows))]
        for (side, year), numbers in places.items():
            if year is None or len(numbers) < 2:
                continue
            of_side = {n: c for n, c in mapped.columns.items() if c.side == side and c.kind != "share"}
            now = [n for n, c in of_side.items() if (c.role, c.year) == ("actual", year)]
            before = [n for n, c in of_side.items() if (c.role, c.year) == ("actual", year - 1)]
            changes = [
                number
                for number in numbers
                if 2 * sum(_holds(cells, m, n, number) for cells in rows for n in now for m in before) > len(rows)
            ]
            if len(changes) < len(numbers):
                for number in changes:
                    mapped.columns[number] = replace(mapped.columns[number], role=OTHER_PLAN)


def _is_rest(cells: dict[int, Decimal], budget: int, actuals: list[int], rest: int) -> bool:
    """Tell whether a row's rest, which is not nothing, is its budget less all outcomes, two at least."""
    spent = [abs(cells[n]) for n in actuals if cells.get(n)]
    if not cells.get(rest) or budget not in cells or len(spent) < 2:
        return False
    return abs(abs(cells[rest]) - abs(abs(cells[budget]) - sum(spent))) <= 1


def _add_up(mapped: MappedTable, numbers: list[int]) -> bool:
    """Tell whether one of several columns is the sum of the others in most rows: quarters beside their year."""
    rows = [cells for row in range(len(mapped.rows)) if len(cells := _amounts(mapped, row)) > 1]
    sums = [
        sum(abs(2 * cells.get(n, Decimal(0)) - sum(cells.get(m, Decimal(0)) for m in numbers)) <= 2 for cells in rows)
        for n in numbers
    ]
    return len(numbers) > 2 and 2 * max(sums) > len(rows)


def _compared(mapped: MappedTable, place: Place, numbers: list[int]) -> int:
    """Return the budget from which most rows deviate by what they print; else the first, a forecast last."""
    beside = [n for n, c in mapped.columns.items() if (c.side, c.year) == place]
    actuals = [n for n in beside if mapped.columns[n].role == "actual"]
    deviations = [n for n in beside if mapped.columns[n].role == "deviation"]
    held = {
        number: sum(
            _holds(cells, number, actual, deviation)
            for cells in (_amounts(mapped, row) for row in range(len(mapped.rows)))
            for actual in actuals
            for deviation in deviations
        )
        for number in numbers
    }
    return max(numbers, key=lambda n: (held[n], not _is_beside(mapped.columns[n]), -n))


def _is_beside(column: Column) -> bool:
    """Tell whether a heading says that a budget is a forecast or an earlier one."""
    return first("other_budgets", said(column.heading), "kind") is not None


def _amounts(mapped: MappedTable, row: int) -> dict[int, Decimal]:
    """Return the amounts of a row by their columns."""
    return {
        number.column_no: number.read.value
        for number in mapped.rows[row].bare.numbers
        if number.number_no == 1 and number.read.kind in ("number", "dash")
    }


def _holds(cells: dict[int, Decimal], budget: int, actual: int, deviation: int) -> bool:
    """Tell whether a row's deviation, which is not nothing, is outcome less budget or the other way."""
    if not cells.get(deviation) or budget not in cells or actual not in cells:
        return False
    return abs(abs(cells[deviation]) - abs(abs(cells[actual]) - abs(cells[budget]))) <= 1
