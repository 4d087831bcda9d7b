"""Markdown: pipe tables, headings and paragraphs as they are rendered; addresses count blocks and rows."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from finsam_audit.intake.blocks import Block, Cell, Document, Grid, Line, Text
from finsam_audit.intake.formats import DELIMITER, decode, shown
from finsam_audit.intake.labels import rows_in
from finsam_audit.intake.markup import inline
from finsam_audit.intake.sizes import size_of
from finsam_audit.intake.tabbed import Split, grid_of, is_value
from finsam_audit.intake.words import constant

OPENED = re.compile(r"\s*<table\b", re.IGNORECASE)
# a quotation is set off, and its tables are tables
QUOTE = re.compile(r"^\s*(>\s?)+")
FENCE = re.compile(r"\s*(```|~~~)")
HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*$")
NOTE = re.compile(r"\s{0,3}\[\^([^\]]+)\]:\s*(.*)$")
ITEM = re.compile(r"\s*([-*+\u2022]|\d{1,2}[.)])\s+")
BAR = re.compile(r"(?<!\\)\|")
CODE = re.compile(r"`[^`]*`")


@dataclass
class _Counter:
    block: int = 0

    def next(self) -> int:
        self.block += 1
        return self.block


def read_markdown(path: Path) -> Document:
    """Return a Markdown file as blocks."""
    text = (decode(path.read_bytes()) or "").replace("\r\n", "\n").replace("\r", "\n")
    lines = shown(text).split("\n")
    if lines and lines[0].strip() == "---":
        # what stands before the text between two rulers is said of it and not shown
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
        lines[: end + 1] = [""] * (end + 1)
    return Document(tuple(_blocks(lines)))


def cells_of(line: str) -> list[str]:
    """Return the cells of a row of a pipe table."""
    # a bar inside code is no border
    line = CODE.sub(lambda match: match.group().replace("|", "\\|"), line.strip())
    line = re.sub(r"^\|", "", line)
    line = re.sub(r"(?<!\\)\|$", "", line)
    return [cell.strip() for cell in BAR.split(line)]


def _blocks(lines: list[str]) -> Iterator[Block]:
    counter = _Counter()
    notes: list[tuple[int, str, str]] = []
    paragraph: list[tuple[int, str]] = []
    n = 0
    in_code = False
    closed = [m for m, line in enumerate(lines) if "</table>" in line.lower()]

    def flush() -> Iterator[Block]:
        if paragraph:
            yield _text(counter, paragraph[0][0], " ".join(line.strip() for _, line in paragraph), 0)
        paragraph.clear()

    while n < len(lines):
        line = lines[n]
        following = lines[n + 1] if n + 1 < len(lines) else ""
        if not in_code and OPENED.match(line):
            at = bisect_left(closed, n)
            end = closed[at] if at < len(closed) else n
            yield from flush()
            yield _html_table(counter, n + 1, "\n".join(lines[n : end + 1]))
            n = end + 1
            continue
        if FENCE.match(line):
            in_code = not in_code
            n += 1
            continue
        if in_code:
            n += 1
            continue
        note = NOTE.match(line)
        heading = HEADING.match(line)
        if note:
            yield from flush()
            notes.append((n + 1, note.group(2), note.group(1)))
        elif heading:
            yield from flush()
            yield _text(counter, n + 1, heading.group(2), len(heading.group(1)))
        elif BAR.search(line) and DELIMITER.fullmatch(QUOTE.sub("", following)):
            yield from flush()
            end = n + 2
            while end < len(lines) and lines[end].strip() and BAR.search(lines[end]):
                end += 1
            yield _table(counter, n, [QUOTE.sub("", row) for row in lines[n:end]])
            n = end
            continue
        elif _is_tabbed(line):
            yield from flush()
            end = n
            while end < len(lines) and lines[end].strip() and not HEADING.match(lines[end]):
                end += 1
            yield _tabbed(counter, n, lines[n:end])
            n = end
            continue
        elif not line.strip():
            yield from flush()
        elif UNDERLINE.fullmatch(line):
            if paragraph:
                first = paragraph[0][0]
                words = " ".join(text.strip() for _, text in paragraph)
                paragraph.clear()
                yield _text(counter, first, words, 1 if "=" in line else 2)
        elif ITEM.match(line):
            yield from flush()
            paragraph.append((n + 1, ITEM.sub("", line, count=1)))
        else:
            paragraph.append((n + 1, line.lstrip("> ")))
        n += 1
    yield from flush()
    for number, words, mark in notes:
        yield _text(counter, number, words, 0, mark)


def _html_table(counter: _Counter, first: int, source: str) -> Grid:
    """Return a table that is set in HTML; merged cells count once."""
    block = counter.next()
    made: list[Line] = []
    # rows that a cell reaches down to, by column
    down: dict[int, int] = {}
    for row in html.fragment_fromstring(source, create_parent=True).iter("tr"):
        cells: list[Cell] = []
        covered = {column for column, rows in down.items() if rows}
        down = {column: rows - 1 for column, rows in down.items() if rows > 1}
        column = 0
        for cell in row.iterchildren("td", "th"):
            while column in covered:
                column += 1
            sizes = [str(cell.get(name, "1")) for name in ("colspan", "rowspan")]
            span, rows = (size_of(size, 1) or 1 for size in sizes)
            inner = (cell.text or "") + "".join(html.tostring(child, encoding="unicode") for child in cell)
            shown = inline(" ".join(inner.split()))
            if shown.text:
                place = f"l{first}c{column}"
                cells.append(Cell(shown.text, column, span, place, shown.is_bold or cell.tag == "th", 0, shown.marks))
            if rows > 1:
                down |= dict.fromkeys(range(column, column + span), rows - 1)
            column += span
        is_header = all(cell.tag == "th" for cell in row.iterchildren("td", "th"))
        for own in rows_in(cells):
            made.append(Line(f"b{block}r{len(made) + 1}", own, is_header, frozenset(covered)))
    return Grid(tuple(made))


def _text(counter: _Counter, number: int, words: str, level: int, mark: str = "") -> Text:
    if len(words) > constant("longest_line"):
        # it is told among what is unread
        return Text(f"b{counter.next()}r1", words, level, f"l{number}")
    shown = inline(words)
    text = " ".join(shown.text.split())
    return Text(f"b{counter.next()}r1", text, level or (7 if shown.is_bold else 0), f"l{number}", mark=mark)


def _table(counter: _Counter, first: int, lines: list[str]) -> Grid:
    block = counter.next()
    made: list[Line] = []
    for n, line in enumerate(lines):
        if n == 1:
            continue
        cells = []
        for column, raw in enumerate(cells_of(line)):
            shown = inline(raw)
            if shown.text:
                place = f"l{first + n + 1}c{column}"
                cells.append(Cell(shown.text, column, 1, place, shown.is_bold, 0, shown.marks))
        for own in rows_in(cells):
            made.append(Line(f"b{block}r{len(made) + 1}", own, n == 0))
    return Grid(tuple(made))


def _is_tabbed(line: str) -> bool:
    """Tell whether tabs part a line into cells: a label and what stands beside it, or headings of columns."""
    parts = line.split("\t")
    return len(parts) > 1 and any(is_value(part.strip()) for part in parts[1:] if part.strip())


def _tabbed(counter: _Counter, first: int, lines: list[str]) -> Grid:
    """Return lines that tabs part, up to an empty one, as a table."""
    block = counter.next()
    made: list[Split] = []
    for n, line in enumerate(lines):
        cells = []
        for column, raw in enumerate(line.split("\t")):
            shown = inline(raw.strip())
            indent = (len(raw) - len(raw.lstrip(" "))) // 2 if column == 0 else 0
            cells.append(Cell(shown.text, column, 1, f"l{first + n + 1}c{column}", shown.is_bold, indent, shown.marks))
        made.append(Split(f"b{block}r{n + 1}", tuple(cells)))
    return grid_of(made)
