"""Lines whose cells are parted by tabs or wide gaps, as grids."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from finsam_audit.intake.blocks import Cell, Grid, Line
from finsam_audit.intake.cells import pieces_of
from finsam_audit.intake.headings import is_time
from finsam_audit.mapping.words import said


@dataclass(frozen=True)
class Split:
    """A line as its cells.

    Attributes:
        address: of the line.
        cells: by tabs, empty ones too, or by gaps.
        is_by_tabs: whether tabs part them.
        ends: where each cell ends on a line of fixed width.

    """

    address: str
    cells: tuple[Cell, ...]
    is_by_tabs: bool = True
    ends: tuple[int, ...] = ()

    @property
    def filled(self) -> list[Cell]:
        """The cells that hold text."""
        return [cell for cell in self.cells if cell.text.strip()]


def is_value(text: str) -> bool:
    """Tell whether a cell is a number, a dash, a year or a date: what stands right of a label."""
    return bool(pieces_of(text)) or is_time(text)


def grid_of(lines: Sequence[Split]) -> Grid:
    """Return lines as one grid.

    Where the lines with most numbers have them under the same tabs, the tab tells the column. Where they differ (tabs
    were set to look even, or gaps part some lines), the numbers of a line belong to the last columns, in order.
    """
    if all(line.is_by_tabs for line in lines if len(line.filled) > 1) and _agree(lines):
        return Grid(tuple(Line(line.address, tuple(line.filled)) for line in lines))
    values = [_values(line) for line in lines]
    most = max((len(found) for found in values), default=0)
    edges = _edges(lines, values, most)
    made = []
    for line, found in zip(lines, values, strict=True):
        words = [cell for cell in line.filled if cell not in found]
        cells = []
        if words:
            text = " ".join(cell.text for cell in words)
            cells.append(Cell(text, 0, 1, words[0].place, words[0].is_bold, words[0].indent, words[0].marks))
        under = _under(line, found, edges)
        # a reference is left out more often than a figure
        shift = most - len(found)
        for n, cell in enumerate(found):
            column = under[n] if under else 1 + shift + n
            cells.append(Cell(cell.text, column, 1, cell.place, cell.is_bold, 0, cell.marks, cell.doubt))
        made.append(Line(line.address, tuple(cells)))
    return Grid(tuple(made))


def _agree(lines: Sequence[Split]) -> bool:
    """Tell whether tabs tell the columns: the lines with most numbers have them under the same tabs."""
    places = [tuple(cell.column for cell in line.filled if cell.column and is_value(cell.text)) for line in lines]
    most = max(map(len, places), default=0)
    return len({place for place in places if len(place) == most}) == 1


def _edges(lines: Sequence[Split], values: Sequence[Sequence[Cell]], most: int) -> list[list[int]]:
    """Return where the columns of lines of fixed width end: the ends seen in the lines that fill all of them."""
    full = [
        [line.ends[line.cells.index(cell)] for cell in found]
        for line, found in zip(lines, values, strict=True)
        if line.ends and len(found) == most
    ]
    return [sorted(ends) for ends in zip(*full, strict=True)]


def _under(line: Split, found: Sequence[Cell], edges: Sequence[Sequence[int]]) -> list[int]:
    """Return the columns under whose ends the numbers of a line of fixed width stand, from 1; nothing where unclear."""
    if not line.ends or not edges or len(found) == len(edges):
        return []
    columns = []
    for cell in found:
        end = line.ends[line.cells.index(cell)]
        near = [n for n, ends in enumerate(edges, 1) if ends[0] - 1 <= end <= ends[-1] + 1]
        if len(near) != 1:
            return []
        columns.append(near[0])
    return columns if columns == sorted(set(columns)) else []


def _values(line: Split) -> list[Cell]:
    """Return the cells at the end of a line that are numbers, years, dates or the word Not."""
    filled = line.filled
    found: list[Cell] = []
    for cell in reversed(filled[1:] if filled and filled[0].column == 0 else filled):
        if not is_value(cell.text) and not re.fullmatch(r"not(er)?\.?", said(cell.text)) and not _heads(cell):
            break
        found.insert(0, cell)
    return found


def _heads(cell: Cell) -> bool:
    return bool(re.search("[A-Za-zÅÄÖåäö]", cell.text)) and len(cell.text) <= 24
