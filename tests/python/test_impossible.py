"""What cannot be is told at its cell, and nothing is made up in its place."""

from pathlib import Path

import duckdb
from association import LATEST


def test_values_that_add_up_and_cannot_be_are_named_without_a_suggestion(copies: Path) -> None:
    with duckdb.connect(str(copies), read_only=True) as connection:
        found = connection.execute(
            "select source_line || '/' || column_no, printed_amount, suggested_amount, cause, class from marts.findings"
            " where document_id = ? order by 1",
            [f"{LATEST}__impossible"],
        ).fetchall()
    assert found == [
        ("85/1", 28, None, "impossible_value", "error"),
        ("85/2", 117, None, "impossible_value", "error"),
        ("86/1", -4, None, "impossible_value", "error"),
        ("86/2", -17, None, "impossible_value", "error"),
    ]


def test_a_number_that_is_held_against_its_limit_alone_is_not_covered(copies: Path) -> None:
    query = """
    select ledger.is_covered, ledger.ticks, count(*)
    from marts.coverage_ledger as ledger
    inner join (
        select terms.document_id, terms.source_line, terms.column_no, terms.number_no
        from marts.relation_terms as terms
        inner join marts.check_results as results on terms.relation_id = results.relation_id
        inner join marts.rules as rules on results.rule_id = rules.rule_id
        where results.state = 'exact' and terms.source_line is not null
        group by all
        having bool_and(rules.kind in ('at_most', 'at_least'))
    ) as limited using (document_id, source_line, column_no, number_no)
    where ledger.document_id = 'provstad_ar_2021'
    group by all
    """
    with duckdb.connect(str(copies), read_only=True) as connection:
        ((is_covered, ticks, count),) = connection.execute(query).fetchall()
    assert (is_covered, ticks) == (False, "untested") and count > 0
