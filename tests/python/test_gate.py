"""The gate goes red for a changed number and green again without the change."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import planting
import pytest
from association import ROOT
from finsam_audit.cli import main
from finsam_audit.project.csv_files import read_rows
from finsam_audit.project.dbt import Run

Dbt = Callable[..., Run]

# the numbers that a relation with a rounding bound holds together, with the widest change that a bound could hide
EVALUATED = """
select
    numbers.document_id, numbers.source_line, numbers.column_no, numbers.number_no, numbers.association_id,
    numbers.statement, numbers.printed, numbers.amount, numbers.applied_unit,
    min(2 * results.rounding_bound / abs(terms.weight)) as hidden, abs(numbers.amount) as size
from marts.printed_numbers as numbers
inner join marts.relation_terms as terms on numbers.cell = terms.cell
inner join marts.check_results as results on terms.relation_id = results.relation_id
inner join raw.rules as rules on results.rule_id = rules.rule_id
where rules.kind in ('sum', 'tie') and rules.severity <> 'info' and not rules.needs_all_definitions
  and numbers.value_kind = 'number'
    and results.state in ('exact', 'rounding', 'unlikely_rounding')
group by all
order by numbers.document_id, numbers.statement, size desc, numbers.source_line, numbers.column_no
"""
UNIT = {"tkr": 1000, "mkr": 1000000}


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


def test_shipped_data_is_green(built_project: Path) -> None:
    assert new_findings(built_project) == []


def test_a_changed_number_turns_dbt_build_red_and_is_printed(project: Path, dbt: Dbt) -> None:
    def poison(rows: list[dict[str, str]]) -> None:
        hits = [
            row
            for row in rows
            if row["statement"] == "income_statement"
            and row["line_item"] == "operating_costs"
            and row["measure"] == "actual"
        ]
        hits[0]["printed"] = planting.with_digits(hits[0]["printed"], other_first_digit)

    rewrite(project / "seeds/line_items/fryksdalen_ar_2025.csv", poison)
    result = dbt(project, "build")
    assert result.returncode == 1
    found = new_findings(project)
    assert any("/income_statement/operating_costs/" in key for key in found), found
    # one line per new finding reaches the console, also under -q
    assert all(any(key in line for line in result.stdout.splitlines()) for key in found)


def test_a_missed_goal_that_the_board_calls_reached_is_new(project: Path, dbt: Dbt) -> None:
    def reach(rows: list[dict[str, str]]) -> None:
        (row,) = (r for r in rows if r["line_item"] == "equity_share" and r["measure"] == "verdict")
        assert row["printed"] == "Ej uppfyllt"
        row["printed"] = "Uppfyllt"

    rewrite(project / "seeds/line_items/samspelet_ar_2025.csv", reach)
    assert dbt(project, "build").returncode == 1
    assert new_findings(project) == ["samspelet_ar_2025/goals/equity_share/verdict/2025"]


def test_an_acknowledgement_without_its_finding_is_reported_and_stays_green(project: Path, dbt: Dbt) -> None:
    seed = project / "seeds/reference/acknowledged_findings.csv"
    seed.write_text(
        seed.read_text(encoding="utf-8") + "x/cash_flow/cash/actual/2025,1,2,-1,explained,gone,2026-01-01\n"
    )
    result = dbt(project, "build")
    assert result.returncode == 0, result.stdout
    assert "stale acknowledgement: x/cash_flow/cash/actual/2025" in result.stdout


def test_a_changed_amount_opens_an_acknowledged_finding_again(project: Path, dbt: Dbt) -> None:
    keys: list[str] = []

    def change(rows: list[dict[str, str]]) -> None:
        rows[0]["difference"] += "1"
        keys.append(rows[0]["finding_key"])

    rewrite(project / "seeds/reference/acknowledged_findings.csv", change)
    result = dbt(project, "build")
    assert result.returncode == 1
    assert new_findings(project) == keys


def test_a_finding_that_is_no_cell_can_be_acknowledged(
    project: Path, dbt: Dbt, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    assert dbt(project, "build").returncode == 1
    found = new_findings(project)
    assert {place(key) for key in found} >= places
    monkeypatch.chdir(project)
    monkeypatch.setenv("FINSAM_DB", "build/finsam_audit.duckdb")
    for key in found:
        assert main(["acknowledge", key, "--kind", "source_unclear", "--reason", "jämförd med källan"]) == 0
    rows = {row["finding_key"]: row for row in read_rows(known)}
    assert all("–" not in rows[key]["printed"] + rows[key]["difference"] for key in found)
    assert any(rows[key]["printed"] == "" for key in found)
    result = dbt(project, "build")
    assert result.returncode == 0, result.stdout
    assert new_findings(project) == []
    shutil.copytree(ROOT / "expectations", project / "expectations")
    assert main(["expectations"]) == 0


def other_first_digit(digits: str) -> str:
    return str((int(digits[0]) + 4) % 9 + 1) + digits[1:]


def unnoticed(folder: Path, numbers: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the numbers whose changed first digit leaves the findings of their document as they are."""
    copies = [planting.Copy(f"__base_{name}", name) for name in sorted({number[4] for number in numbers})]
    changed = {}
    for index, number in enumerate(numbers):
        printed = planting.with_digits(number[6], other_first_digit)
        place = (number[0], number[1], str(number[2]), str(number[3]))
        changed[f"__{index:04d}"] = number
        copies.append(planting.Copy(f"__{index:04d}", number[4], {place: printed}))
    database = planting.run_models(folder, planting.write_copies(folder, copies))
    found: dict[str, set[tuple[Any, ...]]] = {copy.suffix: set() for copy in copies}
    for key, *rest, document in planting.findings(
        database, "finding_key, printed_amount, suggested_amount, difference, document_id"
    ):
        suffix = "__" + document.split("__", 1)[1]
        found[suffix].add((key.replace(suffix, ""), *rest))
    return [number for suffix, number in changed.items() if found[suffix] == found[f"__base_{number[4]}"]]


def beyond_rounding(number: tuple[Any, ...]) -> bool:
    digits = planting.digits_of(number[6]).replace(" ", "").replace("\u00a0", "")
    if not digits or digits[0] == "0":
        return False
    change = abs(int(other_first_digit(digits)) - int(digits)) * UNIT.get(number[8], 1)
    return bool(change > number[9])


@pytest.fixture(scope="module")
def evaluated(built_project: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(built_project / "build/finsam_audit.duckdb"), read_only=True) as connection:
        return [row for row in connection.execute(EVALUATED).fetchall() if beyond_rounding(row)]


def test_the_largest_number_of_every_statement_and_document_is_guarded(
    tmp_path: Path, evaluated: list[tuple[Any, ...]]
) -> None:
    largest: dict[tuple[str, str], tuple[Any, ...]] = {}
    for number in evaluated:
        largest.setdefault((number[0], number[5]), number)
    assert len(largest) >= 40
    assert unnoticed(tmp_path, list(largest.values())) == []


@pytest.mark.slow
def test_every_number_of_an_evaluated_sum_or_tie_is_guarded(tmp_path: Path, evaluated: list[tuple[Any, ...]]) -> None:
    assert len(evaluated) >= 800
    assert unnoticed(tmp_path, evaluated) == []
