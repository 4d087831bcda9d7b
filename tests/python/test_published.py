"""The published file: described, typed, and read whole by the oldest DuckDB that it promises."""

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
from association import ROOT
from programs import lacking

READERS = Path("requirements-readers.lock")
# reads every mart and its Parquet file; printed as JSON, because only text crosses between two versions
READING = """
import hashlib, json, sys
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
names = [row[0] for row in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()]
digest = lambda source: hashlib.sha256(repr(connection.execute(f"from {source}").fetchall()).encode()).hexdigest()
read = {name: (digest(f'marts."{name}"'), digest(f"'{sys.argv[2]}/{name}.parquet'")) for name in names}
print(json.dumps({"version": duckdb.__version__, "read": read}))
"""


def locked_version() -> str:
    """Return the version of DuckDB that the readers' lock file names."""
    first = (ROOT / READERS).read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("duckdb==").removesuffix(" \\")


def test_the_oldest_reader_is_the_one_that_the_documents_promise() -> None:
    assert locked_version().startswith("1.2.")
    assert "DuckDB from 1.2 on" in " ".join((ROOT / "docs/data.md").read_text(encoding="utf-8").split())
    # no place to load from is written down: that is the machine's own business
    assert "--index-url" not in (ROOT / READERS).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_oldest_duckdb_reads_every_mart_and_its_parquet(database: Path) -> None:
    reader = Path(os.environ.get("FINSAM_READER", ROOT / ".venv/readers/bin/python"))
    if not reader.is_file():
        lacking(f"{reader} is not there: run `make env`")
    marts = database.parent / "build/marts"
    run = subprocess.run(
        [reader, "-c", READING, database, marts], capture_output=True, text=True, check=False, env={"PATH": ""}
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["version"] == locked_version()
    with duckdb.connect(str(database), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        for name in names:
            rows = connection.execute(f'from marts."{name}"').fetchall()
            digest = hashlib.sha256(repr(rows).encode()).hexdigest()
            assert told["read"][name] == [digest, digest], name
    assert set(told["read"]) == set(names) and len(names) > 30


def marts(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the marts of a manifest by the name of their table."""
    nodes = manifest["nodes"].values()
    return {node["alias"]: node for node in nodes if node["resource_type"] == "model" and "marts" in node["fqn"]}


def test_every_mart_has_an_enforced_contract_and_says_what_it_is(manifest: dict[str, Any]) -> None:
    found = marts(manifest)
    assert len(found) > 30
    for name, node in found.items():
        assert node["contract"]["enforced"], name
        assert node["config"]["persist_docs"] == {"relation": True, "columns": True}, name
        assert node["description"] and all(column["description"] for column in node["columns"].values()), name


def test_what_the_project_says_of_a_column_stands_in_the_published_file(
    manifest: dict[str, Any], database: Path
) -> None:
    said = {
        (name, column["name"]): column["description"]
        for name, node in marts(manifest).items()
        for column in node["columns"].values()
    }
    tables = {name: node["description"] for name, node in marts(manifest).items()}
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
        ).fetchall()
        described = connection.execute("select table_name, comment from duckdb_tables()").fetchall()
    assert {(table, column): comment for table, column, comment in columns} == said
    assert dict(described) == tables
