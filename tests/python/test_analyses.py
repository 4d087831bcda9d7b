"""The analyst's queries run on the shipped data and answer."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from association import ROOT
from finsam_audit import swedish
from finsam_audit.project.dbt import Run

ANALYSES = sorted(path.name for path in (ROOT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def compiled(built_project: Path, dbt: Callable[..., Run]) -> Path:
    result = dbt(built_project, "compile", "--select", "resource_type:analysis")
    assert result.returncode == 0, result.stdout
    return built_project / "target/compiled/finsam_audit/analyses"


# no figure of the shipped documents was printed by two reports
NEEDS_TWO_REPORTS = {"restated_comparatives.sql"}


def ask(name: str, compiled: Path, database: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns and rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute((compiled / name).read_text(encoding="utf-8"))
        return [column[0] for column in cursor.description or []], cursor.fetchall()


def test_there_are_a_dozen() -> None:
    assert len(ANALYSES) >= 12


@pytest.mark.parametrize("name", sorted(set(ANALYSES) - NEEDS_TWO_REPORTS))
def test_query_answers(name: str, compiled: Path, built_project: Path) -> None:
    columns, rows = ask(name, compiled, built_project / "build/finsam_audit.duckdb")
    assert rows, f"{name} gives no row"
    empty = [column for index, column in enumerate(columns) if all(row[index] is None for row in rows)]
    assert empty == []
    # every query is ordered by what makes its rows different
    assert len(set(rows)) == len(rows)


def test_a_figure_that_a_later_report_prints_otherwise_is_listed(
    compiled: Path, built_project: Path, tmp_path: Path
) -> None:
    # the compiled query names the database by its file
    copy = tmp_path / "finsam_audit.duckdb"
    shutil.copyfile(built_project / "build/finsam_audit.duckdb", copy)
    (name,) = NEEDS_TWO_REPORTS
    assert ask(name, compiled, copy)[1] == []
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update marts.figures set first_amount = amount + 1000 where association_id = 'samspelet'"
            " and statement = 'income_statement' and line_item = 'net_result' and fiscal_year = 2024"
        )
    columns, rows = ask(name, compiled, copy)
    assert [dict(zip(columns, row, strict=True))["moved"] for row in rows] == [-1000]
    assert rows[0][:4] == ("samspelet", 2024, "income_statement", "net_result")


def test_contributions_of_a_year_are_whole(compiled: Path, built_project: Path) -> None:
    columns, rows = ask("contributions_by_payer.sql", compiled, built_project / "build/finsam_audit.duckdb")
    shares: dict[tuple[str, int], float] = {}
    for row in (dict(zip(columns, values, strict=True)) for values in rows):
        key = row["association_id"], row["fiscal_year"]
        shares[key] = shares.get(key, 0) + float(row["share_percent"])
    assert len(shares) >= 4
    assert all(share == pytest.approx(100, abs=0.05) for share in shares.values())


def test_equity_beside_its_goal_is_what_the_page_says(compiled: Path, built_project: Path, report: Path) -> None:
    columns, rows = ask("equity_against_goal.sql", compiled, built_project / "build/finsam_audit.duckdb")
    page = (report / "comparisons.html").read_text(encoding="utf-8")
    for row in (dict(zip(columns, values, strict=True)) for values in rows):
        assert f'<td class="n">{swedish.tenth(row["equity_percent"])}</td><td class="n">' in page
