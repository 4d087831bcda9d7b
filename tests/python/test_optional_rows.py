"""Reference rows that a machine can infer may be absent, and none of them is told as an error of the report."""

from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.rules.fixture import Copy, write_relations

OPTIONAL = ("table_columns", "table_rows", "document_sections", "goal_definitions")


# without any reference row that can be inferred
COPIES = (Copy("__bare", without=OPTIONAL),)


def test_no_error_of_the_reference_rows_is_told_as_one_of_the_report(variants: Path) -> None:
    with duckdb.connect(str(variants), read_only=True) as connection:
        found = connection.execute(
            "select finding_key, message_en from marts.findings where association_id = 'provstad__bare'"
        ).fetchall()
    assert found == []


def test_the_numbers_are_cast_all_the_same(variants: Path) -> None:
    with duckdb.connect(str(variants), read_only=True) as connection:
        cast, count = connection.execute(
            "select count(*) filter (where relation_count > 0), count(*) from marts.coverage_ledger"
            " where ticks <> 'blank' and ends_with(document_id, '__bare')"
        ).fetchall()[0]
    # tables whose columns nobody describes have no trees to infer
    assert cast / count > 0.9


def test_parts_that_no_seed_says_are_found_by_their_tables_or_left_open(variants: Path) -> None:
    with duckdb.connect(str(variants), read_only=True) as connection:
        states = dict(
            connection.execute(
                "select member, state from marts.check_results where line_item = 'section'"
                " and document_id = 'provstad_ar_2023__bare'"
            ).fetchall()
        )
    assert states.pop("management_report") == "not_evaluated"
    assert set(states.values()) == {"exact"} and {"income_statement", "notes", "balance_requirement"} <= set(states)


@pytest.mark.slow
def test_a_report_of_twenty_numbers_is_a_report(tmp_path: Path) -> None:
    relations = write_relations(ROOT, tmp_path, [Copy("")])
    statement = "document_id = 'provstad_ar_2023' and statement = 'income_statement'"
    relations["line_items"] = f"(select * from {relations['line_items']} where {statement})"
    relations["documents"] = f"(select * from {relations['documents']} where document_id = 'provstad_ar_2023')"
    relations["tables"] = f"(select * from {relations['tables']} where {statement})"
    for name in (*OPTIONAL, "acknowledged_findings"):
        relations[name] = f"(select * from {relations[name]} where false)"
    database = tmp_path / "small.duckdb"
    run = run_dbt(
        ROOT, "build", *WITHOUT_TESTS, database=database, work=tmp_path, variables={"input_relations": relations}
    )
    assert run.returncode == 0, run.stdout
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.findings").fetchone() == (0,)
        ((exact, count),) = connection.execute(
            "select count(*) filter (where state = 'exact'), count(*) filter (where state <> 'not_evaluated')"
            " from marts.check_results"
        ).fetchall()
    assert exact == count > 5
