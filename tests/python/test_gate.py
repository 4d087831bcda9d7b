"""The gate goes red for a changed number and green again without the change."""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

Dbt = Callable[..., subprocess.CompletedProcess[str]]

# one number per statement: document, line, column, what it becomes, the finding that must appear
POISON = [
    ("fryksdalen_ar_2025", "278", "2", "295 837", "/income_statement/"),
    ("fryksdalen_ar_2025", "295", "2", "1 994 670", "/balance_sheet/"),
    ("samspelet_ar_2025", "299", "2", "273 000", "/cash_flow/"),
    ("samspelet_ar_2025", "309", "2", "1 960", "/operating_account/"),
    ("degerfors_karlskoga_ar_2024", "644", "1", "954 000", "/note_income/"),
    ("degerfors_karlskoga_ar_2024", "510", "1", "145 424kr", "/cost_by_purpose/"),
    ("ostra_varmland_ar_2025", "337", "1", "2 863", "/note_receivables/"),
    ("ostra_varmland_vp_2026", "352", "1", "87 000", "/budget_plan/"),
]


def change(folder: Path, document: str, line: str, column: str, printed: str) -> None:
    path = folder / f"seeds/line_items/{document}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    hits = [row for row in rows if (row["source_line"], row["column_no"], row["number_no"]) == (line, column, "1")]
    assert len(hits) == 1
    hits[0]["printed"] = printed
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def new_findings(folder: Path) -> list[str]:
    with duckdb.connect(str(folder / "build/finsam_audit.duckdb"), read_only=True) as connection:
        query = "select finding_key from marts.findings where not is_acknowledged order by 1"
        return [row[0] for row in connection.execute(query).fetchall()]


def test_shipped_data_is_green(built_project: Path) -> None:
    assert new_findings(built_project) == []


def test_an_acknowledgement_without_its_finding_is_reported_and_stays_green(project: Path, dbt: Dbt) -> None:
    seed = project / "seeds/reference/acknowledged_findings.csv"
    seed.write_text(
        seed.read_text(encoding="utf-8") + "x/cash_flow/cash/actual/2025,1,2,-1,explained,gone,2026-01-01\n"
    )
    result = dbt(project, "build")
    assert result.returncode == 0, result.stdout
    assert "stale acknowledgement: x/cash_flow/cash/actual/2025" in result.stdout


def test_a_changed_amount_opens_an_acknowledged_finding_again(project: Path, dbt: Dbt) -> None:
    seed = project / "seeds/reference/acknowledged_findings.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    known[0]["difference"] = known[0]["difference"] + "1"
    with seed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, known[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(known)
    result = dbt(project, "build")
    assert result.returncode == 1
    assert new_findings(project) == [known[0]["finding_key"]]


@pytest.mark.parametrize("poison", POISON, ids=[f"{p[0]}{p[4]}" for p in POISON])
def test_a_changed_number_turns_the_gate_red(poison: tuple[str, ...], project: Path, dbt: Dbt) -> None:
    document, line, column, printed, place = poison
    change(project, document, line, column, printed)
    result = dbt(project, "build")
    assert result.returncode == 1
    found = [key for key in new_findings(project) if key.startswith(document) and place in key]
    assert found, new_findings(project)
    # one line per new finding reaches the console, also under -q
    assert any(found[0] in printed_line for printed_line in result.stdout.splitlines())
