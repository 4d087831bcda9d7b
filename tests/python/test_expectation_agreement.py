"""Suites and relation seeds state the same rules, and both evaluators come to the same verdicts."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
import test_goals
import test_words
from agreement import disagreements
from association import LATEST, PLANTED, ROOT
from finsam_audit.expectations.runner import exit_code, run_suites
from finsam_audit.expectations.suites import Suite, read_suites
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.rules.fixture import Change, Copy, deviating, write_relations


@pytest.fixture(scope="module")
def suites() -> list[Suite]:
    return read_suites(ROOT / "expectations")


def test_both_evaluators_agree_on_the_documents(built_project: Path, suites: list[Suite]) -> None:
    lines, compared = disagreements(built_project / "build/finsam_audit.duckdb", suites)
    assert lines == []
    assert compared > 0


def test_both_evaluators_agree_on_three_years_and_every_deviation(copies: Path, suites: list[Suite]) -> None:
    lines, compared = disagreements(copies, suites)
    assert lines == []
    assert compared > 0


@pytest.mark.slow
def test_every_rule_is_checked_and_nothing_is_new_once_every_finding_is_acknowledged(
    copies: Path, suites: list[Suite], tmp_path: Path
) -> None:
    known = tmp_path / "known.duckdb"
    shutil.copy(copies, known)
    with duckdb.connect(str(known)) as connection:
        connection.execute("update marts.findings set is_acknowledged = true, acknowledgement = 'known'")
    outcomes = run_suites(known, suites)
    results = [result for done in outcomes for result in done.results]
    assert [result.entry.rule_id for result in results if result.outcome == "checked_nothing"] == []
    assert [result.entry.rule_id for result in results if result.outcome == "new"] == []
    assert exit_code(outcomes) == 0


def printed(address: str, value: str) -> Change:
    """Return the change of what is printed at an address of the latest report."""
    return Change("line_items", LATEST, address, "printed", value)


def row(key: str, column: str, value: str) -> Change:
    """Return the change of a row of a table: `table/line`."""
    return Change("table_rows", LATEST, key, column, value)


def recoded(line: int, **coded: str) -> tuple[Change, ...]:
    """Return the changes of code, or of code and member, of a row of the income statement."""
    return tuple(
        Change("line_items", LATEST, f"{line}/{column}/1", name, value)
        for column in (2, 3)
        for name, value in coded.items()
    )


def heading(key: str, column: str, value: str) -> Change:
    """Return the change of a column of a table: `table/column`."""
    return Change("table_columns", LATEST, key, column, value)


# layouts and prints that no shipped table has: what, changes
LAYOUTS = {
    "weight_of_a_subtotal": (row("5/42", "weight", "-1"), row("12/107", "weight", "-1")),
    "of_which_and_memo": (
        row("5/41", "role", "of_which"),
        row("15/152", "role", "memo"),
        row("13/119", "role", "memo"),
    ),
    "below_of_which": (row("5/40", "role", "of_which"),),
    "no_parent": (row("5/44", "parent_line", ""), row("9/86", "parent_line", "")),
    "two_totals": (row("5/44", "parent_line", ""), row("5/44", "role", "total")),
    "detail_that_has_rows": (row("12/107", "role", "detail"),),
    "subtotal_without_rows": (row("12/108", "role", "subtotal"),),
    "turned_total": (heading("15/1", "total_sign", "reversed"), printed("158/1/1", "-2 312 000")),
    "turned_subtotals": (heading("5/1", "total_sign", "natural"), heading("5/3", "total_sign", "natural")),
    "turned_total_unknown_to_the_chart": (
        heading("16/1", "total_sign", "reversed"),
        Change("line_items", LATEST, "167/1/1", "line_item", "row"),
        Change("line_items", LATEST, "167/1/1", "member", "summa"),
    ),
    "turned_detail_that_is_a_total_of_the_chart": (
        heading("13/2", "total_sign", "reversed"),
        row("13/117", "role", "detail"),
    ),
    "turned_row_without_a_tree": (row("15/158", "table_no", "99"), heading("15/3", "total_sign", "reversed")),
    "shares_of_turned_totals": (heading("9/1", "total_sign", "reversed"),),
    "two_numbers_in_a_cell": (
        Change("line_items", LATEST, "41/3/1", "number_no", "2"),
        Change("line_items", LATEST, "41/3/2", "period", "2023"),
        Change("line_items", LATEST, "41/3/2", "column_no", "1"),
    ),
    "two_years_in_a_cell": (
        Change("line_items", LATEST, "151/8/1", "number_no", "2"),
        Change("line_items", LATEST, "151/8/2", "column_no", "3"),
    ),
    "two_years_in_a_part": (
        Change("line_items", LATEST, "151/6/1", "number_no", "2"),
        Change("line_items", LATEST, "151/6/2", "column_no", "1"),
        Change("line_items", LATEST, "151/7/1", "number_no", "2"),
        Change("line_items", LATEST, "151/7/2", "column_no", "2"),
    ),
    "a_change_between_years": (
        heading("15/4", "parent_column", ""),
        heading("15/8", "parent_column", "5"),
        heading("15/8", "weight", "-1"),
    ),
    "another_measure_in_the_base": (
        Change("line_items", LATEST, "71/0/1", "column_no", "1"),
        Change("line_items", LATEST, "71/1/1", "number_no", "2"),
        Change("line_items", LATEST, "71/1/2", "measure", "actual"),
        Change("line_items", LATEST, "71/1/2", "table_no", "9"),
        Change("line_items", LATEST, "71/1/2", "source_line", "85"),
    ),
    "share_of_itself": (heading("9/2", "base_column", "2"),),
    "base_of_another_year": (heading("5/2", "base_column", "3"),),
    "empty_totals": (printed("158/3/1", ""), printed("49/1/1", ""), printed("151/5/1", ""), printed("85/2/1", "")),
    "empty_parts": (printed("41/1/1", ""), printed("151/2/1", ""), printed("150/1/1", ""), printed("87/1/1", "")),
    "nothing_below": tuple(printed(f"{line}/2/1", "") for line in (118, 119, 120)),
    "dashes": (printed("41/1/1", "–"), printed("158/3/1", "–"), printed("87/1/1", "–"), printed("87/2/1", "–")),
    "about": (printed("49/1/1", "ca 2 200 000"), printed("151/2/1", "ca 500 000")),
    "signs_lost": (printed("41/1/1", "-1 150 000"), printed("49/1/1", "-2 082 000"), printed("158/4/1", "-140 000")),
    "no_column_signs": (heading("15/3", "total_sign", ""), heading("5/1", "total_sign", "")),
    # the line that seems absent may be the row without a code; the table adds up what a sum by code lacks
    "row_of_no_code": recoded(104, line_item="row", member="income"),
    "absent_by_code": recoded(104, line_item="other_income"),
}


COPIES = tuple(Copy(f"__{name}", changes) for name, changes in LAYOUTS.items())


def endings(copies: Iterable[Copy]) -> tuple[str, ...]:
    return tuple(copy.suffix for copy in copies)


@pytest.mark.parametrize(
    ("suite", "copies"),
    [
        ("tables", COPIES),
        ("sums_income_statement", COPIES),
        ("ratio_goals", COPIES),
        ("ratio_goals", test_goals.COPIES),
        ("ties_with_text", test_words.COPIES),
    ],
)
def test_both_evaluators_agree_on_other_layouts_goals_and_words(
    suite: str, copies: tuple[Copy, ...], variants: Path, suites: list[Suite]
) -> None:
    lines, compared = disagreements(variants, [s for s in suites if s.name == suite], endings(copies))
    assert lines == []
    assert compared > 0


@pytest.mark.slow
def test_both_evaluators_agree_on_every_rule_of_the_others(variants: Path, suites: list[Suite]) -> None:
    lines, compared = disagreements(variants, suites, endings([*COPIES, *test_goals.COPIES, *test_words.COPIES]))
    assert lines == []
    assert compared > 0


@pytest.mark.slow
def test_both_evaluators_agree_where_no_tree_is_given(suites: list[Suite], tmp_path: Path) -> None:
    """Trees of the association and of its copies with a wrong table are inferred; what is not asked has a reason."""
    tables = [deviating(row) for row in PLANTED if row["rule_id"].startswith("TB-")]
    relations = write_relations(ROOT, tmp_path, [Copy(""), *tables])
    given = "null::integer as parent_column, null::integer as weight, null::integer as base_column"
    relations["table_rows"] = f"(select * from {relations['table_rows']} where false)"
    relations["table_columns"] = f"(select * replace ({given}) from {relations['table_columns']})"
    database = tmp_path / "inferred.duckdb"
    variables = {"input_relations": relations}
    run = run_dbt(ROOT, "build", *WITHOUT_TESTS, database=database, work=tmp_path, variables=variables)
    assert run.returncode == 0, run.why()
    lines, compared = disagreements(database, [suite for suite in suites if suite.name == "tables"])
    assert lines == []
    assert compared > 500
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("select bool_and(is_inferred) from marts.table_rows").fetchall() == [(True,)]
        told = connection.execute(
            "select distinct rule_id from marts.check_results where rule_family = 'TB' and state = 'deviation'"
            " and document_id in (select document_id from marts.documents where association_id = 'provstad')"
        ).fetchall()
        reasons = connection.execute(
            "select distinct reason from marts.untested_sums"
            " anti join marts.names on vocabulary = 'reason' and code = reason"
        ).fetchall()
    assert told == reasons == []


@pytest.mark.parametrize(
    ("suite", "written", "planted", "rule"),
    [
        ("sums_income_statement", "operating_costs + depreciation?", "depreciation?", "RR-003"),
        ("sums_cash_flow", "closing_cash - opening_cash", "closing_cash + opening_cash", "KF-007"),
        ("cross_year_continuity", "is equity [year before]", "is equity [year after]", "BR-012"),
    ],
)
def test_a_changed_term_in_a_suite_is_red_against_the_models(
    suite: str, written: str, planted: str, rule: str, built_project: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    text = (folder / f"{suite}.yml").read_text(encoding="utf-8")
    assert written in text
    (folder / f"{suite}.yml").write_text(text.replace(written, planted, 1), encoding="utf-8")
    changed = [read for read in read_suites(folder) if read.name == suite]
    lines, _ = disagreements(built_project / "build/finsam_audit.duckdb", changed)
    assert lines
    assert {line.split(":")[0] for line in lines} == {rule}
