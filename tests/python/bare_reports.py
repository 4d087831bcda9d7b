"""Reports as bare rows: the shared ones from labels, headings and prints of their keys, the shipped ones from seeds."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from association import ROOT
from finsam_audit.mapping.database import inputs_of
from finsam_audit.mapping.folder import BARE_ROWS, NEEDED
from finsam_audit.mapping.report import Number, Report, Row, Table, Text
from finsam_audit.measure.reports import Report as Made
from finsam_audit.project import csv_files
from finsam_audit.project.relations import write_relation
from programs import beside

Key = dict[str, str]
Address = tuple[str, int, int]
# what a key says beyond the page: no part of a bare row
ANSWERS = frozenset("statement line_item measure period value unit kind parent_row role true_printed".split())
# a row of the n-th table is the line n * 1000 + its number
LINES = 1000
FOLDER = "FINSAM_REPORTS"


def folder() -> Path:
    """Return the folder of the shared reports (FINSAM_REPORTS, else ../shared/reports)."""
    return beside(FOLDER, "reports")


def names() -> list[str]:
    """Return the names of the shared reports."""
    return sorted(path.name.removesuffix(".cells.csv") for path in folder().glob("*.cells.csv"))


def key_rows(name: str) -> list[tuple[Address, Key]]:
    """Return the rows of a key with their addresses as the bare rows have them."""
    with (folder() / f"{name}.cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    found = []
    for row in rows:
        place = (row["table"], row["row"], row["column"])
        counts[place] += 1
        line = str(int(row["table"]) * LINES + int(row["row"]))
        found.append(((line, int(row["column"]), counts[place]), row))
    return found


def tables_of(cells: Iterable[tuple[Address, Key]], fields: dict[str, str]) -> tuple[Table, ...]:
    """Return the tables of cells that are given as rows of a key or a seed.

    Args:
        cells: addresses and rows.
        fields: what the key calls table, heading, label, column_heading, printed and unit.

    """
    tables: dict[int, list[tuple[Address, Key]]] = defaultdict(list)
    for address, cell in cells:
        tables[int(cell[fields["table"]])].append((address, cell))
    made = []
    for table_no, own in sorted(tables.items()):
        columns = {address[1]: cell[fields["column_heading"]] for address, cell in reversed(own)}
        lines: dict[str, list[tuple[Address, Key]]] = defaultdict(list)
        for address, cell in own:
            lines[address[0]].append((address, cell))
        rows = tuple(
            Row(
                line,
                found[0][1][fields["label"]],
                tuple(Number(*address, cell[fields["printed"]]) for address, cell in found),
            )
            for line, found in lines.items()
        )
        made.append(Table(table_no, own[0][1][fields["heading"]], own[0][1].get(fields["unit"], ""), columns, rows))
    return tuple(made)


def shared_report(name: str) -> Report:
    """Return one of the shared reports as bare rows."""
    cells = [(address, {k: v for k, v in row.items() if k not in ANSWERS}) for address, row in key_rows(name)]
    fields = {n: n for n in ("table", "heading", "label", "column_heading", "printed", "unit")}
    association = name.split("_ar_")[0]
    return Report(association, "", "annual_report", None, name, tables_of(cells, fields), association_id=association)


def seed_rows(name: str) -> list[tuple[Address, Key]]:
    """Return the line items of a shipped document by address."""
    with (ROOT / "seeds/line_items" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [((row["source_line"], int(row["column_no"]), int(row["number_no"])), row) for row in rows]


def reference(name: str, document: str) -> list[Key]:
    """Return the rows of a reference seed that belong to a document."""
    with (ROOT / "seeds/reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["document_id"] == document]


def shipped_report(name: str) -> Report:
    """Return one of the shipped documents as bare rows: its tables that have columns; the rest is running text."""
    headings = {row["table_no"]: row for row in reference("tables", name)}
    columns = {(row["table_no"], row["column_no"]): row["heading"] for row in reference("table_columns", name)}
    cells, texts = [], []
    for address, row in seed_rows(name):
        if (row["table_no"], row["column_no"]) in columns:
            heading = columns[row["table_no"], row["column_no"]]
            bare = {n: row[n] for n in ("table_no", "label", "printed")}
            unit = headings[row["table_no"]]["printed_unit"]
            cells.append(
                (
                    address,
                    bare | {"column_heading": heading, "heading": headings[row["table_no"]]["heading"], "unit": unit},
                )
            )
        elif address[1] == 0:
            texts.append(Text(row["label"], Number(*address, row["printed"])))
    fields = {"table": "table_no", "unit": "unit"} | {n: n for n in ("heading", "label", "column_heading", "printed")}
    document = next(row for row in documents() if row["document_id"] == name)
    made = tables_of(cells, fields)
    return Report(
        document["association_id"],
        "",
        document["document_kind"],
        None,
        name,
        made,
        tuple(texts),
        document["association_id"],
    )


def documents() -> list[Key]:
    """Return the shipped documents."""
    with (ROOT / "seeds/reference/documents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def generated_report(made: Made, code: str) -> Report:
    """Return a report of the generator as bare rows."""
    headings = {entry[1]: entry for entry in made.tables}
    columns = {(entry[1], entry[2]): entry[3] for entry in made.columns}
    cells, texts = [], []
    for row in made.rows:
        number = (row.source_line, row.column_no, row.number_no)
        if (row.table_no, row.column_no) in columns:
            entry = headings[row.table_no]
            cell = {"table_no": str(row.table_no), "label": row.label, "printed": row.printed, "heading": str(entry[5])}
            cells.append(
                (number, cell | {"column_heading": str(columns[row.table_no, row.column_no]), "unit": str(entry[6])})
            )
        else:
            texts.append(Text(row.label, Number(*number, row.printed)))
    fields = {"table": "table_no", "unit": "unit"} | {n: n for n in ("heading", "label", "column_heading", "printed")}
    return Report(code, "", "annual_report", None, made.document_id, tables_of(cells, fields), tuple(texts), code)


def bare_rows(report: Report, association: str = "Samordningsförbundet Provstad") -> list[Key]:
    """Return a report as rows of bare_rows.csv."""
    return [
        {
            "association": association,
            "table_no": str(t.table_no),
            "heading": t.heading,
            "source_line": row.source_line,
            "column_no": str(number.column_no),
            "number_no": str(number.number_no),
            "column_heading": t.columns[number.column_no],
            "label": row.label,
            "printed": number.printed,
        }
        for t in report.tables
        for row in t.rows
        for number in row.numbers
    ]


def write_bare(place: Path, rows: list[Key], columns: tuple[str, ...] = NEEDED) -> Path:
    """Write a folder of bare rows."""
    place.mkdir(exist_ok=True)
    with (place / BARE_ROWS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return place


def write_inputs(to: Path, mapped: Iterable[Mapping[str, list[csv_files.Row]]]) -> dict[str, str]:
    """Write mapped reports to a folder, and return what dbt's variable `input_relations` is for them."""
    return {name: write_relation(to, name, columns, rows) for name, (columns, rows) in inputs_of(mapped).items()}
