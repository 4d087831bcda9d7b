"""Sizes that a file tells of itself, and what is larger than any report: nothing is reserved because a file says so."""

import re
from collections.abc import Iterator

from finsam_audit.intake.blocks import Block, Document, Grid, Unread
from finsam_audit.intake.words import constant

WHOLE = re.compile(r"[0-9]{1,9}")


def whole_of(text: str) -> int | None:
    """Return a whole number of up to nine plain digits; nothing for any other text, raised digits among them."""
    return int(text) if WHOLE.fullmatch(text) else None


def size_of(text: str, otherwise: int) -> int:
    """Return how many columns or rows a file says that a cell covers: no more than a table that is read can have."""
    size = whole_of(text)
    return otherwise if size is None else min(size, int(constant("most_columns")) + 1)


def within_bounds(document: Document) -> Document:
    """Return a document without what is wider or longer than any of a report; each is told among what is unread."""
    most = constant("most_columns")
    kept: list[Block] = []
    unread = list(document.unread)
    for block in document.blocks:
        place = next((line.address for line in block.lines), "") if isinstance(block, Grid) else block.address
        if isinstance(block, Grid) and any(len(line.cells) > most for line in block.lines):
            unread.append(Unread(block.caption or place, "too_many_columns"))
        elif any(_is_too_long(text) for text in _texts(block)):
            unread.append(Unread(place, "text_too_long"))
        else:
            kept.append(block)
    return Document(tuple(kept), tuple(unread))


def numbers_in(document: Document) -> int:
    """Return how many cells and texts of a document hold a digit, and are looked at as numbers."""
    grids = (block for block in document.blocks if isinstance(block, Grid))
    cells = sum(_has_digit(cell.text) for grid in grids for line in grid.lines for cell in line.cells)
    return cells + sum(_has_digit(block.text) for block in document.blocks if not isinstance(block, Grid))


def _texts(block: Block) -> Iterator[str]:
    """Yield the texts of a block."""
    if isinstance(block, Grid):
        yield from (cell.text for line in block.lines for cell in line.cells)
    else:
        yield block.text


def _is_too_long(text: str) -> bool:
    """Tell whether a text, or a word of it, is longer than any of a report; the time of patterns grows with both."""
    word = constant("longest_word")
    return len(text) > constant("longest_line") or (len(text) > word and max(map(len, text.split()), default=0) > word)


def _has_digit(text: str) -> bool:
    return any("0" <= sign <= "9" for sign in text)
