"""What is installed for the project: licences are told, limits of others are kept, and what does not is known."""

import os
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import pytest
from association import ROOT
from finsam_audit import cli
from finsam_audit.project import dependencies as module
from finsam_audit.project.dependencies import (
    NOT_TOLD,
    Dependency,
    advisories,
    dependencies,
    later_releases,
    licence_of,
    own_requirements,
)
from packaging.utils import canonicalize_name


def test_every_package_has_version_licence_and_someone_who_needs_it() -> None:
    found = {each.name.lower(): each for each in dependencies()}
    assert {"duckdb", "dbt-core", "great-expectations".replace("-", "_"), "pytest"} <= {
        name.replace("great-expectations", "great_expectations") for name in found
    }
    assert all(each.version == distribution(each.name).version and each.needed_by for each in found.values())
    assert "finsam-audit" in found["duckdb"].needed_by and found["duckdb"].licence == "MIT License"
    assert [each.name for each in found.values() if each.licence == NOT_TOLD] == []


def test_no_limit_of_another_package_is_passed() -> None:
    assert [said for each in dependencies() for said in each.broken] == []


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
    assert re.search(r"^\d+ packages, 0 installed past what another asks for$", shown, re.MULTILINE)


FOUND = [Dependency("A.b", "1.0", "MIT", ("finsam-audit",), ()), Dependency("c", "2.0", "MIT", ("A.b",), ())]
Answer = tuple[int, str]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> dict[str, Answer]:
    """Return what the tools answer, by what tells their commands apart; pip-audit is there."""
    answers: dict[str, Answer] = {}
    monkeypatch.setattr(module, "answer", lambda *command: answers[command[1]])
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    return answers


def test_later_releases_are_told_by_the_index_of_the_environment(tools: dict[str, Answer]) -> None:
    tools |= {
        "index": (0, ""),
        "list": (0, '[{"name": "a-B", "latest_version": "1.1"}, {"name": "z", "latest_version": "9"}]'),
    }
    assert later_releases(FOUND) == ["later releases: 1 of 2 packages have one that pip may take", "  A.b 1.0: 1.1"]
    for said in ("", "[1]", '[{"name": "c"}]', "null"):
        tools["list"] = (2, said)
        assert later_releases(FOUND) == ["later releases: not looked up, pip list ended with 2"]
    tools["index"] = (1, "")
    assert later_releases(FOUND) == ["later releases: not looked up, pip reaches no index from here"]


def test_advisories_are_told_where_the_tool_is_there_and_reaches_its_list(
    tools: dict[str, Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = '{"dependencies": [{"name": "a_b", "version": "1.0", "vulns": [{"id": "X-1"}, {"id": "X-2"}]}]}'
    tools["--format"] = (1, weak)
    assert advisories(FOUND) == ["advisories: 1 of 2 packages have one, 1 not in the list", "  A.b 1.0: X-1, X-2"]
    tools["--format"] = (1, "")
    assert advisories(FOUND) == ["advisories: not looked up, pip-audit reaches no list from here (it ended with 1)"]
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    assert advisories(FOUND) == ["advisories: not looked up, pip-audit is not installed beside finsam"]


def test_without_an_index_the_command_says_so_and_lists_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"CONFIG_FILE": os.devnull, "FIND_LINKS": "", "NO_INDEX": "1"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    assert cli.main(["dependencies", "--ask"]) == 0
    shown = capsys.readouterr().out
    assert "past what another asks for\n" in shown
    assert "\nlater releases: not looked up, pip reaches no index from here\nadvisories: " in shown


def test_nothing_is_asked_without_being_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "answer", lambda *_: pytest.fail("asked"))
    assert cli.main(["dependencies"]) == 0


def test_a_tool_that_does_not_answer_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.answer("no_such_module_at_all") == (1, "")
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.2)
    assert module.answer("timeit", "-n", "1", "-r", "1", "import time; time.sleep(5)") == (1, "")
