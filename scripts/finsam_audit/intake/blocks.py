"""What a reader gives: a document as texts and grids of cells in the order in which a person reads them.

Each format has one reader, which knows the format alone. What a grid means (headings, labels, numbers, units) is told
by words and place afterwards, alike for all formats.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell as a viewer shows it.

    Attributes:
        text: what is seen; lines of one cell joined by line feeds, raised marks of footnotes left out.
        column: number of the column in the grid from 0; of a merged cell, the first.
        span: columns that it covers.
        place: where it stands in the file, in the terms of its format, so that a copy can be marked there.
        is_bold: whether all of it is set in bold.
        indent: step of indentation, 0 for none.
        marks: marks of footnotes that were left out of the text.
        doubt: why the text may not be what is seen; empty where nothing speaks for that.

    """

    text: str
    column: int
    span: int = 1
    place: str = ""
    is_bold: bool = False
    indent: int = 0
    marks: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a grid; without cells it is an empty row, as sheets have them between tables.

    Attributes:
        address: the `source_line` of its numbers: `99`, `p3r12`, `b17r3`, `s2r7`.
        cells: those that hold text, by column; a column that no cell covers is empty.
        is_header: the format itself says that it is a heading, or it repeats one over a page break.
        covered: columns where the line has no cell of its own, so that nothing is missing there: one merged from above
            covers them, or the line begins late or ends early.

    """

    address: str
    cells: tuple[Cell, ...]
    is_header: bool = False
    covered: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Grid:
    """A table; `caption` is a name that the format gives it (that of a sheet)."""

    lines: tuple[Line, ...]
    caption: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph; `level` is 1 and more for headings, 0 for running text.

    `spots` tells, where the format knows it, where each word stands: its end in the text, and its place. `mark` is the
    mark by which tables refer to it, where it is a footnote of its own; `shown` what it prints, where `text` says more.
    """

    address: str
    text: str
    level: int = 0
    place: str = ""
    spots: tuple[tuple[int, str], ...] = ()
    mark: str = ""
    shown: str = ""

    def place_at(self, at: int) -> str:
        """Return where the word stands that holds a sign of the text; the paragraph where that is not known."""
        return next((place for end, place in self.spots if at < end), self.place)


Block = Grid | Text


@dataclass(frozen=True)
class Unread:
    """A part that could not be read: where, and why (a key of the messages)."""

    place: str
    reason: str


@dataclass(frozen=True)
class Document:
    """A document as it was read, and what of it could not be."""

    blocks: tuple[Block, ...]
    unread: tuple[Unread, ...] = ()
