"""Shared fixtures: the project, its sources, and a build of a changed copy of the seeds."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from association import ROOT, build_copies
from finsam_audit.build import GATE
from finsam_audit.expectations.runner import run_suites, write_results
from finsam_audit.expectations.suites import read_suites
from finsam_audit.project import dbt as project_dbt
from finsam_audit.project.dbt import Run
from finsam_audit.project.publish import publish
from finsam_audit.report.command import write_report
from playwright.sync_api import Browser, sync_playwright
from programs import program

BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def sources() -> Path:
    """Return the folder of source texts (FINSAM_SOURCES, else ../shared/sources)."""
    folder = Path(os.environ.get("FINSAM_SOURCES", ROOT.parent / "shared" / "sources"))
    if not folder.is_dir():
        message = f"source texts not found in {folder}: set FINSAM_SOURCES to their folder"
        if os.environ.get("FINSAM_REQUIRE_ALL") and "FINSAM_SOURCES" in os.environ:
            pytest.fail(message)
        pytest.skip(message)
    return folder


def copy_project(folder: Path) -> Path:
    """Copy the dbt project into an empty folder."""
    for name in ("models", "seeds", "macros", "tests", "analyses"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("python", "__pycache__"))
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "build").mkdir()
    return folder


def run_dbt(folder: Path, *arguments: str) -> Run:
    """Run dbt in a copy of the project, into its own database."""
    return project_dbt.run_dbt(folder, *arguments, database=folder / "build/finsam_audit.duckdb", work=folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the dbt project that a test may poison."""
    return copy_project(tmp_path)


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with the shipped data built; no test may change it."""
    folder = copy_project(tmp_path_factory.mktemp("built"))
    result = run_dbt(folder, "build")
    # whether the gate is green is a test of its own: red, it would only hide what else is wrong
    assert set(result.failed()) <= {GATE} and not result.skipped(), result.stdout
    return folder


@pytest.fixture(scope="session")
def database(built_project: Path) -> Path:
    """Return the built project's database as it is published, the marts alone; no test may change it."""
    published = built_project / "finsam_audit.duckdb"
    publish(built_project, built_project / "build" / "finsam_audit.duckdb", published)
    return published


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the synthetic association and its copies; no test may change it."""
    return build_copies(tmp_path_factory.mktemp("copies"))


@pytest.fixture(scope="session")
def results(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the suites came to on the built project, as the report reads it."""
    path = tmp_path_factory.mktemp("results") / "results.json"
    write_results(run_suites(database, read_suites(ROOT / "expectations")), database, path)
    return path


@pytest.fixture(scope="session")
def report(database: Path, results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the report on the built project; no test may change it."""
    folder = tmp_path_factory.mktemp("report")
    write_report(database, folder, quiet=True, results_path=results)
    return folder


@pytest.fixture(scope="session")
def dbt() -> Callable[..., Run]:
    """Return a function that runs dbt in a project folder."""
    return run_dbt


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a started Chromium that asks for nothing by itself."""
    path = program("chromium", "chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
        yield started
        started.close()
