"""Small reports of every format, and files that are damaged or made to do harm: each of them by its number or name.

As a program it reads them under a limit of memory and says in a line of JSON what came of each: a reader that never
ends, or that takes all memory, ends this process and no other.
"""

import io
import json
import re
import resource
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pypdf
from association import ROOT
from bare_reports import shipped_report
from finsam_audit.check.sources import read_source
from finsam_audit.mapping.report import Report
from finsam_audit.names import LANGUAGES
from finsam_audit.project.errors import UserError
from layouts import LAYOUTS, write
from lxml import etree
from pdf_pages import RIGHTS, STATEMENT, pdf, rows
from pdf_pages import write as write_objects

Damage = Callable[[Random, bytes], bytes]
Parts = dict[str, bytes]
# one layout of each way to print, and pages of a PDF as they are and packed
LAID_OUT = (
    "docx_two_heads", "tabs_plain", "xlsx_two_heads", "xlsx_gaps", "markdown_marks", "text_plain", "fixed_breaks",
)  # fmt: skip
PDFS = ("pdf", "pdf_packed")
KINDS = (*LAID_OUT, *PDFS)
# what programs write where a count, a place or a size should stand
NUMBERS = (
    "0", "-1", "1", "2", "65535", "1048577", "2147483648", "99999999999999999999", "1e308", "-1e-308", "0.5", "NaN",
    "inf", "1/0", "0x10", "\u00b2", "",
)  # fmt: skip
WORDS = (
    "", "\u00e5", "A1", "A1:XFD1048576", "XFD1048576", "#REF!", "true", "rId1", "x" * 5000, "1 234 (5)", "\u202e12",
    "\ue0007\ue001", "&#xe000;7&#xe001;",
)  # fmt: skip
# text that is read as numbers, as rows, or as neither
SAID = (
    "1" * 400, "9 " * 3000, "(" * 500, "1,2,3.4.5-6--7", "\u00b2\u00bd\u0663", "\t" * 500, "|" * 500, "\f\f\f", "\x1a",
    "2024" * 200, "-" * 300, "1" + "\u00a0000" * 300, "(1 (2 (3", "=1+1", "%%%", "{0}", "<table>" * 200, "31-02-2024",
)  # fmt: skip
DEEP = (100, 250, 3000)
TOKEN = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
REFERENCE = re.compile(rb"\d+ 0 R")
NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
OPERATOR = re.compile(rb"(?<=\s)(?:BT|ET|Tj|Td|Tf|cm|Do|q|Q|re|f|Tm|gs|BI|EI|TJ)(?=\s)")
DAY = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
PACKED = re.compile(rb"(<<[^>]*?/FlateDecode[^>]*?>>\nstream\n)(.*?)\n?endstream", re.DOTALL)


def small_report() -> Report:
    """Return the first two tables of a shipped report: what a house prints, and read in a moment."""
    whole = shipped_report("samspelet_ar_2025")
    return replace(whole, tables=whole.tables[:2], texts=())


@cache
def originals() -> dict[str, tuple[str, bytes]]:
    """Return the undamaged files: for each kind the ending of its name, and its content."""
    found = {}
    with TemporaryDirectory() as place:
        folder = Path(place)
        for layout in LAYOUTS:
            if layout.name in LAID_OUT:
                path = write(small_report(), layout, folder)
                content = path.read_bytes()
                found[layout.name] = (path.suffix, timeless(content) if content.startswith(b"PK") else content)
        plain = pdf(folder / "a.pdf", rows(STATEMENT, RIGHTS), rows(STATEMENT, RIGHTS, top=500))
        packed = pypdf.PdfWriter(clone_from=plain)
        for page in packed.pages:
            page.compress_content_streams()
        packed.write(folder / "b.pdf")
        # tokens can be changed in a stream that stands unpacked
        found["pdf"] = (".pdf", unpacked(plain.read_bytes()))
        found["pdf_packed"] = (".pdf", (folder / "b.pdf").read_bytes())
    return found


def timeless(content: bytes) -> bytes:
    """Return a package that does not say when it was written: what is damaged is the same in every run."""
    return package_of({name: DAY.sub(b"2026-01-01T00:00:00", part) for name, part in parts_of(content).items()})


def unpacked(content: bytes) -> bytes:
    """Return a PDF whose packed streams stand open; its table of places is wrong then, as after a bad transfer."""

    def opened(match: re.Match[bytes]) -> bytes:
        data = zlib.decompress(match[2])
        head = re.sub(rb"/Length \d+ /Filter /FlateDecode", b"/Length %d" % len(data), match[1])
        return head + data + b"\nendstream"

    return PACKED.sub(opened, content)


