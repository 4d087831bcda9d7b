"""Page headers, footers and page numbers: what stands at the edge of pages at the same place again and again."""

import re
from collections import Counter

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Page
from finsam_audit.intake.pdf.phrases import Row

PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:(?:sida|sid|s|page)\.?\s*)?\d{1,3}(?:\s*(?:\(\s*\d{1,3}\s*\)|(?:av|of|/)\s*\d{1,3}))?[\W_]*$", re.I
)
SMALL_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
Sheet = tuple[Page, list[Row]]


def sign_of(row: Row) -> tuple[int, str]:
    """Return what a page header keeps from page to page: its height and its words, page numbers aside."""
    return round(row.y / 3), SMALL_NUMBER.sub("#", row.text)


def without_margins(sheets: list[Sheet]) -> list[Sheet]:
    """Return the pages without headers, footers and page numbers."""
    counts: Counter[tuple[int, str]] = Counter()
    for page, rows in sheets:
        for sign in {sign_of(row) for row in outer(page, rows)}:
            counts[sign] += 1
    found = []
    for page, rows in sheets:
        gone = {
            id(row)
            for row in outer(page, rows)
            if is_lone_number(row, rows)
            or sum(counts[sign_of(row)[0] + step, sign_of(row)[1]] for step in (-1, 0, 1)) >= constant("repeated_pages")
        }
        found.append((page, [row for row in rows if id(row) not in gone]))
    return found


def outer(page: Page, rows: list[Row]) -> list[Row]:
    """Return the rows at the upper and lower edge, from the edge to the first wide gap; no headings of columns."""
    reach = constant("margin") * page.height
    found: list[Row] = []
    for ordered in (rows, rows[::-1]):
        for row, after in zip(ordered, [*ordered[1:], None], strict=False):
            edge = row.y if ordered is rows else page.height - row.y
            if edge >= reach or (after is not None and heads_columns(row, after)):
                break
            found.append(row)
    return found


def heads_columns(row: Row, after: Row) -> bool:
    """Return whether a row stands over, or ends, columns of numbers."""
    near = constant("same_edge")
    rights = [phrase.box.x1 for phrase in row.phrases if phrase.is_value]
    shared = [p for p in after.phrases if p.is_value and any(abs(p.box.x1 - x) <= near for x in rights)]
    return bool(shared) and abs(after.y - row.y) < constant("header_gap_size") * row.size


def is_lone_number(row: Row, rows: list[Row]) -> bool:
    """Return whether a row at the edge is a page number: nothing else beside it and no other row close to it."""
    if not PAGE_NUMBER.match(row.text):
        return False
    others = [other for other in rows if other is not row]
    return all(abs(other.y - row.y) > constant("line_step") * row.size for other in others)
