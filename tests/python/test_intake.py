"""Reports are read from files of every kind and layout; what is in doubt is told, what is no report is refused."""

import csv
import re
import zipfile
from pathlib import Path

import pytest
from bare_reports import generated_report, shipped_report
from finsam_audit import cli
from finsam_audit.intake.blocks import Cell, Grid, Line, Text
from finsam_audit.intake.casting import judge
from finsam_audit.intake.cells import is_plain, pieces_of
from finsam_audit.intake.number_formats import shown_number
from finsam_audit.intake.parts import Part, parts_of
from finsam_audit.intake.read import read_report
from finsam_audit.intake.sheet_formulas import Formula, FormulaError
from finsam_audit.intake.tables import read_table
from finsam_audit.intake.text_reader import read_text
from finsam_audit.mapping.report import Report, Table
from finsam_audit.measure.corpus import generate
from finsam_audit.project.errors import UserError
from layouts import LAYOUTS, Layout, as_read, write
from measure_intake import number

Values = list[tuple[str, list[tuple[int, int, str]]]]


def values(table: Table) -> Values:
    """Return the rows of a table that have numbers: labels as letters and digits, prints as values."""
    rows = []
    for row in table.rows:
        # a number in brackets behind another one is no negative number
        prints = [
            (n.column_no, n.number_no, number(n.printed).lstrip("-" if n.number_no > 1 else "+")) for n in row.numbers
        ]
        if any(print_ for _, _, print_ in prints):
            rows.append((re.sub(r"\W", "", row.label.lower()), [print_ for print_ in prints if print_[2]]))
    return rows


def reports() -> list[Report]:
    """Return a shipped document with two numbers in a cell, one with blanks and dashes, a generated one."""
    source = generate(1, 7)
    made = generated_report(source.reports[-1], source.association.code)
    return [shipped_report("degerfors_karlskoga_ar_2024"), shipped_report("samspelet_ar_2025"), made]


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_every_layout_is_read_as_it_was_set(layout: Layout, tmp_path: Path) -> None:
    for report in reports():
        read = read_report(write(report, layout, tmp_path)).report
        wanted = [as_read(table, layout) for table in report.tables]
        assert len(read.tables) == len(wanted)
        for ours, theirs in zip(read.tables, wanted, strict=True):
            assert values(ours) == values(theirs)
            for column, heading in theirs.columns.items():
                years = re.findall(r"20\d\d", heading)
                assert re.findall(r"20\d\d", ours.columns.get(column, heading)) == years


def test_no_clean_number_is_flagged(tmp_path: Path) -> None:
    for layout in LAYOUTS[::4]:
        for report in reports():
            assert not [one for one in read_report(write(report, layout, tmp_path)).numbers if one.is_flagged]


CELLS = {
    "6 463 878 (inkl ESF)": [("6 463 878 (inkl ESF)", "6463878")],
    "629 996 (12,5%)": [("629 996", "629996"), ("12,5%", "12,5")],
    "4 066 519kr (79%)": [("4 066 519kr", "4066519"), ("79%", "79")],
    "39% (42% delvis)": [("39%", "39"), ("42% delvis", "42")],
    "(8 269)": [("(8 269)", "-8269")],
    "54-": [("54-", "-54")],
    "\u2212\u202f13\u202f279": [("\u2212\u202f13\u202f279", "-13279")],
    "max 1 312 000": [("max 1 312 000", "1312000")],
    "-447 000 :-": [("-447 000 :-", "-447000")],
    "+140": [("+140", "140")],
    "\u2013": [("\u2013", "0")],
    "2024-03-14": [("2024-03-14", "2024-03-14")],
    "16\u201329 år": [],
    "222000-9761": [],
    "FV 2024-007": [],
    "Inga": [],
    "44% har uppnått målet.": [],
}