def span(chance: Random, content: bytes, most: int = 4000) -> tuple[int, int]:
    """Return a stretch of a file."""
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 2, 8, 64, chance.randrange(1, most))))


def cut(chance: Random, content: bytes) -> bytes:
    """Return the beginning of a file, or its end."""
    at = chance.randrange(len(content) + 1)
    return content[:at] if chance.random() < 0.8 else content[at:]


def flipped(chance: Random, content: bytes) -> bytes:
    """Return a file with bits turned over."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 10, 200))):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def moved(chance: Random, content: bytes) -> bytes:
    """Return a file of which a stretch is gone, there twice, elsewhere, zeros, or noise."""
    start, end = span(chance, content)
    part, way = content[start:end], chance.randrange(5)
    if way == 0:
        return content[:start] + content[end:]
    if way == 1:
        return content[:end] + part * chance.choice((1, 2, 100)) + content[end:]
    if way == 2:
        rest = content[:start] + content[end:]
        at = chance.randrange(len(rest) + 1)
        return rest[:at] + part + rest[at:]
    return content[:start] + (bytes(len(part)) if way == 3 else chance.randbytes(len(part))) + content[end:]


def joined(chance: Random, content: bytes) -> bytes:
    """Return a file with another one behind it, before it or in it."""
    _, other = originals()[chance.choice(KINDS)]
    at = chance.choice((0, len(content), chance.randrange(len(content) + 1)))
    return content[:at] + other + content[at:]


BYTES: tuple[Damage, ...] = (cut, flipped, moved, joined)


def parts_of(content: bytes) -> Parts:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package_of(parts: Parts) -> bytes:
    """Return a package of parts; the same bytes at any hour."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def in_package(chance: Random, content: bytes) -> bytes:
    """Return a package whose parts are gone, exchanged, damaged, or say otherwise what they said."""
    parts = parts_of(content)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    for _ in range(chance.choice((1, 1, 2, 5))):
        name, way = chance.choice(names), chance.randrange(8)
        if way == 0:
            parts[name] = b""
        elif way == 1:
            other = chance.choice(names)
            parts[name], parts[other] = parts[other], parts[name]
        elif way == 2:
            parts[name] = chance.choice(BYTES)(chance, parts[name])
        else:
            parts[name] = in_markup(chance, parts[name])
    if chance.random() < 0.1:
        del parts[chance.choice(names)]
    return package_of(parts)


