"""The models compiled once give what dbt builds, are compiled anew when they change, and hold no report."""

import shutil
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from bare_reports import shipped_report, write_inputs
from finsam_audit.mapping.database import build_mapped, inputs_of
from finsam_audit.mapping.mapper import map_report
from finsam_audit.project import compiled
from finsam_audit.project.compiled import KEPT, SCHEMA, fill_models, kept_folder
from finsam_audit.project.csv_files import Row
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError

# one model in a project of two seeds
QUERY = "select item, cast(amount as integer) * 2 as twice from inputs.items"
ITEMS = {"items": (("item", "amount"), [{"item": "a", "amount": "21"}, {"item": "b", "amount": ""}])}


@pytest.mark.slow
def test_the_compiled_models_give_what_dbt_builds_row_by_row(tmp_path: Path) -> None:
    reports = [map_report(shipped_report(name)) for name in ("samspelet_ar_2025", "ostra_varmland_ar_2025")]
    (tmp_path / "filled").mkdir()
    filled = build_mapped(ROOT, tmp_path / "filled", reports)
    variables = {"input_relations": write_inputs(tmp_path, reports)}
    built = tmp_path / "built.duckdb"
    run = run_dbt(ROOT, "build", *WITHOUT_TESTS, database=built, work=tmp_path, variables=variables)
    assert run.returncode == 0, run.stdout
    with duckdb.connect() as connection:
        connection.execute(f"attach '{filled}' as filled (read_only)")
        connection.execute(f"attach '{built}' as built (read_only)")
        columns = "select table_schema, table_name, column_name, data_type from information_schema.columns"
        where = "where table_catalog = '{}' and table_schema in ('staging', 'checks', 'marts') order by all"
        tables = connection.execute(f"{columns} {where.format('built')}").fetchall()
        assert tables == connection.execute(f"{columns} {where.format('filled')}").fetchall()
        for schema, name in sorted({row[:2] for row in tables}):
            pair = [f'{database}.{schema}."{name}"' for database in ("filled", "built")]
            for a, b in (pair, pair[::-1]):
                rows = connection.execute(f"select * from {a} except all select * from {b}").fetchall()
                assert rows == [], (schema, name, rows[:3])
        findings = connection.execute("select count(*) from filled.marts.findings").fetchone()
        assert findings and findings[0] > 0


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of one model whose compiling is counted in the file `times` of its folder."""

    def compile_it(root: Path, columns: dict[str, list[str]], work: Path, advance: object) -> Path:
        database = work / compiled.NAME
        with duckdb.connect(str(database)) as connection:
            connection.execute(f"create schema {SCHEMA}; create schema marts")
            connection.execute(f"create table {SCHEMA}.steps as select 1 as position, 'marts.doubled' as relation, "
                               f"'{(root / 'models' / 'doubled.sql').read_text('utf-8')}' as query, "
                               "[]::varchar[] as parents, false as is_in_order")  # fmt: skip
            connection.execute("create table marts.doubled (item varchar, twice integer)")
        with (root / "times").open("a", encoding="utf-8") as file:
            file.write("x")
        return database

    root = tmp_path / "project"
    for name in ("models", "macros", "seeds"):
        (root / name).mkdir(parents=True)
    (root / "models" / "doubled.sql").write_text(QUERY, encoding="utf-8")
    (root / "seeds" / "items.csv").write_text("item,amount\n", encoding="utf-8")
    (root / "seeds" / "words.csv").write_text("word\n", encoding="utf-8")
    (root / "dbt_project.yml").write_text("vars: {line_item_seeds: [printed]}\n", encoding="utf-8")
    (root / "profiles.yml").write_text("", encoding="utf-8")
    monkeypatch.setattr(compiled, "_compile", compile_it)
    monkeypatch.setenv("FINSAM_CACHE", str(tmp_path / "kept"))
    return root


def doubled(root: Path, work: Path, columns: tuple[str, ...] = ("item", "amount")) -> list[tuple[str, int | None]]:
    """Fill the model and return its rows."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    database = fill_models(root, work, {"items": (columns, ITEMS["items"][1])})
    with duckdb.connect(str(database)) as connection:
        assert connection.execute("from duckdb_schemas() where schema_name = ?", [SCHEMA]).fetchall() == []
        return connection.execute("select item, twice from marts.doubled order by item").fetchall()


