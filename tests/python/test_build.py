"""Publishing: whole or not at all, and what the outcome says."""

import json
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from finsam_audit.acknowledge import write_row
from finsam_audit.cli import main
from finsam_audit.project.dbt import Run
from finsam_audit.project.errors import UserError
from finsam_audit.project.paths import readable
from finsam_audit.project.publish import about, publish
from finsam_audit.swedish import as_models


def built_in(folder: Path, rows: int = 1) -> Path:
    """Return a small database as dbt would leave it, with marts and what they were made of."""
    folder.mkdir(exist_ok=True)
    path = folder / "built.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema staging; create table staging.stg_rows as select 1 as n")
        connection.execute(
            "create table marts.about as select 2 as schema_version, null::varchar as version,"
            " 'uncommitted' as commit_id, null::varchar as input_digest, null::varchar as inputs_committed_at"
        )
        connection.execute(f"create table marts.numbers as select 9 - i as n, 'x' as label from range({rows}) as r(i)")
        connection.execute("comment on table marts.numbers is 'The association''s numbers.'")
        connection.execute("comment on column marts.numbers.n is 'A number.'")
    return path


def asked(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_publishing_holds_the_marts_alone_with_their_comments_and_the_same_as_parquet(tmp_path: Path) -> None:
    published = tmp_path / "published.duckdb"
    publish(tmp_path, built_in(tmp_path / "b", 3), published)
    assert asked(published, "select distinct schema_name from duckdb_tables()") == [("marts",)]
    assert asked(published, "select comment from duckdb_tables() where table_name = 'numbers'") == [
        ("The association's numbers.",)
    ]
    assert asked(published, "select comment from duckdb_columns() where column_name = 'n'") == [("A number.",)]
    assert sorted(path.name for path in (tmp_path / "build/marts").iterdir()) == ["about.parquet", "numbers.parquet"]
    for mart in ("about", "numbers"):
        file = tmp_path / "build/marts" / f"{mart}.parquet"
        held = asked(published, f"select * from marts.{mart}")
        assert duckdb.execute(f"select * from '{file}'").fetchall() == held
    assert asked(published, "select n from marts.numbers") == [(7,), (8,), (9,)], "whatever order they were built in"


def test_publishing_keeps_the_one_before_and_leaves_no_half_file(tmp_path: Path) -> None:
    published = tmp_path / "published.duckdb"
    for rows in (1, 2):
        publish(tmp_path, built_in(tmp_path / "b", rows), published)
    assert asked(published, "select count(*) from marts.numbers") == [(2,)]
    assert asked(tmp_path / "build/previous.duckdb", "select count(*) from marts.numbers") == [(1,)]
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["marts", "previous.duckdb"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "build", "published.duckdb"]


def test_what_cannot_be_published_leaves_everything_as_it_was(tmp_path: Path) -> None:
    published = tmp_path / "published.duckdb"
    publish(tmp_path, built_in(tmp_path / "b"), published)
    before = {path: path.read_bytes() for path in [published, *(tmp_path / "build/marts").iterdir()]}
    broken = built_in(tmp_path / "b", 2)
    with duckdb.connect(str(broken)) as connection:
        connection.execute("alter table marts.about drop column version")
    with pytest.raises(UserError, match=r"not published: .*; what was published is as it was"):
        publish(tmp_path, broken, published)
    assert {path: path.read_bytes() for path in [published, *(tmp_path / "build/marts").iterdir()]} == before
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["marts"]
    assert not published.with_name("published.duckdb.new").exists()


def test_the_published_file_is_small_and_of_an_old_format(database: Path) -> None:
    assert database.stat().st_size < 5_000_000
    # the version of the format stands behind the magic word: 64 is that of DuckDB 1.0, 65 that of 1.2
    assert database.read_bytes()[8:12] == b"DUCK"
    assert int.from_bytes(database.read_bytes()[12:20], "little") <= 65


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_database_says_what_it_was_made_of(tmp_path: Path) -> None:
    for name in ("seeds", "models", "macros"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text("n\n1\n")
    (tmp_path / "dbt_project.yml").touch()
    alone = about(tmp_path)
    assert (alone.commit_id, alone.inputs_committed_at) == ("uncommitted", None)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    committed = about(tmp_path)
    assert re.fullmatch("[0-9a-f]{40}", committed.commit_id)
    assert committed.inputs_committed_at and committed.input_digest == alone.input_digest
    (tmp_path / "models/a.csv").write_text("changed")
    other_models = about(tmp_path)
    assert other_models.commit_id == "uncommitted"
    assert other_models.inputs_committed_at == committed.inputs_committed_at
    (tmp_path / "seeds/a.csv").write_text("n\n2\n")
    changed = about(tmp_path)
    assert changed.input_digest != alone.input_digest and changed.inputs_committed_at is None
    published = tmp_path / "published.duckdb"
    publish(tmp_path, built_in(tmp_path / "b"), published)
    said = asked(published, "select version, commit_id, input_digest, inputs_committed_at from marts.about")
    assert said == [(changed.version, "uncommitted", changed.input_digest, None)]


def test_a_database_of_another_version_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dbt_project.yml").write_text("vars: {schema_version: 3}")
    monkeypatch.chdir(tmp_path)
    path = built_in(tmp_path / "b")
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table marts.findings as select 1 as n")
    with pytest.raises(UserError, match="made by another version"):
        readable(path)
    (tmp_path / "dbt_project.yml").write_text("vars: {schema_version: 2}")
    assert readable(path) == path


def run(folder: Path, stdout: str = "") -> Run:
    return Run(1, stdout, folder)


def test_failed_nodes_are_named_and_skips_counted(tmp_path: Path) -> None:
    nodes = [
        ("model.finsam_audit.a", "success"),
        ("test.finsam_audit.audit_gate", "fail"),
        ("unit_test.finsam_audit.a.counts", "fail"),
        ("model.x.b", "skipped"),
    ]
    written = json.dumps({"results": [{"unique_id": n, "status": s} for n, s in nodes]})
    (tmp_path / "run_results.json").write_text(written, encoding="utf-8")
    assert run(tmp_path).failed() == ["audit_gate", "counts"]
    assert run(tmp_path).skipped() == 1


@pytest.mark.parametrize(
    ("stdout", "said"),
    [
        (
            "Encountered an error:\nCompilation Error in model a (a.sql)\n  no b\n",
            "Compilation Error in model a .* no b",
        ),
        ("", "left no message"),
    ],
)
def test_a_dbt_that_ran_nothing_is_one_line_that_says_why(stdout: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"^dbt ran nothing: .*{said}") as raised:
        run(tmp_path, stdout).results()
    assert "\n" not in str(raised.value)


def test_acknowledging_twice_replaces_the_row_and_sorts(tmp_path: Path) -> None:
    seed = tmp_path / "seed.csv"
    seed.write_text(
        "finding_key,printed,suggested,difference,kind,reason,acknowledged_on\nb,1,2,-1,explained,old,2026-01-01\n"
    )
    row = dict.fromkeys(("printed", "suggested", "difference"), "1") | {
        "kind": "explained",
        "acknowledged_on": "2026-01-02",
    }
    replaced = write_row(seed, {**row, "finding_key": "b", "reason": 'new, "quoted"'})
    assert replaced and replaced["reason"] == "old"
    assert write_row(seed, {**row, "finding_key": "a", "reason": "first"}) is None
    lines = seed.read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["finding_key", "a", "b"]
    assert lines[2] == 'b,1,1,1,explained,"new, ""quoted""",2026-01-02,'


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Decimal("-4118.00"), "-4 118"), (Decimal("1234567.50"), "1 234 567,5"), (None, ""), (Decimal("700.00"), "700")],
)
def test_amounts_are_written_as_the_models_write_them(amount: Decimal | None, text: str) -> None:
    assert as_models(amount) == text


@pytest.mark.parametrize(
    "command", [["expectations"], ["report"], ["acknowledge", "k", "--kind", "explained", "--reason", "r"]]
)
@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "is not there; run `make build` first"), (b"no database", "cannot be read"), (b"", "cannot be read")],
)
def test_a_database_that_cannot_be_read_is_one_line(
    command: list[str], content: bytes | None, said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "dbt_project.yml").touch()
    if content is not None:
        (tmp_path / "finsam_audit.duckdb").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINSAM_DB", raising=False)
    assert main(command) == 2
    error = capsys.readouterr().err
    assert error.startswith("finsam: finsam_audit.duckdb ") and said in error and error.count("\n") == 1
