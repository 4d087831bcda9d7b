"""No edit passes in silence: each is refused, held by the inventory, or listed against a version of git."""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from association import ROOT
from finsam_audit.cli import main
from finsam_audit.inputs.errors import input_errors
from finsam_audit.inventory.command import renew, untold
from finsam_audit.inventory.committed import FILE, read_inventory
from finsam_audit.inventory.counts import Held, taken
from finsam_audit.inventory.differences import changes, differences
from finsam_audit.inventory.version import base_changes
from finsam_audit.project.dbt import WITHOUT_UNIT_TESTS, Run
from finsam_audit.project.errors import UserError
from silent_edits import Edit, copy_inputs, read_edits

EDITS = read_edits()


def apart(edits: list[Edit]) -> list[list[Edit]]:
    """Return edits in few groups in which no two change one file, or the rules."""
    groups: list[list[Edit]] = []
    for edit in edits:
        group = next((group for group in groups if not any(edit.touches & other.touches for other in group)), None)
        if group is None:
            groups.append(group := [])
        group.append(edit)
    return groups


def of(told_by: str) -> list[list[Edit]]:
    return apart([edit for edit in EDITS if edit.told_by == told_by])


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_shipped_inventory_is_the_one_of_what_is_shipped() -> None:
    assert untold(ROOT) == [], "run `finsam inventory`"


def test_there_are_edits_of_every_seed_of_rules_suites_tests_and_settings() -> None:
    files = {file for edit in EDITS for file in edit.files}
    reference = {path.relative_to(ROOT).as_posix() for path in (ROOT / "seeds/reference").glob("*.csv")}
    assert files >= reference - {"seeds/reference/print_words.csv"}
    assert {"dbt_project.yml", "tests/audit_gate.sql", "expectations/structure.yml"} <= files
    assert len(EDITS) >= 60 and {edit.told_by for edit in EDITS} == {"inputs", "inventory", "compare"}


@pytest.mark.parametrize("edits", of("inputs"), ids=lambda edits: f"{edits[0].name} and {len(edits) - 1} more")
def test_an_edit_is_refused(edits: list[Edit], tmp_path: Path) -> None:
    project = copy_inputs(tmp_path)
    for edit in edits:
        edit.make(project)
    found = input_errors(project)
    assert [edit.name for edit in edits if not edit.is_told(found)] == []


