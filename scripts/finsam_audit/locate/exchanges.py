"""Exchanges: two cells, two rows, two columns."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log

from .events import Event, Layout, layouts, suspects
from .system import Group


def exchange_events(group: Group, priors: Mapping[str, float], broken: Sequence[int]) -> Iterator[Event]:
    """Yield two neighbouring cells exchanged, two rows next to each other, two columns next to each other."""
    wanted = suspects(group, broken)
    for table, layout in layouts(group, broken).items():
        yield from _cells(group, priors, layout, wanted)
        if len(broken) < 2:
            continue
        for which, lines, cause in (
            ("row", layout.rows, "rows_exchanged"),
            ("column", layout.columns, "columns_exchanged"),
        ):
            for first, second in pairwise(lines):
                pairs = _facing(layout, which, first, second)
                moved = _swapped(group, pairs)
                if len(moved) > 2 and any(cell in wanted for cell, _ in moved):
                    place = (f"{which}s", table[1], first, second)
                    yield Event(cause, -log(priors[cause]), moved, 2, place)


def _cells(group: Group, priors: Mapping[str, float], layout: Layout, wanted: set[int]) -> Iterator[Event]:
    cost = -log(priors["cells_exchanged"]) + log(4)
    for lines, line in ((layout.rows, layout.row), (layout.columns, layout.column)):
        for number in lines:
            cells = line(number)
            for a, b in pairwise(cells):
                if a in wanted or b in wanted:
                    moved = _swapped(group, [(a, b)])
                    if moved:
                        yield Event("cells_exchanged", cost, moved)


def _facing(layout: Layout, which: str, first: int, second: int) -> list[tuple[int, int]]:
    """Return the cells of two rows (or columns) that stand in the same column (or row)."""
    if which == "row":
        keys = [((first, column), (second, column)) for column in layout.columns]
    else:
        keys = [((row, first), (row, second)) for row in layout.rows]
    return [(layout.at[a], layout.at[b]) for a, b in keys if a in layout.at and b in layout.at]


def _swapped(group: Group, pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the cells that get another amount when the prints of pairs change places; none where units differ."""
    moved: list[tuple[int, int]] = []
    for a, b in pairs:
        one, two = group.cells[a], group.cells[b]
        if one.amount is None and two.amount is None:
            # two empty cells have nothing to change
            continue
        if (one.kind, one.unit) != (two.kind, two.unit) or one.amount is None or two.amount is None:
            return ()
        turn = one.sign * two.sign
        if one.amount != turn * two.amount:
            moved += [(a, turn * two.amount), (b, turn * one.amount)]
    return tuple(moved)
