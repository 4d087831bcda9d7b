"""The same marts on Spark: what a build leaves there is gathered for publishing, and equals DuckDB's row by row."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import programs
import pytest
from conftest import BUILT, copy_project
from finsam_audit.build import GATE
from finsam_audit.cli import main
from finsam_audit.project import spark
from finsam_audit.project.dbt import Run
from finsam_audit.project.spark import gather, lacking, warehouse

MARTS = "select table_name from duckdb_tables() where schema_name = 'marts' and database_name = '{}' order by 1"


def model(alias: str, **columns: str) -> dict[str, object]:
    """Return a mart as dbt's manifest has it."""
    said = {name: {"name": name, "data_type": kind, "description": f"The {name}."} for name, kind in columns.items()}
    return {"resource_type": "model", "schema": "marts", "alias": alias, "description": "It's a mart.", "columns": said}


def write_mart(root: Path, alias: str, query: str) -> None:
    """Write a table as Spark does: some files of Parquet, and a mark of success beside them."""
    folder = warehouse(root) / "marts.db" / alias
    folder.mkdir(parents=True)
    (folder / "_SUCCESS").touch()
    duckdb.execute(f"copy ({query}) to '{folder / 'part-0.snappy.parquet'}'")


def test_what_spark_leaves_is_gathered_with_its_types_and_descriptions(tmp_path: Path) -> None:
    write_mart(tmp_path, "rules", "select 1::smallint as n, 'a' as name union all select 2, null")
    write_mart(tmp_path, "none", "select 1 as n where false")
    nodes = {
        "a": model("rules", n="integer", name="string"),
        "b": model("none", n="integer"),
        "c": {"resource_type": "model", "schema": "checks", "alias": "amounts", "columns": {}},
        "d": {"resource_type": "test", "schema": "marts", "alias": "is_unique", "columns": {}},
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}), "utf-8")
    built = tmp_path / "build" / "built.duckdb"
    for _ in range(2):
        gather(tmp_path, tmp_path, built)
    with duckdb.connect(str(built), read_only=True) as connection:
        assert connection.execute("select * from marts.rules order by n").fetchall() == [(1, "a"), (2, None)]
        assert connection.execute("select count(*) from marts.none").fetchall() == [(0,)]
        comments = "select comment from duckdb_tables() union all select comment || data_type from duckdb_columns()"
        said = [row[0] for row in connection.execute(comments).fetchall()]
    assert said.count("It's a mart.") == 2 and {"The n.INTEGER", "The name.VARCHAR"} <= set(said)


@pytest.mark.parametrize(
    ("modules", "java", "said"),
    [
        ([], "java", "run `make spark`, then `.venv/spark/bin/finsam build --target spark`"),
        (["pyspark", "dbt.adapters.spark"], None, "Java 17"),
    ],
)
def test_a_machine_without_spark_is_told_what_it_lacks(
    modules: list[str], java: str | None, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: name if name in modules else None)
    monkeypatch.setattr("shutil.which", lambda name: java)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert main(["build", "--target", "spark"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.spark
def test_both_engines_build_the_same_marts(built_project: Path, dbt: Callable[..., Run], tmp_path: Path) -> None:
    if said := lacking():
        programs.lacking(said)
    run = dbt(copy_project(tmp_path), "build", "--target", "spark")
    assert set(run.failed()) <= {GATE} and not run.skipped(), run.stdout
    gather(tmp_path, run.target, tmp_path / "spark.duckdb")
    different = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built_project / BUILT}' as one (read_only)")
        connection.execute(f"attach '{tmp_path / 'spark.duckdb'}' as other (read_only)")
        marts, others = (connection.execute(MARTS.format(name)).fetchall() for name in ("one", "other"))
        assert marts == others != []
        for (mart,) in marts:
            for a, b in (("one", "other"), ("other", "one")):
                lost = f'select * from {a}.marts."{mart}" except all select * from {b}.marts."{mart}" limit 3'
                if rows := connection.execute(lost).fetchall():
                    different[f"{mart} in {a}"] = rows
    assert different == {}