@pytest.mark.parametrize("text", CELLS)
def test_the_numbers_of_a_cell(text: str) -> None:
    pieces = pieces_of(text)
    assert [(piece.printed, piece.readings[0]) for piece in pieces] == CELLS[text]
    assert all(len(piece.readings) == 1 for piece in pieces)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1 234 2", ("1234", "12342")),
        ("1 2342", ("1234", "12342")),
        ("1O 234", ("10234", "")),
        ("1,234", ("1234", "1,234")),
        ("12.5", ("12,5", "125")),
        ("1234 567", ("1234567", "")),
    ],
)
def test_a_cell_that_can_be_read_in_two_ways_has_both(text: str, readings: tuple[str, ...]) -> None:
    (piece,) = pieces_of(text)
    assert piece.readings == readings
    assert not is_plain(piece)


def test_two_columns_in_one_cell_are_two_numbers() -> None:
    assert [piece.printed for piece in pieces_of("63 742 1 742")] == ["63 742", "1 742"]


def judged(rows: list[str], tmp_path: Path) -> dict[str, tuple[str, str, bool]]:
    """Return what was thought of the numbers of a table by their print."""
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["Resultaträkning", "", "\t2024", *rows]), encoding="utf-8")
    (part,) = [part for part in parts_of(read_text(path).blocks) if isinstance(part, Part)]
    table = read_table(part, 1)
    assert table is not None
    return {one.found.piece.printed: (one.reading, one.reason, one.is_flagged) for one in judge([table])}


def test_words_below_a_grid_are_the_title_of_the_next_that_begins_with_headings() -> None:
    def grid(at: int, *rows: str, caption: str = "") -> Grid:
        return Grid(
            tuple(
                Line(f"p1r{at + n}", tuple(Cell(text, c) for c, text in enumerate(row.split("|")) if text))
                for n, row in enumerate(rows)
            ),
            caption,
        )

    income = ("|2024|2023", "Bidrag|6 480|6 360", "Summa|6 480|6 360")
    costs = ("|2024|2023", "Hyra|-379|-353", "Summa|-379|-353")
    found = parts_of([grid(1, *income, "Not 3 Kostnader"), grid(5, *costs)])
    assert [item.text if isinstance(item, Text) else len(item.lines) for item in found] == [2, "Not 3 Kostnader", 2]
    # a row that only names what follows is one, where no headings follow
    assert len(parts_of([grid(1, *income, "Varav"), grid(5, "Hyra|-379|-353")])) == 1
    # the words at the end of a sheet are of no other sheet
    first, _ = parts_of([grid(1, *income, "Not 3", caption="A"), grid(5, *costs, caption="B")])
    assert isinstance(first, Part) and first.lines[-1].cells[0].text == "Not 3"


def test_the_reading_that_casts_wins_and_says_so(tmp_path: Path) -> None:
    found = judged(["Bidrag\t1 000", "Avgifter\t1 234 2", "Ränta\t66", "Summa\t2 300"], tmp_path)
    assert found["1 234 2"] == ("1234", "sum_decides", False)
    found = judged(["Bidrag\t1 000", "Avgifter\t1 234 2", "Ränta\t66", "Summa\t13 408"], tmp_path)
    assert found["1 234 2"] == ("12342", "sum_decides", False)


