"""Text files: columns parted by tabs or by wide gaps, pages by form feeds; `source_line` is the line of the file."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from finsam_audit.intake.blocks import Block, Cell, Document, Grid, Text
from finsam_audit.intake.cells import GROUPED, is_sentence, pieces_of, plain
from finsam_audit.intake.formats import decode
from finsam_audit.intake.headings import has_amount, is_time
from finsam_audit.intake.labels import is_continuation, join_wrapped
from finsam_audit.intake.markup import inline
from finsam_audit.intake.tabbed import Split, grid_of, is_value
from finsam_audit.intake.words import form
from finsam_audit.mapping.words import said

PAGE = re.compile(r"\s*(- ?\d{1,3} ?-|((sida|sid|page)\.? ?)?\d{1,3}( ?(\(|av|/|of) ?\d{1,3}\)?)?)\s*", re.IGNORECASE)
RULER = re.compile(r"[\s\-=_+|.]{4,}")
ONE_NUMBER = re.compile(rf"[-+(]?({GROUPED}|\d+)(,\d+)?\)?( ?%)?|-")
GAP = re.compile(r" {2,}|\t+")
# dashes on both sides of a heading show which columns it covers
BRACE = re.compile(r"^\s*[-=]{2,}\s+(?=\S)|(?<=\S)\s+[-=]{2,}\s*$")


def read_text(path: Path) -> Document:
    """Return a text file as blocks."""
    text = decode(path.read_bytes()) or ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n")
    return Document(tuple(_blocks(lines)))


def _blocks(lines: list[str]) -> Iterator[Block]:
    waiting: list[Split] = []
    repeated = page_lines(lines)
    for number, raw in enumerate(lines, 1):
        is_page = "\f" in raw
        line = raw.replace("\f", "")
        if is_page:
            yield from _flush(waiting)
            waiting = []
        if not line.strip() or RULER.fullmatch(line):
            if not line.strip():
                yield from _flush(waiting)
                waiting = []
            continue
        if PAGE.fullmatch(line) and not _is_row(line) and re.search("[a-zA-Z(/]|- ?[0-9]+ ?-", line):
            continue
        if number in repeated:
            yield from _flush(waiting)
            waiting = []
            if repeated[number]:
                for cell in _split(number, line).filled:
                    yield _text(number, line, cell)
            continue
        split = _split(number, line, is_headed(lines, number))
        filled = split.filled
        # one year or number behind tabs or a wide gap heads or fills a column too
        is_row = len(filled) > 1 or (len(filled) == 1 and filled[0].column > 0 and is_value(filled[0].text))
        if is_row and (split.is_by_tabs or not any(is_sentence(cell.text) for cell in filled[1:])):
            waiting.append(split)
        elif waiting and filled and _belongs(filled[0], lines, number):
            waiting.append(split)
        else:
            begun = filled and not waiting and is_begun(lines, number)
            if begun:
                waiting.append(split)
                continue
            yield from _flush(waiting)
            waiting = []
            for cell in filled:
                yield _text(number, line, cell)
    yield from _flush(waiting)


def page_lines(lines: list[str]) -> dict[int, bool]:
    """Return the lines that every page repeats but for its number, and whether each is the first of its kind."""
    shapes: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        if form("page_number").search(line) and not is_sentence(line):
            shapes.setdefault(re.sub(r"\d+", "0", line.strip("\f \t")), []).append(number)
    return {n: n == found[0] for found in shapes.values() if len(found) > 1 for n in found}


def is_headed(lines: list[str], number: int) -> bool:
    """Tell whether a line stands between two rulers, or with others of a heading: two spaces part its columns."""
    above = next((n for n in range(number - 2, max(-1, number - 5), -1) if _is_ruler(lines[n])), None)
    below = next((n for n in range(number, min(len(lines), number + 3)) if _is_ruler(lines[n])), None)
    if above is None or below is None:
        return False
    between = lines[above + 1 : below]
    return all(
        line.strip() and not any(has_amount(Cell(part, 0)) for part in GAP.split(line.strip())) for line in between
    )


def _is_ruler(line: str) -> bool:
    return bool(line.strip()) and bool(RULER.fullmatch(line))


def _text(number: int, line: str, cell: Cell) -> Text:
    head = re.match(r"\s*(#{1,6})\s+", line)
    words = cell.text
    level = len(head.group(1)) if head else 7 if cell.is_bold and not is_sentence(words) else 0
    return Text(str(number), words, level, f"l{number}")


def _is_row(line: str) -> bool:
    return len(_split(0, line).filled) > 1


def is_begun(lines: list[str], number: int) -> bool:
    """Tell whether words on a line begin a label that the next line ends with its numbers."""
    following = lines[number] if number < len(lines) else ""
    if "\t" in lines[number - 1] or is_sentence(lines[number - 1]):
        return False
    split = _split(number + 1, following)
    return len(split.filled) > 1 and is_continuation(split.filled[0].text) and bool(pieces_of(split.filled[-1].text))


def _belongs(cell: Cell, lines: list[str], number: int) -> bool:
    """Tell whether words between rows belong to the table: the heading of a group, a part of a label."""
    if re.match(r"\s*#", lines[number - 1]) or is_sentence(cell.text):
        return False
    if is_continuation(cell.text):
        return True
    following = lines[number] if number < len(lines) else ""
    return bool(following.strip()) and "\f" not in following and not PAGE.fullmatch(following)


def _split(number: int, line: str, is_headed: bool = False) -> Split:
    """Return a line as cells: by tabs, else by gaps of two spaces and more before numbers, years or in headings."""
    is_by_tabs = "\t" in line
    # a leading heading or list mark is no text of a cell
    body = re.sub(r"^\s*(#{1,6}|[-*\u2022])\s+(?=\S)", "", line) if not is_by_tabs else line
    parts: list[tuple[int, str]] = []
    ends: list[int] = []
    starts: list[int] = []
    if is_by_tabs:
        parts = list(enumerate(body.split("\t")))
    else:
        start = 0
        pieces = []
        for match in [*GAP.finditer(body), None]:
            end = match.start() if match else len(body.rstrip())
            if body[start:end].strip():
                pieces.append(body[start:end])
                ends.append(end)
                starts.append(start)
            start = match.end() if match else end
        leading = bool(re.match(r" {8,}", body))
        parts = [(n + leading, piece) for n, piece in enumerate(pieces)]
        # words far apart head columns; two spaces after a full stop part nothing
        is_wide = leading or is_headed or all(len(gap) > 2 for gap in GAP.findall(body.strip()))
        if len(pieces) > 1 and not is_wide and not any(_is_figure(piece) for _, piece in parts):
            parts, ends, starts = [(0, " ".join(pieces))], [], []
        elif len(pieces) == 1 and leading and not _is_figure(pieces[0]):
            parts = [(0, pieces[0])]
    cells = []
    for column, text in parts:
        shown = inline(BRACE.sub("", text) or text)
        clean = " ".join(shown.text.split("\n"))
        indent = (len(text) - len(text.lstrip(" "))) // 2 if column == 0 else 0
        cells.append(Cell(clean, column, 1, f"l{number}c{column}", shown.is_bold, indent, shown.marks))
    return Split(str(number), tuple(cells), is_by_tabs, tuple(ends), tuple(starts))


def _unglued(lines: list[Split]) -> list[Split]:
    """Return lines, those whose label reaches up to their numbers parted there as the other lines are."""
    counts = {len(line.filled) - 1 for line in lines if line.ends and len(line.filled) > 1}
    made = []
    for line in lines:
        cells = line.filled
        if line.is_by_tabs or len(cells) != 1 or not pieces_of(cells[0].text[-1:]) or is_sentence(cells[0].text):
            made.append(line)
            continue
        ways = [cut_numbers(cells[0].text, count) for count in sorted(counts, reverse=True)]
        parts = next((way for way in ways if len(way) > 1), [])
        if parts:
            own = [replace(cells[0], text=text, column=n) for n, text in enumerate(parts)]
            made.append(Split(line.address, tuple(own), False, ()))
        else:
            made.append(line)
    return made


def cut_numbers(text: str, count: int) -> list[str]:
    """Return a label and so many numbers behind it, where there is one way to part them; else the text alone."""
    tokens = plain(text).split(" ")
    ways = []

    def part(end: int, left: int, found: list[str]) -> None:
        if left == 0:
            if end and re.search("[A-Za-zÅÄÖåäö)]$", tokens[end - 1]):
                ways.append([" ".join(tokens[:end]), *found])
            return
        for start in range(end - 1, max(0, end - 5), -1):
            if ONE_NUMBER.fullmatch(number := " ".join(tokens[start:end])):
                part(start, left - 1, [number, *found])

    part(len(tokens), count, [])
    return ways[0] if len(ways) == 1 else [text]


def _is_figure(text: str) -> bool:
    shown = inline(text).text
    return bool(pieces_of(shown)) or is_time(shown) or bool(form("note_column").fullmatch(said(shown)))


def _flush(waiting: list[Split]) -> Iterator[Block]:
    """Yield lines that wait as a grid, or as texts where no line has cells."""
    if not waiting:
        return
    if not any(len(line.filled) > 1 for line in waiting):
        for line in waiting:
            for cell in line.filled:
                yield Text(line.address, cell.text, 7 if cell.is_bold else 0, f"l{line.address}")
        return
    grid = grid_of(_unglued(waiting))
    if any(not line.is_by_tabs for line in waiting):
        grid = Grid(tuple(join_wrapped(grid.lines)))
    yield grid
