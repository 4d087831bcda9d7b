"""Goals: a goal that is missed is told in `goals`; only a verdict that the figures contradict is a finding."""

from pathlib import Path

import duckdb
from association import LATEST
from finsam_audit.project.csv_files import Row
from finsam_audit.rules.fixture import Change, Copy

MISSED = Change("line_items", LATEST, "59/0/1", "printed", "60 %")
ADMITTED = Change("line_items", LATEST, "59/0/3", "printed", "ej uppnått")
FOUND = "select line_item, measure, cause, class from marts.findings where document_id = ? order by 1, 2"


def printed(line: int, number: int, item: str, measure: str, text: str, **other: str) -> tuple[str, Row]:
    """Return a number that the latest report prints besides."""
    row = {"document_id": LATEST, "source_line": str(line), "column_no": "0", "number_no": str(number), "table_no": "6"}
    row |= {"statement": "goals", "label": item, "line_item": item, "member": "", "measure": measure, "period": "2023"}
    return "line_items", row | {"printed": text, "unit": ""} | other


def definition(goal: str, operator: str, basis: str, unit: str) -> tuple[str, Row]:
    """Return the definition of a goal of the latest report."""
    row = {"goal_id": "", "document_id": LATEST, "goal": goal, "kind": "financial", "name_sv": goal, "name_en": goal}
    return "goal_definitions", row | {"operator": operator, "basis": basis, "unit": unit}


def ranged(outcome: str, verdict: str) -> tuple[tuple[str, Row], ...]:
    """Return a goal with two thresholds in one cell, which no definition describes."""
    return (
        printed(901, 1, "women_share", "target", "40 %", unit="percent"),
        printed(901, 2, "women_share", "target", "60 %", unit="percent"),
        printed(902, 1, "women_share", "share", outcome, unit="percent"),
        printed(902, 2, "women_share", "verdict", verdict, unit="text"),
    )


UNDEFINED = tuple(Change("goal_definitions", LATEST, "equity_share", column, "") for column in ("operator", "basis"))
COPIES = (
    Copy("_admitted", (MISSED, ADMITTED)),
    Copy("_contradicted", (MISSED,)),
    Copy("_within", added=ranged("51 %", "inom intervallet")),
    Copy(
        "_twice",
        added=(
            *ranged("51 %", "inom intervallet"),
            printed(903, 1, "women_share", "share", "51 %", unit="percent"),
        ),
    ),
    Copy("_beyond", added=ranged("65 %", "Uppfyllt")),
    Copy(
        "_at_most",
        added=(
            printed(901, 1, "women_share", "target", "högst 60 %", unit="percent"),
            printed(902, 1, "women_share", "share", "51 %", unit="percent"),
        ),
    ),
    Copy(
        "_rows",
        (Change("line_items", LATEST, "58/0/2", "printed", "47"),),
        tuple(
            printed(910 + n, 1, "participants", "count", text, statement="participants", member=member, unit="count")
            for n, (member, text) in enumerate((("lotsen", "23"), ("broar", "27")))
        ),
    ),
    Copy("_undefined", UNDEFINED),
    Copy("_not_borne_out", (*UNDEFINED, Change("line_items", LATEST, "54/0/2", "printed", "49 %"))),
    Copy(
        "_left",
        added=(
            definition("reception_budget", "<=", "activity_costs", "kr"),
            definition("structural_budget", "<=", "remaining_costs", "kr"),
            printed(901, 1, "reception_budget", "target", "310 000 kr", member="broar_work", unit="kr"),
            printed(901, 2, "structural_budget", "target", "170 000 kr", member="broar", unit="kr"),
            printed(902, 1, "structural_budget", "verdict", "Målet är uppfyllt", member="broar", unit="text"),
        ),
    ),
    Copy(
        "_with_total",
        added=(
            printed(903, 1, "contribution", "actual", "2 200 000", statement="note_income", table_no="16", unit="kr"),
        ),
    ),
)


def one(database: Path, suffix: str, goal: str, columns: str) -> tuple[object, ...]:
    """Return columns of a goal of a copy."""
    with duckdb.connect(str(database), read_only=True) as connection:
        (row,) = connection.execute(
            f"select {columns} from marts.goals where goal_id = ?", [f"{LATEST}{suffix}/{goal}"]
        ).fetchall()
    return tuple(row)


