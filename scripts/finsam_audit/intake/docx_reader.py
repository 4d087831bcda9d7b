"""Word documents: what a viewer shows with all tracked changes accepted, read from the parts of the package.

Addresses count blocks (paragraphs and tables) and rows; places are `t3r4c2` (third table of the document, row from 1,
column of its grid from 0) and `p52c2` (52nd paragraph of the body, second tab).
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from finsam_audit.intake.blocks import Block, Cell, Document, Grid, Line, Text
from finsam_audit.intake.cells import is_sentence, seen
from finsam_audit.intake.labels import rows_in
from finsam_audit.intake.markup import MARK
from finsam_audit.intake.tabbed import Split, grid_of, is_value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
# what was taken away by a change, or is an instruction and no text
GONE = {W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "footnoteRef")}
WRAPPERS = {W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "bdo", "dir", "sdtContent")}
# signs of the font Symbol that stand in figures
SYMBOLS = {0x2D: "\u2212", 0x2B: "+", 0xB1: "\u00b1", 0x25: "%", 0xA3: "\u2264", 0xB3: "\u2265", 0xA0: "\u20ac"}
HEADING = re.compile(r"(heading|rubrik|\u00f6verskrift)\s?(\d)", re.IGNORECASE)
TITLE = re.compile(r"(title|subtitle|rubrik|underrubrik)", re.IGNORECASE)
CONTENTS = re.compile(r"(toc|inneh\u00e5ll)\s?\d", re.IGNORECASE)


def read_docx(path: Path) -> Document:
    """Return a Word document as blocks."""
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        body = _parse(package.read("word/document.xml"))
        styles = _styles(_parse(package.read("word/styles.xml"))) if "word/styles.xml" in names else {}
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


@dataclass(frozen=True)
class _Style:
    level: int = 0
    is_contents: bool = False
    is_bold: bool = False
    is_hidden: bool = False


def _styles(part: Any) -> dict[str, _Style]:
    """Return what the styles of a document say of their paragraphs, those that they are based on included."""
    raw: dict[str, tuple[_Style, str]] = {}
    for style in part.iter(W + "style"):
        name = _value(style.find(W + "name"))
        heading = HEADING.fullmatch(name)
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        level = int(heading.group(2)) if heading else 1 if TITLE.fullmatch(name) else 0
        if not level and outline is not None and _value(outline).isdigit() and int(_value(outline)) < 9:
            level = int(_value(outline)) + 1
        own = style.find(W + "rPr")
        found = _Style(level, bool(CONTENTS.fullmatch(name)), _is_on(own, "b"), _is_on(own, "vanish"))
        raw[style.get(W + "styleId", "")] = (found, _value(style.find(W + "basedOn")))
    made = {}
    for key, (style, base) in raw.items():
        seen_keys = {key}
        while base in raw and base not in seen_keys:
            seen_keys.add(base)
            above, next_base = raw[base]
            style = _Style(
                style.level or above.level,
                style.is_contents or above.is_contents,
                style.is_bold or above.is_bold,
                style.is_hidden or above.is_hidden,
            )
            base = next_base
        made[key] = style
    return made


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(W + "val", ""))


def _is_on(properties: Any, name: str) -> bool:
    """Tell whether a property of runs is on."""
    element = None if properties is None else properties.find(W + name)
    return element is not None and _value(element) not in ("0", "false", "off", "none")


@dataclass
class _Shown:
    """What is seen of a paragraph."""

    text: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    doubt: str = ""

    def line(self) -> str:
        return seen("".join(self.text))

    @property
    def is_bold(self) -> bool:
        return self.letters > 0 and self.bold == self.letters


class _Reader:
    """Walks through a document and collects its blocks."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.tabbed: list[Split] = []
        self.between: list[tuple[str, str, str, bool]] = []
        self.block = self.tables = self.paragraphs = 0
        # fields that are open: what they are, and whether their result is being shown
        self.fields: list[tuple[str, bool]] = []

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
        place = f"p{self.paragraphs}" if in_body else f"b{self.block}"
        address = f"b{self.block}r1"
        properties = element.find(W + "pPr")
        style = self.styles.get(_value(properties.find(W + "pStyle")) if properties is not None else "", _Style())
        shown = self._shown(element, style)
        in_contents = style.is_contents or any(kind == "TOC" for kind, _ in self.fields)
        text = shown.line()
        parts = text.split("\t")
        filled = [part for part in parts if part.strip()]
        # one year or number behind tabs heads or fills a column too
        is_row = len(filled) > 1 or (len(filled) == 1 and not parts[0].strip() and is_value(filled[0]))
        if is_row and not in_contents and not any(is_sentence(part) for part in filled[1:]):
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
            self.blocks.append(Text(address, words, level, place))
        elif self.tabbed and not shown.boxes:
            # an empty paragraph ends what tabs set as a table, unless it goes on after it with more of the same
            self._flush()
        for box in shown.boxes:
            self._flush()
            self.read(box, in_body=False)

    def _flush(self) -> None:
        """Note the lines that tabs set as a table, and the texts behind them."""
        if self.tabbed:
            self.blocks.append(grid_of(self.tabbed))
        self.tabbed = []
        for address, words, place, bold in self.between:
            self.blocks.append(Text(address, words, 7 if bold else 0, place))
        self.between = []

    def _table(self, element: Any) -> None:
        self.block += 1
        self.tables += 1
        block, number = self.block, self.tables
        lines: list[Line] = []
        nested: list[Any] = []
        shown_row = 0
        for row_number, row in enumerate((e for e in self._children(element) if e.tag == W + "tr"), 1):
            properties = row.find(W + "trPr")
            if properties is not None and (properties.find(W + "del") is not None or _is_on(properties, "hidden")):
                continue
            before, after = (_count(properties, name) for name in ("gridBefore", "gridAfter"))
            column = before
            cells: list[Cell] = []
            covered = set(range(before))
            for cell in (e for e in self._children(row) if e.tag == W + "tc"):
                own = cell.find(W + "tcPr")
                if own is not None and own.find(W + "cellDel") is not None:
                    continue
                span = max(1, _count(own, "gridSpan"))
                merge = own.find(W + "vMerge") if own is not None else None
                sideways = own.find(W + "hMerge") if own is not None else None
                goes_on = merge is not None and _value(merge) != "restart"
                if goes_on or (sideways is not None and _value(sideways) != "restart"):
                    covered |= set(range(column, column + span))
                else:
                    shown = self._cell(cell, nested)
                    if shown.line().strip():
                        cells.append(
                            Cell(
                                shown.line().strip("\n "),
                                column,
                                span,
                                f"t{number}r{row_number}c{column}",
                                shown.is_bold,
                                self._indent(cell),
                                ",".join(shown.marks),
                                shown.doubt,
                            )
                        )
                column += span
            covered |= set(range(column, column + after))
            is_header = properties is not None and _is_on(properties, "tblHeader")
            for own_cells in rows_in(cells):
                shown_row += 1
                lines.append(Line(f"b{block}r{shown_row}", own_cells, is_header, frozenset(covered)))
        if lines and any(line.cells for line in lines):
            self.blocks.append(Grid(tuple(line for line in lines if line.cells)))
        for inner in nested:
            self.read(inner, in_body=False)

    def _cell(self, cell: Any, nested: list[Any]) -> _Shown:
        """Return what is seen of a cell; tables and boxes inside it are set aside."""
        whole = _Shown()
        for element in self._children(cell):
            if element.tag == W + "tbl":
                nested.append([element])
                continue
            properties = element.find(W + "pPr")
            style = self.styles.get(_value(properties.find(W + "pStyle")) if properties is not None else "", _Style())
            shown = self._shown(element, style)
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

    def _shown(self, paragraph: Any, style: _Style) -> _Shown:
        shown = _Shown()
        if not style.is_hidden:
            self._walk(paragraph, shown, style)
        return shown

    def _walk(self, element: Any, shown: _Shown, style: _Style) -> None:
        for child in element:
            tag = child.tag
            if tag in GONE or not isinstance(tag, str):
                continue
            if tag == W + "r":
                self._run(child, shown, style)
            elif tag == W + "sdt":
                control = child.find(W + "sdtPr")
                content = child.find(W + "sdtContent")
                if content is not None and not _is_on(control, "showingPlcHdr"):
                    self._walk(content, shown, style)
            elif tag in WRAPPERS or tag == W + "fldSimple":
                self._walk(child, shown, style)
            elif tag in (M + "oMath", M + "oMathPara"):
                if self._is_shown():
                    shown.text.append("".join(found.text or "" for found in child.iter(M + "t")))
            elif tag == MC + "AlternateContent":
                self._alternative(child, shown, style)

    def _alternative(self, element: Any, shown: _Shown, style: _Style) -> None:
        chosen = element.find(MC + "Choice")
        if chosen is None:
            chosen = element.find(MC + "Fallback")
        if chosen is not None:
            self._drawings(chosen, shown)
            self._walk(chosen, shown, style)

    def _drawings(self, element: Any, shown: _Shown) -> None:
        shown.boxes.extend(box for box in element.iter(W + "txbxContent") if not _is_inside_box(box, element))

    def _is_shown(self) -> bool:
        return all(shows for _, shows in self.fields)

    def _run(self, run: Any, shown: _Shown, style: _Style) -> None:
        properties = run.find(W + "rPr")
        # what is struck through was replaced, and is no amount
        is_hidden = any(_is_on(properties, name) for name in ("vanish", "webHidden", "strike", "dstrike"))
        align = _value(properties.find(W + "vertAlign")) if properties is not None else ""
        bold = properties.find(W + "b") if properties is not None else None
        is_bold = style.is_bold if bold is None else _is_on(properties, "b")
        text: list[str] = []
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag == W + "instrText":
                self._instruction(child.text or "")
            elif is_hidden or not self._is_shown():
                continue
            elif tag == W + "t":
                text.append(child.text or "")
            elif tag in (W + "tab", W + "ptab"):
                text.append("\t")
            elif tag in (W + "br", W + "cr"):
                text.append("\n")
            elif tag == W + "noBreakHyphen":
                text.append("-")
            elif tag == W + "sym":
                text.append(self._symbol(child, shown))
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                shown.marks.append(child.get(W + "id", ""))
            elif tag == W + "ruby":
                base = child.find(W + "rubyBase")
                if base is not None:
                    self._walk(base, shown, style)
            elif tag == MC + "AlternateContent":
                self._alternative(child, shown, style)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawings(child, shown)
        words = "".join(text)
        if align == "superscript" and MARK.fullmatch(words.strip()):
            shown.marks.append(words.strip())
            return
        if words:
            shown.text.append(words)
            count = len(re.findall(r"\w", words))
            shown.letters += count
            shown.bold += count * is_bold

    def _symbol(self, child: Any, shown: _Shown) -> str:
        font, code = child.get(W + "font", ""), child.get(W + "char", "")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else 0
        # signs of such fonts lie in a private part of Unicode
        low = number - 0xF000 if number >= 0xF000 else number
        if font.lower() == "symbol":
            if low in SYMBOLS:
                return SYMBOLS[low]
            if 0x20 <= low < 0x7F:
                return chr(low)
        elif number < 0xE000 and number:
            return chr(number)
        shown.doubt = "symbol"
        return ""

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(("", False))
        elif kind == "separate" and self.fields:
            self.fields[-1] = (self.fields[-1][0], True)
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _instruction(self, text: str) -> None:
        if self.fields and not self.fields[-1][1] and not self.fields[-1][0] and text.strip():
            self.fields[-1] = (text.split()[0].upper(), False)


def _is_inside_box(box: Any, top: Any) -> bool:
    """Tell whether a text box lies inside another one, or in the second form of one that is there already."""
    above = box.getparent()
    while above is not None and above is not top:
        if above.tag in (W + "txbxContent", MC + "Fallback"):
            return True
        above = above.getparent()
    return False


def _count(properties: Any, name: str) -> int:
    element = None if properties is None else properties.find(W + name)
    value = _value(element)
    return int(value) if value.isdigit() else 0
