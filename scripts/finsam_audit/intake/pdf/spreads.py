"""Tables that go on over a page break: one table, its repeated headings marked."""

from collections.abc import Sequence
from dataclasses import replace

from finsam_audit.intake.blocks import Grid, Line, Text
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.grids import Table

Piece = Table | Text | Grid


def continued(pages: Sequence[list[Piece]]) -> list[Piece]:
    """Return the pieces of all pages, a table that ends one page and begins the next as one."""
    found: list[Piece] = []
    for pieces in pages:
        rest = list(pieces)
        last = found[-1] if found else None
        first = rest[0] if rest else None
        if isinstance(last, Table) and isinstance(first, Table) and goes_on(last, first):
            last.lines += repeated(first, last)
            last.page = first.page
            last.body = first.body
            rest = rest[1:]
        found += rest
    return found


def words(line: Line) -> list[tuple[int, str]]:
    """Return the cells of a line as words."""
    return [(cell.column, " ".join(cell.text.split()).lower()) for cell in line.cells]


def goes_on(last: Table, first: Table) -> bool:
    """Return whether a table goes on another: the same columns at the same places, and the same headings or none."""
    if last.page.number + 1 != first.page.number or len(last.bands) != len(first.bands):
        return False
    if last.body[-1].y < constant("break_height") * last.page.height:
        return False
    near = constant("same_column")
    if any(abs(a.x1 - b.x1) > near and abs(a.x0 - b.x0) > near for a, b in zip(last.bands, first.bands, strict=True)):
        return False
    heads = [words(line) for line in last.lines[: last.header_count]]
    again = [words(line) for line in first.lines[: first.header_count]]
    return not again or again == heads or again == heads[-len(again) :]


def repeated(first: Table, last: Table) -> list[Line]:
    """Return the lines of the continuation, its headings marked."""
    return [replace(line, is_header=True) if at < first.header_count else line for at, line in enumerate(first.lines)]
