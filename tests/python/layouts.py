"""Reports written as files in layouts that differ in all that houses do differently, from bare rows that are known."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Cm
from finsam_audit.mapping.prints import plain
from finsam_audit.mapping.report import Report, Row, Table

PLAIN = re.compile(r"([-+]?)(\d{1,3}(?: \d{3})*)")


@dataclass(frozen=True)
class Layout:
    """How a house prints.

    Attributes:
        kind: docx, tabs (a Word document without tables), xlsx, markdown, text or fixed.
        group: what parts thousands.
        minus: before negative numbers; `()` for brackets, `_-` for a minus behind.
        heads: `one` line of headings or `two`, groups over their columns.
        title: how tables are headed: `style`, `bold`, `plain` or `numbered`.
        unit: where the unit stands: `line`, `corner` or `title`.
        marks: whether labels carry raised marks of footnotes.
        is_reversed: whether the columns stand in reverse order.
        breaks: whether long tables go on after a page break under repeated headings.
        gaps: whether an empty line stands before each sum.

    """

    name: str
    kind: str
    group: str = " "
    minus: str = "-"
    heads: str = "one"
    title: str = "style"
    unit: str = "line"
    marks: bool = False
    is_reversed: bool = False
    breaks: bool = False
    gaps: bool = False


LAYOUTS = (
    Layout("docx_plain", "docx"),
    Layout("docx_two_heads", "docx", "\u00a0", "\u2212", "two", "bold", "corner", True),
    Layout("docx_reversed", "docx", "\u202f", "\u2013", "one", "numbered", "title", False, True),
    Layout("docx_brackets", "docx", " ", "()", "two", "plain", "line", True, True, True),
    Layout("docx_breaks", "docx", "\u2009", "_-", "one", "style", "corner", False, False, True),
    Layout("tabs_plain", "tabs"),
    Layout("tabs_bold", "tabs", "\u00a0", "\u2212", "one", "bold", "corner", False, True),
    Layout("tabs_brackets", "tabs", " ", "()", "two", "style", "title", True),
    Layout("xlsx_plain", "xlsx"),
    Layout("xlsx_two_heads", "xlsx", "\u00a0", "\u2212", "two", "bold", "corner", False, False, False, True),
    Layout("xlsx_brackets", "xlsx", " ", "()", "two", "plain", "title", False, True),
    Layout("xlsx_gaps", "xlsx", ".", "\u2013", "one", "numbered", "line", False, False, True, True),
    Layout("markdown_plain", "markdown"),
    Layout("markdown_marks", "markdown", "\u00a0", "\u2212", "two", "bold", "corner", True),
    Layout("markdown_brackets", "markdown", " ", "()", "one", "numbered", "title", True, True),
    Layout("text_plain", "text"),
    Layout("text_two_heads", "text", "\u00a0", "\u2212", "two", "numbered", "corner"),
    Layout("text_brackets", "text", ".", "()", "one", "plain", "line", False, True),
    Layout("fixed_plain", "fixed"),
    Layout("fixed_breaks", "fixed", "\u00a0", "\u2013", "one", "plain", "title", False, False, True),
    Layout("fixed_behind", "fixed", ".", "_-", "two", "numbered", "line", False, True),
)


@dataclass(frozen=True)
class Sheet:
    """A table as it is set: title, unit, lines of headings, rows of cells with what they are."""

    title: str
    unit: str
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    totals: frozenset[int]


def styled(printed: str, layout: Layout) -> str:
    """Return a print with the signs of a layout; what is no plain number stays as it is."""
    found = PLAIN.fullmatch(plain(printed))
    if not found:
        return printed
    digits = found.group(2).replace(" ", layout.group)
    if found.group(1) != "-":
        return found.group(1) + digits
    if layout.minus == "()":
        return f"({digits})"
    return digits + "-" if layout.minus == "_-" else layout.minus + digits


def columns_of(table: Table, layout: Layout) -> list[int]:
    """Return the columns in the order in which a layout prints them."""
    order = sorted(table.columns)
    notes = [n for n in order if re.fullmatch(r"not\.?", table.columns[n].lower())]
    rest = [n for n in order if n not in notes]
    return notes + (rest[::-1] if layout.is_reversed else rest)


def as_read(table: Table, layout: Layout) -> Table:
    """Return the table that a reader should give: its columns counted from the label as the layout prints them."""
    order = {column: n for n, column in enumerate(columns_of(table, layout), 1)}
    rows = []
    for row in table.rows:
        numbers = sorted(
            (replace(n, column_no=order[n.column_no], printed=n.printed) for n in row.numbers),
            key=lambda n: (n.column_no, n.number_no),
        )
        rows.append(Row(row.source_line, row.label, tuple(numbers)))
    return Table(
        table.table_no, table.heading, table.unit_text, {order[c]: h for c, h in table.columns.items()}, tuple(rows)
    )


def sheet_of(table: Table, layout: Layout) -> Sheet:
    """Return a table as a layout sets it."""
    order = columns_of(table, layout)
    headings = [table.columns[column] for column in order]
    unit = {"kr": "Belopp i kr", "tkr": "Belopp i tkr", "mkr": "Belopp i mkr"}.get(table.unit_text, "")
    corner = unit if layout.unit == "corner" else ""
    title = table.heading + (f", {unit.lower()}" if unit and layout.unit == "title" else "")
    heads: list[tuple[str, ...]] = [(corner, *headings)]
    if layout.heads == "two" and all(len(heading.split()) >= 2 for heading in headings if heading.lower() != "not"):
        # the words that neighbours share at their beginning stand above them
        firsts, seconds, last = [], [], ""
        for heading in headings:
            head, _, rest = heading.partition(" ") if heading.lower() != "not" else ("", "", heading)
            if head and re.match(r"(19|20)\d{2}\b", rest):
                year, _, rest = rest.partition(" ")
                head = f"{head} {year}"
            firsts.append("" if head == last else head)
            seconds.append(rest)
            last = head
        if all(seconds):
            heads = [(corner, *firsts), ("", *seconds)]
    rows: list[tuple[str, ...]] = []
    totals: set[int] = set()
    for row in table.rows:
        cells = {column: "" for column in order}
        for number in row.numbers:
            text = styled(number.printed, layout)
            cells[number.column_no] = f"{cells[number.column_no]} ({text})" if cells[number.column_no] else text
        if re.match("(?i)(summa|totalt?)\\b", row.label):
            totals.add(len(rows))
        rows.append((row.label, *(cells[column] for column in order)))
    return Sheet(title, unit if layout.unit == "line" else "", tuple(heads), tuple(rows), frozenset(totals))


def write(report: Report, layout: Layout, folder: Path) -> Path:
    """Write a report as a file in a layout."""
    sheets = [sheet_of(table, layout) for table in report.tables]
    name = report.association
    suffix = {"docx": "docx", "tabs": "docx", "xlsx": "xlsx", "markdown": "md", "text": "txt", "fixed": "txt"}[
        layout.kind
    ]
    path = folder / f"{layout.name}.{suffix}"
    if suffix == "docx":
        _write_docx(path, name, sheets, layout)
    elif suffix == "xlsx":
        _write_xlsx(path, name, sheets, layout)
    elif suffix == "md":
        path.write_text("\n".join(_markdown(name, sheets, layout)), encoding="utf-8")
    else:
        path.write_text("\n".join(_text(name, sheets, layout)), encoding="utf-8")
    return path


def _titled(sheet: Sheet, number: int, layout: Layout) -> str:
    is_numbered = layout.title == "numbered" and not sheet.title.lower().startswith("not ")
    return f"{number}. {sheet.title}" if is_numbered and not sheet.title[:1].isdigit() else sheet.title


def _parts(sheet: Sheet, layout: Layout) -> list[range]:
    """Return the rows of each page."""
    count = len(sheet.rows)
    if not layout.breaks or count < 8:
        return [range(count)]
    return [range(count // 2), range(count // 2, count)]


def _write_docx(path: Path, name: str, sheets: Sequence[Sheet], layout: Layout) -> None:
    document = docx.Document()
    document.add_paragraph(name)
    document.add_paragraph("Årsredovisning")
    for number, sheet in enumerate(sheets, 1):
        title = _titled(sheet, number, layout)
        if layout.title in ("style", "numbered"):
            document.add_heading(title, 2)
        else:
            document.add_paragraph().add_run(title).bold = layout.title == "bold"
        if sheet.unit:
            document.add_paragraph(sheet.unit)
        if layout.kind == "tabs":
            _tabbed(document, sheet)
        else:
            for part in _parts(sheet, layout):
                _docx_table(document, sheet, part, layout)
        document.add_paragraph("")
    document.save(str(path))


def _tabbed(document: Any, sheet: Sheet) -> None:
    for cells in (*sheet.heads, *sheet.rows):
        paragraph = document.add_paragraph()
        for n in range(1, len(cells)):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(6 + 2.4 * n), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run("\t".join(cells).rstrip("\t"))


def _docx_table(document: Any, sheet: Sheet, part: range, layout: Layout) -> None:
    width = len(sheet.heads[0])
    table = document.add_table(rows=0, cols=width)
    for level, head in enumerate(sheet.heads):
        cells = table.add_row().cells
        is_group = level == 0 and len(sheet.heads) == 2
        for n, text in enumerate(head):
            cells[n].text = text
        if is_group:
            start = 1
            for n in range(2, width + 1):
                if n == width or head[n]:
                    if n - start > 1:
                        cells[start].merge(cells[n - 1])
                    start = n
    if layout.breaks:
        for row in table.rows:
            mark = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(mark)
    for at in part:
        cells = table.add_row().cells
        for n, text in enumerate(sheet.rows[at]):
            run = cells[n].paragraphs[0].add_run(text)
            run.bold = at in sheet.totals
            if n == 0 and layout.marks and at % 3 == 1:
                raised = cells[n].paragraphs[0].add_run("1)")
                raised.font.superscript = True


def _write_xlsx(path: Path, name: str, sheets: Sequence[Sheet], layout: Layout) -> None:
    book = xlsxwriter.Workbook(str(path))
    bold = book.add_format({"bold": True})
    number_format = {"()": "#,##0_);\\(#,##0\\)"}.get(layout.minus, "#,##0")
    shown = book.add_format({"num_format": number_format})
    page = book.add_worksheet("Bokslut")
    page.write_string(0, 0, name, bold)
    page.write_string(1, 0, "Årsredovisning", bold)
    at = 3
    for number, sheet in enumerate(sheets, 1):
        page.write_string(at, 0, _titled(sheet, number, layout), bold if layout.title != "plain" else None)
        at += 1
        if sheet.unit:
            page.write_string(at, 0, sheet.unit)
            at += 1
        for head in sheet.heads:
            for n, text in enumerate(head):
                if re.fullmatch(r"(19|20)\d{2}", text):
                    page.write_number(at, n, int(text), bold)
                elif text:
                    page.write_string(at, n, text, bold)
            at += 1
        for row_no, cells in enumerate(sheet.rows):
            if layout.gaps and row_no in sheet.totals and row_no:
                at += 1
            for n, text in enumerate(cells):
                value = re.fullmatch(r"\(?([-\u2212\u2013]?)(\d[\d\u00a0 .]*)(\)?)", text) if n else None
                if value and (row_no + n) % 4:
                    digits = float(re.sub(r"\D", "", value.group(2)))
                    page.write_number(at, n, -digits if value.group(1) or value.group(3) else digits, shown)
                elif text:
                    page.write_string(at, n, text)
            at += 1
        at += 1
    book.close()


def _markdown(name: str, sheets: Sequence[Sheet], layout: Layout) -> list[str]:
    lines = [f"# {name}", "", "Årsredovisning", ""]
    for number, sheet in enumerate(sheets, 1):
        title = _titled(sheet, number, layout)
        lines += [{"style": f"## {title}", "bold": f"**{title}**"}.get(layout.title, title), ""]
        if sheet.unit:
            lines += [sheet.unit, ""]
        # a pipe table has one line of headings; a second one is its first row
        for n, head in enumerate(sheet.heads):
            lines.append("| " + " | ".join(head) + " |")
            if n == 0:
                lines.append("|" + "---|" * len(head))
        for n, cells in enumerate(sheet.rows):
            shown = [f"**{cell}**" if n in sheet.totals and cell else cell for cell in cells]
            if layout.marks and n % 3 == 1:
                shown[0] += "[^1]"
            lines.append("| " + " | ".join(shown) + " |")
        lines.append("")
    return lines


def _text(name: str, sheets: Sequence[Sheet], layout: Layout) -> list[str]:
    lines = [name, "", "Årsredovisning", ""]
    for number, sheet in enumerate(sheets, 1):
        title = _titled(sheet, number, layout)
        lines += [f"## {title}" if layout.title == "style" else title]
        if sheet.unit:
            lines.append(sheet.unit)
        lines.append("")
        parts = _parts(sheet, layout)
        for part in parts:
            rows = [*sheet.heads, *(sheet.rows[n] for n in part)]
            if layout.kind == "text":
                lines += ["\t".join(cells) for cells in rows]
            else:
                widths: dict[int, int] = defaultdict(int)
                for cells in rows:
                    for n, cell in enumerate(cells):
                        widths[n] = max(widths[n], len(cell))
                for cells in rows:
                    first = cells[0].ljust(widths[0])
                    rest = (cell.rjust(widths[n] + 3) for n, cell in enumerate(cells) if n)
                    lines.append((first + "".join(rest)).rstrip())
            if part is not parts[-1]:
                lines += ["", "                Sida 3 (9)", f"\f{title}, forts.", ""]
        lines.append("")
    return lines
