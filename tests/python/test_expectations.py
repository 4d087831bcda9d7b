"""`finsam expectations`: outcomes, exit codes, what a poisoned number turns red, and refusals in one clear line."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from finsam_audit.cli import main
from finsam_audit.expectations.classes import ExpectRelationToHold
from finsam_audit.expectations.runner import SuiteResult, as_junit, evaluation, exit_code, lines, run_suites
from finsam_audit.expectations.suites import read_suite, read_suites
from finsam_audit.measure.corpora import Asked, write_corpus
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def outcomes(database: Path) -> list[SuiteResult]:
    return run_suites(database, read_suites(ROOT / "expectations"))


def by_rule(outcomes: list[SuiteResult]) -> dict[str, str]:
    return {result.entry.rule_id: result.outcome for done in outcomes for result in done.results}


def changed(database: Path, folder: Path, *statements: str) -> Path:
    """Return a copy of a database in which statements have run."""
    copy = folder / "changed.duckdb"
    shutil.copyfile(database, copy)
    with duckdb.connect(str(copy)) as connection:
        for statement in statements:
            connection.execute(statement)
    return copy


def test_the_five_documents_show_every_deviation_and_nothing_new(database: Path, outcomes: list[SuiteResult]) -> None:
    assert exit_code(outcomes) == 0
    shown = {
        (result.entry.rule_id, row["document_id"])
        for done in outcomes
        for result in done.results
        for row in result.rows
        if row["verdict"] == "deviates"
    }
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select distinct rule_id, document_id from marts.check_results where state = 'deviation'"
        assert shown == set(connection.execute(query).fetchall())


def test_every_acknowledged_finding_is_shown_with_its_reason(database: Path, outcomes: list[SuiteResult]) -> None:
    rows = [row for done in outcomes for result in done.results for row in result.rows if row["is_acknowledged"]]
    assert all(row["acknowledgement"] for row in rows)
    shown = {key for row in rows for key in row["finding_keys"].split(", ")}
    with duckdb.connect(str(database), read_only=True) as connection:
        assert shown == {row[0] for row in connection.execute("select finding_key from marts.findings").fetchall()}


def test_poisoned_numbers_turn_exactly_their_expectations_red(database: Path, tmp_path: Path) -> None:
    fryksdalen = {"RR-003", "RR-008", "FO-005", "NT-012", "DR-010"}
    samspelet = {"BR-002", "BR-005", "NT-013", "KF-020", "BR-020", "FO-007", "KF-010", "KF-011"}
    poisoned = changed(
        database,
        tmp_path,
        *(
            f"update marts.{mart} set {line} = {line} + 54321000 where document_id = '{document}'"
            " and fiscal_year = 2025 and measure = 'actual'"
            for mart, line, document in (
                ("income_statement", "operating_costs", "fryksdalen_ar_2025"),
                ("balance_sheet", "receivables", "samspelet_ar_2025"),
                ("cash_flow", "closing_cash", "samspelet_ar_2025"),
            )
        ),
    )
    outcomes = run_suites(poisoned, read_suites(ROOT / "expectations"))
    assert {rule for rule, outcome in by_rule(outcomes).items() if outcome == "new"} == fryksdalen | samspelet
    assert exit_code(outcomes) == 1
    rows = [
        (e.entry.rule_id, row)
        for done in outcomes
        for e in done.results
        if e.outcome == "new"
        for row in e.rows
        if row["verdict"] == "deviates" and not row["is_acknowledged"]
    ]
    red = {(rule, row["document_id"]) for rule, row in rows}
    assert red == {(rule, "fryksdalen_ar_2025") for rule in fryksdalen} | {
        (rule, "samspelet_ar_2025") for rule in samspelet
    }
    assert all(row["association_id"] and row["label"] and row["difference"] for _, row in rows)


def test_an_acknowledgement_that_is_withdrawn_is_red(database: Path, tmp_path: Path) -> None:
    key = "degerfors_karlskoga_ar_2024/balance_sheet/current_assets/actual/2024"
    copy = changed(database, tmp_path, f"update marts.findings set is_acknowledged = false where finding_key = '{key}'")
    outcomes = run_suites(copy, [read_suite(ROOT / "expectations/sums_balance_sheet.yml")])
    assert "BR-002" in {rule for rule, outcome in by_rule(outcomes).items() if outcome == "new"}


def test_nothing_passes_on_emptiness(database: Path, tmp_path: Path) -> None:
    empty = changed(
        database,
        tmp_path,
        "delete from marts.income_statement",
        "delete from marts.printed_numbers where statement = 'income_statement'",
    )
    outcomes = run_suites(empty, [read_suite(ROOT / "expectations/sums_income_statement.yml")])
    assert set(by_rule(outcomes).values()) == {"checked_nothing"}
    assert exit_code(outcomes) == 2


def test_a_rule_that_no_document_has_says_so_and_is_no_failure(database: Path, tmp_path: Path) -> None:
    flat = changed(database, tmp_path, "delete from marts.table_rows", "delete from marts.goals")
    outcomes = run_suites(flat, read_suites(ROOT / "expectations"))
    found = by_rule(outcomes)
    assert {found[rule] for rule in ("TB-001", "TB-002", "TB-005", "ML-004")} == {"checked_nothing"}
    assert found["TB-003"] != "checked_nothing"
    assert exit_code(outcomes) == 0
    assert any(line.startswith("checked_nothing TB-001") for line in lines(outcomes))


@pytest.mark.slow
def test_another_corpus_is_judged_by_what_it_has(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", Asked(0))
    variables = json.loads((tmp_path / "corpus/vars.json").read_text(encoding="utf-8"))
    database = tmp_path / "corpus.duckdb"
    run = run_dbt(ROOT, "build", *WITHOUT_TESTS, database=database, work=tmp_path, variables=variables)
    assert run.returncode == 0, run.stdout
    outcomes = run_suites(database, read_suites(ROOT / "expectations"))
    assert exit_code(outcomes) == 0
    assert {"holds", "checked_nothing"} <= set(by_rule(outcomes).values())


@pytest.mark.parametrize("kind", ["legal", "presentation", "error", "missing", "goal"])
def test_the_class_of_a_new_finding_alone_decides_whether_it_fails(kind: str, database: Path, tmp_path: Path) -> None:
    open_again = changed(
        database, tmp_path, f"update marts.findings set is_acknowledged = false where class = '{kind}'"
    )
    with duckdb.connect(str(open_again), read_only=True) as connection:
        query = (
            "select distinct rule_id from marts.finding_relations inner join marts.findings using (finding_key)"
            f" where class = '{kind}' and role <> 'bears_out'"
        )
        rules = {rule for (rule,) in connection.execute(query).fetchall()}
    holding = [s for s in read_suites(ROOT / "expectations") if any(entry.rule_id in rules for entry in s.entries)]
    fails = kind in ("error", "missing", "goal")
    # one suite that fails is enough, where none may fail all of them that hold such findings run
    shortest = sorted(holding, key=lambda suite: (len(suite.entries), suite.name))
    outcomes = run_suites(open_again, shortest[:2] if fails else shortest)
    assert exit_code(outcomes) == int(fails)
    assert ("new" in by_rule(outcomes).values()) == fails
    assert fails or list(by_rule(outcomes).values()).count("observed") > 1


def test_every_rule_of_the_tables_verifies_something(outcomes: list[SuiteResult]) -> None:
    tables = next(done for done in outcomes if done.suite.name == "tables")
    # no shipped table prints what only these ask for; the synthetic association does
    nothing = {"TB-006", "TB-007", "TB-008"}
    assert {result.entry.rule_id for result in tables.results if not result.counts["verified"]} == nothing


# the rows of a note
ROW_OF_NOTE = "document_id = 'samspelet_ar_2025' and table_no = 18 and role = 'detail' and parent_line is not null"


@pytest.mark.parametrize(
    ("poison", "rule"),
    [
        (f"update marts.table_rows set weight = -weight where {ROW_OF_NOTE}", "TB-001"),
        ("update marts.table_columns set weight = -weight where measure like '%budget'", "TB-004"),
        ("update marts.table_columns set total_sign = 'reversed' where measure = 'income'", "TB-003"),
        ("update marts.printed_numbers set amount = amount + 9 where measure = 'share'", "TB-005"),
    ],
)
def test_a_poisoned_tree_or_print_is_new_in_its_rule(poison: str, rule: str, database: Path, tmp_path: Path) -> None:
    poisoned = changed(database, tmp_path, poison)
    assert by_rule(run_suites(poisoned, [read_suite(ROOT / "expectations/tables.yml")]))[rule] == "new"


def test_an_acknowledged_row_that_is_not_printed_explains_its_sum_for_that_amount_alone(
    database: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        query = "select * from marts.check_results where rule_id = 'TB-001' and state = 'exact' and measure = 'actual'"
        relation = connection.execute(query + " order by relation_id limit 1").fetchone()
        assert relation is not None
        names = [column[0] for column in connection.description or []]
    found = dict(zip(names, relation, strict=True))
    statements = [
        f"update marts.printed_numbers set amount = amount + 700000 where cell = '{found['cell']}'",
        "insert into marts.findings select * replace ('row' as finding_key, 'row' as cell,"
        f" '{found['document_id']}' as document_id, null as printed_amount,"
        " 700000 as suggested_amount, true as is_acknowledged, 'inte tryckt' as acknowledgement)"
        " from marts.findings limit 1",
        "insert into marts.finding_relations select * replace ('row' as finding_key, 'mended' as role,"
        f" 'TB-001' as rule_id, '{found['relation_id']}' as relation_id) from marts.finding_relations limit 1",
    ]
    known = []
    for name, more in (("same", 0), ("another", 1)):
        (tmp_path / name).mkdir()
        again = f"update marts.printed_numbers set amount = amount + {more} * 900000 where cell = '{found['cell']}'"
        copy = changed(database, tmp_path / name, *statements, again)
        results = run_suites(copy, [read_suite(ROOT / "expectations/tables.yml")])[0].results
        known += [row["is_acknowledged"] for row in results[0].rows if row["cell"] == found["cell"]]
    assert known == [True, False]


def test_null_is_not_verifiable_and_counted(database: Path, tmp_path: Path) -> None:
    gone = changed(
        database,
        tmp_path,
        "update marts.income_statement set operating_result = null"
        " where document_id = 'samspelet_ar_2025' and fiscal_year = 2025 and measure = 'actual'",
        "update marts.income_statement set operating_costs = null"
        " where document_id = 'samspelet_ar_2025' and fiscal_year = 2025 and measure = 'actual'",
    )
    suite = read_suite(ROOT / "expectations/sums_income_statement.yml")
    counts = [run_suites(path, [suite])[0].results[0].counts for path in (database, gone)]
    assert counts[0]["verified"] == counts[1]["verified"] + 1
    assert counts[0]["rows"] == counts[1]["rows"]


def test_an_exception_is_an_error_and_no_failure(database: Path, tmp_path: Path) -> None:
    broken = changed(database, tmp_path, "drop table marts.balance_sheet")
    outcomes = run_suites(broken, [read_suite(ROOT / "expectations/sums_balance_sheet.yml")])
    assert set(by_rule(outcomes).values()) == {"error"}
    assert exit_code(outcomes) == 2


def test_what_an_expectation_says_otherwise_than_what_was_evaluated_is_refused(database: Path) -> None:
    suite = read_suite(ROOT / "expectations/sums_balance_sheet.yml")
    entry = next(entry for entry in suite.entries if entry.rule_id == "BR-002")
    assert isinstance(entry.expectation, ExpectRelationToHold)
    other = entry.expectation.copy(update={"needs_every_definition": not entry.expectation.needs_every_definition})
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(evaluation([suite]))
        assert connection.execute(entry.expectation.query()).fetchall()
        with pytest.raises(duckdb.ConversionException):
            connection.execute(other.query()).fetchall()


def test_two_rules_of_one_id_are_not_evaluated_as_one() -> None:
    suite = read_suite(ROOT / "expectations/sums_balance_sheet.yml")
    with pytest.raises(UserError, match="BR-002"):
        evaluation([replace(suite, entries=tuple(e for e in suite.entries if e.rule_id == "BR-002") * 2)])


def test_junit_counts_failures_and_errors_and_parses(
    outcomes: list[SuiteResult], database: Path, tmp_path: Path
) -> None:
    assert [suite.attrib["failures"] for suite in ElementTree.fromstring(as_junit(outcomes))] == ["0"] * len(outcomes)
    poisoned = changed(
        database,
        tmp_path,
        "update marts.printed_numbers set label = '<b>' || chr(8) || '&' where statement = 'balance_sheet'",
        "update marts.balance_sheet set total_assets = total_assets + 999999",
    )
    root = ElementTree.fromstring(
        as_junit(run_suites(poisoned, [read_suite(ROOT / "expectations/sums_balance_sheet.yml")]))
    )
    assert int(root[0].attrib["failures"]) > 0
    assert "<b>\u2408&" in "".join(root.itertext())


def test_one_line_per_expectation_that_is_not_green(outcomes: list[SuiteResult]) -> None:
    shown = lines(outcomes)
    not_green = [outcome for outcome in by_rule(outcomes).values() if outcome != "holds"]
    assert len(shown) == len(not_green) + 1
    assert "BR-002" in "\n".join(shown)


@pytest.mark.parametrize(
    ("written", "planted", "message"),
    [
        ("severity: error", "severity: fatal", "severity 'fatal'"),
        ("holds:", "hlods:", "RR-003: a rule has one of holds"),
        ("= operating_income + operating_costs", "= operating income", "RR-003: 'income' is not understood"),
        ("law: LKBR 5 kap.", "lag: LKBR 5 kap.", "a suite of rules holds"),
        ("rule: RR-003", "rul: RR-003", "no. 1: every rule has an id"),
    ],
)
def test_what_a_suite_cannot_mean_is_refused_not_dropped(
    written: str, planted: str, message: str, tmp_path: Path
) -> None:
    text = (ROOT / "expectations/sums_income_statement.yml").read_text(encoding="utf-8")
    assert written in text
    path = tmp_path / "sums_income_statement.yml"
    path.write_text(text.replace(written, planted, 1), encoding="utf-8")
    with pytest.raises(UserError, match=message):
        read_suite(path)


@pytest.mark.parametrize(
    ("written", "planted", "message"),
    [
        ("expect: expect_column_values_to_be_unique", "expect: expect_column_values_to_be_unik", "to_be_unik"),
        ("column: cell", "colum: cell", "colum"),
        ("law: egen kontroll", "lag: egen kontroll", "meta holds exactly"),
        ("severity: error", "severity: fatal", "severity 'fatal'"),
    ],
)
def test_what_the_suite_of_structure_cannot_mean_is_refused(
    written: str, planted: str, message: str, tmp_path: Path
) -> None:
    text = (ROOT / "expectations/structure.yml").read_text(encoding="utf-8")
    assert written in text
    (tmp_path / "structure.yml").write_text(text.replace(written, planted, 1), encoding="utf-8")
    with pytest.raises(UserError, match=message):
        read_suite(tmp_path / "structure.yml")


def test_a_structure_that_no_table_has_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "expectations/tables.yml").read_text(encoding="utf-8")
    (tmp_path / "tables.yml").write_text(text.replace("details_below_it", "details_above_it", 1), encoding="utf-8")
    with pytest.raises(UserError, match="TB-002: unknown sentence of tables 'row = details_above_it'"):
        read_suite(tmp_path / "tables.yml")


def test_the_command_writes_results_pages_and_exits_0(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    shutil.copytree(ROOT / "seeds/reference", tmp_path / "seeds/reference")
    shutil.copy(ROOT / "dbt_project.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FINSAM_DB", str(database))
    assert main(["expectations"]) == 0
    first = (tmp_path / "build/expectations/results.json").read_bytes()
    results = json.loads(first)
    assert results["exit_code"] == 0
    assert {suite["suite"] for suite in results["suites"]} == {
        path.stem for path in (ROOT / "expectations").glob("*.yml")
    }
    assert f"in {len(results['suites'])} suites" in capsys.readouterr().out
