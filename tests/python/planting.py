"""Copies of the shipped documents, each with changed numbers, built side by side as associations of their own."""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt

ROOT = Path(__file__).resolve().parents[2]
PLANTED = "planted.duckdb"
INTEGERS = {
    "fiscal_year", "table_no", "column_no", "number_no", "first_line", "last_line", "parent_column", "weight",
    "base_column",
}  # fmt: skip
Address = tuple[str, str, str, str]


@dataclass
class Copy:
    """One copy of an association: its suffix and what is printed in it instead, by address."""

    suffix: str
    association_id: str
    printed: dict[Address, str] = field(default_factory=dict)


def seed(name: str) -> list[dict[str, str]]:
    """Return the rows of a reference seed."""
    with (ROOT / f"seeds/reference/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def line_items() -> list[dict[str, str]]:
    """Return every printed number of the shipped documents."""
    rows: list[dict[str, str]] = []
    for path in sorted((ROOT / "seeds/line_items").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows.extend(csv.DictReader(file))
    return rows


def address(row: dict[str, str]) -> Address:
    """Return the key of a printed number."""
    return row["document_id"], row["source_line"], row["column_no"], row["number_no"]


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, rows: list[dict[str, str]]) -> str:
    text = folder / f"{name}.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    columns = ", ".join(f"cast({c} as {'integer' if c in INTEGERS else 'varchar'}) as {c}" for c in rows[0])
    target = folder / f"{name}.parquet"
    connection.execute(f"copy (select {columns} from read_csv('{text}', all_varchar = true)) to '{target}'")
    text.unlink()
    return f"read_parquet('{target}')"


def write_copies(folder: Path, copies: Iterable[Copy]) -> dict[str, str]:
    """Write the copies as Parquet.

    Args:
        folder: an existing empty folder.
        copies: the copies, with unique suffixes.

    Returns:
        The value of dbt's variable `input_relations`.

    """
    documents = seed("documents")
    owner = {row["document_id"]: row["association_id"] for row in documents}
    items: dict[str, list[dict[str, str]]] = {}
    for row in line_items():
        items.setdefault(owner[row["document_id"]], []).append(row)
    tables: dict[str, list[dict[str, str]]] = {"line_items": []}
    by_document = ("documents", "tables", "table_columns", "table_rows", "document_sections", "goal_definitions")
    by_association = ("associations", "members")
    names = {name: seed(name) for name in (*by_document, *by_association)}
    # what is known of a report is known of its copy: a changed number is another matter
    known = seed("acknowledged_findings")
    tables["acknowledged_findings"] = []
    for copy in copies:
        for row in known:
            document, path = row["finding_key"].split("/", 1)
            if owner[document] == copy.association_id:
                tables["acknowledged_findings"].append({**row, "finding_key": f"{document}{copy.suffix}/{path}"})
        for row in items[copy.association_id]:
            printed = copy.printed.get(address(row), row["printed"])
            tables["line_items"].append({**row, "document_id": row["document_id"] + copy.suffix, "printed": printed})
        for name, rows in names.items():
            kept = tables.setdefault(name, [])
            for row in rows:
                association = row.get("association_id") or owner[row["document_id"]]
                if association != copy.association_id:
                    continue
                new = dict(row)
                for column in ("document_id", "association_id", "goal_id"):
                    if column in new:
                        new[column] = _suffixed(new[column], copy.suffix, row.get("document_id", ""))
                kept.append(new)
    with duckdb.connect() as connection:
        return {name: _write(connection, folder, name, rows) for name, rows in tables.items()}


def _suffixed(value: str, suffix: str, document_id: str) -> str:
    if document_id and value.startswith(document_id):
        return document_id + suffix + value[len(document_id) :]
    return value + suffix


def run_models(folder: Path, relations: dict[str, str]) -> Path:
    """Build the models on the relations, with the seeds they need and without tests.

    Returns:
        The database.

    """
    database = folder / PLANTED
    run = run_dbt(
        ROOT, "build", *WITHOUT_TESTS, database=database, work=folder, variables={"input_relations": relations}
    )
    assert run.returncode == 0, run.stdout
    return database


def digits_of(printed: str) -> str:
    """Return the first run of digits and thousands spaces of a print."""
    match = re.search(r"[0-9](?:[0-9  ]*[0-9])?", printed)
    return match.group(0) if match else ""


def with_digits(printed: str, change: Callable[[str], str]) -> str:
    """Return a print whose digits are changed, grouped by three again, the rest untouched.

    Args:
        printed: the number as printed.
        change: from the digits without spaces to the new ones.

    """
    run = digits_of(printed)
    plain = re.sub(r"[  ]", "", run)
    new = change(plain)
    grouped = f"{int(new):,}".replace(",", " ") if new else ""
    return printed.replace(run, grouped, 1)


def findings(database: Path, columns: str) -> list[tuple[Any, ...]]:
    """Return columns of the findings mart."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(f"select {columns} from marts.findings order by finding_key").fetchall()
