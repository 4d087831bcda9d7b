"""Ticks in a workbook: comments at its cells."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from finsam_audit.check.ticked.marks import Mark
from finsam_audit.check.ticked.package import OFFICE, Package, insert_before, insert_last, parsed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
CELL = re.compile(r"([A-Z]+)(\d+)")
# what stands behind `legacyDrawing` in a sheet
LATER = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems",
    "tableParts", "extLst",
}  # fmt: skip
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
    ' o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/>'
    "</v:shapetype></xml>"
)
# the box of a comment that is shown; its number is one that no other shape of the sheet has
SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" id="finsam_{number}" type="#_x0000_t202"'
    ' style="position:absolute;width:{width}pt;height:{height}pt;visibility:hidden" fillcolor="{colour}"'
    ' o:insetmode="auto"><v:fill color2="{colour}"/><v:textbox/><x:ClientData ObjectType="Note"><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
PINK, PALE = "#ffd9d9", "#eef6ee"


def ticked_xlsx(content: bytes, marks: Sequence[Mark]) -> bytes:
    """Return a workbook with a comment at every number.

    Args:
        content: the file.
        marks: their places are `sheet!cell`.

    """
    package = Package(content)
    book = next((name for kind, name in package.relations("").values() if kind == "officeDocument"), "")
    workbook = package.part(book)
    if workbook is None:
        return content
    targets = package.relations(book)
    sheets: dict[str, str] = {}
    for found in parsed(workbook).iter("{*}sheet"):
        own = next((value for key, value in found.attrib.items() if key.endswith("}id")), "")
        if own in targets:
            sheets[str(found.get("name"))] = targets[own][1]
    at: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        sheet, _, cell = mark.place.rpartition("!")
        if sheet in sheets and CELL.fullmatch(cell):
            at[sheet][cell].append(mark)
    for sheet, cells in at.items():
        _comment(package, sheets[sheet], cells)
    return package.write()


def _comment(package: Package, sheet: str, cells: dict[str, list[Mark]]) -> None:
    """Put comments on the cells of a sheet, beside those that it has."""
    name = package.related(sheet, "comments")
    if name is None:
        name = package.free_name("xl/comments{}.xml")
        package.set(name, f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode())
        package.declare(name, COMMENTS_TYPE)
        package.relate(sheet, "comments", name)
    comments = parsed(package.part(name) or b"")
    _write(comments, cells)
    content = etree.tostring(comments, xml_declaration=True, encoding="UTF-8", standalone=True)
    package.set(name, bytes(content))
    _draw(package, sheet, cells)


def _write(comments: Any, cells: dict[str, list[Mark]]) -> None:
    space = f"{{{etree.QName(comments).namespace}}}"
    authors, listed = comments.find(f"{space}authors"), comments.find(f"{space}commentList")
    names = [found.text for found in authors]
    there = {found.get("ref"): found for found in listed}
    for cell, marks in cells.items():
        loudest = next((mark for mark in marks if mark.kind == "wrong"), marks[0])
        if loudest.author not in names:
            etree.SubElement(authors, f"{space}author").text = loudest.author
            names.append(loudest.author)
        words = "\n".join(mark.comment for mark in marks)
        if cell in there:
            # a cell has one comment: what a person wrote stays first
            text, words = there[cell].find(f"{space}text"), f"\n{loudest.author}: {words}"
            for plain in text.findall(f"{space}t"):
                # a text without runs becomes the first of them
                text.replace(plain, run := etree.Element(f"{space}r"))
                run.append(plain)
        else:
            made = etree.SubElement(listed, f"{space}comment", ref=cell, authorId=str(names.index(loudest.author)))
            text = etree.SubElement(made, f"{space}text")
        run = etree.SubElement(etree.SubElement(text, f"{space}r"), f"{space}t")
        run.text = words
        run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    listed[:] = sorted(listed, key=lambda found: _row_and_column(str(found.get("ref"))))


def _draw(package: Package, sheet: str, cells: dict[str, list[Mark]]) -> None:
    """Give the new comments of a sheet their boxes, without which Excel takes the file for damaged."""
    name = next((target for kind, target in package.relations(sheet).values() if kind == "vmlDrawing"), None)
    if name is None or f"/{name}" not in _drawn(package, sheet):
        name = package.free_name("xl/drawings/vmlDrawing{}.vml")
        package.set(name, DRAWING.encode())
        package.declare(name, DRAWING_TYPE)
        own = package.relate(sheet, "vmlDrawing", name)
        entry = f'<legacyDrawing xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id={quoteattr(own)}/>'
        content = package.part(sheet) or b""
        package.set(sheet, insert_before(content, entry.encode(), lambda tag: tag.rpartition(":")[2] in LATER))
    drawing = package.part(name) or b""
    there = {(data.findtext("{*}Row"), data.findtext("{*}Column")) for data in parsed(drawing).iter("{*}ClientData")}
    shapes = []
    for number, (cell, marks) in enumerate(cells.items()):
        row, column = _row_and_column(cell)
        if (str(row), str(column)) in there:
            continue
        is_wrong = any(mark.kind == "wrong" for mark in marks)
        lines = sum(1 + len(mark.comment) // 55 for mark in marks)
        rows = max(2, lines)
        shapes.append(
            SHAPE.format(
                number=number,
                width=300 if is_wrong else 160,
                height=15 * rows,
                colour=escape(PINK if is_wrong else PALE),
                anchor=f"{column + 1}, 15, {row}, 2, {column + (5 if is_wrong else 3)}, 15, {row + rows}, 2",
                row=row,
                column=column,
            )
        )
    package.set(name, insert_last(drawing, "".join(shapes).encode()))


def _drawn(package: Package, sheet: str) -> set[str]:
    """Return the drawings of comments that a sheet shows; one of headers and footers is none."""
    root = parsed(package.part(sheet) or b"")
    relations = package.relations(sheet)
    found = [value for element in root.iter("{*}legacyDrawing") for value in element.attrib.values()]
    return {f"/{relations[own][1]}" for own in found if own in relations}


def _row_and_column(cell: str) -> tuple[int, int]:
    """Return row and column of a cell, both from 0."""
    match = CELL.fullmatch(cell)
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