def found(database: Path, suffix: str) -> list[tuple[object, ...]]:
    """Return the findings of a copy."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(FOUND, [LATEST + suffix]).fetchall()


def test_a_goal_that_the_board_says_was_missed_is_no_finding(variants: Path) -> None:
    assert found(variants, "_admitted") == []
    assert one(variants, "_admitted", "ended_to_work", "computed_value, is_met, verdict_agrees") == (50, False, True)
    with duckdb.connect(str(variants), read_only=True) as connection:
        told = connection.execute(
            "select severity, state from marts.check_results where rule_id = 'ML-006' and line_item = 'ended_to_work'"
            " and document_id = ?",
            [f"{LATEST}_admitted"],
        ).fetchall()
        marks = connection.execute(
            "select distinct mark from marts.coverage_ledger where document_id = ? and line_item = 'ended_to_work'",
            [f"{LATEST}_admitted"],
        ).fetchall()
    assert told == [("info", "deviation")]
    assert ("exception",) not in marks


def test_a_verdict_that_the_figures_contradict_is_one_finding(variants: Path) -> None:
    assert found(variants, "_contradicted") == [("ended_to_work", "verdict", "verdict_contradicts", "goal")]


def test_a_range_has_two_thresholds(variants: Path) -> None:
    columns = "operator, threshold, threshold_to, printed_outcome, computed_value, is_met, verdict_agrees"
    assert one(variants, "_within", "women_share", columns) == ("between", 40, 60, 51, None, True, True)
    assert one(variants, "_beyond", "women_share", columns) == ("between", 40, 60, 65, None, False, False)
    assert found(variants, "_within") == []
    assert found(variants, "_beyond") == [("women_share", "verdict", "verdict_contradicts", "goal")]


def test_a_direction_that_the_print_says_needs_no_definition(variants: Path) -> None:
    assert one(variants, "_at_most", "women_share", "operator, threshold, is_met") == ("<=", 60, True)


def test_an_outcome_comes_from_its_own_print_and_the_total_of_the_table(variants: Path) -> None:
    assert one(variants, "_rows", "participants", "printed_outcome, computed_value, is_met") == (47, 50, True)
    assert ("participants", "count", "unknown", "error") in found(variants, "_rows")


def test_what_no_definition_says_counts_where_the_figures_bear_it_out(variants: Path) -> None:
    columns = "operator, basis, computed_value is not null, is_met"
    assert one(variants, "_undefined", "equity_share", columns) == ("<=", "equity_to_contributions", True, True)
    assert one(variants, "_not_borne_out", "equity_share", columns) == ("<=", "printed", False, True)
    assert found(variants, "_undefined") == found(variants, "_not_borne_out") == []


def test_a_group_has_for_itself_what_its_members_budgets_leave(variants: Path) -> None:
    columns = "computed_value, is_met, verdict_agrees"
    assert one(variants, "_left", "reception_budget", columns) == (300000, True, None)
    assert one(variants, "_left", "structural_budget", columns) == (180000, False, False)


def test_a_total_of_contributions_is_not_added_to_its_rows(variants: Path) -> None:
    columns = "computed_value"
    assert one(variants, "_with_total", "equity_share", columns) == one(variants, "_admitted", "equity_share", columns)


def test_a_threshold_and_a_copy_of_itself_cover_no_number(variants: Path) -> None:
    query = (
        "select suffix, source_line, is_covered, reason from (select replace(document_id, ?, '') as suffix, *"
        " from marts.coverage_ledger where line_item = 'women_share' and measure = 'share')"
        " where suffix in ('_within', '_twice') order by 1, 2"
    )
    with duckdb.connect(str(variants), read_only=True) as connection:
        told = connection.execute(query, [LATEST]).fetchall()
        computed = connection.execute(
            "select bool_and(is_covered) from marts.coverage_ledger where document_id = ?"
            " and line_item = 'equity_share' and measure in ('share', 'verdict')",
            [f"{LATEST}_within"],
        ).fetchall()
    assert told == [
        ("_twice", "902", False, "no_second_print"),
        ("_twice", "903", False, "no_second_print"),
        ("_within", "902", False, "no_second_print"),
    ]
    assert computed == [(True,)]
