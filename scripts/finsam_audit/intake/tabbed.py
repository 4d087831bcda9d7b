"""Lines whose cells are parted by tabs or wide gaps, as grids."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from finsam_audit.intake.blocks import Cell, Grid, Line
from finsam_audit.intake.cells import pieces_of
from finsam_audit.intake.headings import has_amount, is_time
from finsam_audit.intake.words import form
from finsam_audit.mapping.words import said


@dataclass(frozen=True)
class Split:
    """A line as its cells.

    Attributes:
        address: of the line.
        cells: by tabs, empty ones too, or by gaps.
        is_by_tabs: whether tabs part them.
        ends: where each cell ends on a line of fixed width.
        starts: where each begins there.

    """

    address: str
    cells: tuple[Cell, ...]
    is_by_tabs: bool = True
    ends: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()

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
    extents = _extents(lines, values, edges)
    made = []
    for line, found in zip(lines, values, strict=True):
        words = [cell for cell in line.filled if cell not in found]
        cells = []
        if words:
            text = " ".join(cell.text for cell in words)
            cells.append(Cell(text, 0, 1, words[0].place, words[0].is_bold, words[0].indent, words[0].marks))
        spans = _over(line, found, extents)
        under = [column for column, _ in spans] or _under(line, found, edges)
        # a reference is left out more often than a figure
        shift = most - len(found)
        for n, cell in enumerate(found):
            column = under[n] if under else 1 + shift + n
            span = spans[n][1] if spans else 1
            cells.append(Cell(cell.text, column, span, cell.place, cell.is_bold, 0, cell.marks, cell.doubt))
        # a heading drawn over several columns says what the others of its line cover too
        is_drawn = any(span > 1 for _, span in spans)
        made.append(Line(line.address, tuple(cells), covered=frozenset(range(1, most + 1) if is_drawn else ())))
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


def _extents(
    lines: Sequence[Split], values: Sequence[Sequence[Cell]], edges: Sequence[Sequence[int]]
) -> list[tuple[int, int]]:
    """Return where the columns of lines of fixed width begin and end: what the lines that fill all of them cover."""
    starts = [
        [line.starts[line.cells.index(cell)] for cell in found]
        for line, found in zip(lines, values, strict=True)
        if line.starts and len(found) == len(edges)
    ]
    return [(min(begins), max(ends)) for begins, ends in zip(zip(*starts, strict=True), edges, strict=True)]


def _over(line: Split, found: Sequence[Cell], extents: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the column and the span of each heading of a line of fixed width by what it stands over.

    Nothing where the line has numbers, a heading for each column, or one that stands over none.
    """
    if not line.starts or not found or len(found) >= len(extents) or any(has_amount(cell) for cell in found):
        return []
    spans: list[tuple[int, int]] = []
    for cell in found:
        at = line.cells.index(cell)
        columns = [n for n, (start, end) in enumerate(extents, 1) if line.starts[at] < end and line.ends[at] > start]
        if not columns or (spans and columns[0] < sum(spans[-1])):
            return []
        spans.append((columns[0], len(columns)))
    return spans


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
        if not is_value(cell.text) and not form("note_column").fullmatch(said(cell.text)) and not _heads(cell):
            break
        found.insert(0, cell)
    return found


def _heads(cell: Cell) -> bool:
    return bool(re.search("[A-Za-zÅÄÖåäö]", cell.text)) and len(cell.text) <= 24
