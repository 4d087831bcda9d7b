"""A PDF as blocks: what a person sees of its pages, in the order of reading."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from finsam_audit.intake.blocks import Block, Document, Grid, Text, Unread
from finsam_audit.intake.messages import message
from finsam_audit.intake.pdf.cards import cards_of
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import UNREADABLE, Page
from finsam_audit.intake.pdf.goal_grids import with_goal_grids
from finsam_audit.intake.pdf.grids import is_contents, laid_out
from finsam_audit.intake.pdf.margins import Sheet, without_margins
from finsam_audit.intake.pdf.opening import opened
from finsam_audit.intake.pdf.painting import pages_of
from finsam_audit.intake.pdf.phrases import Row, rows_of
from finsam_audit.intake.pdf.regions import regions
from finsam_audit.intake.pdf.seen import seen
from finsam_audit.intake.pdf.spreads import continued
from finsam_audit.intake.pdf.table_rows import Table, tables_of
from finsam_audit.intake.pdf.texts import texts_of
from finsam_audit.project.errors import UserError

Piece = Table | Text | Grid


def read_pdf(path: Path, language: str = "sv") -> Document:
    """Return a PDF as blocks.

    The `place` of a cell or text is `p<page>:x0,y0,x1,y1`: pages count from 1; the corners, lower left first, are
    points in the user space of that page as the file has it, as annotations need them: not turned by /Rotate, with
    the origin that the media box gives. A line's address is `p<page>r<line>` by the order of reading; `k<n>` behind
    it tells cards of key figures apart that stand beside each other. A page that cannot be read is among `unread`,
    with its reason as a key of the messages.
    """
    most = round(constant("most_seconds"))
    too_long = UserError(message("too_long", language, path=path, most=most))
    end = time.monotonic() + most
    document, pdf_pages = opened(path, language)
    try:
        pages, reasons = pages_of(document, pdf_pages)
    except TimeoutError:
        raise too_long from None
    sheets: list[Sheet] = []
    for page in pages:
        if time.monotonic() > end:
            raise too_long
        page.glyphs = seen(page)
        reason = unreadable(page)
        if reason:
            reasons[page.number] = reason
        else:
            sheets.append((page, rows_of(page.glyphs, page)))
    size = body_size(sheets)
    pieces: list[list[Piece]] = []
    for page, rows in without_margins(sheets):
        if time.monotonic() > end:
            raise too_long
        pieces.append(pieces_of(page, rows, size, len(pdf_pages)))
    unread = tuple(Unread(f"p{number}", reason) for number, reason in sorted(reasons.items()))
    return Document(tuple(blocks(continued(pieces, size))), unread)


def unreadable(page: Page) -> str:
    """Return why a page cannot be read, or nothing."""
    inked = sum(bool(glyph.text.strip()) for glyph in page.glyphs)
    if inked and sum(UNREADABLE in glyph.text for glyph in page.glyphs) > constant("unreadable_share") * inked:
        return "font"
    covered = sum(area.box.width * area.box.height for area in page.areas if area.is_image)
    if not inked and covered > constant("scan_share") * page.width * page.height:
        return "no_text_layer"
    return ""


def body_size(sheets: list[Sheet]) -> float:
    """Return the size of most characters of the document."""
    counts: Counter[float] = Counter()
    for _, rows in sheets:
        for row in rows:
            for phrase in row.phrases:
                counts[round(phrase.size, 1)] += len(phrase.text)
    return counts.most_common(1)[0][0] if counts else 10.0


def pieces_of(page: Page, rows: list[Row], size: float, page_count: int) -> list[Piece]:
    """Return the tables, texts and cards of a page in the order of reading."""
    number_rows(rows)
    rows, cards = cards_of(rows, page, size)
    # without those of the cards, before a table of goals takes its addresses
    number_rows(rows)
    found: list[Piece] = []
    number = 0
    starts = [(start.y, grid) for start, grid in cards]
    for region, goals in in_regions(rows, page):
        for row in region:
            number += 1
            row.number = number
        if goals is not None:
            found.append(goals)
            continue
        waiting: list[Row] = []
        for item in tables_of(region, page):
            first = item if isinstance(item, Row) else (item.headers or item.body)[0]
            while starts and starts[0][0] < first.y:
                found += texts_of(waiting, size)
                waiting = []
                found.append(starts.pop(0)[1])
            if isinstance(item, Row):
                waiting.append(item)
                continue
            laid_out(item)
            if is_contents(item, page_count):
                waiting += item.headers + item.body
                continue
            found += texts_of(waiting, size)
            waiting = []
            found.append(item)
        found += texts_of(waiting, size)
    return found + [grid for _, grid in starts]


def number_rows(rows: Sequence[Row]) -> None:
    """Give rows their numbers, in the order in which they stand."""
    for number, row in enumerate(rows, 1):
        row.number = number


def in_regions(rows: list[Row], page: Page) -> Iterator[tuple[list[Row], Grid | None]]:
    """Yield the rows of a page by regions, in the order of reading; a table of goals is one, with its grid."""
    for part, goals in with_goal_grids(rows, page):
        if goals is not None:
            yield part, goals
        else:
            yield from ((region, None) for region in regions(part, page))


def blocks(pieces: list[Piece]) -> list[Block]:
    """Return the pieces as blocks."""
    return [Grid(tuple(piece.lines)) if isinstance(piece, Table) else piece for piece in pieces]
