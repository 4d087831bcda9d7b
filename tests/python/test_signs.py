"""No sign surprises: in every mart costs are negative, a budget's too, and a favourable deviation is positive."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

# costs that a report prints as income: a project's refund in a column of costs, and a total without its minus sign
# that is a finding
PRINTED_AGAINST = {
    "degerfors_karlskoga_ar_2024/operating_account/total/cost/2023",
    "samspelet_ar_2025/operating_account/activity/lufss/cost/2024",
    "samspelet_ar_2025/operating_account/activity/lufss/cost/2025",
    "samspelet_ar_2025/operating_account/activity/lufss/net/2024",
    "samspelet_ar_2025/operating_account/activity/lufss/net/2025",
    "samspelet_ar_2025/operating_account/activity/lufss/net_budget/2025",
}
# by measure, else by the line: what is a cost whatever the year was like
COSTS = """
    (rows.measure in ('cost', 'cost_budget')
        or items.normal_sign = -1 and rows.measure in ('actual', 'budget', 'net', 'net_budget', 'target'))
"""
COST_COLUMNS = {"income_statement": ("operating_costs", "depreciation", "financial_costs")}
INCOME = ("contribution", "operating_income", "total_income", "financial_income", "total_assets", "cash", "receivables")


@pytest.fixture(params=["database", "copies"])
def marts(request: pytest.FixtureRequest) -> Path:
    """Return a database: the shipped reports, then three years and a plan of the synthetic association."""
    found: Path = request.getfixturevalue(request.param)
    return found


def asked(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def row_marts(database: Path) -> list[str]:
    """Return the marts of one amount a row in the marts' signs, with the codes that say what it is."""
    return [
        name
        for (name,) in asked(
            database,
            "select table_name from duckdb_columns() where schema_name = 'marts'"
            " and column_name in ('amount', 'line_item', 'measure', 'statement') group by 1 having count(*) = 4",
        )
    ]


# a copy of the synthetic association carries a suffix, and a slip that was planted in it
OWN = "rows.document_id not like '%\\_\\_%' escape '\\'"


def test_costs_are_negative_in_every_mart(marts: Path) -> None:
    names = row_marts(marts)
    assert {"printed_numbers", "operating_account", "budget", "notes", "figures", "coverage_ledger"} <= set(names)
    seen = 0
    for name in names:
        source = f"marts.{name} as rows inner join marts.line_items as items using (statement, line_item)"
        positive = asked(
            marts,
            "select numbers.cell from marts.printed_numbers as numbers inner join (select distinct rows.document_id,"
            f" rows.source_line, rows.column_no, rows.number_no from {source} where {COSTS} and rows.amount > 0"
            f" and {OWN}) as found using (document_id, source_line, column_no, number_no)"
            " where numbers.applied_unit not in ('percent', 'count')",
        )
        assert {cell for (cell,) in positive} <= PRINTED_AGAINST, name
        ((count,),) = asked(marts, f"select count(*) from {source} where {COSTS} and rows.amount < 0 and {OWN}")
        seen += count
    assert seen > 100
    for name, columns in COST_COLUMNS.items():
        for column in columns:
            assert asked(marts, f"select * from marts.{name} as rows where {column} > 0 and {OWN}") == []


def test_income_and_assets_are_positive_in_every_mart(marts: Path) -> None:
    for name in row_marts(marts):
        negative = asked(
            marts,
            f"select rows.document_id, rows.source_line from marts.{name} as rows where rows.amount < 0 and {OWN}"
            f" and rows.line_item in {INCOME} and rows.measure not like '%deviation'",
        )
        assert negative == [], name


def test_what_is_better_than_the_budget_is_positive(marts: Path) -> None:
    lines = asked(
        marts,
        f"""
        select any_value(rows.cell), sum(rows.amount) filter (where rows.measure in ('net', 'actual')) as outcome,
            sum(rows.amount) filter (where rows.measure in ('net_budget', 'budget')) as budgeted,
            sum(rows.amount) filter (where rows.measure in ('net_deviation', 'deviation')) as deviation
        from marts.operating_account as rows where rows.fiscal_year = rows.document_year and {OWN}
        group by rows.document_id, rows.source_line
        having outcome is not null and budgeted is not null and deviation is not null
        """,
    )
    assert len(lines) >= 5
    for cell, outcome, budgeted, deviation in lines:
        # which line is a surplus and which a deficit; by how much is what the checks are for
        assert deviation * (outcome - budgeted) >= 0, cell


MONEY = re.compile(r"\bSEK\b|kronor")
UNITS = re.compile(r"\bSEK\b|percent|share|count|factor|whole number|no unit|that unit|the unit|chance", re.IGNORECASE)
SIGNS = re.compile(r"\bsign|negative|positive|never below", re.IGNORECASE)


def test_every_amount_says_its_unit_and_its_sign(database: Path) -> None:
    columns = asked(
        database,
        "select table_name || '.' || column_name, comment from duckdb_columns() where schema_name = 'marts'"
        " and (data_type like 'DECIMAL%' or data_type = 'DOUBLE')",
    )
    assert len(columns) > 90
    assert sorted(name for name, comment in columns if not UNITS.search(comment)) == []
    assert sorted(name for name, comment in columns if MONEY.search(comment) and not SIGNS.search(comment)) == []
