"""The formulas that Python tells are those that the marts tell, and every relation that holds has one."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from finsam_audit.formulas import formula_of

Row = dict[str, Any]
ARITHMETIC = ("sum", "tie", "ratio", "at_most", "at_least")


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    result = connection.execute(query)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


@pytest.fixture(scope="module")
def told(database: Path) -> list[tuple[Row, str | None]]:
    """Return every arithmetic relation that was evaluated, with its formula."""
    terms: dict[str, list[Row]] = defaultdict(list)
    with duckdb.connect(str(database), read_only=True) as connection:
        query = """select t.*, p.applied_unit, p.sign_factor
            from marts.relation_terms as t left join marts.printed_numbers as p on t.cell = p.cell
            order by t.term_no, t.document_id, length(t.source_line), t.source_line, t.column_no, t.number_no"""
        for term in rows(connection, query):
            terms[term["relation_id"]].append(term)
        relations = rows(
            connection,
            f"""select results.*, rules.kind, totals.applied_unit, totals.sign_factor
            from marts.check_results as results inner join marts.rules as rules on results.rule_id = rules.rule_id
            left join marts.printed_numbers as totals on results.cell = totals.cell
            where rules.kind in {ARITHMETIC} and results.state not in ('not_evaluated', 'not_applicable')""",
        )
    return [
        (row, formula_of(row, terms[row["relation_id"]], row["applied_unit"], row["sign_factor"])) for row in relations
    ]


def test_python_tells_what_the_marts_tell(told: list[tuple[Row, str | None]]) -> None:
    both = [(row["relation_id"], row["formula"], formula) for row, formula in told if row["formula"] is not None]
    assert len(both) >= 100
    assert [pair for pair in both if pair[1] != pair[2]] == []


def test_every_relation_that_was_evaluated_has_a_formula(told: list[tuple[Row, str | None]]) -> None:
    assert [row["relation_id"] for row, formula in told if not formula] == []
