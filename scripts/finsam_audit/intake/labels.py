"""Labels over several lines, and several rows in one line of a table."""

import re
from collections.abc import Sequence
from dataclasses import replace

from finsam_audit.intake.blocks import Cell, Line
from finsam_audit.intake.cells import pieces_of
from finsam_audit.intake.words import form, kind_of
from finsam_audit.mapping.state import kinds_of
from finsam_audit.mapping.words import said


def rows_in(cells: Sequence[Cell]) -> list[tuple[Cell, ...]]:
    """Return the rows that one line of a table shows by line breaks in its cells.

    They are several where the label and the numbers have the same count of lines, each line of a number one number.
    A cell of one line (a note reference) belongs to the first row.
    """
    split = {cell.column: [part.strip() for part in cell.text.split("\n")] for cell in cells if cell.text.strip()}
    counts = {len(parts) for parts in split.values()}
    several = max(counts, default=1)
    if several < 2 or counts - {several, 1} or len(split) < 2:
        return [tuple(cells)]
    full = {column: parts for column, parts in split.items() if len(parts) == several}
    numbers = [column for column, parts in full.items() if all(len(pieces_of(part)) == 1 for part in parts)]
    words = [column for column, parts in full.items() if all(re.search("[A-Za-zÅÄÖåäö]", part) for part in parts)]
    # a label that runs on over lines has one number, a label for each number begins anew
    if not numbers or not set(words) - set(numbers):
        return [tuple(cells)]
    return [
        tuple(
            replace(cell, text=split[cell.column][n])
            for cell in cells
            if cell.column in split and n < len(split[cell.column])
        )
        for n in range(several)
    ]


def is_continuation(text: str) -> bool:
    """Tell whether a text begins as the rest of a label does: with a small letter and no word that begins rows."""
    clean = text.strip()
    return (
        bool(clean)
        and clean[0].islower()
        and "of_which" not in kinds_of(clean)
        and not kind_of("row_words", said(clean))
    )


def join_wrapped(lines: Sequence[Line]) -> list[Line]:
    """Return lines of a grid in which every label stands on one line, that of its numbers."""
    made: list[Line] = []
    waiting: list[Cell] = []
    for n, line in enumerate(lines):
        words = [cell for cell in line.cells if cell.text.strip()]
        is_words = len(words) == 1 and words[0].column == 0 and not pieces_of(words[0].text)
        has_label = bool(words) and words[0].column == 0
        if is_words:
            goes_on = is_continuation(words[0].text)
            if goes_on and waiting:
                waiting.append(words[0])
                continue
            later = lines[n + 1] if n + 1 < len(lines) else None
            first = next((cell for cell in later.cells if cell.column == 0), None) if later else None
            is_begun = first is not None and is_continuation(first.text)
            if goes_on and made and len(made[-1].cells) > 1 and not is_begun:
                made[-1] = _with_label(made[-1], [made[-1].cells[0], words[0]])
                continue
            if is_begun:
                waiting = [words[0]]
                continue
            made.append(line)
            continue
        if waiting and has_label and is_continuation(words[0].text):
            line = _with_label(line, [*waiting, words[0]])
        elif waiting:
            made.append(Line(line.address, (_joined(waiting),)))
        waiting = []
        made.append(line)
    if waiting:
        made.append(Line(lines[-1].address, (_joined(waiting),)))
    return made


def _joined(cells: Sequence[Cell]) -> Cell:
    text = cells[0].text
    for cell in cells[1:]:
        # a word cut at the end of a line
        is_cut = bool(re.search(r"[a-zåäö]-$", text)) and not form("joins_on").match(cell.text)
        text = text[:-1] + cell.text.strip() if is_cut else f"{text} {cell.text.strip()}"
    return replace(cells[0], text=text)


def _with_label(line: Line, cells: Sequence[Cell]) -> Line:
    rest = [cell for cell in line.cells if cell.column != 0]
    return replace(line, cells=(_joined(cells), *rest))
