"""What people report that readers of tables get wrong, each in a small file made here: only what is seen is read."""

import csv
import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from finsam_audit.intake.read import Reading, read_report
from measure_intake import like, number
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from programs import beside, needed

Rows = list[tuple[str, list[str]]]
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def word(path: Path, body: str, notes: str = "") -> Reading:
    """Write the body of a Word document, and read it."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        if notes:
            package.writestr("word/footnotes.xml", f"<w:footnotes {NAMES}>{notes}</w:footnotes>")
    return read_report(path)


RAISED = '<w:vertAlign w:val="superscript"/>'


def run(text: str, properties: str = "", tag: str = "t") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def paragraph(inner: str) -> str:
    """Return a paragraph of runs, or of plain text."""
    return f"<w:p>{inner if inner.startswith('<') else run(inner)}</w:p>"


def cell(inner: str, properties: str = "") -> str:
    """Return a cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if inner.startswith('<w:p') else paragraph(inner)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells, or of plain texts."""
    made = "".join(text if text.startswith(("<w:tc", "<w:sdt")) else cell(text) for text in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows: str) -> str:
    """Return a table under the headings 2024 and 2023."""
    return f"<w:tbl>{row('', '2024', '2023')}{''.join(rows)}</w:tbl>"


def rows_of(reading: Reading, table_no: int = 1) -> Rows:
    """Return the rows of a table that was read: label and prints."""
    found = next(table for table in reading.report.tables if table.table_no == table_no)
    return [(one.label, [number.printed for number in one.numbers]) for one in found.rows]


TITLE = paragraph("Resultaträkning")


def test_changes_are_accepted(tmp_path: Path) -> None:
    body = TITLE + table(
        row(
            "Intäkter",
            cell(f"<w:p><w:del>{run('99', tag='delText')}</w:del><w:ins>{run('1 2')}</w:ins>{run('34')}</w:p>"),
            cell(f"<w:p><w:moveFrom>{run('77')}</w:moveFrom><w:moveTo>{run('1 100')}</w:moveTo></w:p>"),
        ),
        row("Struken", "5", "6", properties="<w:del/>"),
        row("Ny", "-34", "-100", properties="<w:ins/>"),
    )
    assert rows_of(word(tmp_path / "a.docx", body)) == [("Intäkter", ["1 234", "1 100"]), ("Ny", ["-34", "-100"])]


def test_content_controls_and_fields_show_what_they_hold(tmp_path: Path) -> None:
    def held(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(ABOVE) 4711 </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("2 500")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    placeholder = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Ange 12 345')}</w:sdtContent></w:sdt>"
    )
    body = held(
        TITLE
        + table(
            held(row("Bidrag", held(cell("1 500")), cell(f"<w:p>{held(run('1 400'))}</w:p>"))),
            row("Övrigt", "1 000", cell(f"<w:p>{placeholder}</w:p>")),
            row(
                "Summa",
                cell(f"<w:p>{field}</w:p>"),
                cell(f'<w:p><w:fldSimple w:instr=" = 9 ">{run("1 400")}</w:fldSimple></w:p>'),
            ),
        )
    )
    assert rows_of(word(tmp_path / "a.docx", body)) == [
        ("Bidrag", ["1 500", "1 400"]),
        ("Övrigt", ["1 000", ""]),
        ("Summa", ["2 500", "1 400"]),
    ]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    inner = table(row("Bilar", "49 318", "80 832"), row("Summa", "49 318", "80 832"))
    box = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{inner}</w:txbxContent>'
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    told = paragraph("Årets resultat 412 318 kr")
    figure = f"<w:pict><v:textbox><w:txbxContent>{told}</w:txbxContent></v:textbox></w:pict>"
    body = paragraph("Not 7 Leasing") + f"<w:p><w:r>{box}</w:r></w:p><w:p><w:r>{figure}</w:r></w:p>"
    read = word(tmp_path / "a.docx", body)
    assert [rows_of(read, n + 1) for n in range(len(read.report.tables))] == [
        [("Bilar", ["49 318", "80 832"]), ("Summa", ["49 318", "80 832"])],
        [("Årets resultat", ["412 318 kr"])],
    ]
    # a box bears no comments: what stands in it has the place of what holds it
    assert read.places["b5r1", 1, 1] == "p3"


def test_merged_cells_count_once_and_late_rows_keep_their_columns(tmp_path: Path) -> None:
    first, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = paragraph("Driftredovisning") + (
        "<w:tbl>"
        + row(
            cell("Område", first), cell("Insats", first), cell("2024", '<w:gridSpan w:val="2"/>'), cell("Budget", first)
        )
        + row(cell("", goes_on), cell("", goes_on), "Intäkter", "Kostnader", cell("", goes_on))
        + row(cell("Individ", first), "Stegvis", "46", "-901", cell("-1 977", first))
        + row(cell("", goes_on), "Vägval", "76", "-1 119", cell("", goes_on))
        + row(cell("Summa", '<w:gridSpan w:val="2"/>'), "122", "-2 020", "-1 977")
        + row("varav lön", "-783", properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>')
        + "</w:tbl>"
    )
    read = word(tmp_path / "a.docx", body)
    assert rows_of(read) == [
        ("Stegvis", ["46", "-901", "-1 977"]),
        ("Vägval", ["76", "-1 119"]),
        ("Summa", ["122", "-2 020", "-1 977"]),
        ("varav lön", ["-783"]),
    ]
    assert read.report.tables[0].columns == {2: "2024 Intäkter", 3: "2024 Kostnader", 4: "Budget"}
    assert [number.column_no for number in read.report.tables[0].rows[-1].numbers] == [3]


def test_signs_of_word_keep_their_minus_and_lines_are_rows(tmp_path: Path) -> None:
    body = TITLE + table(
        row("Verk\u00adsamhetens kostnader", cell(f"<w:p><w:r><w:noBreakHyphen/></w:r>{run('13 030')}</w:p>"), "-12"),
        row(
            "Avskrivningar",
            cell(f'<w:p><w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>{run("23")}</w:p>'),
            cell(f"<w:p>{run('49')}{run('2', RAISED)}</w:p>"),
        ),
        row(
            cell(f"<w:p>{run('Ränteintäkter')}<w:r><w:br/></w:r>{run('Räntekostnader')}</w:p>"),
            cell(paragraph("143") + paragraph("-16")),
            cell(paragraph("94") + paragraph("-10")),
        ),
        row("Dold", cell(f"<w:p>{run('99', '<w:vanish/>')}{run('7', '<w:strike/>')}{run('5')}</w:p>"), "6"),
    )
    read = word(tmp_path / "a.docx", body)
    assert [(label, [number(print_) for print_ in prints]) for label, prints in rows_of(read)] == [
        ("Verksamhetens kostnader", ["-13030", "-12"]),
        ("Avskrivningar", ["-23", "49"]),
        ("Ränteintäkter", ["143", "94"]),
        ("Räntekostnader", ["-16", "-10"]),
        ("Dold", ["5", "6"]),
    ]
    assert len({one.source_line for one in read.report.tables[0].rows}) == 5


def test_footnotes_are_texts_and_lists_of_contents_are_no_tables(tmp_path: Path) -> None:
    contents = "".join(
        paragraph(f"{run(name)}<w:r><w:tab/></w:r>{run(str(page))}")
        for name, page in (("Resultaträkning", 3), ("Balansräkning", 4), ("Noter", 6))
    )
    body = (
        paragraph("Innehåll")
        + contents
        + TITLE
        + table(row(cell(f'<w:p>{run("Bidrag")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'), "1 500", "1 400"))
        + paragraph("Balansräkning")
        + table(row("Kassa", "10", "20"))
        + paragraph("Noter")
    )
    told = paragraph("Varav region 20 500 kr.")
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("99")}</w:footnote>'
        f'<w:footnote w:id="2">{told}</w:footnote>'
    )
    read = word(tmp_path / "a.docx", body, notes)
    assert [rows_of(read, n + 1) for n in range(len(read.report.tables))] == [
        [("Bidrag", ["1 500", "1 400"])],
        [("Kassa", ["10", "20"])],
        [("Varav region", ["20 500 kr"])],
    ]


def sheet(path: Path, fill: Callable[[Any], None]) -> Reading:
    """Write a workbook whose first sheet a function fills, and read it."""
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["A2"], page["B2"], page["C2"] = "Resultaträkning", "Belopp i kr", 2024, 2023
    fill(page)
    book.save(path)
    return read_report(path)


def filled(page: Any, rows: list[list[Any]], formats: str = "General") -> None:
    """Fill rows under the headings."""
    for n, values in enumerate(rows, 3):
        for column, value in enumerate(values, 1):
            page.cell(n, column, value).number_format = formats if column > 1 else "General"


def test_texts_that_are_numbers(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Intäkter", "11\u00a0752", " 13 265  "],
        ["Kostnader", "\u221213 279", "(8 269)"],
        ["Avskrivning", "54-", "\u201340"],
        ["Ränta", "222 kr", "205,0"],
        ["Resultat", "-1.366", "+4'956"],
        ["Rest", "5152", "\u2013"],
    ]
    read = sheet(tmp_path / "a.xlsx", lambda page: filled(page, rows, "@"))
    readings = {one.address: one.reading for one in read.numbers}
    assert [readings[f"s1r{line}", column, 1] for line in range(3, 9) for column in (1, 2)] == [
        "11752", "13265", "-13279", "-8269", "-54", "-40", "222", "205,0", "-1366", "4956", "5152", "0",
    ]  # fmt: skip
    assert not any(one.is_flagged for one in read.numbers)


def test_hidden_parts_are_not_read(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        filled(page, [["Lokaler", 10, 20], ["Utkast", 11, 21], ["Resor", 30, 40], ["Summa", 40, 60]])
        page.row_dimensions[4].hidden = True
        page["D2"], page["D3"] = 2022, 99
        page.column_dimensions.group("D", "E", hidden=True)
        page["F3"], page["F3"].font = 4711, Font(color="FFFFFFFF")
        for name, state in (("Utkast", "hidden"), ("Param", "veryHidden")):
            other = page.parent.create_sheet(name)
            other["A1"], other["B1"], other.sheet_state = "Lokaler", 88, state

    assert rows_of(sheet(tmp_path / "a.xlsx", fill)) == [
        ("Lokaler", ["10", "20"]),
        ("Resor", ["30", "40"]),
        ("Summa", ["40", "60"]),
    ]


def test_formulas_without_values_are_computed_and_errors_are_told(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        filled(page, [["A", 100, 7], ["B", 50, 3], ["Summa", "=SUM(B3:B4)", "=C3+C4"], ["Fel", "=B3/0", 1]])
        other = page.parent.create_sheet("Nyckeltal 2")
        for place, value in {
            "A1": "Nyckeltal",
            "B1": "=DATE(2024,12,31)",
            "A2": "Andel",
            "B2": "=Sheet!B3/(Sheet!B4*4)",
        }.items():
            other[place] = value
        other["B1"].number_format, other["B2"].number_format = "yyyy-mm-dd", "0.0%"

    read = sheet(tmp_path / "a.xlsx", fill)
    assert rows_of(read) == [("A", ["100", "7"]), ("B", ["50", "3"]), ("Summa", ["150", "10"]), ("Fel", ["1"])]
    assert rows_of(read, 2) == [("Andel", ["50,0%"])]
    assert read.report.tables[1].columns == {1: "2024-12-31"}
    assert {(one.address[0], one.reason) for one in read.numbers if one.is_flagged} == {("s1r6", "error_value")}
    assert [part.place for part in read.unread] == ["Sheet!B6"]


def test_rich_text_loses_marks_and_what_is_struck(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
        filled(page, [["Kostnader", None, None], ["Rest", 1, 2]])
        page["B3"] = CellRichText("-11 ", TextBlock(InlineFont(b=True), "922"), TextBlock(raised, "2"))
        page["C3"] = CellRichText(TextBlock(struck, "99 "), "500")

    read = sheet(tmp_path / "a.xlsx", fill)
    assert rows_of(read)[0] == ("Kostnader", ["-11 922", "500"])


def test_dates_and_years_head_columns_in_a_workbook(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        filled(page, [["Kassa", 10, 20]])
        for place, year in (("B2", 2024), ("C2", 2023)):
            page[place] = datetime.date(year, 12, 31)
            page[place].number_format = "yyyy-mm-dd"

    assert sheet(tmp_path / "a.xlsx", fill).report.tables[0].columns == {1: "2024-12-31", 2: "2023-12-31"}


def test_two_tables_side_by_side(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        filled(page, [["Stegvis", 10, 20], ["Vägval", 1, 2], ["Summa", 11, 22]])
        for line, values in enumerate((("Ålder", "Antal"), ("16–24 år", 5), ("25–34 år", 6), ("Alla", 11)), 2):
            page.cell(line, 6, values[0])
            page.cell(line, 7, values[1])

    read = sheet(tmp_path / "a.xlsx", fill)
    assert rows_of(read) == [("Stegvis", ["10", "20"]), ("Vägval", ["1", "2"]), ("Summa", ["11", "22"])]
    assert rows_of(read, 2) == [("16-24 år", ["5"]), ("25-34 år", ["6"]), ("Alla", ["11"])]


MARKDOWN = """# Samordningsförbundet Provet

