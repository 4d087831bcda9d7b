"""The analyst's queries run on the shipped data and answer."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT
from finsam_audit.project.dbt import Run

ANALYSES = sorted(path.name for path in (ROOT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def compiled(built_project: Path, dbt: Callable[..., Run]) -> Path:
    result = dbt(built_project, "compile", "--select", "resource_type:analysis")
    assert result.returncode == 0, result.stdout
    return built_project / "target/compiled/finsam_audit/analyses"


def test_there_are_five() -> None:
    assert len(ANALYSES) >= 5


@pytest.mark.parametrize("name", ANALYSES)
def test_query_answers(name: str, compiled: Path, built_project: Path) -> None:
    with duckdb.connect(str(built_project / "build/finsam_audit.duckdb"), read_only=True) as connection:
        cursor = connection.execute((compiled / name).read_text(encoding="utf-8"))
        rows = cursor.fetchall()
        columns = [column[0] for column in cursor.description or []]
    assert rows, f"{name} gives no row"
    empty = [column for index, column in enumerate(columns) if all(row[index] is None for row in rows)]
    assert empty == []