@pytest.mark.parametrize("edits", of("inventory"), ids=lambda edits: f"{edits[0].name} and {len(edits) - 1} more")
def test_an_edit_is_held_by_the_inventory(edits: list[Edit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finsam_audit.inventory.differences.MOST", len(EDITS))
    monkeypatch.setattr("finsam_audit.inventory.differences.SHOWN", 10 * len(EDITS))
    project = copy_inputs(tmp_path)
    for edit in edits:
        edit.make(project)
    assert input_errors(project) == []
    found = untold(project)
    assert [edit.name for edit in edits if not edit.is_told(found)] == []


def test_a_build_ends_before_dbt_and_names_what_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copy_inputs(tmp_path)
    for edit in EDITS:
        if edit.name in ("a table of text gone", "a rule and its entry gone"):
            edit.make(project)
    monkeypatch.chdir(project)
    before = sorted(project.rglob("*"))
    assert main(["build"]) == 2
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first == f"{FILE}: 1 table, 3 numbers, 1 rule and 1 row of tables fewer than the inventory"
    assert last.startswith("not published: ") and sorted(project.rglob("*")) == before
    assert main(["inventory"]) == 0
    assert "1 table, 3 numbers, 1 rule and 1 row of tables fewer" in capsys.readouterr().out
    assert untold(project) == []
    assert main(["inventory"]) == 0
    assert capsys.readouterr().out == "nothing changed since the inventory was taken\n"


def test_what_keeps_the_inventory_is_listed_against_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copy_inputs(tmp_path)
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "first")
    assert base_changes(project, "HEAD") == []
    # two edits of one file may hide each other, as may one of the whole file
    edits = [edit for edit in EDITS if edit.told_by == "compare" or edit.name in LISTED]
    for edit in edits:
        edit.make(project)
    renew(project)
    listed = base_changes(project, "HEAD")
    assert [edit.name for edit in edits if edit.told_by == "compare" and not edit.is_told(listed)] == []
    for said in LISTED.values():
        assert any(line.startswith(said) for line in listed), said
    monkeypatch.chdir(project)
    assert main(["compare", "--base", "HEAD"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{len(listed)} changes since HEAD"
    with pytest.raises(UserError, match="nowhere is no version that git knows here"):
        base_changes(project, "nowhere")
    assert main(["compare", "--base", "HEAD", "a.csv"]) == 2 and main(["compare", "a.csv"]) == 2


# edits that the inventory no longer holds once somebody renewed it, and what then stands in the list
LISTED = {
    "unit of a number": "seeds/line_items/fryksdalen_ar_2025.csv: 276/2/1: unit 'kr' → 'tkr'",
    "severity of a rule in suite and seed": "seeds/reference/rules.csv: FN-001: severity 'warning' → 'info'",
    "a rule and its entry gone": "seeds/reference/rules.csv: FN-020: gone: rule_family 'FN'",
    "an acknowledgement added": "seeds/reference/acknowledged_findings.csv: fryksdalen_ar_2025/income_state",
    "the gate's own test gone": "test audit_gate: gone",
    "a suite of structure gone": "suite structure: gone",
}


@pytest.fixture(scope="module")
def held_by_dbt(
    tmp_path_factory: pytest.TempPathFactory, copied: Callable[[Path], Path], dbt: Callable[..., Run]
) -> tuple[Path, Run, set[tuple[str, ...]]]:
    """Return a project with many edits, what a build of its seeds came to, and the rows that dbt's test fails on."""
    project = copied(tmp_path_factory.mktemp("held"))
    for edit in max(of("inventory"), key=len):
        if not edit.files & {"dbt_project.yml"} and not any(file.startswith("expectations") for file in edit.files):
            edit.make(project)
    run = dbt(project, "build", "--select", "resource_type:seed", "stg_line_items", "stg_documents", "inventory_holds",
              *WITHOUT_UNIT_TESTS)  # fmt: skip
    (query,) = (project / "target/compiled").rglob("inventory_holds.sql")
    with duckdb.connect(str(project / "build/finsam_audit.duckdb"), read_only=True) as connection:
        rows = connection.execute(query.read_text(encoding="utf-8")).fetchall()
    return project, run, {row[:3] for row in rows}


@pytest.mark.slow
def test_plain_dbt_is_red_for_what_the_inventory_tells(held_by_dbt: tuple[Path, Run, set[tuple[str, ...]]]) -> None:
    project, run, rows = held_by_dbt
    assert "inventory_holds" in run.failed()
    (project / "expectations").mkdir()
    places = {place for place in changes(read_inventory(project), taken(project)) if place[0] != "suite"}
    assert rows == places and len(rows) > 20


def test_differences_are_told_in_numbers() -> None:
    before = {
        ("table", "d", "8"): Held(14),
        ("seed", "d", "line_items"): Held(20, "x"),
        ("kind", "d", "a/b/actual"): Held(14),
        ("rule", "project", "R-1"): Held(1, "x"),
        ("rule", "project", "R-2"): Held(1, "x"),
        ("rule", "project", "R-3"): Held(1, "x"),
    }
    now = {("seed", "d", "line_items"): Held(6, "y"), ("rule", "project", "R-3"): Held(1, "y")}
    assert differences(before, before) == []
    assert differences(before, now) == [
        "1 table, 14 numbers and 2 rules fewer, 1 part other than the inventory",
        "d: 1 table and 14 numbers fewer; table 8 (14, now 0), kind a/b/actual (14, now 0)",
        "project: 2 rules fewer; other than they were: rule R-3; rule R-1 (1, now 0), rule R-2 (1, now 0)",
    ]
    assert differences(now, before)[0] == "1 table, 14 numbers and 2 rules more, 1 part other than the inventory"


def test_an_inventory_counts_in_any_order_and_holds_each_column(tmp_path: Path) -> None:
    project = copy_inputs(tmp_path)
    before = taken(project)
    path = project / "seeds/reference/members.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(lines)]) + "\n", encoding="utf-8")
    assert taken(project) == before
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row[::-1] for row in csv.reader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    assert taken(project) == before, "the columns of a seed may stand in another order"
