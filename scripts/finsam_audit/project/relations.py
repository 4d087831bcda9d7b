"""Tables of texts as Parquet files that stand in for seeds (dbt's variable `input_relations`)."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from finsam_audit.project.csv_files import Row

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
    text, target = folder / f"{name}.csv", folder / f"{name}.parquet"
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    casts = ", ".join(f"cast({column} as {TYPES.get(column, 'varchar')}) as {column}" for column in columns)
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select {casts} from read_csv('{text}', header = true, all_varchar = true)) to '{target}'"
        )
    return f"read_parquet('{target}')"
