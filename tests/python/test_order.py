"""No key depends on the order in which rows or columns were written down."""

import csv
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from finsam_audit.project.csv_files import Row, read_rows
from finsam_audit.project.dbt import WITHOUT_TESTS, Run

# what it says of itself is not of the reports
ABOUT_THE_BUILD = ("about",)
Copied = Callable[[Path], Path]
Dbt = Callable[..., Run]
COLUMN_NUMBERS = ("column_no", "parent_column", "base_column")


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def build(folder: Path, dbt: Dbt) -> Path:
    run = dbt(folder, "build", *WITHOUT_TESTS)
    assert run.returncode == 0, run.stdout
    return folder / "build/finsam_audit.duckdb"


def differing(one: Path, other: Path, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query that only one of two databases has."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        rows = [query.replace("marts.", f"{name}.marts.") for name in ("one", "other")]
        return [row for a, b in (rows, rows[::-1]) for row in connection.execute(f"({a}) except all ({b})").fetchall()]


@pytest.mark.slow
def test_the_order_of_rows_changes_no_mart(database: Path, tmp_path: Path, copied: Copied, dbt: Dbt) -> None:
    folder = copied(tmp_path)
    shuffled = random.Random(1)
    for path in sorted(folder.glob("seeds/**/*.csv")):
        rows = read_rows(path)
        shuffled.shuffle(rows)
        write(path, rows)
    other = build(folder, dbt)
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select table_name from information_schema.tables where table_schema = 'marts'"
        names = [name for (name,) in connection.execute(query).fetchall() if name not in ABOUT_THE_BUILD]
    assert len(names) >= 20
    assert [name for name in names if differing(database, other, f"select * from marts.{name}")] == []


@pytest.mark.slow
def test_columns_in_reverse_order_leave_the_keys_of_findings_and_tables(
    database: Path, tmp_path: Path, copied: Copied, dbt: Dbt
) -> None:
    folder = copied(tmp_path)
    layout = folder / "seeds/reference/table_columns.csv"
    columns = read_rows(layout)
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in columns:
        places[row["document_id"], row["table_no"]].append(row["column_no"])
    turned = {
        (*table, number): reverse
        for table, numbers in places.items()
        for ordered in [sorted(set(numbers), key=int)]
        for number, reverse in zip(ordered, ordered[::-1], strict=True)
    }
    lines = {path: read_rows(path) for path in folder.glob("seeds/line_items/*.csv")}
    for row in [*columns, *(row for rows in lines.values() for row in rows)]:
        for name in COLUMN_NUMBERS:
            if row.get(name):
                place = (row["document_id"], row["table_no"], row[name])
                row[name] = turned.get(place, row[name])
    for path, rows in {layout: columns, **lines}.items():
        write(path, rows)
    other = build(folder, dbt)
    assert differing(database, other, "select finding_key, suggested_amount from marts.findings") == []
    of_tables = "select relation_id, state, computed_amount from marts.check_results where line_item = 'table'"
    assert differing(database, other, of_tables) == []
