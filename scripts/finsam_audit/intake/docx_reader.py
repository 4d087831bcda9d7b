"""Word documents: what a viewer shows with all tracked changes accepted, read from the parts of the package.

Addresses count blocks (paragraphs and tables) and rows; places are `t3r4c2` (third table of the document, row from 1,
column of its grid from 0) and `p52c2` (52nd paragraph of the body, second tab).
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from finsam_audit.intake.blocks import Block, Cell, Document, Grid, Line, Text
from finsam_audit.intake.cells import is_sentence
from finsam_audit.intake.docx_runs import WRAPPERS, Runs, Shown
from finsam_audit.intake.docx_styles import MC, Style, W, count_of, is_on, styles_of, value_of
from finsam_audit.intake.formats import MEGABYTE
from finsam_audit.intake.headings import is_time
from finsam_audit.intake.labels import rows_in
from finsam_audit.intake.messages import refusal
from finsam_audit.intake.tabbed import Split, grid_of, is_value
from finsam_audit.intake.words import constant, form, kind_of
from finsam_audit.mapping.words import said

WORD = re.compile(r"[^\W\d]{3}")
# what stands beside years over columns
BESIDE_TIMES = ("unit", "label", "strong")
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def read_docx(path: Path, language: str = "sv") -> Document:
    """Return a Word document as blocks.

    Raises:
        UserError: its text is longer than that of any report.

    """
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        most, size = constant("largest_body"), -(-package.getinfo("word/document.xml").file_size // MEGABYTE)
        if size > most:
            raise refusal(path, language)("large_body", size=size, most=round(most))
        body = _parse(package.read("word/document.xml"))
        styles = styles_of(_parse(package.read("word/styles.xml"))) if "word/styles.xml" in names else {}
        notes = [
            (name, _parse(package.read(f"word/{name}s.xml")))
            for name in ("footnote", "endnote")
            if f"word/{name}s.xml" in names
        ]
    reader = _Reader(styles)
    reader.read(body.find(W + "body"))
    for name, part in notes:
        reader.read_notes(part, name)
    return Document(tuple(reader.blocks))


def _parse(content: bytes) -> Any:
    if STRICT in content[:4000]:
        content = content.replace(STRICT, W[1:-1].encode())
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


class _Reader:
    """Walks through a document and collects its blocks."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.tabbed: list[Split] = []
        self.between: list[tuple[str, str, str, bool]] = []
        self.block = self.tables = self.paragraphs = 0
        # of the footnote that is read
        self.mark = ""
        # the place of what holds the box that is read: comments stand there, boxes bear none
        self.holder = ""
        self.runs = Runs()

    def read(self, parent: Any, in_body: bool = True) -> None:
        """Read the paragraphs and tables of a part or a box."""
        for element in self._children(parent):
            if element.tag == W + "p":
                self._paragraph(element, in_body)
            elif element.tag == W + "tbl":
                self._flush()
                self._table(element)
        self._flush()

    def read_notes(self, part: Any, name: str) -> None:
        """Read the footnotes or endnotes."""
        for note in part.iter(W + name):
            if note.get(W + "type") is None:
                self.mark = note.get(W + "id", "")
                self.read(note, in_body=False)

    def _children(self, parent: Any) -> Iterator[Any]:
        """Yield paragraphs and tables, those inside content controls and changes too."""
        for element in parent:
            if element.tag in (W + "p", W + "tbl", W + "tr", W + "tc"):
                yield element
            elif element.tag == W + "sdt":
                content = element.find(W + "sdtContent")
                if content is not None:
                    yield from self._children(content)
            elif element.tag in WRAPPERS:
                yield from self._children(element)
            elif element.tag == MC + "AlternateContent":
                chosen = element.find(MC + "Choice")
                if chosen is not None:
                    yield from self._children(chosen)

    def _paragraph(self, element: Any, in_body: bool) -> None:
        self.block += 1
        self.paragraphs += in_body
        place = f"p{self.paragraphs}" if in_body else self.holder or f"b{self.block}"
        address = f"b{self.block}r1"
        properties = element.find(W + "pPr")
        style = self.styles.get(value_of(properties.find(W + "pStyle")) if properties is not None else "", Style())
        shown = self.runs.shown(element, style)
        in_contents = style.is_contents or any(kind == "TOC" for kind, _ in self.runs.fields)
        text = shown.line()
        parts = text.split("\t")
        filled = [part for part in parts if part.strip()]
        # one year or number behind tabs heads or fills a column too
        is_row = len(filled) > 1 or (len(filled) == 1 and not parts[0].strip() and is_value(filled[0]))
        if is_row and not in_contents and not any(is_sentence(part) for part in filled[1:]):
            if self.between and (form("note_heading").match(self.between[-1][1]) or _heads_columns(parts)):
                # a line of its own above other headings, or one that names a note, begins another table
                self._flush()
            for _, words, at, bold in self.between:
                self.tabbed.append(Split(_, (Cell(words, 0, 1, at, bold),)))
            self.between = []
            cells = tuple(
                Cell(part.strip(), n, 1, f"{place}c{n}", shown.is_bold, 0, ",".join(shown.marks) if n == 0 else "")
                for n, part in enumerate(parts)
            )
            self.tabbed.append(Split(address, cells))
        elif text.strip() and not style.level and self.tabbed and len(filled) == 1 and not is_sentence(text):
            self.between.append((address, text.strip(), place, shown.is_bold))
        elif text.strip():
            self._flush()
            words = " ".join(text.split())
            level = style.level or (7 if shown.is_bold and not is_sentence(words) else 0)
            self.blocks.append(Text(address, words, level, place, mark=self.mark))
        elif self.tabbed and not shown.boxes:
            # an empty paragraph ends what tabs set as a table, unless it goes on after it with more of the same
            self._flush()
        for box in shown.boxes:
            self._flush()
            self._box(box, place)

    def _box(self, box: Any, place: str) -> None:
        """Read what stands in a box, which the place in the text around it holds."""
        around, self.holder = self.holder, self.holder or place
        self.read(box, in_body=False)
        self.holder = around

    def _flush(self) -> None:
        """Note the lines that tabs set as a table, and the texts behind them."""
        if self.tabbed:
            # the rows of such a table are counted as those of one that Word draws
            block = self.tabbed[0].address.rpartition("r")[0]
            self.blocks.append(
                grid_of([replace(line, address=f"{block}r{n}") for n, line in enumerate(self.tabbed, 1)])
            )
        self.tabbed = []
        for address, words, place, bold in self.between:
            self.blocks.append(Text(address, words, 7 if bold else 0, place))
        self.between = []

    def _table(self, element: Any) -> None:
        self.block += 1
        self.tables += 1
        block, number = self.block, self.tables
        if self._is_layout(element):
            for cell in self._cells(element):
                self.read(cell, in_body=False)
            return
        lines: list[Line] = []
        nested: list[tuple[str, str, Any]] = []
        shown_row = 0
        for row_number, row in enumerate((e for e in self._children(element) if e.tag == W + "tr"), 1):
            properties = row.find(W + "trPr")
            if properties is not None and (properties.find(W + "del") is not None or is_on(properties, "hidden")):
                continue
            before, after = (count_of(properties, name) for name in ("gridBefore", "gridAfter"))
            column = before
            cells: list[Cell] = []
            covered = set(range(before))
            inside: list[tuple[str, Any]] = []
            for cell in (e for e in self._children(row) if e.tag == W + "tc"):
                own = cell.find(W + "tcPr")
                if own is not None and own.find(W + "cellDel") is not None:
                    continue
                span = max(1, count_of(own, "gridSpan"))
                merge = own.find(W + "vMerge") if own is not None else None
                sideways = own.find(W + "hMerge") if own is not None else None
                goes_on = merge is not None and value_of(merge) != "restart"
                if goes_on or (sideways is not None and value_of(sideways) != "restart"):
                    covered |= set(range(column, column + span))
                else:
                    place, own_boxes = f"t{number}r{row_number}c{column}", list[Any]()
                    shown = self._cell(cell, own_boxes)
                    inside += [(place, box) for box in own_boxes]
                    if shown.line().strip():
                        cells.append(
                            Cell(
                                shown.line().strip("\n "),
                                column,
                                span,
                                place,
                                shown.is_bold,
                                self._indent(cell),
                                ",".join(shown.marks),
                                shown.doubt,
                            )
                        )
                column += span
            covered |= set(range(column, column + after))
            nested += [(cells[0].text if cells else "", place, inner) for place, inner in inside]
            is_header = properties is not None and is_on(properties, "tblHeader")
            for own_cells in rows_in(cells):
                shown_row += 1
                lines.append(Line(f"b{block}r{shown_row}", own_cells, is_header, frozenset(covered)))
        if lines and any(line.cells for line in lines):
            self.blocks.append(Grid(tuple(line for line in lines if line.cells)))
        for label, place, inner in nested:
            if label:
                # what stands inside a row is about it, and no further rows of the table
                self.blocks.append(Text(f"b{block}r1", " ".join(label.split()), 7))
            self._box(inner, place)

    def _cells(self, table: Any) -> list[Any]:
        """Return the cells of a table row by row."""
        rows = [row for row in self._children(table) if row.tag == W + "tr"]
        return [cell for row in rows for cell in self._children(row) if cell.tag == W + "tc"]

    def _is_layout(self, table: Any) -> bool:
        """Tell whether a table only sets others beside each other: it holds tables, and no number of its own."""
        inner = [[child.tag for child in self._children(cell)] for cell in self._cells(table)]
        if not any(W + "tbl" in tags for tags in inner):
            return False
        own = [child for cell in self._cells(table) for child in self._children(cell) if child.tag == W + "p"]
        texts = ("".join(text.text or "" for text in child.iter(W + "t")) for child in own)
        # the number of a note stands in a heading
        return not any(is_value(text) and not WORD.search(text) for text in texts)

    def _cell(self, cell: Any, nested: list[Any]) -> Shown:
        """Return what is seen of a cell; tables and boxes inside it are set aside."""
        whole = Shown()
        for element in self._children(cell):
            if element.tag == W + "tbl":
                nested.append([element])
                continue
            properties = element.find(W + "pPr")
            style = self.styles.get(value_of(properties.find(W + "pStyle")) if properties is not None else "", Style())
            shown = self.runs.shown(element, style)
            if whole.text and shown.text:
                whole.text.append("\n")
            whole.text.extend(text.replace("\t", " ") for text in shown.text)
            whole.marks.extend(shown.marks)
            whole.bold += shown.bold
            whole.letters += shown.letters
            whole.doubt = whole.doubt or shown.doubt
            nested.extend(shown.boxes)
        return whole

    def _indent(self, cell: Any) -> int:
        """Return the step of indentation of a cell's first paragraph, a third of an inch each."""
        found = cell.find(f"{W}p/{W}pPr/{W}ind")
        if found is None:
            return 0
        value = found.get(W + "left") or found.get(W + "start") or "0"
        return max(0, int(float(value)) // 200) if re.fullmatch(r"-?\d+(\.\d+)?", value) else 0


def _heads_columns(parts: list[str]) -> bool:
    """Tell whether a line parted by tabs heads columns: years, beside them the unit and the word for notes."""
    filled = [part.strip() for part in parts if part.strip()]
    times = [is_time(part) for part in filled]
    kinds = (kind_of("header_words", said(part)) for part, time in zip(filled, times, strict=True) if not time)
    return any(times) and all(kind in BESIDE_TIMES for kind in kinds)
