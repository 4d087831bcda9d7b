"""Awkward forms of reports that are common in practice: each is read as a person sees it, or flagged."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from finsam_audit.intake.read import Reading, read_report
from pdf_pages import at, ending, pdf, rows
from test_intake_hazards import TITLE, cell, paragraph, row, rows_of, table, word

HEAD = "Samordningsf\xf6rbundet Provet\n\nResultatr\xe4kning 2024\n\n\t2024\t2023\n"
FIGURES = [["Bidrag", 12805123, 13685499], ["Kostnader", -12014400, -11901000], ["Resultat", 790723, 1784499]]


def book(path: Path, lines: list[list[Any]], formats: dict[int, str] | None = None) -> Reading:
    """Write a sheet with number formats for its columns, and read it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for line in lines:
        sheet.append(line)
    for column, code in (formats or {}).items():
        for (one,) in sheet.iter_rows(min_col=column, max_col=column, min_row=2):
            one.number_format = code
    workbook.save(path)
    return read_report(path)


def text(path: Path, content: str) -> Reading:
    """Write a text, and read it."""
    path.write_text(content, encoding="utf-8")
    return read_report(path)


def flagged(reading: Reading) -> list[str]:
    """Return the prints of the numbers that a person should look at."""
    return [one.printed for one in reading.numbers if one.is_flagged]


def readings(reading: Reading) -> list[str]:
    """Return what the numbers are taken for."""
    return [one.reading for one in reading.numbers]


def test_thousands_are_scaled_by_the_number_format(tmp_path: Path) -> None:
    lines = [["Resultatr\xe4kning, tkr", 2024, 2023], *FIGURES]
    reading = book(tmp_path / "a.xlsx", lines, {2: "#,##0,", 3: '#,##0,;-#,##0,;"-"'})
    assert readings(reading) == ["12805", "13685", "-12014", "-11901", "791", "1784"]


def test_shares_stand_between_amounts(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["Drift, tkr", "Budget 2024", "Utfall 2024", "Andel", "Utfall 2023"],
        ["Kansli", 200, 100, 0.5, 90],
    ]
    reading = book(tmp_path / "a.xlsx", [*lines, ["Summa", 200, 100, 0.5, 90]], {4: "0 %"})
    assert rows_of(reading)[0] == ("Kansli", ["200", "100", "50 %", "90"])


def test_notes_stand_in_the_last_column(tmp_path: Path) -> None:
    lines = [["Resultatr\xe4kning (tkr)", 2024, 2023, "Not"], ["Bidrag", 805, 685, 2], ["Summa", 805, 685, None]]
    reading = book(tmp_path / "a.xlsx", lines)
    assert reading.report.tables[0].columns[3] == "Not"
    assert rows_of(reading) == [("Bidrag", ["805", "685", "2"]), ("Summa", ["805", "685"])]


def test_an_empty_comparative_column_is_no_column(tmp_path: Path) -> None:
    lines = [["Resultatr\xe4kning (tkr)", 2024, 2023], ["Bidrag", 805, None], ["Summa", 805, None]]
    reading = book(tmp_path / "a.xlsx", lines)
    assert (reading.report.tables[0].columns, rows_of(reading)) == (
        {1: "2024"},
        [("Bidrag", ["805"]), ("Summa", ["805"])],
    )


def test_a_table_in_a_row_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = table(row("Lokaler", "10", "9"), row("Summa", "10", "9"))
    outer = table(row("Bidrag", "100", "90"), row("Kansli", f"<w:tc>{inner}<w:p/></w:tc>", ""), row("Summa", "1", "2"))
    reading = word(tmp_path / "a.docx", TITLE + outer)
    assert [one.heading for one in reading.report.tables] == ["Resultatr\xe4kning", "Kansli"]
    assert rows_of(reading, 2) == [("Lokaler", ["10", "9"]), ("Summa", ["10", "9"])]


