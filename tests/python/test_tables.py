"""A table is made whole or not at all, in the place of the one before, with its descriptions in the database."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from association import ROOT
from finsam_audit.project.dbt import Run, run_dbt

YAML = """
models:
  - name: counted
    description: "The association's rows."
    config: {materialized: table, persist_docs: {relation: true, columns: true}}
    columns: [{name: n, description: "A number: \\"it's\\" $1."}, {name: m, description: ""}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of one table."""
    (tmp_path / "macros").mkdir()
    for name in ("table_in_one_transaction", "comments_of"):
        shutil.copy(ROOT / f"macros/{name}.sql", tmp_path / "macros")
    shutil.copy(ROOT / "profiles.yml", tmp_path)
    (tmp_path / "dbt_project.yml").write_text("name: made\nversion: '1.0'\nprofile: finsam_audit\n", encoding="utf-8")
    (tmp_path / "models").mkdir()
    (tmp_path / "models/made.yml").write_text(YAML, encoding="utf-8")
    return tmp_path


def made(project: Path, query: str) -> Run:
    """Build the table from a query."""
    (project / "models/counted.sql").write_text(query, encoding="utf-8")
    return run_dbt(project, "build", database=project / "made.duckdb", work=project)


def asked(project: Path, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query of the database."""
    with duckdb.connect(str(project / "made.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_table_takes_the_place_of_the_one_before_or_leaves_it(project: Path) -> None:
    assert made(project, "select 1 as n, 2 as m").returncode == 0
    assert made(project, "select 3 as n, 4 as m").returncode == 0
    assert asked(project, "select * from main.counted") == [(3, 4)]
    failed = made(project, "select cast('x' as integer) as n, 4 as m")
    assert failed.failed() == ["counted"] and "Could not convert string 'x'" in failed.why()
    assert asked(project, "select * from main.counted") == [(3, 4)]
    assert asked(project, "select table_name from duckdb_tables()") == [("counted",)]


def test_a_table_takes_the_place_of_a_view(project: Path) -> None:
    with duckdb.connect(str(project / "made.duckdb")) as connection:
        connection.execute("create view main.counted as select 0 as n")
    assert made(project, "select 1 as n, 2 as m").returncode == 0
    assert asked(project, "select * from main.counted") == [(1, 2)]


def test_descriptions_stand_in_the_database(project: Path) -> None:
    assert made(project, "select 1 as n, 2 as m").returncode == 0
    assert asked(project, "select comment from duckdb_tables()") == [("The association's rows.",)]
    comments = asked(project, "select comment from duckdb_columns() where table_name = 'counted' order by column_index")
    assert comments == [('A number: "it\'s" $1.',), (None,)]
