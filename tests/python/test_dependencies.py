"""What is installed for the project: licences are told, limits of others are kept, and what does not is known."""

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import pytest
from association import ROOT
from finsam_audit import cli
from finsam_audit.project.dependencies import NOT_TOLD, dependencies, licence_of, own_requirements
from packaging.utils import canonicalize_name

# why it is so stands in requirements.lock; GX's dialect has no release that takes DuckDB 2
KNOWN = ["duckdb-sqlalchemy asks for duckdb<2,>=1.3.0"]


def test_every_package_has_version_licence_and_someone_who_needs_it() -> None:
    found = {each.name.lower(): each for each in dependencies()}
    assert {"duckdb", "dbt-core", "great-expectations".replace("-", "_"), "pytest"} <= {
        name.replace("great-expectations", "great_expectations") for name in found
    }
    assert all(each.version == distribution(each.name).version and each.needed_by for each in found.values())
    assert "finsam-audit" in found["duckdb"].needed_by and found["duckdb"].licence == "MIT License"
    assert [each.name for each in found.values() if each.licence == NOT_TOLD] == []


def test_no_limit_of_another_package_is_passed_but_the_known_one() -> None:
    assert [said for each in dependencies() for said in each.broken] == KNOWN
    assert KNOWN[0].split(" asks for ")[0] in (ROOT / "requirements.lock").read_text("utf-8").split("# by hand")[1]


def test_all_that_the_project_asks_for_is_pinned_in_the_lock() -> None:
    locks = [(ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-spark.lock")]
    locked = re.findall(r"^([\w.-]+)==", "\n".join(locks), re.MULTILINE)
    pinned = set(map(canonicalize_name, locked))
    assert {canonicalize_name(each.name) for each in own_requirements()} <= pinned


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        (["License-Expression: MIT"], "MIT"),
        (["License: BSD"], "BSD"),
        (["License: " + "x" * 100, "Classifier: License :: OSI Approved :: Apache Software License"],
         "Apache Software License"),
        ([], NOT_TOLD),
    ],
)  # fmt: skip
def test_a_licence_is_a_name(lines: list[str], licence: str, tmp_path: Path) -> None:
    folder = tmp_path / "a-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("\n".join(["Metadata-Version: 2.1", "Name: a", "Version: 1", *lines]) + "\n")
    held: Any = Distribution.at(folder)
    assert licence_of(held) == licence


def test_the_command_tells_them_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["dependencies"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^jinja2 3\.\S+: .+; needed by .*finsam-audit", shown, re.MULTILINE | re.IGNORECASE)
    assert re.search(r"^\d+ packages, 1 installed past what another asks for$", shown, re.MULTILINE)
