"""A document set as printed: tables with their rows, columns and cells, from the addresses of the numbers."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from finsam_audit.report import marks
from finsam_audit.report.database import Document, Row, key_of
from finsam_audit.report.formats import anchor


@dataclass
class Line:
    """One printed row: its label, and per column the numbers of the cell."""

    source_line: str
    label: str
    is_total: bool
    cells: list[list[Row]]


@dataclass
class Table:
    """One printed table; without columns it is numbers in running text."""

    row: Row
    headings: list[str]
    lines: list[Line]
    anchor: str
    exceptions: int


def row_label(numbers: list[Row]) -> tuple[str, bool]:
    """Return the label of a printed row and whether its cells carry labels of their own.

    A row has its label in common; where the labels head the columns instead, the year or the part that the
    labels share stands for the row.
    """
    labels = list(dict.fromkeys(number["label"] or "" for number in numbers))
    if len(labels) == 1:
        return labels[0], False
    years = {number["period"] for number in numbers}
    return (str(next(iter(years))) if len(years) == 1 else ""), True


def tables_of(document: Document) -> list[Table]:
    """Return the tables of a document in printed order, those that hold numbers.

    Each number gets its anchor, its relations and its finding, so that the template only sets type.
    """
    findings = {finding["cell"]: finding for finding in document.findings}
    by_table: dict[int, list[Row]] = defaultdict(list)
    for number in document.numbers:
        number["anchor"] = anchor(key_of(number))
        number["relations"] = document.relations.get(key_of(number), [])
        number["finding"] = findings.get(number["cell"])
        number["own_label"] = False
        number["signs"] = marks.signs(number)
        by_table[number["table_no"]].append(number)
    described = {table["table_no"]: table for table in document.tables}
    return [
        table_of(
            described.get(number_of)
            or {
                "heading": "",
                "statement": numbers[0]["statement"],
                "printed_unit": None,
                "table_no": number_of,
                "first_line": None,
                "last_line": None,
            },
            document.columns.get(number_of, []),
            numbers,
        )
        for number_of, numbers in sorted(by_table.items(), key=lambda item: printed_order(item, described))
    ]


def printed_order(item: tuple[int, list[Row]], described: dict[int, Row]) -> tuple[list[int], int]:
    """Return where a table begins in the source, then its number."""
    first: Any = described.get(item[0], {}).get("first_line")
    # a line is a number, or page and row: p3r12
    return ([int(part) for part in re.findall(r"[0-9]+", first)] if first else [10**9], item[0])


def table_of(row: Row, columns: list[Row], numbers: list[Row]) -> Table:
    """Return one table; in running text (one column, cell 0) every number is a row of its own."""
    used = sorted({number["column_no"] for number in numbers})
    headings = {column["column_no"]: column["heading"] for column in columns}
    exceptions = sum(number["finding"] is not None for number in numbers)
    lines: list[Line] = []
    if used == [0]:
        for number in numbers:
            lines.append(Line(number["source_line"], number["label"] or "", False, [[number]]))
        return Table(row, [], lines, f"t-{row['table_no']}", exceptions)
    shown = sorted(set(used) | {column for column in headings if column > 0})
    by_line: dict[str, list[Row]] = defaultdict(list)
    for number in numbers:
        by_line[number["source_line"]].append(number)
    for source_line, on_line in by_line.items():
        label, own_labels = row_label(on_line)
        cells: list[list[Row]] = []
        for column_no in shown:
            cell = [number for number in on_line if number["column_no"] == column_no]
            for number in cell:
                number["own_label"] = own_labels
            cells.append(cell)
        lines.append(Line(source_line, label, any(number["is_total"] for number in on_line), cells))
    return Table(row, [headings.get(column) or "" for column in shown], lines, f"t-{row['table_no']}", exceptions)
