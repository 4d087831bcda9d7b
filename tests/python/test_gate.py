"""The gate goes red for a changed number and green again without the change."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import guard
import planting
import pytest
from association import ROOT
from finsam_audit.build import GATE
from finsam_audit.cli import main
from finsam_audit.inventory.command import renew
from finsam_audit.project.csv_files import read_rows
from finsam_audit.project.dbt import WITHOUT_UNIT_TESTS, Run

Dbt = Callable[..., Run]
Copied = Callable[[Path], Path]


def new_findings(folder: Path) -> list[str]:
    with duckdb.connect(str(folder / "build/finsam_audit.duckdb"), read_only=True) as connection:
        query = "select finding_key from marts.findings where not is_acknowledged order by 1"
        return [row[0] for row in connection.execute(query).fetchall()]


def rewrite(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def meant(project: Path) -> None:
    """Say that what the seeds hold now is meant: the inventory has tests of its own."""
    renew(project, lambda place: place[0] == "seed")


def test_shipped_data_is_green(built_project: Path) -> None:
    assert new_findings(built_project) == []


POISONED = ("fryksdalen_ar_2025", "samspelet_ar_2025", "degerfors_karlskoga_ar_2024")
NUMBER, VERDICT, KNOWN = POISONED
STALE = "x/cash_flow/cash/actual/2025"


@dataclass(frozen=True)
class Poisoned:
    """What a build of the poisoned documents came to."""

    run: Run
    found: list[str]
    reopened: str

    def of(self, document_id: str) -> list[str]:
        """Return the new findings of a document."""
        return [key for key in self.found if key.startswith(f"{document_id}/")]


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, copied: Copied, dbt: Dbt) -> Poisoned:
    """Return one build in which each of three documents has something else wrong, and an acknowledgement is stale."""
    project = copied(tmp_path_factory.mktemp("poisoned"))
    reopened: list[str] = []

    def number(rows: list[dict[str, str]]) -> None:
        hits = [
            row
            for row in rows
            if row["statement"] == "income_statement"
            and row["line_item"] == "operating_costs"
            and row["measure"] == "actual"
        ]
        hits[0]["printed"] = planting.with_digits(hits[0]["printed"], guard.other_first_digit)

    def verdict(rows: list[dict[str, str]]) -> None:
        (row,) = (r for r in rows if r["line_item"] == "equity_share" and r["measure"] == "verdict")
        assert row["printed"] == "Ej uppfyllt"
        row["printed"] = "Uppfyllt"

    def acknowledgements(rows: list[dict[str, str]]) -> None:
        changed = next(row for row in rows if row["finding_key"].startswith(KNOWN) and row["difference"])
        changed["difference"] += "1"
        reopened.append(changed["finding_key"])
        rows.append(stale(rows[0]))

    rewrite(project / f"seeds/line_items/{NUMBER}.csv", number)
    rewrite(project / f"seeds/line_items/{VERDICT}.csv", verdict)
    rewrite(project / "seeds/reference/acknowledged_findings.csv", acknowledgements)
    meant(project)
    run = dbt(project, "build", *WITHOUT_UNIT_TESTS)
    return Poisoned(run, new_findings(project), *reopened)


def stale(row: dict[str, str]) -> dict[str, str]:
    """Return an acknowledgement of a finding that is not there."""
    return {**row, "finding_key": STALE, "kind": "explained", "reason": "gone"}


def test_a_changed_number_turns_dbt_build_red_and_is_printed(poisoned: Poisoned) -> None:
    assert poisoned.run.returncode == 1
    assert any("/income_statement/operating_costs/" in key for key in poisoned.of(NUMBER)), poisoned.found
    # one line per new finding reaches the console, also under -q
    assert all(any(key in line for line in poisoned.run.stdout.splitlines()) for key in poisoned.found)


def test_nothing_is_new_but_in_what_is_poisoned(poisoned: Poisoned) -> None:
    assert set(poisoned.found) == {key for document_id in POISONED for key in poisoned.of(document_id)}
    assert poisoned.run.failed() == [GATE]


def test_a_missed_goal_that_the_board_calls_reached_is_new(poisoned: Poisoned) -> None:
    assert poisoned.of(VERDICT) == [f"{VERDICT}/goals/equity_share/verdict/2025"]


def test_a_changed_amount_opens_an_acknowledged_finding_again(poisoned: Poisoned) -> None:
    assert poisoned.of(KNOWN) == [poisoned.reopened]


def test_an_acknowledgement_without_its_finding_is_reported(poisoned: Poisoned) -> None:
    assert f"stale acknowledgement: {STALE}" in poisoned.run.stdout
    assert STALE not in poisoned.found


@pytest.mark.slow
def test_a_finding_that_is_no_cell_can_be_acknowledged(
    tmp_path: Path, copied: Copied, dbt: Dbt, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copied(tmp_path)

    def exchange(rows: list[dict[str, str]]) -> None:
        """Exchange the columns of the income statement."""
        printed = {(r["source_line"], r["column_no"]): r for r in rows if r["statement"] == "income_statement"}
        for (line, column), row in printed.items():
            if column == "2" and (line, "3") in printed:
                other = printed[line, "3"]
                row["printed"], other["printed"] = other["printed"], row["printed"]

    def lose(rows: list[dict[str, str]]) -> None:
        (part,) = (r for r in rows if (r["document_id"], r["section"]) == ("samspelet_ar_2025", "management_report"))
        part["source_line"] = ""

    def place(key: str) -> str:
        return key.split("/")[2]

    def forget(rows: list[dict[str, str]]) -> None:
        rows[:] = [row for row in rows if place(row["finding_key"]) not in places]

    places = {"column", "decision_date", "row", "section", "table"}
    known = project / "seeds/reference/acknowledged_findings.csv"
    rewrite(project / "seeds/line_items/samspelet_ar_2025.csv", exchange)
    rewrite(project / "seeds/reference/document_sections.csv", lose)
    rewrite(known, forget)
    meant(project)
    assert dbt(project, "build", *WITHOUT_UNIT_TESTS).returncode == 1
    found = new_findings(project)
    assert {place(key) for key in found} >= places
    monkeypatch.chdir(project)
    monkeypatch.setenv("FINSAM_DB", "build/finsam_audit.duckdb")
    for key in found:
        assert main(["acknowledge", key, "--kind", "source_unclear", "--reason", "jämförd med källan"]) == 0
    rows = {row["finding_key"]: row for row in read_rows(known)}
    assert all("–" not in rows[key]["printed"] + rows[key]["difference"] for key in found)
    assert any(rows[key]["printed"] == "" for key in found)
    # an acknowledgement without its finding leaves the gate green
    rewrite(known, lambda rows: rows.append(stale(rows[0])))
    meant(project)
    result = dbt(project, "build", *WITHOUT_UNIT_TESTS)
    assert result.returncode == 0, result.stdout
    assert f"stale acknowledgement: {STALE}" in result.stdout
    assert new_findings(project) == []
    shutil.copytree(ROOT / "expectations", project / "expectations")
    assert main(["expectations"]) == 0


def test_the_largest_number_of_every_statement_and_document_is_guarded(
    planted: Path, guarded: list[guard.Number]
) -> None:
    largest = guard.largest(guarded)
    assert len(largest) >= 40
    assert guard.unnoticed(planted, largest) == []


@pytest.mark.slow
def test_every_number_of_an_evaluated_sum_or_tie_is_guarded(tmp_path: Path, guarded: list[guard.Number]) -> None:
    assert len(guarded) >= 800
    database = planting.run_models(tmp_path, planting.write_copies(tmp_path, guard.copies(guarded)))
    assert guard.unnoticed(database, guarded) == []
