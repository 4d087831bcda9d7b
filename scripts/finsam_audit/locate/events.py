"""What an event is, and the layout of a table as the group sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from .system import Group


@dataclass(frozen=True, slots=True)
class Event:
    """One happening: cells with the values that they should have had, relations that it makes void.

    `cost` is the negative logarithm of its share among errors; `asks` how many broken relations it must mend to be
    thought of; `place` what the wire says of where it is; `loose` how far a moved value may lie from the true one
    (hundredths), where digits were lost.
    """

    cause: str
    cost: float
    moved: tuple[tuple[int, int], ...]
    asks: int = 1
    place: tuple[object, ...] | None = None
    exempts: tuple[int, ...] = ()
    evidence: int | None = None
    loose: int = 0


Table = tuple[int, int]
"""Document and table."""


@dataclass(slots=True)
class Layout:
    """The cells of one table by row and column, as far as they are in the group."""

    at: dict[tuple[int, int], int]
    rows: list[int]
    columns: list[int]

    def column(self, column: int) -> list[int]:
        """Return the cells of a column in the order of rows."""
        return [self.at[row, column] for row in self.rows if (row, column) in self.at]

    def row(self, row: int) -> list[int]:
        """Return the cells of a row in the order of columns."""
        return [self.at[row, column] for column in self.columns if (row, column) in self.at]


def layouts(group: Group, broken: Sequence[int]) -> dict[Table, Layout]:
    """Return the layout of every table with a cell in a broken relation."""
    tables = {
        (group.cells[c].document, group.cells[c].table) for n in broken for c in group.relations[n].cells
    }  # fmt: skip
    at: dict[Table, dict[tuple[int, int], int]] = {table: {} for table in sorted(tables)}
    for place, cell in enumerate(group.cells):
        if (cell.document, cell.table) in at:
            at[cell.document, cell.table].setdefault((cell.row, cell.column), place)
    return {
        table: Layout(cells, sorted({row for row, _ in cells}), sorted({column for _, column in cells}))
        for table, cells in at.items()
    }


def suspects(group: Group, broken: Sequence[int]) -> set[int]:
    """Return the cells of broken relations."""
    return {c for n in broken for c in group.relations[n].cells}
