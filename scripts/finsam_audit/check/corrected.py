"""Rows that a person corrected: from the CSV files of a folder, or from the workbook for review that lies in it."""

import csv
import datetime
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter

from finsam_audit.check.messages import is_said, message
from finsam_audit.intake.command import MORE
from finsam_audit.mapping.seeds import COLUMNS
from finsam_audit.project.csv_files import Row, read_csv
from finsam_audit.project.errors import UserError

BOOK = "granskning.xlsx"
LINE_ITEMS = "line_items.csv"
# a sheet or file for each, in the order in which a person goes through them
SHEETS = {**COLUMNS, **MORE}
# what a folder may do without
OPTIONAL = frozenset({"undecided", *MORE})
LEFT_OUT_COLUMN = "reading"
WIDTHS = {"label": 40, "heading": 40, "name": 30, "reason": 50, "document_id": 24, "line_item": 24, "member": 24}
WIDTH = 13
MOST_ROWS = 100_000


@dataclass(frozen=True)
class Corrected:
    """The rows of a report with where each stands.

    Attributes:
        path: the workbook, or the folder of CSV files.
        rows: by seed.
        lines: the number of the row in its sheet or file, by seed.
        heads: the columns of each sheet or file, in their order.
        sheets: what the sheets of a workbook are called there.

    """

    path: Path
    rows: Mapping[str, list[Row]]
    lines: Mapping[str, list[int]]
    heads: Mapping[str, Sequence[str]]
    sheets: Mapping[str, str]

    def cell(self, name: str, place: int, column: str | None) -> str:
        """Return how messages call a cell: sheet and cell of the workbook, or file and line."""
        line = self.lines[name][place]
        if self.path.is_dir():
            return f"{name}.csv:{line}" + (f": {column}" if column else "")
        at = self.heads[name].index(column) + 1 if column in self.heads[name] else 1
        return f"{self.path.name}, {self.sheets[name]}!{get_column_letter(at)}{line}"


@cache
def review_words() -> dict[tuple[str, str], Row]:
    """Return what sheets and columns are called in the workbook, and what is said of them, by kind and code."""
    text = (files("finsam_audit.check") / "words" / "review.csv").read_text(encoding="utf-8")
    return {(row["kind"], row["code"]): row for row in csv.DictReader(text.splitlines())}


def _named(kind: str, code: str) -> set[str]:
    """Return what a sheet or column may be called: its code, or its name in either language."""
    words = review_words()[kind, code]
    return {code, words["name_sv"], words["name_en"]}


def is_corrected(path: Path) -> bool:
    """Tell whether a path is such a folder, or the workbook of one."""
    if path.is_dir():
        return (path / BOOK).is_file() or (path / LINE_ITEMS).is_file()
    return path.name == BOOK


def read_corrected(path: Path, language: str) -> Corrected:
    """Return what a person corrected: the workbook where there is one, else the CSV files.

    Raises:
        UserError: it cannot be read, a sheet or column is not there, or it is not one report.

    """
    book = path / BOOK if path.is_dir() else path
    found = _read_book(book, language) if book.is_file() else _read_folder(path, language)
    if len(found.rows["documents"]) != 1 or len(found.rows["associations"]) != 1:
        raise UserError(message("one_document", language, path=path))
    document = found.rows["documents"][0]
    # rows that somebody typed have no file that they were read from: they are the source themselves
    source = found.path / LINE_ITEMS if found.path.is_dir() else found.path
    document["sha256"] = document["sha256"] or hashlib.sha256(source.read_bytes()).hexdigest()
    return found


def _read_folder(folder: Path, language: str) -> Corrected:
    rows: dict[str, list[Row]] = {}
    lines: dict[str, list[int]] = {}
    heads: dict[str, Sequence[str]] = {}
    for name, columns in SHEETS.items():
        path = folder / f"{name}.csv"
        if name in OPTIONAL and not path.is_file():
            rows[name], lines[name], heads[name] = [], [], []
            continue
        file = read_csv(path, path.name, language)
        needed = [column for column in columns.split() if name == "reading" or column != LEFT_OUT_COLUMN]
        records = file.records(needed)
        rows[name], lines[name], heads[name] = [row for _, row in records], [line for line, _ in records], file.head
    return Corrected(folder, rows, lines, heads, {})


