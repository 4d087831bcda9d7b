"""The table as it is read: rows in order, columns, and the cells as series of numbers of one kind.

Amounts are whole thousandths of what is printed, so that everything is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import constants as c
from .words import Words

WHOLE = 100_000
"""A hundred per cent in thousandths."""
MONEY, COUNT, PERCENT = "money", "count", "percent"


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one measure, period and unit in one column, a place per row: None where nothing is printed."""

    column: int
    measure: str
    period: str
    unit: str
    values: tuple[int | None, ...]
    steps: tuple[int, ...]
    cells: tuple[bool, ...]

    def value(self, row: int) -> int:
        """Return the number of a row, zero where none is printed."""
        return self.values[row] or 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it measures and the year it is about."""

    number: int
    heading: str
    measure: str
    period: str
    says: frozenset[str]


@dataclass(slots=True)
class Table:
    """A table to infer the trees of."""

    lines: list[int]
    labels: list[str]
    kinds: list[str]
    says: list[frozenset[str]]
    columns: dict[int, Column]
    series: list[Series]
    looks: int = 0
    main: dict[int, Series] = field(default_factory=dict)

    def amounts(self) -> list[Series]:
        """Return the series that can be added."""
        return [series for series in self.series if series.unit != PERCENT]

    def goes_on(self, subtotal: int, row: int) -> bool:
        """Tell whether a row goes on from a subtotal by the names of both."""
        return "carried" in self.says[subtotal] and "carries" in self.says[row]

    def is_hundred_per_cent(self, row: int) -> bool:
        """Tell whether a row prints a share of a hundred per cent."""
        return any(series.measure == "share" and series.values[row] == WHOLE for series in self.series)


def unit_of(measure: str, unit: str) -> str:
    """Return whether a number is money, a count or a percentage."""
    if measure in ("share", "ratio", "consumed") or unit == "percent":
        return PERCENT
    return COUNT if measure == "count" or unit == "count" else MONEY


def read_table(text: Mapping[str, Any]) -> Table:
    """Read a table; what cannot be read raises."""
    words = Words(text.get("words", ()))
    rows = sorted((int(line), str(label or "")) for line, label, *_ in text["rows"])
    place = {line: n for n, (line, _) in enumerate(rows)}
    if len(place) != len(rows):
        raise ValueError("a line stands twice")
    says = [words.said(label) for _, label in rows]
    columns = {
        int(number): Column(
            int(number), str(heading or ""), str(measure or ""), str(period or ""), words.said(str(heading or ""))
        )
        for number, heading, measure, period in text["columns"]
    }
    found: dict[tuple[int, str, str, str], dict[int, list[tuple[int | None, int]]]] = {}
    for line, column, _, measure, period, kind, unit, value, step in sorted(text["cells"], key=_order):
        key = (int(column), str(measure or ""), str(period or ""), unit_of(str(measure or ""), str(unit or "")))
        printed = None if kind == "blank" else int(value or 0)
        # a dash is a zero without a last digit, and persons are counted exactly
        last = int(step or 0) if kind == "number" and key[3] != COUNT else 0
        found.setdefault(key, {}).setdefault(place[int(line)], []).append((printed, last))
    series = [_series(key, cells, len(rows)) for key, cells in sorted(found.items())]
    table = Table(
        [line for line, _ in rows], [label for _, label in rows], [kind_of(s) for s in says], says, columns, series
    )
    table.kinds = [
        "total" if kind == "ordinary" and any(_is_whole(one, row) for one in series) else kind
        for row, kind in enumerate(table.kinds)
    ]
    for one in series:
        heading = columns.get(one.column)
        best = table.main.get(one.column)
        if best is None or _fits(one, heading) > _fits(best, heading):
            table.main[one.column] = one
    return table


def kind_of(says: frozenset[str]) -> str:
    """Return what the words of a row make of it: total, result, opening or ordinary."""
    if "ordinary" in says:
        return "ordinary"
    if "total" in says:
        return "total"
    if "opening" in says:
        return "opening"
    return "result" if says & {"result", "closing"} else "ordinary"


def _is_whole(series: Series, row: int) -> bool:
    """Tell whether a row is all that the rows right above it are shares of: they come to its hundred per cent."""
    if series.measure != "share" or series.values[row] != WHOLE:
        return False
    total, bound = 0, series.steps[row]
    for count, above in enumerate(range(row - 1, -1, -1), start=1):
        value = series.values[above]
        if value is None or value >= WHOLE:
            return False
        total, bound = total + value, bound + series.steps[above]
        if count >= c.SHARED and abs(WHOLE - total) * 2 <= bound:
            return True
    return False


def _order(cell: Sequence[Any]) -> tuple[int, int, int]:
    return int(cell[0]), int(cell[1]), int(cell[2])


def _fits(series: Series, column: Column | None) -> tuple[bool, int, str]:
    return (
        column is not None and series.measure == column.measure,
        sum(value is not None for value in series.values),
        series.period,
    )


def _series(key: tuple[int, str, str, str], cells: Mapping[int, list[tuple[int | None, int]]], rows: int) -> Series:
    # of two numbers of one measure in a cell the tree cannot tell which is meant
    alone = {row: prints[0] for row, prints in cells.items() if len(prints) == 1}
    column, measure, period, unit = key
    return Series(
        column,
        measure,
        period,
        unit,
        tuple(alone[row][0] if row in alone else None for row in range(rows)),
        tuple(alone[row][1] if row in alone else 0 for row in range(rows)),
        tuple(row in alone for row in range(rows)),
    )
