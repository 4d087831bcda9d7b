"""Scopes of costs and income in overviews: what a label declares, what the result holds."""

import re
from decimal import Decimal

from finsam_audit.mapping.coding.amounts import is_same_amount, prints
from finsam_audit.mapping.state import MappedRow, MappedTable, State
from finsam_audit.mapping.words import patterns, said, table

BEHIND_HEADING = re.compile(r"\b(?:inkl|exkl)\w*\.? .*", re.IGNORECASE)
"""What a heading says that its rows take in or leave out."""


def code_scopes(mapped: MappedTable) -> None:
    """Code a line that takes in financial items or depreciation by what it declares, not as that of the activity."""
    for row in mapped.rows:
        scopes = scopes_of(_declared(mapped, row))
        for word in table("scope_codes"):
            if word["line_item"] == row.code and word["scope"] in scopes:
                row.code = word["scoped_item"]
                break
    codes = {row.code for row in mapped.rows}
    silent = [
        row
        for row in mapped.rows
        if row.code in ("operating_costs", "costs_with_depreciation") and not is_scope_said(_declared(mapped, row))
    ]
    if len(silent) == 1 and "financial_net" not in codes and _adds_up(mapped, silent[0]):
        silent.pop().code = "total_costs"
    if silent and "total_income" in codes and "financial_net" not in codes:
        # where income takes in financial items and no line nets them, nothing says what such costs hold
        for row in mapped.rows:
            if row in silent or row.code == "total_income":
                row.code = ""


def code_sums_of_costs(state: State) -> None:
    """Code a line of costs that prints what the income statement calls the sum of its costs, with depreciation."""
    sums = [amounts for mapped in state.tables for amounts in _sums_with_depreciation(mapped)]
    for mapped in state.tables:
        for row in mapped.rows if mapped.statement == "multi_year_overview" else ():
            printed = _by_year(mapped, row)
            if row.code == "operating_costs" and any(_are_among(amounts, printed) for amounts in sums):
                row.code = "costs_with_depreciation"


def code_members_alone(state: State) -> None:
    """Code a line of grants that prints what the members pay in the income statement, and not all income, as theirs."""
    paid, earned = (
        [_by_year(mapped, row)
         for mapped in state.tables if mapped.statement == "income_statement"
         for row in mapped.rows if row.code == code]
        for code in ("contribution", "operating_income")
    )  # fmt: skip
    for mapped in state.tables:
        for row in mapped.rows if mapped.statement == "multi_year_overview" else ():
            printed = _by_year(mapped, row)
            is_theirs = any(_are_among(amounts, printed) for amounts in paid)
            if row.code == "operating_income" and is_theirs and not any(_are_among(one, printed) for one in earned):
                row.code = "contribution"


def _sums_with_depreciation(mapped: MappedTable) -> list[dict[int, Decimal]]:
    """Return the amounts of years of the sums of costs that stand below the depreciation of an income statement."""
    codes = [row.code for row in mapped.rows]
    if mapped.statement != "income_statement" or not {"operating_costs", "depreciation"} <= set(codes):
        return []
    below = mapped.rows[codes.index("depreciation") + 1 :]
    sums = [row for row in below if row.is_total and row.code != "operating_costs" and "kostnad" in row.label]
    return [_by_year(mapped, row) for row in sums]


def _by_year(mapped: MappedTable, row: MappedRow) -> dict[int, Decimal]:
    """Return the outcomes that a row prints, by their year."""
    years = {n: column.year for n, column in mapped.columns.items() if column.role == "actual"}
    found = ((years.get(n), amount) for n, (_, amount) in prints(mapped, row).items())
    return {year: amount for year, amount in found if year is not None}


def _are_among(amounts: dict[int, Decimal], printed: dict[int, Decimal]) -> bool:
    """Tell whether a row prints the amounts of another one, two years of them at least."""
    both = amounts.keys() & printed.keys()
    return len(both) > 1 and all(is_same_amount(amounts[year], printed[year]) for year in both)


def _adds_up(mapped: MappedTable, costs: MappedRow) -> bool:
    """Tell whether the result of an overview is its income with financial items, less such costs, in every column."""
    by_code = {row.code: row for row in reversed(mapped.rows)}
    if not {"net_result", "total_income"} <= by_code.keys():
        return False
    parts = [by_code["total_income"], costs, *(by_code[code] for code in ("depreciation",) if code in by_code)]
    rows = [prints(mapped, row) for row in (by_code["net_result"], *parts)]
    years = [n for n, column in mapped.columns.items() if column.role == "actual"]
    for n in years:
        result, income, *costs_of = [row[n][1] if n in row else Decimal(0) for row in rows]
        # costs may be printed without a sign
        off = min(abs(income + sum(costs_of) - result), abs(income - sum(map(abs, costs_of)) - result))
        if off > len(rows) // 2:
            return False
    return bool(years)


def _declared(mapped: MappedTable, row: MappedRow) -> str:
    """Return the words that say what a row takes in: its own, else those of the heading over all rows."""
    above = BEHIND_HEADING.search(mapped.bare.heading)
    return row.bare.declared if above is None or is_scope_said(row.bare.declared) else f"{row.bare.declared} {above[0]}"


def is_scope_said(label: str) -> bool:
    """Tell whether a label says whether it takes in financial items."""
    text = said(label)
    return any(word["scope"] == "financial" and word.pattern.search(text) for word in patterns("scopes"))


def scopes_of(label: str) -> set[str]:
    """Return what the words of a label take in; what words leave out again is not taken in."""
    text = said(label)
    found = {word["effect"]: set[str]() for word in patterns("scopes")}
    for word in patterns("scopes"):
        if word.pattern.search(text):
            found[word["effect"]].add(word["scope"])
    return found["in"] - found["out"]
