"""A command that cannot do its work says so in one line and exits 2; it never shows a traceback, never exits 1."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit import cli
from finsam_audit.project.dbt import Run
from finsam_audit.project.errors import UserError
from finsam_audit.project.lock import only_build

DOCUMENT = "samspelet_ar_2025"
SEED = f"seeds/line_items/{DOCUMENT}.csv"


@pytest.fixture
def place(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the project, with no variable that points elsewhere."""
    for name in ("FINSAM_DB", "FINSAM_BUILD_DB", "DBT_TARGET_PATH"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(ROOT / "expectations", project / "expectations")
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def refused(place: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return a function that runs a command, which must be refused, and returns the line that says why."""

    def run(*arguments: str) -> str:
        assert cli.main(list(arguments)) == 2
        shown = capfd.readouterr()
        assert "Traceback" not in shown.out + shown.err
        assert shown.err.startswith("finsam: ") and shown.err.count("\n") == 1
        return shown.err

    return run


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """Return a database that another program has open."""
    path = tmp_path / "build" / "finsam_audit.duckdb"
    path.parent.mkdir(exist_ok=True)
    script = f"import duckdb, time; c = duckdb.connect({str(path)!r}); print('open', flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        yield path
        other.kill()


def finsam(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from finsam_audit.cli import run; run()", *arguments],
        cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("statement", "command"),
    [
        ("drop table marts.finding_relations", ["report"]),
        ("alter table marts.findings drop column is_acknowledged", ["report"]),
        ("alter table marts.findings drop column suggested_amount", ["acknowledge", "k", "--kind", "explained",
                                                                     "--reason", "r"]),
    ],
)  # fmt: skip
def test_a_database_of_another_version_is_refused(
    statement: str, command: list[str], place: Path, database: Path, refused: Callable[..., str]
) -> None:
    shutil.copy(database, place / "finsam_audit.duckdb")
    with duckdb.connect(str(place / "finsam_audit.duckdb")) as connection:
        connection.execute(statement)
    assert "was built by another version" in refused(*command)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("column_no", "columnno", ":1: columns: column_no missing"),
        (f"{DOCUMENT},57,1,", f"{DOCUMENT},57,one,", "column column_no: 'one' is no whole number"),
        (f"{DOCUMENT},57,1,", f"{DOCUMENT},57,1,1,", " fields instead of 13"),
    ],
)
def test_a_version_with_a_bad_column_is_refused(
    old: str, new: str, said: str, place: Path, refused: Callable[..., str]
) -> None:
    shutil.copy(place / SEED, place / "other.csv")
    edit(place / "other.csv", old, new)
    line = refused("compare", str(place / SEED), "other.csv")
    assert line.startswith("finsam: other.csv:") and said in line


def test_a_version_that_is_no_database_is_refused(place: Path, refused: Callable[..., str]) -> None:
    (place / "other.duckdb").write_bytes(b"nothing")
    assert "other.duckdb is no database of this project" in refused("compare", "other.duckdb", "other.duckdb")


def test_a_model_that_does_not_compile_is_said_also_with_another_target(
    place: Path, monkeypatch: pytest.MonkeyPatch, refused: Callable[..., str]
) -> None:
    monkeypatch.setenv("DBT_TARGET_PATH", str(place / "elsewhere"))
    with (place / "models/numbers/numbers.sql").open("a", encoding="utf-8") as file:
        file.write("{{ ref('no_such_model') }}")
    assert "no_such_model" in refused("build")
    assert not (place / "finsam_audit.duckdb").exists()


def test_what_nobody_foresaw_is_a_line_and_a_log(
    place: Path, monkeypatch: pytest.MonkeyPatch, refused: Callable[..., str]
) -> None:
    def fails(target: str) -> int:
        raise RuntimeError("one\ntwo")

    monkeypatch.setattr(cli, "build", fails)
    log = place / "logs/finsam.log"
    assert f"RuntimeError: one); this is a fault of finsam, {log} has the details" in refused("build")
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_console_without_swedish_letters_costs_letters_alone(place: Path, database: Path) -> None:
    shutil.copy(database, place / "finsam_audit.duckdb")
    for variables in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        shown = finsam(place, "expectations", **variables)
        assert shown.returncode == 0 and shown.stderr == "" and "?" in shown.stdout


def test_a_database_that_is_open_elsewhere_is_refused(
    place: Path, held: Path, refused: Callable[..., str], dbt: Callable[..., Run]
) -> None:
    assert "another program has finsam_audit.duckdb open" in refused("build")
    # plain dbt says it in its own words, but without DuckDB's traceback
    run = dbt(place, "seed")
    assert run.returncode and f"{held.relative_to(place)} open" in run.why()


def test_a_dbt_that_outlives_its_finsam_keeps_the_lock(tmp_path: Path) -> None:
    built = tmp_path / "build/finsam_audit.duckdb"
    with only_build(tmp_path, built) as lock:
        survivor = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=(lock,))
    with survivor, pytest.raises(UserError, match="another build is running"):
        try:
            with only_build(tmp_path, built):
                pass
        finally:
            survivor.kill()
    with only_build(tmp_path, built):
        assert not built.exists()
