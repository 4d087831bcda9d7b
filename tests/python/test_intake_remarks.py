"""What a footnote or a sentence below a table says of a row counts as if the row said it."""

from pathlib import Path

import pytest
from finsam_audit.intake.read import read_report
from finsam_audit.mapping.mapper import map_state
from finsam_audit.mapping.report import Report
from test_intake_hazards import cell, paragraph, row, run, table, word

ABOVE = "# Samordningsförbundet Provstad\n\nÅrsredovisning 2024\n\n## Flerårsöversikt\n\n"
COSTS = "Verksamhetens kostnader"


def overview(tmp_path: Path, label: str, below: str) -> Report:
    """Return a report with an overview of which the second row is about costs, and what stands below it."""
    rows = f"| Verksamhetens intäkter | 5 012 | 4 900 |\n| {label} | -4 801 | -4 850 |\n| Årets resultat | 211 | 50 |\n"
    path = tmp_path / "rapport.md"
    path.write_text(f"{ABOVE}| tkr | 2024 | 2023 |\n|---|--:|--:|\n{rows}\n{below}\n", encoding="utf-8")
    return read_report(path).report


@pytest.mark.parametrize(
    ("label", "below"),
    [
        (COSTS, "Verksamhetens kostnader i översikten är inklusive avskrivningar."),
        (COSTS, "Verksamhetens intäkter är bidrag. \n\nVerksamhetens kostnader har med avskrivningarna."),
        (COSTS, "Beloppen är avrundade. Även avskrivningar ingår i verksamhetens kostnader."),
        (f"{COSTS}[^1]", "[^1]: Inklusive avskrivningar."),
        (f"{COSTS} \\*", "\\* Inklusive avskrivningar."),
        (f"{COSTS}\u00b2", "\u00b9 Bidrag.\n\n\u00b2 Inklusive avskrivningar."),
    ],
)
def test_a_scope_that_stands_below_the_table_is_declared(tmp_path: Path, label: str, below: str) -> None:
    report = overview(tmp_path, label, below)
    costs = report.tables[0].rows[1]
    assert costs.label == COSTS and "avskrivning" in costs.remark
    assert [one.remark for one in report.tables[0].rows if "avskrivning" in one.remark] == [costs.remark]
    assert [one.code for one in map_state(report)[0].tables[0].rows][1] == "costs_with_depreciation"


@pytest.mark.parametrize(
    ("label", "below"),
    [
        (COSTS, ""),
        (COSTS, "Kostnader redovisas inklusive avskrivningar."),
        (COSTS, "Avskrivningar ingår i budgeten."),
        (COSTS, "Året har varit gott.\n\nVerksamhetens kostnader är inklusive avskrivningar."),
        (COSTS, "## Nästa del\n\nVerksamhetens kostnader är inklusive avskrivningar."),
        (COSTS, "Verksamhetens kostnader ökade till 4 801 tkr inklusive avskrivningar."),
        (f"{COSTS} \\*", "\\*\\* Inklusive avskrivningar."),
    ],
)
def test_other_words_below_a_table_declare_nothing(tmp_path: Path, label: str, below: str) -> None:
    report = overview(tmp_path, label, below)
    assert all("avskrivning" not in one.remark for one in report.tables[0].rows)
    assert [one.code for one in map_state(report)[0].tables[0].rows][1] == "operating_costs"


@pytest.mark.parametrize(
    ("below", "code"),
    [
        ("Kostnader i tabellen inkluderar planenliga avskrivningar.", "costs_with_depreciation"),
        ("Intäkter i tabellen inkluderar planenliga avskrivningar.", "operating_costs"),
    ],
)
def test_a_scope_below_a_table_of_years_is_that_of_its_column(tmp_path: Path, below: str, code: str) -> None:
    table = (
        "| År | Intäkter | Kostnader | Årets resultat |\n|---|---:|---:|---:|\n"
        "| 2022 | 4 800 | -4 700 | 100 |\n| 2023 | 4 900 | -4 850 | 50 |\n| 2024 | 5 012 | -4 801 | 211 |\n"
    )
    path = tmp_path / "rapport.md"
    path.write_text(f"# Samordningsförbundet Provet\n\n## Flerårsöversikt\n\n{table}\n{below}\n", encoding="utf-8")
    found = map_state(read_report(path).report)[0].tables[0].rows
    assert [one.code for one in found][1] == code


def test_a_footnote_of_a_word_file_is_that_of_the_row_that_refers_to_it(tmp_path: Path) -> None:
    referring = f'<w:p>{run(COSTS)}<w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
    body = paragraph("Flerårsöversikt") + table(
        row(cell("tkr"), "2024", "2023"),
        row(cell("Verksamhetens intäkter"), "5 012", "4 900"),
        row(cell(referring), "-4 801", "-4 850"),
    )
    notes = "".join(
        f'<w:footnote w:id="{n}">{paragraph(text)}</w:footnote>'
        for n, text in ((2, "Exklusive avskrivningar."), (3, "Inklusive avskrivningar."))
    )
    report = word(tmp_path / "rapport.docx", body, notes).report
    assert [one.remark for one in report.tables[0].rows] == ["", "Inklusive avskrivningar."]


def test_what_a_sentence_says_to_be_contained_in_two_rows_is_the_scope_of_both(tmp_path: Path) -> None:
    below = "Finansiella poster ingår i verksamhetens intäkter respektive verksamhetens kostnader."
    found = map_state(overview(tmp_path, COSTS, below))[0].tables[0].rows
    assert [one.code for one in found] == ["total_income", "total_costs", "net_result"]
