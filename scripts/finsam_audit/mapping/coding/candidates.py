"""What the words of a row allow: codes in the order of the patterns of its statement."""

from dataclasses import replace

from finsam_audit.mapping.state import FACE, RATIOS, UNCODED, MappedRow, MappedTable
from finsam_audit.mapping.words import first, patterns, said, without, without_brackets

NOTES = ("note_income", "note_costs", "note_receivables", "note_current_liabilities")
PLANS = ("operating_account", "budget_plan")
# codes that several rows of a statement may share; of any other only one row is meant
SHARED = frozenset(
    {
        "contribution",
        "other_grants",
        "other_income",
        "activity",
        "administration",
        "cost_row",
        "note_row",
        UNCODED,
        "of_which",
        "subtotal",
    }
)
# statements of which every line but those is printed once
SINGLE_LINES = frozenset({*FACE, "multi_year_overview", "note_equity", "note_fixed_assets", "balance_requirement"})
INCOME_DETAILS = frozenset({"contribution", "other_grants", "other_income"})
PARTIES = frozenset({"state", "region", "municipality"})
DETAILS = INCOME_DETAILS | {"activity", "administration", "cost_row"}


def candidates(statement: str, row: MappedRow) -> list[str]:
    """Return the codes that the words of a row allow, the first pattern first: without brackets, then with them."""
    found: list[str] = []
    # what an overview gives in percent is no amount of the line that it names
    is_ratio = (
        statement == "multi_year_overview" and first("kinds", without_brackets(row.bare.label), "kind") == "share"
    )
    for text in (without("unit", without_brackets(row.bare.label)), said(row.bare.label)):
        for word in patterns("codes"):
            if statement in word["statements"].split("|") and word.pattern.search(sum_first(text)):
                if is_ratio and word["line_item"] not in RATIOS:
                    continue
                # a label that joins two lines of income is neither of them; other joined labels name one line
                if word["line_item"] in INCOME_DETAILS and statement in FACE and joins_two(text):
                    continue
                if word["line_item"] not in found:
                    found.append(word["line_item"])
        if found:
            break
    return found


def sum_first(text: str) -> str:
    """Return a label with the word for its sum in front, where the list of codes has it: "tillgångar totalt"."""
    for word in patterns("sum_words"):
        text = word.pattern.sub(word["becomes"], text)
    return text


def joins_two(text: str) -> bool:
    """Tell whether a label joins two things."""
    return any(word["kind"] == "join" and word.pattern.search(text) for word in patterns("name_words"))


def is_all_contributions(row: MappedRow) -> bool:
    """Tell whether a row of contributions names no party."""
    text = without_brackets(row.bare.label)
    return row.is_total or any(word["kind"] == "all" and word.pattern.search(text) for word in patterns("name_words"))


def as_row(mapped: MappedTable) -> MappedRow:
    """Return the heading of a table as a row that is called so."""
    return MappedRow(replace(mapped.rows[0].bare, label=mapped.bare.heading), frozenset())
