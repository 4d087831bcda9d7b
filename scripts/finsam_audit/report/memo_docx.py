"""The memo as a Word file: A4, the same bytes for the same blocks."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from finsam_audit.project.visible import visible
from finsam_audit.report.memo_blocks import Block, Heading, Signatures, Table, Text

# no clock: the file says when it was made by its input's date, in the text
MADE = datetime(2000, 1, 1)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
PAGE, MARGIN = (Mm(210), Mm(297)), Mm(18)
WIDTH = 174.0
# the format holds no longer one
LONGEST_TITLE = 255
FONT, INK = "Cambria", RGBColor(0x1D, 0x1F, 0x21)
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}


def memo_file(blocks: Iterable[Block], title: str, language: str) -> bytes:
    """Return the Word file of a memo.

    Args:
        blocks: what it says.
        title: of the file.
        language: of its text.

    """
    document = docx.Document()
    properties = document.core_properties
    title = visible(title)[:LONGEST_TITLE]
    properties.title, properties.author, properties.language = title, "Finsam Audit", LANGUAGES[language]
    properties.last_modified_by, properties.comments, properties.revision = "Finsam Audit", "", 1
    properties.created = properties.modified = MADE
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    _page_numbers(section.footer.paragraphs[0], title)
    for block in blocks:
        if isinstance(block, Heading):
            heading = document.add_heading(visible(block.text), block.level - 1)
            heading.paragraph_format.keep_with_next = True
            for run in heading.runs:
                run.font.name, run.font.color.rgb = FONT, INK
        elif isinstance(block, Text):
            document.add_paragraph(visible(block.text)).paragraph_format.keep_with_next = True
        elif isinstance(block, Table):
            _table(document, block)
        elif isinstance(block, Signatures):
            for label in block.labels:
                line = document.add_paragraph(f"{label}: ")
                line.paragraph_format.space_before = Pt(14)
                line.add_run("_" * 48)
    made = io.BytesIO()
    document.save(made)
    return _without_clock(made.getvalue())


def _table(document: docx.document.Document, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    whole = sum(block.widths)
    widths = [Mm(WIDTH * width / whole) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table.rows[0], block.heads, block, widths, is_bold=True)
    _repeat(table.rows[0])
    for number, row in enumerate(block.rows):
        added = table.add_row()
        if number in block.groups:
            added.cells[0].merge(added.cells[-1])
            row = row[:1]
        _fill(added, row, block, widths, is_bold=number in block.totals | block.groups)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(row: _Row, texts: Sequence[str], block: Table, widths: list[Mm], is_bold: bool) -> None:
    cells: list[_Cell] = list(row.cells)
    for place, text in enumerate(texts):
        cell = cells[place]
        if len(texts) > 1:
            cell.width = widths[place]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if place in block.numeric and len(texts) > 1:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(visible(text))
        run.font.size = Pt(7.5)
        run.bold = is_bold
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))


def _repeat(row: _Row) -> None:
    """Let a row stand at the head of every page that its table goes over."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _page_numbers(paragraph: Paragraph, title: str) -> None:
    paragraph.add_run(f"{title}   ").font.size = Pt(8)
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _without_clock(content: bytes) -> bytes:
    """Return a file whose parts all have one time, so that the same memo gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
