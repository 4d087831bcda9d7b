"""The tests that stand across the marts fail on the rows that they are there for, and pass without them."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from finsam_audit.project.dbt import Run

Dbt = Callable[..., Run]

COLUMNS = {
    "marts.check_results": "relation_id, severity, state, printed_amount, computed_amount, formula",
    "marts.finding_relations": "finding_key, relation_id, role",
    "checks.group_searches": "association_no, group_no, status, reason",
    "marts.findings": (
        "finding_key, class, cause, printed_amount, suggested_amount, difference, is_acknowledged, message_sv"
    ),
}
# each test with the rows that it must not let through
BAD = {
    "no_suggestion_equals_its_print": {"marts.findings": ["'f/3', 'error', 'scale', 7, 7, 0, true, 'x'"]},
    "audit_gate": {
        "marts.findings": [
            "'f/5', 'error', 'scale', 1, 2, -1, false, 'x'",
            "'f/6', 'missing', 'row_not_printed', null, null, null, null, 'x'",
            "'f/7', 'goal', 'verdict_contradicts', 1, 2, -1, false, 'x'",
        ]
    },
    "audit_review": {
        "marts.findings": [
            "'f/8', 'presentation', 'scope_differs', 1, 2, -1, false, 'x'",
            "'f/9', 'legal', 'date', 1, 0, 1, null, 'x'",
        ]
    },
    "group_searches_are_not_given_up": {"checks.group_searches": ["1, 3, 'not_searched', 'KeyError: priors'"]},
    "every_deviation_has_a_finding": {
        "marts.check_results": [
            "'R:5', 'error', 'deviation', 1, 2, '2 = 2'",
            "'R:6', 'warning', 'deviation', 1, 2, '2 = 2'",
        ],
        # what bears a print out is no evidence against it
        "marts.finding_relations": ["'f/1', 'R:6', 'bears_out'"],
    },
}
GOOD = {
    "checks.group_searches": ["1, 1, 'searched', null", "1, 2, 'past_budget', null"],
    "marts.check_results": [
        "'R:1', 'error', 'exact', 1, 1, '1 = 1'",
        "'R:2', 'error', 'deviation', 1, 2, '2 = 2'",
        "'R:3', 'warning', 'deviation', 1, 2, '2 = 2'",
        "'R:4', 'info', 'deviation', 1, 2, '2 = 2'",
    ],
    # one relation may be evidence of two findings
    "marts.finding_relations": ["'f/1', 'R:2', 'mended'", "'f/2', 'R:2', 'mended'", "'f/2', 'R:3', 'deviates'"],
    "marts.findings": [
        "'f/1', 'error', 'scale', 1, 2, -1, true, 'x'",
        "'f/2', 'presentation', 'unknown', null, null, null, true, 'x'",
        "'f/4', 'missing', 'missing_number', null, 5, null, true, 'x'",
    ],
}


@pytest.fixture(scope="module")
def outcomes(
    tmp_path_factory: pytest.TempPathFactory, copied: Callable[[Path], Path], dbt: Dbt
) -> dict[str, dict[str, int]]:
    """Return how many rows every test names, of good rows and of rows of which some are bad."""
    folder = copied(tmp_path_factory.mktemp("finding_tests"))
    found = {}
    for kind in ("good", "bad"):
        planted = {table: list(rows) for table, rows in GOOD.items()}
        for rows_of in BAD.values() if kind == "bad" else ():
            for table, rows in rows_of.items():
                planted[table] += rows
        plant(folder / "build/finsam_audit.duckdb", planted)
        dbt(folder, "test", "--select", *BAD)
        content = json.loads((folder / "target/run_results.json").read_text(encoding="utf-8"))
        found[kind] = {
            node["unique_id"].split(".")[2]: node["failures"]
            for node in content["results"]
            if node["unique_id"].startswith("test.")
        }
    return found


def plant(database: Path, planted: dict[str, list[str]]) -> None:
    """Write the relations that the tests read, and nothing else."""
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        for table, rows in planted.items():
            connection.execute(f"create schema if not exists {table.split('.')[0]}")
            values = ", ".join(f"({row})" for row in rows)
            connection.execute(f"create table {table} as select * from (values {values}) as planted({COLUMNS[table]})")


@pytest.mark.parametrize("test", BAD)
def test_good_rows_pass(test: str, outcomes: dict[str, dict[str, int]]) -> None:
    assert outcomes["good"][test] == 0


@pytest.mark.parametrize(("test", "rows"), [(test, max(map(len, rows.values()))) for test, rows in BAD.items()])
def test_every_bad_row_fails(test: str, rows: int, outcomes: dict[str, dict[str, int]]) -> None:
    assert outcomes["bad"][test] == rows
