"""Shared fixtures: the project, its sources, and a build of a changed copy of the seeds."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bare_reports
import guard
import pytest
from apart import apart, finsam
from association import ROOT, build_copies
from finsam_audit import cli
from finsam_audit.build import GATE
from finsam_audit.expectations.runner import run_suites, write_results
from finsam_audit.expectations.suites import read_suites
from finsam_audit.project import dbt as project_dbt
from finsam_audit.project.dbt import WITHOUT_UNIT_TESTS, Run
from finsam_audit.project.publish import publish
from finsam_audit.report.command import write_report
from finsam_audit.rules.fixture import DATABASE
from planting import PLANTED, run_models, write_copies
from playwright.sync_api import Browser, Page, sync_playwright
from programs import beside, needed, program
from shared_builds import once

FindingsOf = Callable[[str], list[dict[str, Any]]]

BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# no home, no name, no letters but ASCII, and another project's settings of dbt
AWKWARD = {
    **dict.fromkeys(("HOME", "USER", "LOGNAME", "TERM")),
    "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii",
    "DBT_TARGET": "nowhere", "DBT_FAIL_FAST": "1", "DBT_EXCLUDE_RESOURCE_TYPES": "test",
}  # fmt: skip
BUILT = Path("build/finsam_audit.duckdb")
PARSED = Path("target/partial_parse.msgpack")
PUBLISHED = Path("finsam_audit.duckdb")


@pytest.fixture(scope="session", autouse=True)
def _kept_here() -> Iterator[None]:
    """Keep compiled models in the project, not in the folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_CACHE", str(ROOT / "build" / "compiled"))
        yield


@pytest.fixture(scope="session")
def sources() -> Path:
    """Return the folder of source texts."""
    return needed(beside("FINSAM_SOURCES", "sources"), "FINSAM_SOURCES")


@pytest.fixture(scope="session")
def reports() -> Path:
    """Return the folder of the shared reports."""
    return needed(bare_reports.folder(), bare_reports.FOLDER)


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
    # named as the project names it: what dbt has read of one copy then holds for the next
    return project_dbt.run_dbt(folder, *arguments, database=BUILT, work=folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the dbt project that a test may poison."""
    return copy_project(tmp_path)


@pytest.fixture(scope="session")
def parsed_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project that dbt has read; no test may change it."""

    def make(folder: Path) -> None:
        result = run_dbt(copy_project(folder), "parse")
        assert result.returncode == 0, result.stdout

    return once(tmp_path_factory, "parsed", make)


@pytest.fixture(scope="session")
def copied(parsed_project: Path) -> Callable[[Path], Path]:
    """Return a function that copies the project as `copy_project` does, with what dbt has read of it."""

    def copy(folder: Path) -> Path:
        copy_project(folder)
        (folder / "target").mkdir()
        shutil.copy(parsed_project / PARSED, folder / PARSED)
        return folder

    return copy


@pytest.fixture(scope="session")
def manifest(parsed_project: Path) -> dict[str, Any]:
    """Return dbt's manifest of the project as it stands; no test may change it."""
    found: dict[str, Any] = json.loads((parsed_project / "target/manifest.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def built_project(copied: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project with the shipped data built and published; no test may change it."""

    def make(folder: Path) -> None:
        result = run_dbt(copied(folder), "build", *WITHOUT_UNIT_TESTS)
        # whether the gate is green is a test of its own: red, it would only hide what else is wrong
        assert set(result.failed()) <= {GATE} and not result.skipped(), result.stdout
        publish(folder, folder / BUILT, folder / PUBLISHED)

    return once(tmp_path_factory, "built", make)


@pytest.fixture(scope="session")
def built_elsewhere(copied: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project that `finsam build` made on another path and another day, with four threads and no network.

    Where little of a user's surroundings is set, and some of another dbt project's. What it said stands in `said.txt`,
    what it tried to reach in `attempts.txt`, a line each, and the packets that found no way out are counted.
    """

    def make(folder: Path) -> None:
        project = folder / "Årsredovisning (kopia)"
        project.mkdir()
        copied(project)
        shutil.copytree(ROOT / "expectations", project / "expectations")
        profiles = (project / "profiles.yml").read_text(encoding="utf-8")
        several = "threads: 4\n      settings:\n        threads: 4"
        (project / "profiles.yml").write_text(profiles.replace("threads: 2", several), encoding="utf-8")
        done = apart(project / "seeds/line_items", folder / "watch", *finsam("build"), is_another_day=True, **AWKWARD)
        (folder / "said.txt").write_text(f"{done.code}\n{done.said}", encoding="utf-8")
        assert done.code in (0, 1), done.said
        (folder / "attempts.txt").write_text("\n".join([*done.attempts, f"{done.packets} packets"]), encoding="utf-8")

    return once(tmp_path_factory, "elsewhere", make)


@pytest.fixture(scope="session")
def database(built_project: Path) -> Path:
    """Return the built project's database as it is published, the marts alone; no test may change it."""
    return built_project / PUBLISHED


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the synthetic association and its copies; no test may change it."""
    return once(tmp_path_factory, "copies", build_copies) / DATABASE


@pytest.fixture(scope="session")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the copies of the association that test modules say; no test may change it."""
    # the modules are collected first: what they say is read when it is asked for
    from variants import build_variants

    return once(tmp_path_factory, "variants", build_variants) / DATABASE


@pytest.fixture(scope="session")
def guarded(built_project: Path) -> list[guard.Number]:
    """Return the numbers of the shipped documents of which another first digit is more than rounding."""
    return guard.evaluated(built_project / "build/finsam_audit.duckdb")


@pytest.fixture(scope="session")
def planted(guarded: list[guard.Number], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of copies of the shipped documents with a slip each; no test may change it."""
    from test_planted_slips import slip_copies

    def make(folder: Path) -> None:
        run_models(folder, write_copies(folder, [*slip_copies(), *guard.copies(guard.largest(guarded))]))

    return once(tmp_path_factory, "planted", make) / PLANTED


@pytest.fixture(scope="session")
def results(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the suites came to on the built project, as the report reads it."""

    def make(folder: Path) -> None:
        write_results(run_suites(database, read_suites(ROOT / "expectations")), database, folder / "results.json")

    return once(tmp_path_factory, "results", make) / "results.json"


@pytest.fixture(scope="session")
def report(database: Path, results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the report on the built project; no test may change it."""
    return once(
        tmp_path_factory,
        "report",
        lambda folder: write_report(database, folder, quiet=True, results_path=results),
    )


@pytest.fixture(scope="session")
def dbt() -> Callable[..., Run]:
    """Return a function that runs dbt in a project folder."""
    return run_dbt


@pytest.fixture
def findings_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> FindingsOf:
    """Return a function that checks a report given as text, and returns the findings that `--json` tells."""
    monkeypatch.chdir(tmp_path)

    def run(text: str) -> list[dict[str, Any]]:
        (tmp_path / "utkast.md").write_text(text, encoding="utf-8")
        cli.main(["check", "utkast.md", "--force", "--json"])
        findings: list[dict[str, Any]] = json.loads(capfd.readouterr().out)["findings"]
        return findings

    return run


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a started Chromium that asks for nothing by itself."""
    path = program("chromium", "chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page without network that fails the test on any script error or request to elsewhere."""
    context = browser.new_context(viewport={"width": 1360, "height": 900}, offline=True)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else wrong.append(request.url)
    )
    yield opened
    context.close()
    assert wrong == []