def in_markup(chance: Random, content: bytes) -> bytes:
    """Return a part of a package with elements gone, doubled, nested or renamed, and other attributes and texts."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    for _ in range(chance.choice((1, 2, 10))):
        elements = list(root.iter(etree.Element))
        element, way = chance.choice(elements), chance.randrange(6)
        parent = element.getparent()
        if way == 0 and element.attrib:
            element.set(chance.choice(sorted(element.attrib)), chance.choice(NUMBERS + WORDS))
        elif way == 1:
            element.text = chance.choice(NUMBERS + WORDS + tuple(said for said in SAID if said.isprintable()))
        elif way == 2 and parent is not None:
            parent.remove(element)
        elif way == 3 and parent is not None:
            twin = etree.tostring(element)
            for _ in range(chance.choice((1, 3, 50))):
                parent.append(etree.fromstring(twin))
        elif way == 4:
            chance.choice(elements).append(etree.fromstring(etree.tostring(element)))
        elif way == 5:
            element.tag = chance.choice(elements).tag
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if chance.random() < 0.05 and b"</" in made:
        at, deep = made.rindex(b"</"), chance.choice(DEEP)
        made = made[:at] + b"<a>" * deep + b"</a>" * deep + made[at:]
    return made


def in_pdf(chance: Random, content: bytes) -> bytes:
    """Return a PDF with other numbers, references, names and operators."""
    for _ in range(chance.choice((1, 1, 3, 10))):
        form = chance.choice((TOKEN, TOKEN, REFERENCE, NAME, OPERATOR))
        found = list(form.finditer(content))
        if not found:
            continue
        at, other = chance.choice(found), chance.choice(found)[0]
        if form is TOKEN and chance.random() < 0.7:
            other = chance.choice(NUMBERS).encode()
        other = chance.choice((other, other, b"null", b"[ ]", b"<< >>", b""))
        content = content[: at.start()] + other + content[at.end() :]
    return content


def in_text(chance: Random, content: bytes) -> bytes:
    """Return a text with other lines, signs between cells, numbers and encodings."""
    lines = content.decode("utf-8", errors="replace").split("\n")
    for _ in range(chance.choice((1, 3, 20))):
        at, way = chance.randrange(len(lines)), chance.randrange(7)
        if way == 0:
            lines[at] = chance.choice(SAID + WORDS)
        elif way == 1:
            lines.insert(at, chance.choice(lines))
        elif way == 2 and len(lines) > 1:
            del lines[at]
        elif way == 3:
            lines[at] = lines[at].replace(chance.choice("\t| ,-"), chance.choice(("", "\t", "|", "  ", "\u00a0", ";")))
        elif way == 4:
            lines[at] = re.sub(r"\d", lambda _: chance.choice("0123456789 .,-O"), lines[at])
        elif way == 5:
            lines[at] += chance.choice(SAID)
        else:
            lines[at] = lines[at] * chance.choice((2, 40))
    said = chance.choice(("\n", "\n", "\r\n", "\r", "\u2028")).join(lines)
    return said.encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-32")), errors="replace")


def damaged(number: int) -> tuple[str, bytes]:
    """Return a damaged file.

    Args:
        number: which; damaged in the same way each time.

    Returns:
        The ending of its name, of one in twenty that of another format, and its content.

    """
    chance = Random(number)
    suffix, content = originals()[KINDS[number % len(KINDS)]]
    inside = in_package if suffix in (".docx", ".xlsx") else in_pdf if suffix == ".pdf" else in_text
    ways: tuple[Damage, ...] = (*BYTES, inside, inside, inside, inside)
    content = chance.choice(ways)(chance, content)
    if chance.random() < 0.05:
        suffix = chance.choice((".pdf", ".docx", ".xlsx", ".md", ".txt", ""))
    return suffix, content


def in_part(kind: str, part: str, before: bytes, after: bytes) -> bytes:
    """Return an undamaged package in whose part something stands otherwise at its first place."""
    parts = parts_of(originals()[kind][1])
    assert before in parts[part], before
    return package_of({**parts, part: parts[part].replace(before, after, 1)})


def in_sheet(before: bytes, after: bytes) -> bytes:
    """Return a workbook with another sheet."""
    return in_part("xlsx_two_heads", SHEET, before, after)


def with_rows(rows: bytes) -> bytes:
    """Return a workbook with further rows."""
    return in_sheet(b"</sheetData>", rows + b"</sheetData>")


def with_ones(count: int) -> bytes:
    """Return a workbook with so many further rows of a number each."""
    return with_rows(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1000, 1000 + count)))


def in_body(before: bytes, after: bytes) -> bytes:
    """Return a Word document with another body."""
    return in_part("docx_two_heads", "word/document.xml", before, after)


def with_body(inside: bytes) -> bytes:
    """Return a Word document with something at its beginning."""
    return in_body(b"<w:body>", b"<w:body>" + inside)


def with_entities(kind: str, part: str) -> bytes:
    """Return a package whose part declares entities that grow tenfold each, behind a comment that hides them."""
    grown = "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in pairwise("abcdefghij"))
    parts = parts_of(originals()[kind][1])
    content = parts[part]
    root, end = content.index(b"<", content.index(b"?>") + 2), content.rindex(b"</")
    declared = f"<!--{'x' * 5000}--><!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>{grown}]>".encode()
    return package_of({**parts, part: content[:root] + declared + content[root:end] + b"&j;" + content[end:]})


def lying(size: int) -> bytes:
    """Return a package that says another size of its last part than it has."""
    made = bytearray(originals()["docx_two_heads"][1])
    at = made.rindex(b"PK\x01\x02") + 24
    made[at : at + 4] = size.to_bytes(4, "little")
    return bytes(made)


def pdf_of(objects: dict[int, bytes]) -> bytes:
    """Return a PDF of objects; the first is its catalog."""
    with TemporaryDirectory() as place:
        path = Path(place) / "a.pdf"
        write_objects(path, objects)
        return path.read_bytes()


def page(content: str, of: str = "/MediaBox [0 0 595 842]", resources: str = "", objects: Sequence[str] = ()) -> bytes:
    """Return a PDF of a page."""
    with TemporaryDirectory() as place:
        return pdf(Path(place) / "a.pdf", content, page=of, resources=resources, objects=objects).read_bytes()


def locked(user: str, algorithm: str) -> bytes:
    """Return a PDF that is encrypted."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(originals()["pdf_packed"][1]))
    writer.encrypt(user, owner_password="another", algorithm=algorithm)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def form(inside: str) -> str:
    """Return an object that paints another one twice."""
    content = "/X Do /X Do"
    return (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X "
        f"{inside} >> >> /Length {len(content)} >>\nstream\n{content}\nendstream"
    )


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = rows(STATEMENT, RIGHTS)
IN_FORM = "/XObject << /X 10 0 R >>"
IN_TABLE, OF_TABLE = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
CELL = b"<w:tc><w:p><w:r><w:t>1 000</w:t></w:r></w:p></w:tc>"
PROSE = "# Provet\n\n|a|2024|\n|-|-|\n|b|1|\n"
SHEET = "xl/worksheets/sheet1.xml"
LINK = b'</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
WHOLE_SHEET = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
LONG_DIGITS = b"0" * 30_000 + b"." + b"0" * 30_000
IN_CIRCLES = (
    b'<row r="900"><c r="A900"><f>B900+B900</f></c><c r="B900"><f>A900+A900</f></c>'
    b'<c r="C900"><f>SUM(A1:XFD1048576)</f></c><c r="D900"><f>9^9^9^9</f></c><c r="E900"><f>1E308*10</f></c></row>'
)
RAISED_SPANS = "<table><tr><td colspan='\u00b2'>In 2024</td><td rowspan='999999999'>1 000</td></tr></table>\n"
OWN_SIGNS = "|\ue0007\ue001|&#xe000;7&#xe001;|\n|&#xe000;\\*1&#xe001;|5|\n"
RAISED_PAGES = "Provet 2024\n\n\t2024\t2023\nIn\t1\t2\n\nContents\nIn\t\u00b2\nUt\t\u00b3\nMer\t\u00b9\n"


