"""Suites and relation seeds state the same rules, and both evaluators come to the same verdicts."""

import shutil
from pathlib import Path

import pytest
from agreement import differing_rules, disagreements
from finsam_audit.expectations.suites import Suite, read_suites
from synthetic import FIXTURES, ROOT, Change, Copy, build, read_rows


@pytest.fixture(scope="module")
def suites() -> list[Suite]:
    return read_suites(ROOT / "expectations")


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one build of the three-year association: as it is, and a copy per rule in which that rule deviates."""
    copies = [
        Copy(
            "__" + row["rule_id"].lower().replace("-", "_"),
            (Change(row["table_name"], row["document_id"], row["key"], row["column_name"], row["value"]),),
        )
        for row in read_rows(FIXTURES / "deviations.csv")
    ]
    return build(tmp_path_factory.mktemp("agreement"), [Copy(""), *copies])


def test_suites_and_seeds_state_the_same_rules(suites: list[Suite]) -> None:
    assert differing_rules(suites, ROOT / "seeds/reference") == []


def test_both_evaluators_agree_on_the_documents(built_project: Path, suites: list[Suite]) -> None:
    lines, compared = disagreements(built_project / "build/finsam_audit.duckdb", suites)
    assert lines == []
    assert compared > 0


def test_both_evaluators_agree_on_three_years_and_every_deviation(fixtures: Path, suites: list[Suite]) -> None:
    lines, compared = disagreements(fixtures, suites)
    assert lines == []
    assert compared > 0


@pytest.mark.parametrize(
    ("suite", "written", "planted", "rule"),
    [
        ("sums_income_statement", "[operating_income, operating_costs, depreciation]", "[operating_income, depreciation]", "RR-003"),
        ("sums_cash_flow", "[closing_cash, -opening_cash]", "[closing_cash, opening_cash]", "KF-007"),
        ("cross_year_continuity", "equals: equity@prior_year", "equals: equity@next_year", "BR-012"),
    ],
)
def test_a_changed_term_in_a_suite_is_red_in_both_comparisons(
    suite: str, written: str, planted: str, rule: str, built_project: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    text = (folder / f"{suite}.yml").read_text(encoding="utf-8")
    assert written in text
    text = text.replace(written, planted, 1).replace("may_be_absent: [depreciation]", "may_be_absent: [depreciation]")
    (folder / f"{suite}.yml").write_text(text, encoding="utf-8")
    changed = read_suites(folder)
    assert differing_rules(changed, ROOT / "seeds/reference") == [rule]
    lines, _ = disagreements(built_project / "build/finsam_audit.duckdb", changed)
    assert lines
    assert {line.split(":")[0] for line in lines} == {rule}


def test_a_changed_term_in_the_seeds_is_red(suites: list[Suite], tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "seeds/reference", tmp_path / "reference")
    text = (folder / "rule_terms.csv").read_text(encoding="utf-8")
    line = "BR-003,1,1,term,same,0,,balance_sheet,fixed_assets,=,0,1,optional,statement\n"
    assert line in text
    (folder / "rule_terms.csv").write_text(text.replace(line, ""), encoding="utf-8")
    assert differing_rules(suites, folder) == ["BR-003"]
