"""The same marts on Spark: what a build leaves there is gathered for publishing, and equals DuckDB's row by row."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import duckdb
import programs
import pytest
from conftest import BUILT, copy_project
from finsam_audit.build import GATE
from finsam_audit.cli import main
from finsam_audit.measure.corpora import Asked, write_corpus
from finsam_audit.project import spark
from finsam_audit.project.dbt import WITHOUT_TESTS, Run
from finsam_audit.project.spark import gather, lacking, warehouse

DEPLOYED = "org.apache.spark.deploy"
# what a cluster's own settings would say: two small workers and a driver that plans wide models
NUMBERS = 100_000
CLUSTER = """\
spark.driver.host 127.0.0.1
spark.driver.memory 4g
spark.executor.memory 2g
spark.executor.cores 1
spark.sql.shuffle.partitions 4
"""
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


def differences(one: Path, other: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return rows that only one of two databases has, by mart and database; both have the same marts."""
    different = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        marts, others = (connection.execute(MARTS.format(name)).fetchall() for name in ("one", "other"))
        assert marts == others != []
        for (mart,) in marts:
            for a, b in (("one", "other"), ("other", "one")):
                lost = f'select * from {a}.marts."{mart}" except all select * from {b}.marts."{mart}" limit 3'
                if rows := connection.execute(lost).fetchall():
                    different[f"{mart} in {a}"] = rows
    return different


@pytest.mark.spark
def test_both_engines_build_the_same_marts(built_project: Path, dbt: Callable[..., Run], tmp_path: Path) -> None:
    if said := lacking():
        programs.lacking(said)
    run = dbt(copy_project(tmp_path), "build", "--target", "spark")
    assert set(run.failed()) <= {GATE} and not run.skipped(), run.stdout
    gather(tmp_path, run.target, tmp_path / "spark.duckdb")
    assert differences(built_project / BUILT, tmp_path / "spark.duckdb") == {}


def said_in(log: Path, pattern: str) -> str:
    """Return what a service writes to its log once it is up."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        if found := re.search(pattern, log.read_text("utf-8")):
            return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no {pattern} in {log.read_text('utf-8')}")


@pytest.fixture
def master(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start a master of Spark with two workers, each a process of its own, and name it to builds."""
    if said := lacking():
        programs.lacking(said)
    package = find_spec("pyspark")
    assert package is not None and package.origin is not None
    spark_class = Path(package.origin).with_name("bin") / "spark-class"
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "spark-defaults.conf").write_text(CLUSTER, "utf-8")
    monkeypatch.setenv("SPARK_CONF_DIR", str(folder))
    own = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    with ExitStack() as stack:

        def start(name: str, *arguments: str) -> Path:
            log = folder / f"{name}.log"
            out = stack.enter_context(log.open("w"))
            process = subprocess.Popen([str(spark_class), *arguments], stdout=out, stderr=subprocess.STDOUT, env=own)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            return log

        alone = ("--host", "127.0.0.1", "--webui-port", "0")
        address = said_in(
            start("master", f"{DEPLOYED}.master.Master", "--port", "0", *alone), r"spark://127\.0\.0\.1:\d+"
        )
        for name in ("one", "other"):
            room = ("--cores", "1", "--memory", "3g", "--work-dir", str(folder / name))
            log = start(name, f"{DEPLOYED}.worker.Worker", *alone, *room, address)
            said_in(log, "Successfully registered with master")
        monkeypatch.setenv("FINSAM_SPARK_MASTER", address)
        yield address


@pytest.mark.spark
def test_workers_of_a_master_build_the_same_marts_of_generated_reports(
    master: str, dbt: Callable[..., Run], tmp_path: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus", Asked(NUMBERS))
    assert corpus.reports_with_errors > 0
    for target, variables in (("duckdb", "vars.json"), ("spark", "vars.spark.json")):
        folder = copy_project(tmp_path / target)
        given = (tmp_path / "corpus" / variables).read_text("utf-8")
        run = dbt(folder, "build", *WITHOUT_TESTS, "--target", target, "--vars", given)
        assert run.returncode == 0 and not run.skipped(), run.stdout
    gather(folder, run.target, tmp_path / "spark.duckdb")
    assert differences(tmp_path / "duckdb" / BUILT, tmp_path / "spark.duckdb") == {}
