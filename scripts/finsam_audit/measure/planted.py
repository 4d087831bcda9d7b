"""What a planted error is: the cells that are wrong, what stood there, and how lines move where a row goes or comes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from finsam_audit.measure.reports import Row, Sum, TreeRow

Address = tuple[str, str, int, int]


class Wrong(NamedTuple):
    """A cell that does not say what it should; empty texts stand for a cell that is not, or should not be, there.

    Its address is the clean document's; a row printed twice has the address of the row that it repeats.
    """

    address: Address
    quantity: str
    true_printed: str
    printed: str
    kind: str


@dataclass(frozen=True)
class Error:
    """One planted error.

    Attributes:
        kind: a kind of inject.MIX or events.EVENTS.
        table_no: the table that it was planted in.
        statement: the statement of the table.
        cells: every cell that is wrong, the first one first.
        beside: cells that may be named along, because the whole row, column or table is meant.

    """

    kind: str
    table_no: int
    statement: str
    cells: tuple[Wrong, ...]
    beside: frozenset[Address] = frozenset()

    @property
    def document_id(self) -> str:
        """The clean document."""
        return self.cells[0].address[0]

    @property
    def wrong(self) -> frozenset[Address]:
        """The addresses of the wrong cells."""
        return frozenset(cell.address for cell in self.cells)


@dataclass(frozen=True)
class Moved:
    """A line that a copy leaves out (by = -1) or prints twice (by = 1): what is below it moves, so no gap tells it."""

    line: int
    by: int

    def below(self, line: str) -> str:
        """Return where a line of the clean document stands in the copy."""
        return str(int(line) + self.by) if line.isdigit() and int(line) > self.line else line

    def source(self, line: str) -> str:
        """Return which line of the clean document a line of the copy is; a repeated row is the row that it repeats."""
        if not line.isdigit():
            return line
        kept = self.line if self.by > 0 else self.line - 1
        return str(int(line) - self.by) if int(line) > kept else line

    def rows(self, rows: Iterable[Row], table_no: int) -> list[Row]:
        """Return the rows of a document as the copy has them."""
        result: list[Row] = []
        again: list[Row] = []
        for row in rows:
            here = (row.table_no, row.source_line) == (table_no, str(self.line))
            if again and not here:
                result, again = result + again, []
            if here and self.by > 0:
                again.append(row._replace(source_line=str(self.line + 1)))
            if not here or self.by > 0:
                result.append(row._replace(source_line=self.below(row.source_line)))
        return result + again

    def layout(self, name: str, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
        """Yield the rows of an input relation of the document as the copy has them.

        Args:
            name: the input relation; others than tables, table_rows and document_sections have no lines.
            rows: its rows, in the order of the columns of corpus.LAYOUT.

        """
        rows = list(rows)
        if name == "table_rows" and self.by < 0:
            rows = self._adopted(rows)
        for row in rows:
            if name == "tables":
                last = str(row[4])
                last = str(int(last) + self.by) if last.isdigit() and int(last) >= self.line else last
                yield (*row[:3], self.below(str(row[3])), last, *row[5:])
            elif name == "document_sections":
                yield (*row[:2], self.below(str(row[2])))
            elif name == "table_rows":
                here = str(row[2]) == str(self.line)
                rest = (row[3], self.below(str(row[4])), *row[5:])
                if not here or self.by > 0:
                    yield (*row[:2], self.below(str(row[2])), *rest)
                if here and self.by > 0:
                    yield (*row[:2], str(self.line + 1), *rest)
            else:
                yield row

    def _adopted(self, rows: Sequence[Sequence[object]]) -> list[Sequence[object]]:
        """Return a tree's rows with those below the line that goes adding into the line above it."""
        gone = [row for row in rows if str(row[2]) == str(self.line)]
        if not gone:
            return list(rows)
        above, weight = str(gone[0][4] or ""), int(str(gone[0][5] or 1))

        def moved(row: Sequence[object]) -> Sequence[object]:
            if row[1] != gone[0][1] or str(row[4]) != str(self.line):
                return row
            return (*row[:4], above, str(int(str(row[5] or 1)) * weight) if above else "1", *row[6:])

        return [moved(row) for row in rows]


@dataclass(frozen=True)
class Page:
    """A document that an error is planted in: its rows, its sums, and what adds into what."""

    rows: Sequence[Row]
    sums: Sequence[Sum] = ()
    tree: Sequence[TreeRow] = ()


@dataclass(frozen=True)
class Spoilt:
    """The rows of the copy and the error in them."""

    rows: list[Row]
    error: Error
    moved: Moved | None = None


@dataclass(frozen=True)
class Planted:
    """The error of a copy: the copy's suffix, the association that it is a copy of, the year that it ends with."""

    suffix: str
    association_id: str
    year: int
    error: Error
    moved: Moved | None = None

    def source(self, address: Address) -> Address:
        """Return the address in the clean documents of an address in the copy."""
        document, line, column, number = address
        document = document.removesuffix(self.suffix)
        if self.moved and document == self.error.document_id:
            line = self.moved.source(line)
        return document, line, column, number


def address_of(row: Row) -> Address:
    """Return where a row's number stands."""
    return row.document_id, row.source_line, row.column_no, row.number_no


def wrong(row: Row, printed: str, kind: str) -> Wrong:
    """Return a row's cell that now prints something else."""
    parts = (row.document_id, row.statement, row.line_item, row.member, row.measure, row.period)
    return Wrong(address_of(row), "/".join(part for part in parts if part), row.printed, printed, kind)