def test_a_table_that_sets_others_beside_each_other(tmp_path: Path) -> None:
    cells = [
        cell(paragraph(name) + table(row("Bidrag", value, "9"), row("Summa", value, "9")) + "<w:p/>")
        for name, value in (("Not 2 Int\xe4kter", "10"), ("Not 3 Annat", "20"))
    ]
    reading = word(tmp_path / "a.docx", f"{TITLE}<w:tbl>{row(*cells)}</w:tbl>")
    assert [one.heading for one in reading.report.tables] == ["Not 2 Int\xe4kter", "Not 3 Annat"]
    assert rows_of(reading, 2)[0] == ("Bidrag", ["20", "9"])
    assert reading.places["b7r2", 1, 1] == "t3r2c1"


def test_headings_repeated_as_rows_say_nothing_new(tmp_path: Path) -> None:
    again = table(row("Bidrag", "100", "90"), row("", "2024", "2023"), row("Summa", "100", "90"))
    assert rows_of(word(tmp_path / "a.docx", TITLE + again)) == [("Bidrag", ["100", "90"]), ("Summa", ["100", "90"])]


def test_signs_that_are_not_seen_and_signs_that_look_alike(tmp_path: Path) -> None:
    body = table(
        row("Verk\xadsam\xadhetens\xa0int\xe4kter", "12\xa0805", "13\u2009685"),
        row("Kost\xadnader", "\u221212\u202f014", "\u201211\xa0901"),
        row("Resultat", "\u2007\u2007791", "1\u2007784"),
    )
    reading = word(tmp_path / "a.docx", TITLE + body)
    assert rows_of(reading)[0][0] == "Verksamhetens int\xe4kter"
    assert readings(reading) == ["12805", "13685", "-12014", "-11901", "791", "1784"]


def test_marks_glued_to_digits_are_told_by_the_sum(tmp_path: Path) -> None:
    reading = text(tmp_path / "a.txt", HEAD + "Bidrag\t1 2341)\t1 1002)\nAvgifter\t100\t200\nSumma\t1 334\t1 300\n")
    assert readings(reading)[:2] == ["1234", "1100"]
    raised = "# Resultatr\xe4kning 2024\n\n| | 2024 |\n|---|--:|\n| Bidrag | 1 234^1^ |\n| Summa | 1 234 |\n"
    assert rows_of(text(tmp_path / "a.md", raised))[0] == ("Bidrag", ["1 234"])


def test_the_old_minus_is_a_minus(tmp_path: Path) -> None:
    reading = text(tmp_path / "a.txt", HEAD + "Bidrag\t500\t700\nAvgifter\t./. 200\t./. 100\nSumma\t300\t600\n")
    assert readings(reading)[2:4] == ["-200", "-100"]


@pytest.mark.parametrize(("total", "doubts"), [("12 905", []), ("99", ["12\n805"])])
def test_a_number_broken_inside_its_cell_is_whole(tmp_path: Path, total: str, doubts: list[str]) -> None:
    lines = ["| | 2024 |", "|---|--:|", "| Bidrag | 12<br>805 |", "| Avgifter | 100 |", f"| Summa | {total} |"]
    reading = text(tmp_path / "a.md", "# Resultatr\xe4kning 2024\n\n" + "\n".join(lines))
    assert readings(reading)[0] == "12805"
    assert flagged(reading) == doubts


def test_units_on_the_line_below_their_numbers(tmp_path: Path) -> None:
    content = at(60, 740, "Nyckeltal", 14) + rows([("", "2024", "2023"), ("Soliditet", "43,3", "41,0")], (300, 380))
    content += ending(300, 673, "%") + ending(380, 673, "%")
    content += at(60, 657, "Summa") + ending(300, 657, "100,0") + at(60, 647, "medlemsbidrag")
    content += ending(300, 647, "%") + ending(380, 647, "7 000") + rows([("Avgifter", "20", "30")], (300, 380), 630)
    reading = read_report(pdf(tmp_path / "a.pdf", content))
    assert rows_of(reading) == [
        ("Soliditet", ["43,3\n%", "41,0\n%"]),
        ("Summa medlemsbidrag", ["100,0\n%", "7 000"]),
        ("Avgifter", ["20", "30"]),
    ]