## Not 2 Intäkter, belopp i kr

Post | 2024 | 2023
--- | ---: | ---:
Stat \\| region | ~~92 177~~ 91 677 | 623&nbsp;399[^1]
Avgifter<br>Övrigt | 10<br>-4 | &minus;7<br/>\\-19
**Summa** | **[91 683](#not)** | <del>5</del> 623 373<sup>2</sup>

[^1]: Varav region 20 500 kr.

<!-- Post | 2024
--- | ---
Gammal | 11 111 -->
"""


def test_markdown_is_read_as_it_is_rendered(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    read = read_report(path)
    assert [(label, [number(print_) for print_ in prints]) for label, prints in rows_of(read)] == [
        ("Stat | region", ["91677", "623399"]),
        ("Avgifter", ["10", "-7"]),
        ("Övrigt", ["-4", "-19"]),
        ("Summa", ["91683", "623373"]),
    ]
    assert rows_of(read, 2) == [("Varav region", ["20 500 kr"])]
    assert not any("11 111" in one.printed for one in read.numbers)


HTML = """# Samordningsförbundet Provet

## Driftredovisning

<table>
<tr><th rowspan="2">Insats</th><th colspan="2">2024</th><th rowspan="2">Budget</th></tr>
<tr><th>Intäkter</th><th>Kostnader</th></tr>
<tr><td>Stegvis</td><td>1&nbsp;046</td><td><b>-901</b></td><td rowspan="2">-1 977</td></tr>
<tr><td>Vägval</td><td>76<sup>1</sup></td><td><del>5</del> -1 119</td></tr>
</table>

> | Not 4 | 2024 | 2023 |
> |---|---|---|
> | Kassa | 10 | 20 |
"""


def test_tables_of_html_and_in_quotations_are_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(HTML, encoding="utf-8")
    read = read_report(path)
    assert [(label, [number(print_) for print_ in prints]) for label, prints in rows_of(read)] == [
        ("Stegvis", ["1046", "-901", "-1977"]),
        ("Vägval", ["76", "-1119"]),
    ]
    assert read.report.tables[0].columns == {1: "2024 Intäkter", 2: "2024 Kostnader", 3: "Budget"}
    assert rows_of(read, 2) == [("Kassa", ["10", "20"])]


FIXED = """Samordningsförbundet Provet
Balansräkning, belopp i tkr

                              2024    2023
------------------------------------------
Fordringar som ännu inte
har fakturerats                363     399
Kassa och bank               4 310   4 515
Summa tillgångar             4 673   4 914

                 Sida 1 (2)
\fSamordningsförbundet Provet
Balansräkning, forts.

                              2024    2023
------------------------------------------
Eget kapital                 4 600   \u2013 800
Skulder (kort-                  73   5 714
  fristiga)
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850", "mac_roman"])
def test_text_of_fixed_width_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FIXED.replace("\u2013", "-").encode(encoding))
    read = read_report(path)
    assert [(label, [number(print_) for print_ in prints]) for label, prints in rows_of(read)] == [
        ("Fordringar som ännu inte har fakturerats", ["363", "399"]),
        ("Kassa och bank", ["4310", "4515"]),
        ("Summa tillgångar", ["4673", "4914"]),
        ("Eget kapital", ["4600", "-800"]),
        ("Skulder (kortfristiga)", ["73", "5714"]),
    ]
    assert read.report.tables[0].rows[-1].source_line == "18"


