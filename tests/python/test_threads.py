"""The marts do not depend on how many threads build them."""

from pathlib import Path

import duckdb
import pytest
import yaml
from association import ROOT
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt

# what it says of itself is not of the reports
ABOUT_THE_BUILD = ("about",)


def build(folder: Path, threads: int) -> Path:
    """Build the shipped documents with some threads, dbt's own and the database's, without tests."""
    database = folder / f"threads_{threads}.duckdb"
    profiles = folder / f"profiles_{threads}"
    profiles.mkdir()
    profile = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    target = profile["finsam_audit"]["outputs"]["duckdb"]
    target["threads"] = target["settings"]["threads"] = threads
    (profiles / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    work = folder / f"threads_{threads}"
    run = run_dbt(ROOT, "build", *WITHOUT_TESTS, database=database, work=work, profiles=profiles)
    assert run.returncode == 0, run.stdout
    return database


@pytest.mark.slow
def test_one_thread_and_four_give_the_same_marts_row_by_row(tmp_path: Path) -> None:
    one, four = build(tmp_path, 1), build(tmp_path, 4)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{four}' as four (read_only)")
        listed = connection.execute(
            "select table_name from information_schema.tables where table_catalog = 'one' and table_schema = 'marts'"
            " order by 1"
        ).fetchall()
        names = [name for (name,) in listed if name not in ABOUT_THE_BUILD]
        assert len(names) >= 20
        differing = {}
        for name in names:
            pair = [f"{database}.marts.{name}" for database in ("one", "four")]
            rows = [
                connection.execute(f"select * from {a} except all select * from {b}").fetchall()
                for a, b in (pair, pair[::-1])
            ]
            if any(rows):
                differing[name] = [side[:3] for side in rows]
    assert differing == {}