def test_thousands_on_the_line_below(tmp_path: Path) -> None:
    lines = [("", "2024", "2023"), ("Bidrag", "12", "700"), ("Avgifter", "100", "200"), ("Summa", "12 905", "900")]
    content = at(60, 740, "Resultatr\xe4kning", 14) + rows(lines, (300, 380), step=24)
    content += ending(300, 666, "805")
    content += "".join(f"50 {y} 400 0.5 re f " for y in (688, 662, 638, 612))
    reading = read_report(pdf(tmp_path / "a.pdf", content))
    assert readings(reading) == ["12805", "700", "100", "200", "12905", "900"]
    assert flagged(reading) == []


def test_headings_that_stand_on_their_side(tmp_path: Path) -> None:
    lines = [("Kansli", "0", "-350", "-350"), ("Projekt", "500", "-400", "100"), ("Summa", "500", "-750", "-250")]
    heads = ("Int\xe4kter 2024", "Kostnader 2024", "Netto 2024")
    sides = "".join(
        f"BT /F1 9 Tf 0 1 -1 0 {x} {712 + 8 * n} Tm ({name}) Tj ET\n"
        for n, (x, name) in enumerate(zip((298, 338, 378), heads, strict=True))
    )
    content = at(60, 800, "Driftredovisning", 14) + sides + rows(lines, (300, 340, 380))
    reading = read_report(pdf(tmp_path / "a.pdf", content))
    assert tuple(reading.report.tables[0].columns.values()) == heads
    margin = "BT /F1 9 Tf 0 1 -1 0 30 684 Tm (Samordningsf\xf6rbundet Provet 2024) Tj ET\n"
    reading = read_report(pdf(tmp_path / "b.pdf", margin + rows([("", "2024", "2023", ""), *lines], (300, 340, 380))))
    assert [label for label, _ in rows_of(reading)] == ["Kansli", "Projekt", "Summa"]


def test_headings_stay_over_their_tables_in_columns_of_text(tmp_path: Path) -> None:
    words = ("Styrelsen har tr\xe4ffats sju g\xe5nger", "under \xe5ret, senast i december.", "Kansliet har flyttat.")
    content = "".join(at(x, 760 - 12 * n, line) for x in (60, 320) for n, line in enumerate(words))
    content += at(60, 712, "Resultatr\xe4kning", 12) + at(320, 724, "Balansr\xe4kning", 12)
    first = [("tkr", "2024", "2023"), ("Bidrag", "100", "90"), ("Avgifter", "10", "9"), ("Summa", "110", "99")]
    second = [("tkr", "2024", "2023"), ("Kassa", "55", "73"), ("Fordran", "390", "203"), ("Summa", "445", "276")]
    content += rows(first, (180, 230), 690, left=66) + rows(second, (440, 490), 702, left=326)
    reading = read_report(pdf(tmp_path / "a.pdf", content))
    assert [one.heading for one in reading.report.tables] == ["Resultatr\xe4kning", "Balansr\xe4kning"]
    assert [label for label, _ in rows_of(reading, 2)] == ["Kassa", "Fordran", "Summa"]


@pytest.mark.parametrize("frame", ["q 50 600 441 120 re W n ", "q "])
def test_a_number_that_an_edge_cuts_is_flagged(tmp_path: Path, frame: str) -> None:
    lines = [
        ("", "2024", "2023"),
        ("Bidrag", "12 805", "13 685"),
        ("Avgifter", "100", "1 009"),
        ("Summa", "905", "694"),
    ]
    page = "/MediaBox [0 0 491 842]"
    reading = read_report(pdf(tmp_path / "a.pdf", f"{frame}{rows(lines, (300, 500))}Q", page=page))
    assert "13 685" not in [one.printed for one in reading.numbers]
    assert [one.printed for one in reading.numbers if one.address[1] == 2 and not one.is_flagged] == []