def times(root: Path) -> int:
    """Return how often the project was compiled."""
    return len((root / "times").read_text("utf-8"))


def test_a_version_of_the_project_is_compiled_once_and_keeps_nothing_of_a_report(project: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert doubled(project, tmp_path / "work") == [("a", 42), ("b", None)]
    assert times(project) == 1
    (kept,) = (tmp_path / "kept").iterdir()
    with duckdb.connect(str(kept), read_only=True) as connection:
        assert connection.execute("from marts.doubled").fetchall() == []


@pytest.mark.parametrize(
    ("path", "is_compiled_anew"),
    [
        ("models/doubled.sql", True),
        ("macros/new.sql", True),
        ("seeds/words.csv", True),
        ("dbt_project.yml", True),
        ("profiles.yml", True),
        # what an input or a report's seed holds is no part of the models
        ("seeds/items.csv", False),
        ("seeds/printed.csv", False),
    ],
)
def test_what_the_models_are_made_of_is_noticed(
    project: Path, tmp_path: Path, path: str, is_compiled_anew: bool
) -> None:
    doubled(project, tmp_path / "work")
    with (project / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    doubled(project, tmp_path / "work")
    assert times(project) == 1 + is_compiled_anew


def test_an_input_with_another_column_is_another_version(project: Path, tmp_path: Path) -> None:
    doubled(project, tmp_path / "work")
    doubled(project, tmp_path / "work", ("item", "amount", "reading"))
    assert times(project) == 2


def test_what_is_damaged_is_compiled_anew_and_what_cannot_be_kept_is_done_without(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubled(project, tmp_path / "work")
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:5000])
    assert doubled(project, tmp_path / "work")[0] == ("a", 42)
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("FINSAM_CACHE", str(tmp_path / "file"))
    assert doubled(project, tmp_path / "work")[0] == ("a", 42)
    assert times(project) == 3


def test_the_versions_that_were_used_last_stay(project: Path, tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        (project / "profiles.yml").write_text("#" * number, encoding="utf-8")
        doubled(project, tmp_path / "work")
    assert KEPT == 4 and len(list((tmp_path / "kept").iterdir())) == KEPT
    doubled(project, tmp_path / "work")
    assert times(project) == KEPT + 2


def test_a_query_that_fails_is_one_line(project: Path, tmp_path: Path) -> None:
    (project / "models" / "doubled.sql").write_text("select item, nothing as twice from inputs.items", "utf-8")
    with pytest.raises(UserError, match=r"^marts\.doubled: .*nothing"):
        doubled(project, tmp_path / "work")


def test_rows_with_columns_of_their_own_keep_them() -> None:
    report: dict[str, list[Row]] = {"tables": [{"document_id": "x", "table_no": "1", "colour": "red"}]}
    columns, rows = inputs_of([report])["tables"]
    assert columns[-1] == "colour" and rows == report["tables"]


@pytest.mark.parametrize(
    ("platform", "names", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/c"}, "/c/finsam-audit"),
        ("linux", {}, ".cache/finsam-audit"),
        ("darwin", {}, "Library/Caches/finsam-audit"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/finsam-audit"),
        ("win32", {"LOCALAPPDATA": "/l", "FINSAM_CACHE": "/own"}, "/own"),
    ],
)
def test_the_folder_is_the_one_of_the_system(
    platform: str, names: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FINSAM_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert kept_folder() == (Path(expected) if expected.startswith("/") else Path.home() / expected)
