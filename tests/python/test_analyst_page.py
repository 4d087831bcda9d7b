"""docs/analyst.md is true: its snippets run on the published file, its diagram is what the tables hold."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from association import ROOT

PAGE = (ROOT / "docs/analyst.md").read_text(encoding="utf-8")
SNIPPETS: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
RUN = {"sql", "python", "powerquery", "mermaid"}
# one, or one or none, or any number on either side of a line of the diagram
ARROW = re.compile(r'^    (\w+) (\|\||\|o)--(\|\||o\||o\{) (\w+) : "([\w, ]+)"$')
LINES = [line for line in dict(SNIPPETS)["mermaid"].splitlines() if line != "erDiagram"]


def of(language: str) -> list[str]:
    return [text for name, text in SNIPPETS if name == language]


@pytest.fixture(scope="module")
def analyst(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as an analyst has it: the published file and the Parquet files."""
    folder = tmp_path_factory.mktemp("analyst")
    shutil.copy(database, folder / "finsam_audit.duckdb")
    shutil.copytree(database.parent / "build/marts", folder / "build/marts")
    return folder


def asked(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_snippet_is_of_a_kind_that_is_run() -> None:
    assert {language for language, _ in SNIPPETS} == RUN
    assert len(of("sql")) >= 6 and len(of("python")) >= 3 and len(of("mermaid")) == 1


@pytest.mark.parametrize("query", of("sql"))
def test_a_query_answers(query: str, analyst: Path) -> None:
    # of the shipped reports none restates another
    assert asked(analyst / "finsam_audit.duckdb", query) or "first_amount" in query


@pytest.mark.parametrize("number", range(len(of("python"))))
def test_a_program_runs(number: int, analyst: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", of("python")[number]], cwd=analyst, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    written = analyst / "figures.csv"
    assert run.stdout or written.read_text(encoding="utf-8").splitlines()[0].startswith("association_id;")
    if written.exists():
        assert re.search(r";-?\d+,\d\d;", written.read_text(encoding="utf-8"))


def test_excel_reads_files_and_columns_that_are_there(analyst: Path) -> None:
    (query,) = of("powerquery")
    (path,) = re.findall(r'File\.Contents\("C:\\finsam-audit\\([^"]+)"\)', query)
    file = analyst / path.replace("\\", "/")
    (columns,) = re.findall(r"\{(.*)\}", query)
    named = set(re.findall(r'"(\w+)"', columns)) | set(re.findall(r"\[(\w+)\]", query))
    with duckdb.connect() as connection:
        present = {row[0] for row in connection.execute(f"describe from '{file}'").fetchall()}
    assert len(named) >= 6 and named <= present


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_diagram_is_what_the_tables_hold(line: str, analyst: Path, manifest: dict[str, Any]) -> None:
    match = ARROW.match(line)
    assert match, line
    one, left, right, other, listed = match.groups()
    keys = listed.split(", ")
    models = {
        node["alias"]: set(node["columns"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and "marts" in node["fqn"]
    }
    assert set(keys) <= models[one] & models[other]
    database = analyst / "finsam_audit.duckdb"
    same = " and ".join(f"one.{key} = other.{key}" for key in keys)
    filled = " and ".join(f"{key} is not null" for key in keys)
    group = ", ".join(keys)
    twice = f"select {group} from marts.{{}} where {filled} group by all having count(*) > 1"
    assert asked(database, twice.format(one)) == []
    if right != "o{":
        assert asked(database, twice.format(other)) == []
    # what names one finds it; where there may be none, the key is NULL
    lost = asked(
        database,
        f"select {group} from marts.{other} as other where {filled} and not exists"
        f" (select 1 from marts.{one} as one where {same})",
    )
    empty = asked(database, f"select count(*) from marts.{other} where not ({filled})")[0][0]
    if (one, other) != ("acknowledgements", "findings"):
        assert lost == []
        assert left == "|o" or empty == 0
    if right == "||":
        unmet = f"select 1 from marts.{one} as one where not exists (select 1 from marts.{other} as other where {same})"
        assert asked(database, unmet) == []


def test_the_page_names_every_mart_of_numbers_and_every_question() -> None:
    for path in (ROOT / "analyses").glob("*.sql"):
        assert f"| `{path.stem}` |" in PAGE
    assert "(docs/analyst.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
