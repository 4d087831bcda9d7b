"""Every rule holds on the synthetic association and deviates in one copy of it; every state and reason occurs."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from association import PLANTED, ROOT
from finsam_audit.project.csv_files import read_rows
from finsam_audit.rules.fixture import deviating

RULES = [row["rule_id"] for row in read_rows(ROOT / "seeds/reference/rules.csv")]


def ask(copies: Path, query: str, *values: str) -> list[tuple[object, ...]]:
    """Return the rows of a query."""
    with duckdb.connect(str(copies), read_only=True) as connection:
        return connection.execute(query, list(values)).fetchall()


def state(copies: Path, copy: str, relation: str) -> list[tuple[object, ...]]:
    """Return state and reason of a relation, named `rule:statement/line_item…`, in a copy of its document."""
    rule, cell = relation.split(":")
    document, rest = cell.split("/", 1)
    query = "select state, reason from marts.check_results where rule_id = ? and cell = ?"
    return ask(copies, query, rule, f"{document}__{copy}/{rest}")


def test_every_rule_has_one_deviation() -> None:
    assert sorted(row["rule_id"] for row in PLANTED) == sorted(RULES)


def test_every_rule_of_amounts_has_terms_that_the_chart_knows() -> None:
    # without dbt: a rule without terms, or one of a line item that no row can have, would never run
    rules = read_rows(ROOT / "seeds/reference/rules.csv")
    terms = read_rows(ROOT / "seeds/reference/rule_terms.csv")
    by_relation = {row["rule_id"] for row in rules if row["kind"] in ("sum", "tie", "ratio", "at_most", "at_least")}
    # the terms of the tables' own rules follow from their rows and columns
    of_tables = {row["rule_id"] for row in rules if row["rule_family"] == "TB"}
    assert {row["rule_id"] for row in terms} == by_relation - of_tables
    chart = {(row["statement"], row["line_item"]) for row in read_rows(ROOT / "seeds/reference/chart.csv")}
    wanted = {
        (row["statement"], row["line_item"])
        for row in terms
        if row["role"] != "constant" and row["measure"] not in ("share", "ratio", "count", "target")
    }
    fixed = {(statement, item) for statement, item in wanted if statement not in "=%" and item not in "=%*-"}
    assert fixed - chart == set()


def test_nothing_deviates_on_the_clean_association(copies: Path) -> None:
    query = "select state, relation_id from marts.check_results where association_id = 'provstad'"
    found = ask(copies, query + " and state not in ('exact', 'rounding', 'not_evaluated')")
    assert found == []


def test_every_rule_holds_on_the_clean_association(copies: Path) -> None:
    query = """select distinct rule_id from marts.check_results
        where association_id = 'provstad' and state in ('exact', 'rounding')"""
    assert sorted(str(rule_id) for (rule_id,) in ask(copies, query)) == sorted(RULES)


@pytest.mark.parametrize("row", PLANTED, ids=[row["rule_id"] for row in PLANTED])
def test_the_rule_deviates_in_its_copy(row: dict[str, str], copies: Path) -> None:
    query = """select count(*) from marts.check_results
        where association_id = ? and rule_id = ? and state = 'deviation'"""
    assert ask(copies, query, "provstad" + deviating(row).suffix, row["rule_id"]) != [(0,)], row["why"]


def test_a_relation_is_named_by_its_rule_and_the_address_of_its_total(copies: Path) -> None:
    query = """select results.relation_id, results.rule_id || ':' || coalesce(totals.document_id || '/'
            || totals.source_line || '/' || totals.column_no || '/' || totals.number_no, results.cell)
        from marts.check_results as results left join marts.printed_numbers as totals on results.cell = totals.cell"""
    named = ask(copies, query)
    assert [pair for pair in named if pair[0] != pair[1]] == []
    assert len({relation for relation, _ in named}) == len(named)


def test_copies_do_not_touch_each_other(copies: Path) -> None:
    # every cell of a relation belongs to the association of its total
    strangers = """select terms.relation_id from marts.relation_terms as terms
        inner join marts.check_results as results on terms.relation_id = results.relation_id
        inner join marts.printed_numbers as numbers on terms.cell = numbers.cell
        where numbers.association_id <> results.association_id"""
    assert ask(copies, strangers) == []
    # and each copy evaluates at least what the association as it is evaluates, under its own code
    smaller = """select association_id, count(*) from marts.check_results group by association_id
        having count(*) < 0.95 * (select count(*) from marts.check_results where association_id = 'provstad')"""
    assert ask(copies, smaller) == []


def test_a_restatement_breaks_only_the_comparison_with_the_prior_report(copies: Path) -> None:
    query = """select rule_id, cell from marts.check_results
        where association_id = 'provstad__restated' and state = 'deviation' order by cell"""
    place = "provstad_ar_2023__restated/note_receivables/note_row/{}/actual/2022"
    expected = [("XP-001", place.format("accrued_income")), ("XP-001", place.format("trade_receivables"))]
    assert ask(copies, query) == expected
    causes = "select distinct cause from marts.findings where association_id = 'provstad__restated'"
    assert ask(copies, causes) == [("restated",)]
    # the table itself still adds up
    total = "provstad_ar_2023/note_receivables/total/actual/2022"
    assert state(copies, "restated", f"NT-001:{total}") == [("exact", None)]


def test_a_definition_that_a_table_shows_in_its_other_years_holds_for_the_rest(copies: Path) -> None:
    # 30 000 of 2 000 000 could be financial items that no statement prints; the other two years have none
    place = "provstad_ar_2023/multi_year_overview/net_result/actual/2021"
    assert state(copies, "old_year", f"FO-010:{place}") == [("deviation", None)]


@pytest.mark.parametrize(
    ("copy", "relation", "expected"),
    [
        # 1 kr between two prints of one quantity
        ("rounding_tie", "RR-010:provstad_ar_2022/balance_sheet/net_result/actual/2022", ("unlikely_rounding", None)),
        # thousands: 1 043 against at most 1 042
        ("undecided", "BR-020:provstad_ar_2021/balance_sheet/cash/actual/2021", ("undecided", None)),
        (
            "missing_total",
            "FN-020:provstad_ar_2023/balance_sheet/long_term_liabilities/actual/2023",
            ("not_evaluated", "missing_total"),
        ),
        # what is not there counts as zero
        (
            "absent_term",
            "RR-003:provstad_ar_2023/income_statement/operating_result/actual/2023",
            ("deviation", None),
        ),
        (
            "missing_items",
            "RR-003:provstad_ar_2023/income_statement/operating_result/actual/2023",
            ("not_evaluated", "missing_items"),
        ),
        (
            "date_missing",
            "FN-010:provstad_ar_2023/cover/decision_date/date/2023",
            ("not_evaluated", "not_in_document"),
        ),
        (
            "unit_unknown",
            "STR-004:provstad_vp_2023/budget_plan/table/t2/budget/2025",
            ("not_evaluated", "unit_unknown"),
        ),
        (
            "partly",
            "ML-004:provstad_ar_2023/goals/ended_to_work/verdict/2023",
            ("not_evaluated", "ambiguous_reading"),
        ),
        (
            "undecided",
            "XP-001:provstad_ar_2021/balance_sheet/receivables/actual/2020",
            ("not_evaluated", "no_prior_report"),
        ),
        (
            "approximate",
            "TX-008:provstad_ar_2023/narrative/activity/lotsen/actual/2023",
            ("rounding", None),
        ),
    ],
)
def test_states_and_reasons(copy: str, relation: str, expected: tuple[str, str | None], copies: Path) -> None:
    assert state(copies, copy, relation) == [expected]


def test_an_empty_cell_beside_a_number_counts_as_nothing_and_keeps_its_place(copies: Path) -> None:
    query = """select terms.source_line, terms.column_no, terms.amount from marts.relation_terms as terms
        inner join marts.check_results as results on terms.relation_id = results.relation_id
        where results.rule_id = 'RR-003' and results.cell = ? and terms.line_item = 'operating_costs'"""
    place = "provstad_ar_2023__gap/income_statement/operating_result/actual/2023"
    assert ask(copies, query, place) == [("105", 2, Decimal("0.00"))]


def test_a_term_that_is_not_there_stands_in_the_relation_as_absent(copies: Path) -> None:
    query = """select terms.role, terms.line_item, terms.source_line, terms.amount from marts.relation_terms as terms
        inner join marts.check_results as results on terms.relation_id = results.relation_id
        where results.rule_id = 'RR-003' and results.cell = ? and terms.role <> 'term'
        order by terms.role"""
    place = "provstad_ar_2023__absent_term/income_statement/operating_result/actual/2023"
    assert ask(copies, query, place) == [
        ("absent", "operating_costs", None, Decimal("0.00")),
        ("total", "operating_result", "107", Decimal("220000.00")),
    ]


def test_rounded_thousands_meet(copies: Path) -> None:
    # 501 against 300 + 200: the three were rounded each for itself
    place = "provstad_ar_2021/note_income/contribution/region_provland/actual/2021"
    query = "select state, probability > 0.01 from marts.check_results where rule_id = 'FN-002' and cell = ?"
    assert ask(copies, query, place) == [("rounding", True)]


def test_an_approximate_number_never_deviates_within_what_its_word_allows(copies: Path) -> None:
    query = """select relation_id from marts.check_results as results
        where association_id = 'provstad__approximate' and state = 'deviation'"""
    assert ask(copies, query) == []


def test_an_empty_share_is_asked_for_where_it_alone_of_its_column_is_not_printed(copies: Path) -> None:
    relation = "TB-005:provstad_ar_2023/cost_by_purpose/total_structural/share/"
    assert state(copies, "share_gap", relation + "2023") == [("deviation", None)]
    # of the other year's column most are empty
    assert state(copies, "share_gap", relation + "2022") == []


def test_an_empty_share_is_suggested_with_the_decimals_of_its_column(copies: Path) -> None:
    query = "select cause, printed_amount, suggested_amount from marts.findings where finding_key = ?"
    place = "provstad_ar_2023__share_gap/cost_by_purpose/total_structural/share/2023"
    assert ask(copies, query, place) == [("missing_number", None, Decimal("23.10"))]


def test_a_statement_without_a_total_that_its_rows_give_is_missing_one(copies: Path) -> None:
    query = """select class, line_item, member, printed_amount, suggested_amount from marts.findings
        where document_id = 'provstad_vp_2023__cv_005' and statement = 'income_statement'"""
    assert ask(copies, query) == [("missing", "table", "t2", None, None)]


def test_a_blank_cell_is_a_missing_number(copies: Path) -> None:
    query = """select cause, printed_amount, suggested_amount from marts.findings where finding_key = ?"""
    place = "provstad_ar_2023__missing_number/income_statement/operating_result/actual/2023"
    assert ask(copies, query, place) == [("missing_number", None, Decimal("220000.00"))]
