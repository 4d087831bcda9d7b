"""Situations from public trackers: small changes of the synthetic association, each told as a careful reader would.

An input is a list of changes (`op, table, key, column, value`): `set` one value, `add` or `drop` a row, `empty`: start
without documents. Every one is a copy of the association; all are built in one run.
"""

import csv
import json
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit.project.csv_files import Row, read_csv, read_rows
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.relations import write_relation
from finsam_audit.rules.fixture import FOLDER, KEYS, association_rows, suffixed

INPUTS = ROOT / "tests/fixtures/cases"
EXPECTED = read_rows(ROOT / "tests/fixtures/cases_expected.csv")
ROW_KEYS = {
    **{table: ("document_id", *columns) for table, columns in KEYS.items()},
    "documents": ("document_id",),
    "associations": ("association_id",),
    "members": ("member",),
}
FOUND = """
select document_id, source_line, column_no, cause, suggested_amount from marts.findings
where association_id = ? order by document_id, cast(source_line as integer), column_no, cause
"""


def changed(rows: list[Row], table: str, changes: list[Row]) -> list[Row]:
    """Return the rows of a table with the changes of an input made."""
    new = [dict(row) for row in rows]
    for change in changes:
        if change["op"] == "empty":
            new = [row for row in new if "document_id" not in row]
        elif change["table"] != table:
            continue
        elif change["op"] == "add":
            new.append(json.loads(change["value"]))
        else:
            (hit,) = (row for row in new if "/".join(row[c] for c in ROW_KEYS[table]) == change["key"])
            if change["op"] == "set":
                hit[change["column"]] = change["value"]
            else:
                new.remove(hit)
    return new


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the association and a copy of it per input."""
    folder = tmp_path_factory.mktemp("cases")
    inputs = {path.stem: read_rows(path) for path in sorted(INPUTS.glob("*.csv"))}
    relations = {}
    for name, rows in association_rows(ROOT).items():
        columns = read_csv(ROOT / FOLDER / f"{name}.csv").head
        copies = [
            suffixed(row, f"__{case}") for case, changes in inputs.items() for row in changed(rows, name, changes)
        ]  # fmt: skip
        relations[name] = write_relation(folder, name, columns, rows + copies)
    database = folder / "cases.duckdb"
    run = run_dbt(
        ROOT, "build", *WITHOUT_TESTS, database=database, work=folder, variables={"input_relations": relations}
    )
    assert run.returncode == 0, run.why()
    return database


def told(database: Path, case: str) -> list[str]:
    """Return the findings of a case: report, line and column, cause, what should stand there."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(FOUND, [f"provstad__{case}"]).fetchall()
    lines = []
    for document, line, column, cause, suggested in rows:
        place = f"{line}/{column}" if column is not None else line
        report = document.removeprefix("provstad_").removesuffix(f"__{case}")
        amount = "" if suggested is None else f" {suggested.normalize():f}"
        lines.append(f"{report} {place} {cause}{amount}")
    return lines


@pytest.mark.slow
@pytest.mark.parametrize("row", EXPECTED, ids=[row["case"] for row in EXPECTED])
def test_a_case_is_told_as_a_careful_reader_would(row: Row, cases: Path, request: pytest.FixtureRequest) -> None:
    if row["not_yet"]:
        # once it is told rightly it fails here, until the reason is taken away
        request.applymarker(pytest.mark.xfail(reason=row["not_yet"], strict=True))
    assert told(cases, row["case"]) == (row["findings"].split("; ") if row["findings"] else [])


def test_every_input_has_its_right_answer() -> None:
    assert [row["case"] for row in EXPECTED] == [path.stem for path in sorted(INPUTS.glob("*.csv"))]
    with (ROOT / "tests/fixtures/cases_expected.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["case", "situation", "findings", "not_yet"]
