"""The sheets of the workbook that set a report's tables as printed, with sums that Excel works out under them."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from finsam_audit.report.workbook_tables import PREFIX

DOCUMENT = "ostra_varmland_ar_2025"


@pytest.fixture(scope="module")
def sheets(report: Path) -> tuple[Any, Any]:
    """Return the sheet of a document with its formulas and with what they came to."""
    book = report / "finsam_audit.xlsx"
    return openpyxl.load_workbook(book)[PREFIX + DOCUMENT], openpyxl.load_workbook(book, data_only=True)[
        PREFIX + DOCUMENT
    ]


def rows_of(sheet: Any, label: str) -> list[int]:
    return [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 2).value or "") == label]


def test_every_document_has_its_sheet(report: Path) -> None:
    book = openpyxl.load_workbook(report / "finsam_audit.xlsx", read_only=True)
    set_as_printed = {name.removeprefix(PREFIX) for name in book.sheetnames if name.startswith(PREFIX)}
    assert set_as_printed == set(book.sheetnames[5:]) - {name for name in book.sheetnames if name.startswith(PREFIX)}


def test_a_table_stands_as_printed_and_its_figures_come_from_the_list(sheets: tuple[Any, Any]) -> None:
    formulas, values = sheets
    (row,) = rows_of(values, "Summa omsättningstillgångar")
    assert [values.cell(row, place).value for place in (1, 4, 5)] == ["267", 751434, 682330]
    assert re.fullmatch(rf"='{DOCUMENT}'!H[0-9]+", formulas.cell(row, 4).value)
    # a cost is printed without a minus, and stands in the list with one
    cost = next(row for row in rows_of(values, "Verksamhetens intäkter") if values.cell(row, 1).value == "65") + 1
    assert values.cell(cost, 3).value == 1844118 and formulas.cell(cost, 3).value.startswith("=-'")


def test_excel_works_out_each_total_under_its_table(sheets: tuple[Any, Any]) -> None:
    formulas, values = sheets
    (row,) = [
        row
        for row in range(1, values.max_row + 1)
        if str(values.cell(row, 2).value).startswith("Excel räknar") and values.cell(row, 1).value == "267"
    ]
    (total,) = rows_of(values, "Summa omsättningstillgångar")
    assert row > total
    assert re.fullmatch(r"=D[0-9]+(\+D[0-9]+)+", formulas.cell(row, 4).value)
    assert values.cell(row, 4).value == 751578 and values.cell(row + 1, 4).value == -144
    assert formulas.cell(row + 1, 4).value == f"=D{total}-D{row}"
    assert values.cell(row + 1, 5).value == 0


def test_the_sheet_fits_the_width_of_a_page(sheets: tuple[Any, Any]) -> None:
    formulas, _ = sheets
    assert formulas.page_setup.paperSize == 9 and formulas.sheet_properties.pageSetUpPr.fitToPage
    # as many pages down as it takes, one across
    assert formulas.page_setup.fitToHeight == 0 and formulas.page_setup.fitToWidth in (None, 1)
