"""Ticks in a Word document: comments at its cells and lines."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from finsam_audit.check.ticked.marks import Mark
from finsam_audit.check.ticked.package import Package, parsed
from finsam_audit.intake.sizes import size_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
PLACE = re.compile(r"t(?P<table>\d+)r(?P<row>\d+)c(?P<column>\d+)|p(?P<paragraph>\d+)(c\d+)?")
# what may stand around paragraphs, tables, rows and cells, as the reader of Word files takes them
WRAPPERS = {"ins", "moveTo", "hyperlink", "smartTag", "customXml", "bdo", "dir", "sdt", "sdtContent"}
BLOCKS = {"p", "tbl", "tr", "tc"}
# lxml tells no types
Element = Any


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _name(element: Element) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def ticked_docx(content: bytes, marks: Sequence[Mark]) -> bytes:
    """Return a Word document with a comment at every number.

    Args:
        content: the file.
        marks: their places are `t<table>r<row>c<column of the grid>` and `p<paragraph>`, with the column of a tab.

    """
    package = Package(content)
    main = next((name for kind, name in package.relations("").values() if kind == "officeDocument"), "")
    document = package.part(main)
    if document is None:
        return content
    root = parsed(document)
    at: dict[Element, list[Mark]] = defaultdict(list)
    places = _Places(root)
    for mark in marks:
        if (paragraph := places.paragraph(mark.place)) is not None:
            at[_outside_box(paragraph)].append(mark)
    name = package.related(main, "comments")
    comments = parsed(package.part(name) or b"") if name else etree.Element(_w("comments"), nsmap={"w": W})
    number = max((int(found.get(_w("id"), "0")) for found in comments), default=-1) + 1
    for paragraph, own in at.items():
        comments.append(_comment(number, own))
        _refer(paragraph, number)
        number += 1
    if name is None:
        name = package.free_name("word/comments{}.xml")
        package.declare(name, TYPE)
        package.relate(main, "comments", name)
    package.set(name, _bytes(comments))
    package.set(main, _bytes(root))
    return package.write()


def _bytes(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class _Places:
    """The tables and paragraphs of a document as its reader counts them."""

    def __init__(self, root: Element) -> None:
        body = root.find(_w("body"))
        found: list[Element] = [] if body is None else list(_blocks(body))
        self.paragraphs = [element for element in found if _name(element) == "p"]
        self.tables = [
            table for table in root.iter(_w("tbl")) if not any(_is_gone(parent) for parent in table.iterancestors())
        ]

    def paragraph(self, place: str) -> Element | None:
        """Return the paragraph where a place is; None where there is none."""
        match = PLACE.fullmatch(place)
        if match is None:
            return None
        if match["paragraph"]:
            number = int(match["paragraph"])
            return self.paragraphs[number - 1] if number <= len(self.paragraphs) else None
        cell = self._cell(*(int(match[part]) for part in ("table", "row", "column")))
        if cell is None:
            return None
        own = [element for element in _blocks(cell) if _name(element) == "p"]
        return next((element for element in own if any(True for _ in element.iter(_w("t")))), own[0] if own else None)

    def _cell(self, table: int, row: int, column: int) -> Element | None:
        if table > len(self.tables):
            return None
        rows = [element for element in _blocks(self.tables[table - 1]) if _name(element) == "tr"]
        if row > len(rows):
            return None
        at = _count(rows[row - 1].find(_w("trPr")), "gridBefore", 0)
        for cell in (element for element in _blocks(rows[row - 1]) if _name(element) == "tc"):
            properties = cell.find(_w("tcPr"))
            if properties is not None and properties.find(_w("cellDel")) is not None:
                continue
            if at == column:
                return cell
            at += max(1, _count(properties, "gridSpan", 1))
        return None


def _count(properties: Element | None, name: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(_w(name))
    value = "" if found is None else str(found.get(_w("val"), ""))
    return size_of(value, otherwise)


def _is_gone(element: Element) -> bool:
    """Tell whether an element is another form of what stands beside it, or a row that was taken away."""
    if element.tag == f"{{{MC}}}Fallback":
        return True
    properties = element.find(_w("trPr")) if element.tag == _w("tr") else None
    return properties is not None and properties.find(_w("del")) is not None


def _outside_box(paragraph: Element) -> Element:
    """Return the paragraph that holds the box that a paragraph stands in: Word takes no comments inside of boxes."""
    boxes = list(paragraph.iterancestors(_w("txbxContent")))
    return paragraph if not boxes else next(boxes[-1].iterancestors(_w("p")), paragraph)


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs, tables, rows or cells right inside an element, those in controls and changes too."""
    for element in parent:
        if not isinstance(element.tag, str):
            continue
        space, name = etree.QName(element).namespace, _name(element)
        if space == W and name in BLOCKS:
            yield element
        elif space == W and name in WRAPPERS:
            yield from _blocks(element)
        elif element.tag == f"{{{MC}}}AlternateContent":
            chosen = element.find(f"{{{MC}}}Choice")
            if chosen is not None:
                yield from _blocks(chosen)


def _comment(number: int, marks: Sequence[Mark]) -> Element:
    """Return the comment of one place: a paragraph for each of its numbers."""
    loudest = next((mark for mark in marks if mark.kind == "wrong"), marks[0])
    made = etree.Element(_w("comment"), {_w("id"): str(number), _w("author"): loudest.author, _w("initials"): "FA"})
    for mark in marks:
        text = etree.SubElement(etree.SubElement(etree.SubElement(made, _w("p")), _w("r")), _w("t"))
        text.text = mark.comment
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _refer(paragraph: Element, number: int) -> None:
    """Put the references of a comment around what a paragraph holds."""
    value = {_w("id"): str(number)}
    properties = paragraph.find(_w("pPr"))
    paragraph.insert(0 if properties is None else 1, etree.Element(_w("commentRangeStart"), value))
    paragraph.append(etree.Element(_w("commentRangeEnd"), value))
    etree.SubElement(etree.SubElement(paragraph, _w("r")), _w("commentReference"), value)
