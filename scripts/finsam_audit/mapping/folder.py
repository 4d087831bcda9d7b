"""Folders of bare rows: reading `bare_rows.csv`, writing the rows of the seeds, whole or not at all."""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from finsam_audit.mapping.messages import message
from finsam_audit.mapping.report import Number, Report, Row, Table, Text
from finsam_audit.mapping.seeds import COLUMNS
from finsam_audit.project.csv_files import CsvFile, read_csv, read_rows, row_writer
from finsam_audit.project.csv_files import Row as CsvRow
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import whole_folder
from finsam_audit.project.visible import visible

BARE_ROWS = "bare_rows.csv"
NEEDED = (
    "association",
    "table_no",
    "heading",
    "source_line",
    "column_no",
    "number_no",
    "column_heading",
    "label",
    "printed",
)
OPTIONAL = (
    "association_id",
    "organisation_number",
    "document_id",
    "document_kind",
    "fiscal_year",
    "source_file",
    "table_unit",
    "indent",
    "emphasis",
)
# what is said of the document stands alike on every row
DOCUMENT = (
    "association",
    "association_id",
    "organisation_number",
    "document_id",
    "document_kind",
    "fiscal_year",
    "source_file",
)
DOCUMENT_KINDS = ("annual_report", "plan")
MOST = 20
WHOLE = re.compile(r"[0-9]+")
YEAR = re.compile(r"(19|20)[0-9]{2}")
CODE = re.compile(r"[a-z0-9_]+")
Say = Callable[..., str]


def read_bare(folder: Path, language: str) -> Report:
    """Return the report that a folder of bare rows holds.

    Raises:
        UserError: the file is not there or something in it is wrong; one line for each of the first twenty errors.

    """
    say = partial(message, language=language)
    path = folder / BARE_ROWS
    if not folder.is_dir():
        raise UserError(say("no_folder", path=folder))
    if not path.is_file():
        raise UserError(say("no_file", path=path))
    try:
        file = read_csv(path, BARE_ROWS, language)
    except UserError as error:
        raise UserError(say("unreadable", path=path, why=error)) from error
    if found := list(_errors(file, say)):
        more = [say("more", count=len(found) - MOST)] if len(found) > MOST else []
        raise UserError("\n".join([*found[:MOST], *more]))
    rows = [dict(zip(file.head, fields, strict=True)) for _, fields in file.lines]
    return report_of(rows, visible(folder.name))


def read_known(path: Path, language: str) -> list[CsvRow]:
    """Return the members that a file in the form of the seeds holds.

    Raises:
        UserError: it cannot be read.

    """
    try:
        return read_rows(path, COLUMNS["members"].split(), language=language)
    except UserError as error:
        raise UserError(message("unreadable", language, path=path, why=error)) from error


def _errors(file: CsvFile, say: Say) -> Iterator[str]:
    """Yield what is wrong in a file of bare rows, a line each."""
    shown = file.shown
    for name, found, values in (
        ("columns", [column for column in NEEDED if column not in file.head], {"needed": ",".join(NEEDED)}),
        (
            "unknown",
            [column for column in file.head if column not in NEEDED + OPTIONAL],
            {"known": ",".join(NEEDED + OPTIONAL)},
        ),
        ("twice", sorted({column for column in file.head if file.head.count(column) > 1}), {}),
    ):
        if found:
            yield say(name, file=shown, what=", ".join(found), **values)
            return
    if not file.lines:
        yield say("no_rows", file=shown)
        return
    seen: dict[tuple[str, str, str], int] = {}
    document: dict[str, str] = {}
    headings: dict[tuple[str, str], str] = {}
    has_table = False
    for number, fields in file.lines:
        if len(fields) != len(file.head):
            yield say("width", file=shown, row=number, count=len(fields), wanted=len(file.head))
            continue
        row = dict(zip(file.head, fields, strict=True))
        has_table = has_table or row["table_no"] != ""
        yield from _row_errors(row, number, shown, say)
        for column in DOCUMENT:
            value = row.get(column, "")
            if document.setdefault(column, value) != value:
                yield say("two_documents", file=shown, row=number, column=column, value=value, other=document[column])
        for place, column in (
            (row["table_no"], "heading"),
            (row["table_no"], "table_unit"),
            (f"{row['table_no']}/{row['column_no']}", "column_heading"),
        ):
            if row["table_no"] and (value := row.get(column, "")) != headings.setdefault((place, column), value):
                yield say(
                    "two_headings",
                    file=shown,
                    row=number,
                    column=column,
                    value=value,
                    table=row["table_no"],
                    other=headings[place, column],
                )
        address = (row["source_line"], row["column_no"], row["number_no"])
        if address in seen:
            yield say(
                "address_twice",
                file=shown,
                row=number,
                line=address[0],
                cell=address[1],
                number=address[2],
                other=seen[address],
            )
        seen.setdefault(address, number)
    if not has_table:
        yield say("no_money", file=shown)


