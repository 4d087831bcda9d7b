"""Rows outside the tables: headings and paragraphs."""

import re
from collections.abc import Iterator, Sequence

from finsam_audit.intake.blocks import Text
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Box
from finsam_audit.intake.pdf.phrases import Phrase, Row

# a sign that begins an item of a list; it may be of a larger type than its words
ITEM = re.compile(r"[^\w\s(\"'\u00a7\u201d\u00bb]\s+\S")


def level(row: Row, body_size: float) -> int:
    """Return the level of a heading by its size, 3 where only its weight sets it apart; 0 for running text."""
    if ITEM.match(row.text):
        return 0
    if row.size >= constant("level_1") * body_size:
        return 1
    if row.size >= constant("level_2") * body_size:
        return 2
    is_set_apart = all(phrase.style[0] or phrase.style[1] for phrase in row.phrases)
    is_short = len(row.text) <= constant("heading_length") and not row.text.endswith((".", ","))
    return 3 if is_set_apart and is_short else 0


def texts_of(rows: Sequence[Row], body_size: float) -> list[Text]:
    """Return rows as headings and paragraphs: lines of one type that follow each other closely are one."""
    groups: list[list[Row]] = []
    for row in rows:
        before = groups[-1][-1] if groups else None
        if (
            before is not None
            and before.page is row.page
            and level(before, body_size) == level(row, body_size)
            and 0 < row.y - before.y <= constant("line_step") * max(row.size, before.size)
            and abs(row.size - before.size) < 0.5
            and not before.text.endswith(":")
            and not ITEM.match(row.text)
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    found = []
    for group in groups:
        box = group[0].box
        text = ""
        spots: list[tuple[int, str]] = []
        for row in group:
            text += " " if text else ""
            start = len(text)
            for phrase in row.phrases:
                spots += ((start + end, row.page.in_file(own)) for end, own in words_of(phrase))
                start += len(phrase.text) + 1
            text += row.text
            box = box.joined(row.box)
        place = group[0].page.in_file(box)
        found.append(Text(group[0].address, text, level(group[0], body_size), place, tuple(spots)))
    return found


def words_of(phrase: Phrase) -> Iterator[tuple[int, Box]]:
    """Yield where each word of a phrase ends in its text, and the area of its glyphs."""
    inked = [glyph for glyph in phrase.glyphs if glyph.text.strip()]
    # which glyph each letter of the text is of; nothing where the text is not what its glyphs say
    owners = [glyph for glyph in inked for _ in "".join(glyph.text.split())]
    letters = "".join("".join(glyph.text.split()) for glyph in inked)
    is_same = letters == "".join(phrase.text.split())
    first = 0
    for word in re.finditer(r"\S+", phrase.text):
        last = first + len(word.group())
        box = phrase.box
        if is_same:
            box = owners[first].box
            for glyph in owners[first + 1 : last]:
                box = box.joined(glyph.box)
        yield word.end(), box
        first = last
