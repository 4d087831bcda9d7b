"""Every constant of the intake decides something: another value changes what small files come to."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from finsam_audit import cli
from finsam_audit.intake.cells import is_sentence
from finsam_audit.intake.parts import title_like
from finsam_audit.intake.read import Reading, read_report
from finsam_audit.intake.words import constants
from finsam_audit.project.errors import UserError

HEAD = ["Samordningsförbundet Provet", "", "Resultaträkning 2024", "", "\t2024\t2023"]


def read(folder: Path, rows: list[str], more: tuple[str, ...] = (), head: list[str] | None = None) -> Reading:
    """Return a small text file as it is read."""
    path = folder / "a.txt"
    path.write_text("\n".join([*(HEAD if head is None else head), *rows, "", *more]), encoding="utf-8")
    return read_report(path)


def refusal(path: Path) -> str:
    """Return what is said of a file, or that it was read."""
    try:
        read_report(path)
    except UserError as error:
        return str(error)
    return "read"


def small(folder: Path) -> str:
    (folder / "a.txt").write_text("\n".join([*HEAD, "Bidrag\t10\t20"]), encoding="utf-8")
    return refusal(folder / "a.txt")


def unpacked(folder: Path) -> str:
    with zipfile.ZipFile(folder / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<a/>")
        package.writestr("word/media/a", "0" * 3_000_000)
    return refusal(folder / "a.docx")


def workbook_file(folder: Path, **cells: Any) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["B2"], page["A3"], page["B3"], page["A4"], page["B4"] = "Kassa", 2024, "A", 100, "B", 50
    for place, value in cells.items():
        page[place] = value
    book.save(folder / "a.xlsx")


def workbook(folder: Path, **cells: Any) -> Reading:
    workbook_file(folder, **cells)
    return read_report(folder / "a.xlsx")


def tables_or_refusal(folder: Path) -> str | int:
    told = small(folder)
    return told if told != "read" else len(read_report(folder / "a.txt").report.tables)


def body(folder: Path) -> str:
    with zipfile.ZipFile(folder / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<!--{'0' * 3_000_000}--><a/>")
    return refusal(folder / "a.docx")


def workbook_or_refusal(folder: Path) -> str:
    workbook_file(folder)
    book = openpyxl.load_workbook(folder / "a.xlsx")
    book.active.merge_cells("A1:B1")
    book.save(folder / "a.xlsx")
    return refusal(folder / "a.xlsx")


def goal_name(folder: Path) -> list[str]:
    text = "Mål: Minst 60 procent av deltagarna ska uppleva samordningens förbättringar. Utfallet blev 64 procent."
    return [row.label for table in read(folder, ["Bidrag\t10\t20"], (text,)).report.tables for row in table.rows]


def confidences(reading: Reading) -> list[float]:
    return sorted(one.confidence for one in reading.numbers)


def told_again(folder: Path) -> int:
    text = "Bidragen blev 1 234 567 i år enligt den plan som styrelsen har fattat beslut om."
    return len(read(folder, ["Bidrag\t1 234 567\t20"], (text,)).report.texts)


def listed(folder: Path) -> int:
    items = [f"{name}: {n}00 000 kr" for n, name in enumerate(("Staten", "Regionen", "Kommunen"), 1)]
    return len(read(folder, ["Bidrag\t1\t2"], (*items, "")).report.tables)


def contents(folder: Path) -> int:
    rows = ["Resultaträkning\t3", "Balansräkning\t4", "Bilaga om annat\t6"]
    later = (
        "Resultaträkning",
        "",
        "\t2024\t2023",
        "Bidrag\t10\t20",
        "",
        "Balansräkning",
        "",
        "\t2024\t2023",
        "Kassa\t1\t2",
    )
    return len(read(folder, rows, later, head=["Innehåll", ""]).report.tables)


def named(folder: Path) -> str:
    return read(
        folder, ["Bidrag\t10\t20"], head=[*(f"{n}." for n in range(90)), "Stiftelsen", *HEAD[1:]]
    ).report.association


def exit_code(folder: Path) -> int:
    read(folder, [f"Rad {name}\t10 {n}00\t{n}00" for n, name in enumerate("abcde", 1)] + ["Rad x\t1 234 2\t7"])
    return cli.main(["intake", str(folder / "a.txt"), "--to", str(folder / "rows"), "--force"])


def doubtful(folder: Path) -> list[float]:
    rows = ["Bidrag\t1 000\t10", "Avgifter\t1 234 2\t20", "Ränta\t66\t1O5", "Summa\t2 300\t7 777"]
    return confidences(read(folder, rows))


def left_out(folder: Path) -> int:
    rows = ["Bidrag\t9\t8", *(f"{name}\t3" for name in ("Ränta", "Hyra", "Lön")), "Summa\t18\t8"]
    return len(read(folder, rows, head=[*HEAD[:4], "\t2024\tFörändring"]).numbers)


# a value that decides otherwise: times what it is, and what small files come to
OTHERWISE: dict[str, tuple[float, Callable[[Path], object]]] = {
    "largest_file": (0, small),
    "largest_unpacked": (0.005, unpacked),
    "most_parts": (0.00005, unpacked),
    "largest_text": (0.00001, small),
    "largest_body": (0.1, body),
    "longest_line": (0.001, small),
    "longest_word": (0.001, tables_or_refusal),
    "most_columns": (0.01, tables_or_refusal),
    "most_numbers": (0.0001, tables_or_refusal),
    "most_cells": (0.00001, workbook_or_refusal),
    "most_merged": (0.00001, workbook_or_refusal),
    "heading_words": (0.5, lambda _: title_like("Översikt över förbundets verksamhet och dess utveckling under åren")),
    "heading_letters": (0.5, lambda _: title_like("Samverkansorganisationernas medlemsbidragsutveckling " + "x" * 20)),
    "name_words": (0.5, lambda _: is_sentence("Ökning och minskning av kortfristiga skulder")),
    "sentence_letters": (0.5, lambda _: is_sentence("Upplupna kostnader och förutbetalda intäkter")),
    "label_digits": (2, told_again),
    "goal_letters": (0.5, goal_name),
    "list_rows": (2, listed),
    "certain": (0.5, lambda folder: confidences(read(folder, ["A\t100\t1", "B\t200\t2", "Summa\t300\t4"]))),
    "plain": (0.5, lambda folder: confidences(read(folder, ["A\t100\t1"]))),
    "decided": (0.5, doubtful),
    "doubted": (0.5, doubtful),
    "computed": (0.5, lambda folder: confidences(workbook(folder, A5="Summa", B5="=B3+B4"))),
    "unread_number": (2, lambda folder: confidences(workbook(folder, A5="Summa", B5="=B3/0"))),
    "flag_below": (0.5, lambda folder: sum(one.is_flagged for one in read(folder, ["A\t1 234 2\t5"]).numbers)),
    "flagged_most": (0.2, exit_code),
    "contents_share": (2, contents),
    "cover_texts": (2, named),
    "left_out": (2, left_out),
}


@pytest.mark.parametrize("name", sorted(constants()))
def test_another_value_decides_otherwise(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    factor, outcome = OTHERWISE[name]
    before = outcome(tmp_path)
    monkeypatch.setitem(constants(), name, constants()[name] * factor)
    assert outcome(tmp_path) != before
