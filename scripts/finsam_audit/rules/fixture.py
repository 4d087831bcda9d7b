"""The synthetic association of tests/fixtures/provstad, and copies of it in which single values are changed.

Every rule holds on it, and deviates in the copy that a row of tests/fixtures/deviations.csv describes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from finsam_audit.project.csv_files import Row, read_csv, read_rows
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.relations import write_relation

FOLDER = "tests/fixtures/provstad"
DATABASE = "synthetic.duckdb"
DEVIATIONS = "tests/fixtures/deviations.csv"
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
    """A copy of the association under its own codes: every code carries the suffix.

    `added` are rows of a table; of the tables in `without` it has no row.
    """

    suffix: str
    changes: tuple[Change, ...] = field(default=())
    added: tuple[tuple[str, Row], ...] = field(default=())
    without: tuple[str, ...] = field(default=())


def association_rows(root: Path) -> dict[str, list[Row]]:
    """Return the tables of the synthetic association by name."""
    return {name: read_rows(root / FOLDER / f"{name}.csv") for name in TABLES}


def suffix_of(rule_id: str) -> str:
    """Return the suffix of the copy in which a rule deviates."""
    return "__" + rule_id.lower().replace("-", "_")


def deviating(row: Row) -> Copy:
    """Return the copy in which the rule of a row of deviations.csv deviates; which may change several cells."""
    pairs = zip(row["key"].split("; "), row["value"].split("; "), strict=True)
    changes = (Change(row["table_name"], row["document_id"], key, row["column_name"], value) for key, value in pairs)
    return Copy(suffix_of(row["rule_id"]), tuple(changes))


def changed(rows: list[Row], table: str, changes: Iterable[Change]) -> list[Row]:
    """Return the rows of a table with the changes made.

    Raises:
        UserError: a change names no row, more than one, or the value that is already there.

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
        if len(hits) != 1:
            raise UserError(f"{FOLDER}/{table}.csv: {change.document_id} {change.key} names {len(hits)} rows, not one")
        if hits[0].get(change.column) == change.value:
            raise UserError(f"{FOLDER}/{table}.csv: {change.document_id} {change.key} is already {change.value!r}")
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


def write_relations(root: Path, folder: Path, copies: Iterable[Copy]) -> dict[str, str]:
    """Write the copies side by side as Parquet files.

    Args:
        root: the project.
        folder: an existing folder.
        copies: the copies, with suffixes of their own.

    Returns:
        The value of dbt's variable `input_relations`.

    """
    originals = association_rows(root)
    relations = {}
    copies = list(copies)
    for name, rows in originals.items():
        columns = read_csv(root / FOLDER / f"{name}.csv").head
        written: list[Row] = []
        for copy in copies:
            if name in copy.without:
                continue
            new = [row for table, row in copy.added if table == name]
            written += [suffixed(row, copy.suffix) for row in changed(rows, name, copy.changes) + new]
        relations[name] = write_relation(folder, name, columns, written)
    return relations


def build(root: Path, folder: Path, copies: Iterable[Copy]) -> Path:
    """Build all copies in one run of dbt, without tests.

    Args:
        root: the project.
        folder: an existing folder, for all that is written.
        copies: the copies, with suffixes of their own.

    Returns:
        The database.

    Raises:
        UserError: dbt failed.

    """
    database = folder / DATABASE
    variables = {"input_relations": write_relations(root, folder, copies)}
    run = run_dbt(root, "build", *WITHOUT_TESTS, database=database, work=folder, variables=variables)
    if run.returncode:
        raise UserError(f"dbt did not build the fixture: {run.why()}")
    return database