def test_tabs_that_were_set_by_eye(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    lines = [
        "Balansräkning",
        "",
        "\t2024\t2023",
        "Maskiner\t\t363\t399",
        "Kundfordringar\t194\t72",
        "Kassa    4 310     4 515",
    ]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    assert rows_of(read_report(path)) == [
        ("Maskiner", ["363", "399"]),
        ("Kundfordringar", ["194", "72"]),
        ("Kassa", ["4 310", "4 515"]),
    ]


def hazards() -> Path:
    """Return the folder of the shared hazards (FINSAM_HAZARDS, else ../shared/hazards)."""
    return beside("FINSAM_HAZARDS", "hazards")


SHARED = sorted(
    path.name
    for path in hazards().glob("*.*")
    if path.suffix in (".docx", ".xlsx", ".md", ".txt") and path.stem != "README"
)


@pytest.mark.parametrize("name", SHARED or ["none"])
def test_the_shared_hazards_are_read_as_their_key_says(name: str) -> None:
    with (needed(hazards(), "FINSAM_HAZARDS") / "cells.csv").open(encoding="utf-8", newline="") as file:
        key = [row for row in csv.DictReader(file) if row["file"] == name and not (row["value"] == "0" and row["note"])]
    read = read_report(hazards() / name)
    cells = [
        (one.label, number(cell.printed))
        for table in read.report.tables
        for one in table.rows
        for cell in one.numbers
        if number(cell.printed) and table.columns[cell.column_no].lower() != "not"
    ]
    assert len(cells) == len(key)
    for (label, printed), wanted in zip(
        sorted(cells), sorted((r["label"], number(r["printed"])) for r in key), strict=True
    ):
        assert like(label, wanted[0]) and printed == wanted[1], (label, printed, wanted)


def test_lines_that_tabs_part_are_tables_of_markdown_too(tmp_path: Path) -> None:
    lines = [
        "# Samordningsförbundet Provet",
        "",
        "### Balansräkning",
        "",
        "Balansräkning, tkr\t31 dec 2013\t31 dec 2012\tNot",
        "TILLGÅNGAR",
        "Inventarier\t15,0\t30,0",
        "Bank\t2 846,6\t2 114,4\t4",
        "Tillgångar totalt\t2 861,6\t2 144,4",
        "",
        "Banken har\tbytt namn.",
        "",
        "| Insats | Antal |",
        "|---|---|",
        "| Lotsen | 12 |",
    ]
    (tmp_path / "a.md").write_text("\n".join(lines), encoding="utf-8")
    read = read_report(tmp_path / "a.md")
    assert [[row.label for row in table.rows] for table in read.report.tables] == [
        ["Inventarier", "Bank", "Tillgångar totalt"],
        ["Lotsen"],
    ]
    first = read.report.tables[0]
    assert first.columns == {1: "31 dec 2013", 2: "31 dec 2012", 3: "Not"}
    assert [number.printed for number in first.rows[1].numbers] == ["2 846,6", "2 114,4", "4"]