def merged_areas() -> bytes:
    areas = b"".join(b'<mergeCell ref="A%d:CV%d"/>' % (n, n + 99) for n in range(1, 15_000))
    return in_sheet(b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>")


def merged_pairs(count: int) -> bytes:
    areas = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1000, 1000 + count))
    return in_sheet(b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>")


def other_letters() -> bytes:
    parts = parts_of(originals()["xlsx_two_heads"][1])
    text = parts[SHEET].replace(b"</sheetData>", WHOLE_SHEET).decode()
    declared = '<?xml version="1.0" encoding="UTF-16"?>' + re.sub(r"^<\?.*?\?>", "", text)
    return package_of({**parts, SHEET: declared.encode("utf-16")})


def hidden_columns() -> bytes:
    return in_sheet(b"<sheetData>", b'<cols><col min="7" max="2000000000" hidden="1"/></cols><sheetData>')


def last_corner() -> bytes:
    return with_rows(b'<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>')


def own_grandparent() -> bytes:
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>"
    return pdf_of({1: CATALOG, 2: tree, 3: b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>"})


def one_page_often() -> bytes:
    tree = b"<< /Type /Pages /Count 2000000000 /Kids [" + b"3 0 R " * 20_000 + b"] >>"
    return pdf_of({1: CATALOG, 2: tree, 3: b"<< /Type /Page /Parent 2 0 R >>"})


def lists_in_lists() -> bytes:
    return originals()["pdf"][1].replace(b"/Type /Catalog", b"/X " + b"[" * 50_000 + b"] " * 50_000 + b"/Type /Catalog")


def forms_in_forms() -> bytes:
    return page(f"/X Do {PAGE}", resources=IN_FORM, objects=[form(f"{11 + n} 0 R") for n in range(40)])


def elsewhere() -> bytes:
    return re.sub(rb"startxref\s+\d+", b"startxref\n5", originals()["pdf"][1])


def of_another_place() -> bytes:
    return originals()["docx_two_heads"][1].replace(b"word/document.xml", b"../x/document.xml")


# what is made to do harm: the ending of its name, its content, and how what is said of it begins after its name
# ("read" where it is read)
MADE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a sheet that says it is as large as can be": (
        ".xlsx", lambda: in_sheet(b"<dimension ref=", b'<dimension ref="A1:XFD1048576" x='), "read"
    ),
    "cells merged over the whole sheet": (
        ".xlsx", lambda: in_sheet(b"</sheetData>", WHOLE_SHEET), ", sheet Bokslut: more than 300000 rows and cells"
    ),
    "cells merged over all rows of a column, told by its letter": (
        ".xlsx", lambda: in_sheet(b"</sheetData>", WHOLE_SHEET.replace(b"A1:XFD1048576", b"$A:$XFD")), "is damaged"
    ),
    "a link over the whole sheet": (
        ".xlsx", lambda: in_sheet(b"</sheetData>", LINK), ", sheet Bokslut: more than 300000 rows and cells"
    ),
    "a sheet in another encoding": (".xlsx", other_letters, ", sheet Bokslut: more than 300000 rows and cells"),
    "areas merged over each other": (".xlsx", merged_areas, ", sheet Bokslut: more than 300000 rows and cells"),
    "thirty thousand merged areas": (".xlsx", lambda: merged_pairs(30_000), ", sheet Bokslut: more than 20000 merged"),
    "a million rows that are high": (
        ".xlsx", lambda: with_rows(b'<row ht="9"/>' * 1_000_000), ", sheet Bokslut: more than 300000 rows and cells"
    ),
    "a workbook under another name": (".dat", lambda: originals()["xlsx_two_heads"][1], "read"),
    "a cell in the last corner": (".xlsx", last_corner, "read"),
    "two thousand million columns": (".xlsx", hidden_columns, "read"),
    "more cells than a report": (".xlsx", lambda: with_ones(310_000), ", sheet Bokslut: more than 300000 rows"),
    "more numbers than a report": (".xlsx", lambda: with_ones(21_000), "has digits in 210"),
    "formulas that lead to themselves": (".xlsx", lambda: with_rows(IN_CIRCLES), "read"),
    "a number format of sixty thousand digits": (
        ".xlsx", lambda: in_part("xlsx_two_heads", "xl/styles.xml", b"#,##0", LONG_DIGITS), ": no table"
    ),
    "entities in a workbook": (
        ".xlsx", lambda: with_entities("xlsx_two_heads", SHEET), "is damaged"
    ),
    "entities in a document": (".docx", lambda: with_entities("docx_two_heads", "word/document.xml"), "is damaged"),
    "a cell over two thousand million columns": (
        ".docx", lambda: in_body(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2000000000"/>'), "read"
    ),
    "a row that begins at column two thousand million": (
        ".docx", lambda: in_body(b"<w:tr>", b'<w:tr><w:trPr><w:gridBefore w:val="2000000000"/></w:trPr>'), "read"
    ),
    "tables in eighty tables": (".docx", lambda: with_body(IN_TABLE * 80 + b"<w:p/>" + OF_TABLE * 80), "read"),
    "tables in two thousand tables": (".docx", lambda: with_body(IN_TABLE * 2000 + OF_TABLE * 2000), "is damaged"),
    "a row of twenty thousand cells": (
        ".docx", lambda: with_body(b"<w:tbl><w:tr>" + CELL * 20_000 + b"</w:tr></w:tbl>"), "read"
    ),
    "a paragraph of two megabytes": (
        ".docx", lambda: with_body(b"<w:p><w:r><w:t>" + b"In 1 000 kr, " * 150_000 + b"</w:t></w:r></w:p>"), "read"
    ),
    "a body of twenty-five megabytes": (".docx", lambda: with_body(b"<w:p/>" * 4_200_000), ": the text unpacks to 26"),
    "a part that says it is two gigabytes": (".docx", lambda: lying(1 << 31), "unpacks to more than 400 MB"),
    "parts of another place": (".docx", of_another_place, "is no report"),
    "comments that never end": (".md", lambda: b"<!--" * 4000 + b"\n" + PROSE.encode(), "read"),
    "spaces before bars": (".md", lambda: (b" " * 15_000 + b"|\n") * 50 + PROSE.encode(), "read"),
    "empty lines without end": (".md", lambda: b"\n" * 1_000_000 + PROSE.encode(), "read"),
    "tables that never end": (".md", lambda: b"<table><tr><td>\n" * 900 + PROSE.encode(), "read"),
    "a cell over a raised two columns": (".md", lambda: (RAISED_SPANS + PROSE).encode(), "read"),
    "the reader's own signs": (".md", lambda: (PROSE + OWN_SIGNS).encode(), "read"),
    "a picture in the text": (
        ".md", lambda: b"![](data:image/png;base64," + b"QUJD" * 60_000 + b")\n\n" + PROSE.encode(), "read"
    ),
    "a line of one hundred thousand signs": (
        ".txt", lambda: b"In\t2024\n" + b"1 000 " * 17_000, ":2: the line has 102000 signs"
    ),
    "a text of three megabytes": (".txt", lambda: b"In\t1 000\t2 000\n" * 200_000, "is too large to be read (3 MB"),
    "pages with raised numbers": (".txt", lambda: RAISED_PAGES.encode(), "read"),
    "an amount of nineteen thousand digits": (
        ".txt", lambda: b"Provet 2024\n\n\t2024\nIn\t" + b"1" * 19_000 + b"\nUt\t2\n", ": no table"
    ),
    "a page as large as numbers go": (".pdf", lambda: page(PAGE, "/MediaBox [0 0 1e308 1e308]"), "read"),
    "a page of no size": (".pdf", lambda: page(PAGE, "/MediaBox [0 0 0 0]"), ": no table"),
    "a page whose size is no number": (".pdf", lambda: page(PAGE, "/MediaBox [0 0 (a) null]"), "read"),
    "a page turned by 37 degrees": (".pdf", lambda: page(PAGE, "/MediaBox [0 0 595 842] /Rotate 37"), ": no table"),
    "a letter as large as numbers go": (
        ".pdf", lambda: page(f"BT /F1 1e30 Tf 60 700 Td (1 000) Tj ET {PAGE}"), "read"
    ),
    "a form that paints itself": (
        ".pdf", lambda: page(f"/X Do {PAGE}", resources=IN_FORM, objects=[form("10 0 R")]), "read"
    ),
    "forms that paint two to the fortieth": (".pdf", forms_in_forms, ": no table"),
    "states that are never left": (".pdf", lambda: page("q " * 50_000 + PAGE), "read"),
    "an object that is itself": (".pdf", lambda: pdf_of({1: CATALOG, 2: b"2 0 R"}), "has no pages"),
    "objects that are each other": (".pdf", lambda: pdf_of({1: CATALOG, 2: b"3 0 R", 3: b"2 0 R"}), "has no pages"),
    "a catalog that is itself": (".pdf", lambda: pdf_of({1: b"1 0 R"}), "has no pages"),
    "a page that is its parent's parent": (".pdf", own_grandparent, ": no table"),
    "one page twenty thousand times": (".pdf", one_page_often, "is damaged"),
    "a table of places that is elsewhere": (".pdf", elsewhere, "read"),
    "a list in fifty thousand lists": (".pdf", lists_in_lists, "read"),
    "a password of forty bits": (".pdf", lambda: locked("secret", "RC4-40"), "is protected by a password"),
    "a password of 256 bits": (".pdf", lambda: locked("secret", "AES-256"), "is protected by a password"),
    "a password for changes alone": (".pdf", lambda: locked("", "AES-256"), "read"),
}  # fmt: skip
# those that take a second and more
LONG = {
    "areas merged over each other", "more numbers than a report", "a link over the whole sheet",
    "a million rows that are high",
    "more cells than a report", "a sheet in another encoding", "empty lines without end",
    "states that are never left", "a row of twenty thousand cells", "a cell in the last corner",
    "a list in fifty thousand lists",
}  # fmt: skip


def outcome_of(path: Path, language: str) -> tuple[str, str]:
    """Return what reading a file and naming its rows comes to: read, refused or a fault, and what is said."""
    try:
        source = read_source(path, {"associations": [], "members": []}, None, ROOT, language)
    except UserError as error:
        return "refused", str(error)
    except Exception as error:
        own = [step for step in traceback.extract_tb(error.__traceback__) if "finsam_audit" in step.filename]
        return "fault", f"{type(error).__name__} in {Path(own[-1].filename).name}:{own[-1].lineno}: {error}"
    return "read", f"{len(source.rows['line_items'])} numbers"


def peak() -> int:
    """Return how much memory this process ever used, MB."""
    try:
        # what the system counts begins with what the process had that started this one
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) // 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(folder: Path, memory: int, names: Sequence[str]) -> None:
    """Read files, and say in a line for each what came of it, how long it took and how much memory was ever in use."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for name in names:
        suffix, content = damaged(int(name)) if name.isdigit() else (MADE[name][0], MADE[name][1]())
        path = folder / f"report{suffix}"
        path.write_bytes(content)
        print(json.dumps([name, "begun"]), flush=True)
        start = time.monotonic()
        outcome, said = outcome_of(path, LANGUAGES[1])
        took = time.monotonic() - start
        written = sorted(other.name for other in folder.iterdir() if other != path)
        if path.read_bytes() != content:
            written.append(path.name)
        path.unlink()
        print(json.dumps([name, outcome, said.replace(str(path), "FILE"), took, peak(), written]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.stdin.read()))
