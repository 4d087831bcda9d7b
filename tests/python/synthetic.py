"""The synthetic association of tests/fixtures/provstad, and copies of it in which single values are changed."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures"
TABLES = (
    "line_items",
    "associations",
    "documents",
    "members",
    "tables",
    "table_columns",
    "table_rows",
    "goal_definitions",
    "document_sections",
    "acknowledged_findings",
)
# the columns that make a row of a table findable, in the order in which a key names them
KEYS = {
    "line_items": ("source_line", "column_no", "number_no"),
    "tables": ("table_no",),
    "table_columns": ("table_no", "column_no"),
    "table_rows": ("table_no", "source_line"),
    "document_sections": ("section",),
    "goal_definitions": ("goal",),
}
TYPES = {
    "fiscal_year": "integer",
    "table_no": "integer",
    "column_no": "integer",
    "number_no": "integer",
    "first_line": "integer",
    "last_line": "integer",
    "parent_column": "integer",
    "weight": "integer",
    "base_column": "integer",
    "acknowledged_on": "date",
}
Row = dict[str, str]


@dataclass(frozen=True)
class Change:
    """One value of one row that a copy prints instead: table, document, key of the row, column, value."""

    table: str
    document_id: str
    key: str
    column: str
    value: str


@dataclass(frozen=True)
class Copy:
    """A copy of the association under its own codes: every code carries the suffix. `added` are rows of a table."""

    suffix: str
    changes: tuple[Change, ...] = field(default=())
    added: tuple[tuple[str, Row], ...] = field(default=())


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def association_rows() -> dict[str, list[Row]]:
    """Return the tables of the synthetic association by name."""
    return {name: read_rows(FIXTURES / "provstad" / f"{name}.csv") for name in TABLES}


def changed(rows: list[Row], table: str, changes: Iterable[Change]) -> list[Row]:
    """Return the rows of a table with the changes made.

    Raises:
        AssertionError: a change names no row, more than one, or the value that is already there.

    """
    new = [dict(row) for row in rows]
    for change in changes:
        if change.table != table:
            continue
        hits = [
            row
            for row in new
            if row["document_id"] == change.document_id
            and "/".join(row[column] for column in KEYS[table]) == change.key
        ]
        assert len(hits) == 1, f"{change} names {len(hits)} rows"
        assert hits[0][change.column] != change.value, f"{change} changes nothing"
        hits[0][change.column] = change.value
    return new


def suffixed(row: Row, suffix: str) -> Row:
    """Return a row with the suffix on its association, document and goal."""
    new = dict(row)
    for column in ("association_id", "document_id"):
        if column in new:
            new[column] += suffix
    if "goal_id" in new:
        new["goal_id"] = f"{new['document_id']}/{new['goal']}"
    return new


def write_relations(folder: Path, copies: Iterable[Copy]) -> dict[str, str]:
    """Write the copies side by side as Parquet files.

    Args:
        folder: an existing folder.
        copies: the copies, with suffixes of their own.

    Returns:
        The value of dbt's variable `input_relations`.

    """
    originals = association_rows()
    relations = {}
    copies = list(copies)
    with duckdb.connect() as connection:
        for name, rows in originals.items():
            columns = read_header(FIXTURES / "provstad" / f"{name}.csv")
            text, target = folder / f"{name}.csv", folder / f"{name}.parquet"
            with text.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                for copy in copies:
                    new = [row for table, row in copy.added if table == name]
                    writer.writerows(suffixed(row, copy.suffix) for row in changed(rows, name, copy.changes) + new)
            casts = ", ".join(f"cast({column} as {TYPES.get(column, 'varchar')}) as {column}" for column in columns)
            connection.execute(
                f"copy (select {casts} from read_csv('{text}', header = true, all_varchar = true)) to '{target}'"
            )
            relations[name] = f"read_parquet('{target}')"
    return relations


def read_header(path: Path) -> list[str]:
    """Return the column names of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def build(folder: Path, copies: Iterable[Copy]) -> Path:
    """Build all copies in one run of dbt, without tests.

    Returns:
        The database.

    """
    database = folder / "synthetic.duckdb"
    variables = {"input_relations": write_relations(folder, copies)}
    command = [str(Path(sys.executable).with_name("dbt")), "--no-version-check", "-q", "build"]
    options = ["--exclude-resource-type", "test", "unit_test"]
    places = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs"), "--no-partial-parse"]
    environment = {**os.environ, "DBT_PROFILES_DIR": str(ROOT), "FINSAM_BUILD_DB": str(database)}
    result = subprocess.run(
        [*command, *options, *places, "--vars", json.dumps(variables)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return database