def _row_errors(row: CsvRow, number: int, shown: str, say: Say) -> Iterator[str]:
    for column in ("source_line", "association"):
        if row[column] == "":
            yield say("empty", file=shown, row=number, column=column)
    for column in ("table_no", "column_no", "number_no"):
        if not WHOLE.fullmatch(row[column]) and not (column == "table_no" and row[column] == ""):
            yield say("no_number", file=shown, row=number, column=column, value=repr(row[column]))
    for column in ("association_id", "document_id"):
        if row.get(column) and not CODE.fullmatch(row[column]):
            yield say("no_code", file=shown, row=number, column=column, value=repr(row[column]))
    if row.get("document_kind") and row["document_kind"] not in DOCUMENT_KINDS:
        yield say("no_kind", file=shown, row=number, value=repr(row["document_kind"]))
    if row.get("fiscal_year") and not YEAR.fullmatch(row["fiscal_year"]):
        yield say("no_year", file=shown, row=number, value=repr(row["fiscal_year"]))


def report_of(rows: list[CsvRow], name: str) -> Report:
    """Return the report of bare rows that are in order.

    Args:
        rows: as the file holds them.
        name: what the document is called where no row says it.

    """
    tables: dict[int, list[CsvRow]] = defaultdict(list)
    texts = []
    for row in rows:
        if row["table_no"]:
            tables[int(row["table_no"])].append(row)
        else:
            texts.append(Text(row["label"], _number(row)))
    made = []
    for table_no, own in sorted(tables.items()):
        lines: dict[str, list[CsvRow]] = defaultdict(list)
        for row in own:
            lines[row["source_line"]].append(row)
        columns = {int(row["column_no"]): row["column_heading"] for row in own}
        made.append(
            Table(
                table_no,
                own[0]["heading"],
                own[0].get("table_unit", ""),
                dict(sorted(columns.items())),
                tuple(
                    Row(line, found[0]["label"], tuple(_number(row) for row in found)) for line, found in lines.items()
                ),
            )
        )
    facts = rows[0]
    year = facts.get("fiscal_year", "")
    return Report(
        facts["association"],
        facts.get("organisation_number", ""),
        facts.get("document_kind") or DOCUMENT_KINDS[0],
        int(year) if year else None,
        facts.get("source_file") or name,
        tuple(made),
        tuple(texts),
        facts.get("association_id", ""),
        facts.get("document_id", ""),
    )


def _number(row: CsvRow) -> Number:
    return Number(row["source_line"], int(row["column_no"]), int(row["number_no"]), row["printed"])


def write_mapped(folder: Path, rows: Mapping[str, list[CsvRow]], more: Mapping[str, str] | None = None) -> None:
    """Write a folder with a CSV file for every seed; it appears whole or not at all.

    Args:
        folder: to write.
        rows: of each seed.
        more: columns of further files by name, whose rows are in `rows` too.

    """
    with whole_folder(folder) as waiting:
        for name, columns in {**COLUMNS, **(more or {})}.items():
            text = io.StringIO()
            writer = row_writer(text, columns.split())
            writer.writerows(rows.get(name, []))
            (waiting / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def read_mapped(folder: Path) -> dict[str, list[CsvRow]]:
    """Return the rows of every seed that such a folder holds.

    Raises:
        UserError: a file is not there or cannot be read.

    """
    return {
        name: [{"reading": "", **row} if name == "line_items" else row for row in _read(folder, name, columns)]
        for name, columns in COLUMNS.items()
    }


def _read(folder: Path, name: str, columns: str) -> list[CsvRow]:
    """Return the rows of one seed; the column of readings may be left out."""
    return read_rows(folder / f"{name}.csv", [column for column in columns.split() if column != "reading"])