def test_where_nothing_decides_the_cell_is_flagged_and_others_are_not(tmp_path: Path) -> None:
    found = judged(["Bidrag\t1 000", "Avgifter\t1 234 2", "Ränta\t66", "Summa\t7 777"], tmp_path)
    assert found["1 234 2"] == ("1234", "nothing_decides", True)
    # a sum that fails is for the findings where each cell can be read in one way
    found = judged(["Bidrag\t1 000", "Avgifter\t1 234", "Ränta\t66", "Summa\t7 777"], tmp_path)
    assert {reason for _, reason, _ in found.values()} == {"one_reading"}
    found = judged(["Bidrag\t1 000", "Avgifter\t1 234", "Ränta\t66", "Summa\t2 300"], tmp_path)
    assert {reason for _, reason, _ in found.values()} == {"sum_agrees"}


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (9_700_685, "#,##0,", "9\u00a0701"),
        (9_724_634, '"-"#,##0,', "-9\u00a0725"),
        (-113_833, "#,##0,;[Red]-#,##0,", "-114"),
        (-90_038, "#,##0_);(#,##0)", "(90\u00a0038)"),
        (90_038, "(#,##0,)", "(90)"),
        (0, '#,##0;-#,##0;"\u2013"', "\u2013"),
        (0.6463, "0.0%", "64,6%"),
        (12_413_000, "0.0,,", "12,4"),
        (14.25, '0.0" st"', "14,3 st"),
        (0.2, '"högst "0%', "högst 20%"),
        (4711, ";;;", ""),
        (1234.5, "General", "1234,5"),
        (-2.5, "0", "-3"),
        (1234567.891, "#,##0.00", "1\u00a0234\u00a0567,89"),
        (0, '_-* #,##0\\ "kr"_-;\\-* #,##0\\ "kr"_-;_-* "-"??\\ "kr"_-', "- kr"),
        (1500, '[>=1000]#,##0," tkr";0', "2 tkr"),
        (5, "[$-41D]0", "5"),
    ],
)
def test_a_number_is_shown_as_a_swedish_excel_shows_it(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


SHEET = {("S", 1, 1): 10.0, ("S", 2, 1): 5.0, ("S", 3, 1): None, ("Andra bladet", 1, 2): 4.0, ("S", 4, 1): "text"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=SUM(A1:A4)", 15.0),
        ("=A1-A2*2", 0.0),
        ("=-(A1+A2)/3", -5.0),
        ("='Andra bladet'!$B$1*A1", 40.0),
        ("=ROUND(A1/A2/3,2)", 0.67),
        ('=IF(A2=0,"",A1/A2)', 2.0),
        ("=IFERROR(A1/A3,7)", 7.0),
        ("=SUM(A1,A2,1)-MAX(A1:A2)", 6.0),
        ("=A1*50%", 5.0),
        ("=2^3", 8.0),
    ],
)
def test_simple_formulas_are_computed(text: str, value: float) -> None:
    assert Formula(text, "S", lambda *key: SHEET.get(key)).value() == value


@pytest.mark.parametrize("text", ["=A1/A3", "=VLOOKUP(A1,A1:A4,1)", "=A4+1", "=SUM(", "=[1]Blad!A1"])
def test_other_formulas_are_not_guessed(text: str) -> None:
    with pytest.raises(FormulaError):
        Formula(text, "S", lambda *key: SHEET.get(key)).value()


def package(path: Path, parts: dict[str, str]) -> Path:
    """Write a package of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return path


ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
BAD = {
    "empty": (b"", "är tom"),
    "blank": (b" \n\t ", "är tom"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "bild utan text"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "äldre Office-fil"),
    "encrypted": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
    "damaged": (b"PK\x03\x04" + bytes(50), "skadad"),
    "binary": (bytes(range(256)) * 8, "ingen rapport"),
    "rtf": (b"{\\rtf1 hej}", "ingen rapport"),
    "prose": ("Styrelsen har haft fem möten under 2024.".encode(), "ingen tabell"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_report_is_refused_in_one_line_and_nothing_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, said = BAD[name]
    path = tmp_path / "rapport.docx"
    path.write_bytes(content)
    assert cli.main(["intake", str(path)]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert len(captured.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_package_whose_packed_bytes_are_damaged_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"<w:p>{number * number}</w:p>" for number in range(2000))
    path = package(tmp_path / "rapport.docx", {"word/document.xml": f"<w:document>{rows}</w:document>"})
    content = bytearray(path.read_bytes())
    content[80:120] = bytes(40)
    path.write_bytes(content)
    with pytest.raises(UserError, match="skadad"):
        read_report(path)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": ENTITY}, "entiteter"),
        ({"word/document.xml": "<w:document"}, "skadad"),
        ({"xl/workbook.xml": "<workbook/>"}, "skadad"),
        ({"word/document.xml": "<a>" * 3000}, "skadad"),
        ({"content.xml": "<a/>"}, "OpenDocument"),
        ({"annat.xml": "<a/>"}, "ingen rapport"),
        ({"word/document.xml": "<a/>", "word/media/x.bin": "0" * 450_000_000}, "packar upp"),
    ],
    ids=["entities", "cut off", "no workbook", "nested", "open document", "another package", "bomb"],
)
def test_packages_that_are_no_report_are_refused(parts: dict[str, str], said: str, tmp_path: Path) -> None:
    path = package(tmp_path / "rapport.docx", parts)
    with pytest.raises(UserError, match=said) as error:
        read_report(path)
    assert "\n" not in str(error.value)


def test_the_content_decides_what_a_file_is(tmp_path: Path) -> None:
    made = write(reports()[1], LAYOUTS[0], tmp_path)
    renamed = made.rename(tmp_path / "rapport.txt")
    assert read_report(renamed).format == "docx"


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TEXT = """Samordningsförbundet Provdalen

