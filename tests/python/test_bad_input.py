"""Every kind of bad input is told in its lines, all of all files at once, by reading alone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from association import ROOT
from bad_input import Kind, apply, read_kinds, untold
from finsam_audit.cli import main
from finsam_audit.inputs import errors
from finsam_audit.inputs.errors import input_errors

KINDS = read_kinds()
# what a build is told wrong from before dbt reads it
READ = ("seeds", "macros", "expectations")


def batches(kinds: list[Kind]) -> list[list[Kind]]:
    """Return the kinds in few groups in which none hides another."""
    made: list[list[Kind]] = []
    for kind in kinds:
        batch = next((batch for batch in made if not any(kind.excludes(other) for other in batch)), None)
        if batch is None:
            made.append(batch := [])
        batch.append(kind)
    return made


BATCHES = batches(KINDS)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Return what gives a copy of the inputs, as they are shipped."""
    root = tmp_path_factory.mktemp("inputs")

    def fresh() -> Path:
        for name in READ:
            shutil.rmtree(root / name, ignore_errors=True)
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "dbt_project.yml", root)
        return root

    return fresh


def test_the_shipped_inputs_have_nothing_wrong() -> None:
    assert input_errors(ROOT) == []


def test_there_are_kinds_for_every_seed_and_for_rules_suites_and_project() -> None:
    files = {kind.file for kind in KINDS if kind.told}
    assert len(KINDS) >= 120 and len({kind.name for kind in KINDS}) == len(KINDS)
    assert files >= {path.relative_to(ROOT).as_posix() for path in (ROOT / "seeds").rglob("*.csv")}
    assert "dbt_project.yml" in files and any(file.startswith("expectations/") for file in files)
    edited = {kind.edit for kind in KINDS}
    assert edited == {"set", "fill", "add", "drop", "twice", "save", "head", "reorder", "text", "new"}


def test_a_build_tells_all_of_it_and_ends_before_dbt(
    copy: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copy()
    told = [line for kind in max(BATCHES, key=len)[:12] for line in apply(project, kind)]
    monkeypatch.chdir(project)
    before = sorted(project.rglob("*"))
    assert main(["build"]) == 2
    missing, besides = untold(told, capsys.readouterr().out.splitlines())
    assert told and not missing and besides
    assert sorted(project.rglob("*")) == before, "nothing is built, nothing published"


@pytest.mark.parametrize("batch", BATCHES, ids=[f"{batch[0].name} and {len(batch) - 1} more" for batch in BATCHES])
def test_bad_input_is_told(batch: list[Kind], copy: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "MOST", len(KINDS))
    project = copy()
    # what moves the rows below it comes last
    order = sorted(batch, key=lambda kind: kind.edit in ("add", "drop", "twice"))
    told = [line for kind in order for line in apply(project, kind)]
    assert untold(told, input_errors(project)) == ([], [])


def test_what_a_line_leaves_open_is_a_number_or_a_rule_alone() -> None:
    assert untold(["a.csv:{n}: {rule} (x)"], ["a.csv:47: tables.yml TB-001 (x)"]) == ([], [])
    assert untold(["a.csv:{n}: b"], ["a.csv:x: b", "a.csv:4: bc"]) == (["a.csv:{n}: b"], ["a.csv:x: b", "a.csv:4: bc"])
    assert untold(["a", "a"], ["a"]) == (["a"], [])
