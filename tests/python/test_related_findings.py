"""Findings of one cause are told as one story: what shares a relation, or follows from another amount of a number."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from finsam_audit.report.database import Database
from finsam_audit.report.stories import stories

OSTRA = "ostra_varmland_ar_2025"
DEGERFORS = "degerfors_karlskoga_ar_2024/contributions_overview"


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def pair(key: str, other: str, kind: str = "relation", rule: str = "R-001", line: str = "1") -> dict[str, Any]:
    return {
        "finding_key": key, "related_key": other, "kind": kind, "rule_id": rule, "document_id": "d",
        "source_line": line, "column_no": 1, "number_no": 1,
    }  # fmt: skip


def test_a_story_goes_through_others_and_ends_where_nothing_is_shared() -> None:
    pairs = [
        pair("a", "b"), pair("b", "a"), pair("b", "c", "number"), pair("c", "b", "number"),
        pair("x", "y", rule="R-002"), pair("x", "y", rule="R-003"), pair("y", "x", rule="R-002"),
    ]  # fmt: skip
    told = stories(pairs, {key: {"finding_key": key} for key in "cabxy"})
    assert told["a"].keys == told["c"].keys == ["c", "a", "b"] and told["y"].keys == ["x", "y"]
    related = [(one.finding["finding_key"], one.rule_ids, one.shares_number) for one in told["b"].related]
    assert related == [("c", [], True), ("a", ["R-001"], False)]
    # a belongs to c through b alone
    assert [(one.rule_ids, one.shares_number) for one in told["a"].related] == [([], False), (["R-001"], False)]
    assert len(told["a"].numbers) == 1 and told["x"].numbers == []
    assert told["x"].related[0].rule_ids == ["R-002", "R-003"]


def test_both_directions_are_told(database: Path) -> None:
    listed = "select finding_key, related_key, kind, relation_id, source_line from marts.related_findings"
    found = set(rows(database, listed))
    assert found and found == {(other, key, *rest) for key, other, *rest in found}
    assert all(key != other for key, other, *_ in found)


def test_what_was_worked_out_from_an_earlier_amount_is_one_story(database: Path) -> None:
    (row,) = rows(
        database,
        "select source_line, label, printed_amount, implied_amount from marts.related_findings"
        f" where kind = 'number' and finding_key = '{OSTRA}/balance_sheet/current_assets/actual/2025'",
    )
    assert row == ("264", "Fordringar", Decimal(2683), Decimal(2539))
    opened = Database(database)
    told = opened.stories()
    opened.close()
    year = [
        f"{OSTRA}/balance_sheet/current_assets/actual/2025",
        f"{OSTRA}/cash_flow/change_in_receivables/actual/2025",
        f"{OSTRA}/cash_flow/operating_cash_flow/actual/2025",
        f"{OSTRA}/cash_flow/net_cash_flow/actual/2025",
    ]
    assert told[year[0]].keys == year
    # the year before has an error of its own
    assert told[f"{OSTRA}/cash_flow/change_in_receivables/actual/2024"].keys == [
        key.replace("2025", "2024").replace("ar_2024", "ar_2025") for key in year[1:]
    ]


def test_a_finding_whose_relation_reads_the_cell_of_another_belongs_to_it(database: Path) -> None:
    found = rows(
        database,
        "select distinct related_key from marts.related_findings"
        f" where finding_key = '{DEGERFORS}/esf_surplus/actual/2019'",
    )
    assert found == [(f"{DEGERFORS}/net_result/actual/2019",)]


def test_pages_list_and_memo_tell_the_story(report: Path) -> None:
    key = f"{OSTRA}/balance_sheet/current_assets/actual/2025".replace("/", ".")
    page = (report / "finding" / f"{key}.html").read_text(encoding="utf-8")
    story = page[page.index('id="related"') :].split("</section>")[0]
    assert "2\u00a0539" in story and story.count("<tr>") == 1 + 3 and "samma tal" in story
    listed = (report / "findings.html").read_text(encoding="utf-8")
    assert f'href="finding/{key}.html#related">hör ihop med 3 till</a>' in listed
    memo = (report / "memo/ostra_varmland.html").read_text(encoding="utf-8")
    assert memo.count("2\u00a0539") == 1, "a cause is told once"
    alone = (report / "finding/samspelet_ar_2025.goals.within_budget.verdict.2025.html").read_text(encoding="utf-8")
    assert 'id="related"' not in alone
