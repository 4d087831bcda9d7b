"""Texts that are a label and an amount and nothing else: rows of a table of their own."""

import re
from collections.abc import Sequence

from finsam_audit.intake.amounts import UNIT
from finsam_audit.intake.blocks import Cell, Line, Text
from finsam_audit.intake.cells import GROUPED, plain
from finsam_audit.intake.parts import Part
from finsam_audit.intake.words import constant, form
from finsam_audit.mapping.state import unit_in
from finsam_audit.mapping.words import first, said

LONE = re.compile(
    rf"([A-ZÅÄÖa-zåäö][^\d.:;]{{2,58}}?):?\s+([-+(]?\s?(?:{GROUPED}|\d+)(?:,\d+)?\)?{UNIT}?)\.?", re.IGNORECASE
)
ITEM = re.compile(
    rf"([A-ZÅÄÖa-zåäö][^\d.:;]{{2,58}}):\s+([-+(]?\s?(?:{GROUPED}|\d+)(?:,\d+)?\)?{UNIT})(?:\s*\((\d+(?:,\d+)?\s?%)\))?\.?",
    re.IGNORECASE,
)
# an item that gives the amount of the year before in brackets
ITEM_OF_TWO = re.compile(
    rf"([A-ZÅÄÖa-zåäö][^\d.:;()]{{2,58}}?):?\s+([-+]?\s?(?:{GROUPED}|\d+|-)(?:,\d+)?{UNIT}?)"
    rf"\s*\(([^\d()]{{2,30}}?)\s*([-+]?\s?(?:{GROUPED}|\d+|-)(?:,\d+)?{UNIT}?)\)\.?",
    re.IGNORECASE,
)
# the mark of a footnote before its text, and where the next one begins
NOTE_MARK = re.compile(r"^(\d{1,2}\)?|[*\u2020]+)\s+(?=[A-ZÅÄÖ])")
NEXT_NOTE = re.compile(r"(?<=\.)\s+(?=\d{1,2}\)?\s+[A-ZÅÄÖ])")


def lone_rows(parts: Sequence[Part | Text]) -> list[Part | Text]:
    """Return the parts, with each text that is a label and an amount and nothing else as a table of one row.

    Such a text is a key figure in a box, or a footnote; several footnotes may stand in one paragraph. Texts of that
    form that follow each other, with a colon after the label, are a list: a table under the heading before it.
    """
    made: list[Part | Text] = []
    listed: list[Line] = []
    for n, part in enumerate(parts):
        if isinstance(part, Part):
            made.append(part)
            continue
        line, heading = _listed(part)
        if line is not None:
            listed.append(line)
            following = parts[n + 1] if n + 1 < len(parts) else None
            if isinstance(following, Text) and (other := _listed(following))[0] is not None and other[1] == heading:
                continue
            of_statements = any(form("statement_line").search(said(line.cells[0].text)) for line in listed)
            if len(listed) >= constant("list_rows") and (heading or not of_statements):
                title = next((text for text in reversed(made) if isinstance(text, Text) and text.level > 0), None)
                heads = [Line(listed[0].address, (Cell(heading, 2),))] if heading else []
                made.append(Part(heads, listed, 0, [title] if title else []))
            elif heading or (of_statements and len(listed) > 1):
                # one or two stand in running text, and key figures are told as such
                made.extend(found for found in parts[n + 1 - len(listed) : n + 1])
            else:
                made.extend(Part([], [line], 0, [Text(line.address, line.cells[0].text)]) for line in listed)
            listed = []
            continue
        notes = NEXT_NOTE.split(part.text.strip()) if NOTE_MARK.match(part.text.strip()) else [part.text.strip()]
        lone = [line for n, note in enumerate(notes) if (line := _lone(part, NOTE_MARK.sub("", note), n)) is not None]
        made.extend(Part([], [line], 0, [Text(part.address, line.cells[0].text)]) for line in lone)
        if len(lone) < len(notes):
            made.append(part)
    return made


def _listed(text: Text) -> tuple[Line | None, str]:
    """Return an item of a list as a line, and what heads the second of its numbers.

    It is a label, a colon, an amount and perhaps a share in brackets; or the amount of the year before stands there.
    """
    words = text.text.strip()
    flat, begin = plain(words), text.text.find(words)
    numbers: tuple[int, ...] = (1, 2, 3)
    heading = ""
    if (found := ITEM.fullmatch(flat)) is None and (found := ITEM_OF_TWO.fullmatch(flat)) is not None:
        numbers, heading = (1, 2, 4), found.group(3).strip(" :,")
    # bold words are no heading where an amount stands behind them
    if found is None or (text.level and not heading):
        return None, ""
    if not (first("years", said(heading), "offset") if heading else unit_in(said(found.group(2)))):
        return None, ""
    spans = [found.span(n) for n in numbers if found.group(n)]
    cells = (Cell(words[a:b], n, 1, text.place_at(begin + b - 1)) for n, (a, b) in enumerate(spans))
    return Line(text.address, tuple(cells)), heading


def _lone(text: Text, words: str, n: int) -> Line | None:
    """Return a label and an amount as a line, the n-th of its text; nothing where the words are more than that."""
    found = LONE.fullmatch(plain(words).strip())
    if found is None or form("verb").search(found.group(1).lower()):
        return None
    amount = found.group(2)
    if not unit_in(said(amount)) and not re.search(GROUPED, amount):
        return None
    label, printed = words[: found.end(1)], words[found.start(2) : found.end(2)]
    place = text.place_at(text.text.find(words) + found.end(2) - 1)
    return Line(text.address, (Cell(label, 2 * n, 1, text.place), Cell(printed, 2 * n + 1, 1, place)))
