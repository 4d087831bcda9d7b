"""Tables of texts as Parquet files that stand in for seeds (dbt's variable `input_relations`)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import Row, row_writer

TYPES = {
    "fiscal_year": "integer",
    "table_no": "integer",
    "column_no": "integer",
    "number_no": "integer",
    "parent_column": "integer",
    "weight": "integer",
    "base_column": "integer",
    "acknowledged_on": "date",
}


def write_relation(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Write a table as Parquet, an empty text as NULL.

    Returns:
        The relation, as dbt's variable `input_relations` takes it.

    """
    target = folder / f"{name}.parquet"
    with connect() as connection:
        fill_table(connection, name, columns, rows, folder)
        connection.execute(f"copy {name} to {quoted(target)}")
    return f"read_parquet('{target}')"


def create_table(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
    """Create an empty table with the columns of an input."""
    typed = ", ".join(f"{column} {TYPES.get(column, 'varchar')}" for column in columns)
    connection.execute(f"create table if not exists {table} ({typed})")


def fill_table(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: Iterable[Row], folder: Path
) -> None:
    """Put rows into the table of an input, which is made where it is not there; an empty text becomes NULL."""
    create_table(connection, table, columns)
    text = folder / f"{table}.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = row_writer(file, columns)
        writer.writerows(rows)
    connection.execute(
        f"insert into {table} by name select * from read_csv({quoted(text)}, header = true, all_varchar = true)"
    )


def quoted(text: Path | str) -> str:
    """Return a text as SQL has it."""
    return "'" + str(text).replace("'", "''") + "'"