def _read_book(path: Path, language: str) -> Corrected:
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True, read_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise UserError(message("not_a_book", language, path=path)) from error
    rows: dict[str, list[Row]] = {}
    lines: dict[str, list[int]] = {}
    heads: dict[str, Sequence[str]] = {}
    sheets: dict[str, str] = {}
    for name, columns in SHEETS.items():
        rows[name], lines[name], heads[name] = [], [], []
        title = next((title for title in book.sheetnames if title in _named("sheet", name)), None)
        if title is None:
            if name in OPTIONAL:
                continue
            wanted = review_words()["sheet", name][f"name_{language}"]
            raise UserError(message("no_sheet", language, path=path.name, sheet=wanted))
        sheets[name] = title
        cells = islice(book[title].iter_rows(values_only=True), MOST_ROWS)
        called = {alias: column for column in columns.split() for alias in _named("column", column)}
        head = [called.get(text_of(value), text_of(value)) for value in next(cells, ())]
        if missing := [column for column in columns.split() if column not in head]:
            told = ", ".join(review_words()["column", column][f"name_{language}"] for column in missing)
            raise UserError(message("no_column", language, path=path.name, sheet=title, columns=told))
        heads[name] = head
        for line, values in enumerate(cells, 2):
            row = {column: text_of(value) for column, value in zip(head, values, strict=False) if column}
            if any(row.values()):
                rows[name].append(row)
                lines[name].append(line)
    return Corrected(path, rows, lines, heads, sheets)


def text_of(value: Any) -> str:
    """Return the text that a seed has for what a cell holds: a person may have typed over a text with a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    return str(value).strip()


def write_review(path: Path, rows: Mapping[str, list[Row]], language: str) -> None:
    """Write the workbook for review: a sheet for each seed, all cells as text, doubtful numbers coloured.

    Args:
        path: a path where nothing is.
        rows: of the seeds, with `reading` for what was thought of each number.
        language: of sheets, columns and what is said of them: `sv` or `en`.

    """
    thoughts = {_address(row): row for row in rows.get("reading", [])}
    with xlsxwriter.Workbook(path) as book:
        plain = book.add_format({"num_format": "@"})
        doubtful = book.add_format({"num_format": "@", "bg_color": "#ffe8a3"})
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        for name, columns in SHEETS.items():
            sheet = book.add_worksheet(review_words()["sheet", name][f"name_{language}"])
            head = columns.split()
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(head):
                sheet.set_column(place, place, WIDTHS.get(column, WIDTH), plain)
                words = review_words()["column", column]
                sheet.write_string(0, place, words[f"name_{language}"], bold)
                if note := words[f"note_{language}"]:
                    sheet.write_comment(0, place, note, {"x_scale": 2})
            for line, row in enumerate(rows.get(name, []), 1):
                thought = thoughts.get(_address(row)) if name in ("line_items", "reading") else None
                is_doubtful = thought is not None and thought["is_flagged"] == "true"
                for place, column in enumerate(head):
                    sheet.write_string(line, place, row.get(column, ""), doubtful if is_doubtful else plain)
                if is_doubtful and thought is not None and name == "line_items":
                    why = message(thought["reason"], language) if is_said(thought["reason"]) else thought["reason"]
                    sheet.write_comment(line, head.index("printed"), why)
            sheet.autofilter(0, 0, max(1, len(rows.get(name, []))), len(head) - 1)


def _address(row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in ("source_line", "column_no", "number_no"))


def add_review(folder: Path, language: str) -> Path:
    """Write the workbook for review beside the CSV files of a folder, and return it."""
    target = folder / BOOK
    waiting = folder / f".{BOOK}.new.xlsx"
    write_review(waiting, read_corrected(folder, language).rows, language)
    waiting.replace(target)
    return target