Årsredovisning 2024

Beslutad av styrelsen 2025-03-19

Organisationsnummer 222000-1234

# Resultaträkning

Belopp i kr\tNot\t2024\t2023
Verksamhetens intäkter\t2\t1 500 000\t1 400 000
Verksamhetens kostnader\t3\t-1 450 00O\t-1 380 000
Verksamhetens resultat\t\t50 000\t20 000
Årets resultat\t\t50 000\t20 000

Intäkterna blev 1 500 000 kronor, och Eva Sand var ordförande i 12 år. Telefon 0999-123 45.
"""


def test_the_command_writes_rows_readings_and_what_was_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rapport.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert cli.main(["intake", str(path)]) == 0
    folder = tmp_path / "rapport.txt-rows"
    assert "12 tal i" in capsys.readouterr().out
    items = read_csv(folder / "line_items.csv")
    assert {row["document_id"] for row in items} == {"provdalen_ar_2024"}
    by_place = {(row["source_line"], row["column_no"]): row for row in items}
    wrong = by_place["13", "2"]
    assert (wrong["printed"], wrong["reading"], wrong["line_item"]) == ("-1 450 00O", "-1450000", "operating_costs")
    assert by_place["12", "2"]["reading"] == ""
    assert by_place["12", "1"]["measure"] == "note_number"
    assert by_place["5", "0"]["line_item"] == "decision_date"
    assert by_place["17", "0"]["printed"] == "1 500 000 kronor"
    assert read_csv(folder / "associations.csv")[0]["organisation_number"] == "222000-1234"
    readings = read_csv(folder / "reading.csv")
    assert list(readings[0]) == "source_line column_no number_no printed reading confidence reason is_flagged".split()
    assert {(row["source_line"], row["column_no"]) for row in readings} == set(by_place)
    # every line with digits is a row or accounted for
    left = {row["first_line"] for row in read_csv(folder / "not_line_items.csv")}
    digits = {str(n) for n, line in enumerate(TEXT.splitlines(), 1) if re.search(r"\d", line)}
    assert digits <= left | {line for line, _ in by_place}
    # names of people and sentences stay out
    assert not any("Eva" in file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert cli.main(["intake", str(path)]) == 2
    assert cli.main(["intake", str(path), "--force"]) == 0


def test_a_report_that_is_mostly_in_doubt_is_written_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rapport.txt"
    rows = [f"Rad {n}a\t1 {n}34 2\t{n}7 12" for n in range(1, 9)]
    path.write_text("\n".join(["Resultaträkning 2024", "", "\t2024\t2023", *rows]), encoding="utf-8")
    assert cli.main(["intake", str(path), "--to", str(tmp_path / "rows")]) == 2
    assert "osäkert lästa" in capsys.readouterr().err
    assert (tmp_path / "rows" / "reading.csv").exists()


def test_every_number_has_its_place_in_the_file(tmp_path: Path) -> None:
    for layout in (LAYOUTS[0], LAYOUTS[8]):
        read = read_report(write(reports()[1], layout, tmp_path))
        in_tables = [n for table in read.report.tables for row in table.rows for n in row.numbers if n.printed]
        places = [read.places[n.source_line, n.column_no, n.number_no] for n in in_tables]
        form = r"t\d+r\d+c\d+" if layout.kind == "docx" else r"Bokslut![A-Z]+\d+"
        assert all(re.fullmatch(form, place) for place in places)
        assert len(set(places)) == len(places)


def test_words_of_the_messages_stand_in_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["intake", str(tmp_path / "none.docx"), "--lang", "en"]) == 2
    assert "is not there" in capsys.readouterr().err
