"""Cells of a table: the phrases that stand in them, joined as they are read."""

import itertools

from finsam_audit.intake.blocks import Cell
from finsam_audit.intake.pdf.glyphs import Page
from finsam_audit.intake.pdf.phrases import DASH, Phrase
from finsam_audit.intake.words import form


def cell(phrases: list[Phrase], column: int, page: Page, span: int = 1, indent: int = 0) -> Cell:
    """Return phrases as a cell: those of one line joined by spaces, lines by line feeds."""
    text = phrases[0].text
    box = phrases[0].box
    for before, phrase in itertools.pairwise(phrases):
        is_same = abs(phrase.glyphs[0].y - before.glyphs[0].y) < phrase.size * 0.5
        text = joined(text, phrase.text, is_same)
        box = box.joined(phrase.box)
    return Cell(
        text,
        column,
        span,
        page.in_file(box),
        all(phrase.is_bold for phrase in phrases),
        indent,
        " ".join(phrase.marks for phrase in phrases if phrase.marks),
        doubt(phrases),
    )


def joined(text: str, more: str, is_same_line: bool) -> str:
    """Return two parts of a cell as one text: a sign with its number, a word broken over lines whole again."""
    if is_same_line:
        return text + ("" if DASH.match(text) else " ") + more
    is_broken = len(text) > 1 and text[-1] in "-\u00ad\u2010" and text[-2].islower() and more[:1].islower()
    if is_broken and not form("joins_on").match(more):
        return text[:-1] + more
    return f"{text}\n{more}"


def doubt(phrases: list[Phrase]) -> str:
    """Return why the text of a cell may not be what is seen."""
    if any(phrase.is_doubtful for phrase in phrases):
        return "font"
    is_cut = any(glyph.is_cut for phrase in phrases for glyph in phrase.glyphs)
    return "cut_off" if is_cut else ""


def merged(cells: list[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a heading row with those of one column joined."""
    found: list[Cell] = []
    for item in sorted(cells, key=lambda item: item.column):
        if found and item.column < found[-1].column + found[-1].span:
            last = found[-1]
            found[-1] = Cell(
                f"{last.text} {item.text}",
                last.column,
                max(last.span, item.column + item.span - last.column),
                last.place,
                last.is_bold,
                last.indent,
                last.marks + item.marks,
                last.doubt or item.doubt,
            )
        else:
            found.append(item)
    return tuple(found)
