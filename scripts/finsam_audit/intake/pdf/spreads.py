"""Tables that go on over a page break: one table, its repeated headings marked."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from finsam_audit.intake.blocks import Cell, Grid, Line, Text
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.table_rows import Table
from finsam_audit.intake.pdf.texts import texts_of
from finsam_audit.intake.words import form

Piece = Table | Text | Grid


def continued(pages: Sequence[list[Piece]], body_size: float) -> list[Piece]:
    """Return the pieces of all pages, a table that ends one page or column and begins the next as one."""
    found: list[Piece] = []
    for piece in [piece for pieces in pages for piece in pieces]:
        first = begun(found, piece) if isinstance(piece, Table) else None
        if isinstance(piece, Table) and first is not None:
            if isinstance(heading := found[-1], Text):
                first.lines.append(group_line(heading))
                found.pop()
            first.lines += [
                replace(line, is_header=True) if at < piece.header_count else line
                for at, line in enumerate(piece.lines)
            ]
            first.page, first.body, first.bands = piece.page, piece.body, piece.bands
        elif isinstance(piece, Table) and piece.is_loose:
            found += texts_of(piece.body, body_size)
        else:
            found.append(piece)
    return found


def begun(found: Sequence[Piece], piece: Table) -> Table | None:
    """Return the table that a table goes on: one at the end of the page before, or the last one, in the column before.

    The heading of a group may stand between, at the end of its page, where the headings of the columns come again.
    Words above it on its own page begin another table.
    """
    last = found[-1] if found else None
    if isinstance(last, Text):
        table = found[-2] if len(found) > 1 else None
        is_on_page_before = last.address.startswith(f"p{piece.page.number - 1}r")
        # the heading of a note is of the next table
        is_group = is_on_page_before and form("note_heading").match(last.text) is None
        is_between = isinstance(table, Table) and is_group and piece.header_count > 0
        return table if isinstance(table, Table) and is_between and goes_on(table, piece) else None
    tables = [table for table in found if isinstance(table, Table)]
    ends = [last] if isinstance(last, Table) else []
    if not any(table.page is piece.page and stands_above(table, piece) for table in tables):
        ends = [*(table for table in reversed(tables) if table.page.number + 1 == piece.page.number), *ends]
    return next((table for table in ends if goes_on(table, piece)), None)


def stands_above(table: Table, piece: Table) -> bool:
    """Return whether a table of the same page stands above another, and not in a column beside it."""
    left, right = (min(row.box.x0 for row in one.body) for one in (table, piece))
    ends, begins = (max(row.box.x1 for row in one.body) for one in (table, piece))
    return table.body[-1].y < piece.body[0].y and left < begins and right < ends


def group_line(text: Text) -> Line:
    """Return the heading of a group as a line of its table."""
    return Line(text.address, (Cell(text.text, 0, 1, text.place, text.level > 0),))


def words(line: Line) -> list[tuple[int, str]]:
    """Return the cells of a line as words."""
    return [(cell.column, " ".join(cell.text.split()).lower()) for cell in line.cells]


def labels(table: Table) -> set[str]:
    """Return the labels of the rows of a table."""
    return {text for line in table.lines[table.header_count :] for column, text in words(line) if column == 0}


def goes_on(last: Table, first: Table) -> bool:
    """Return whether a table goes on another: the same columns at the same places, and the same headings or none."""
    heads = [words(line) for line in last.lines[: last.header_count]]
    again = [words(line) for line in first.lines[: first.header_count]]
    if len(last.bands) != len(first.bands):
        return False
    if last.page is first.page:
        # the next column of the page
        return bool(again) and again == heads and first.body[0].y < last.body[-1].y and not labels(last) & labels(first)
    if last.page.number + 1 != first.page.number or last.body[-1].y < constant("break_height") * last.page.height:
        return False
    near = constant("same_column")
    if any(abs(a.x1 - b.x1) > near and abs(a.x0 - b.x0) > near for a, b in zip(last.bands, first.bands, strict=True)):
        return False
    if not again:
        return not has_own_title(last, first)
    return again == heads or again == heads[-len(again) :]


def has_own_title(last: Table, first: Table) -> bool:
    """Return whether a table begins with words and, below them, the headings of the one before: a table like it."""
    title = [line for line in first.lines if line.cells]
    rest = list(dropwhile(lambda line: len(line.cells) == 1 and line.cells[0].column == 0, title))
    return len(rest) < len(title) and bool(rest) and words(rest[0]) in [words(line) for line in last.lines]
