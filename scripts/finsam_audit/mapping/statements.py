"""Which statement a table is: log-odds of its heading, its rows and its columns, added."""

import re
from collections.abc import Iterator, Sequence

from finsam_audit.mapping.coding.candidates import candidates
from finsam_audit.mapping.columns import Column, said_role
from finsam_audit.mapping.report import Table
from finsam_audit.mapping.state import FACE, MappedTable, unit_in
from finsam_audit.mapping.words import constant, first, patterns, said, table, without_brackets

# columns that only some statements have
COLUMN_SIGNS = (
    ("sides", "operating_account"),
    ("deviation", "operating_account"),
    ("budgets", "budget_plan"),
    ("years", "multi_year_overview"),
    ("many_years", "multi_year_overview"),
    ("verdict", "goals"),
    ("sexes", "participants"),
    ("counts", "participants"),
)
# a statement proper has the year and the one before it, and one of two years perhaps
MOST_YEARS = 3
# what a table is that shows no statement: cast by its own tree and tied by the names of its rows
NO_STATEMENT = "context"
# of its rows none is a line of a statement
OTHER_NOTE = "note_other"
# of an account, or the first two digits of a group of them
ACCOUNT = re.compile(r"\d{4} +[^\W\d]|\d{2}(?:\d\d)? ?[-\u2013] ?\d{2}(?:\d\d)? +[^\W\d]")
OF_FINANCE = frozenset({"financial_income", "financial_costs", "financial_net"})
# what no note is, and what has amounts of money
NO_NOTES = (*FACE, "operating_account")


def column_signs(columns: dict[int, Column]) -> set[str]:
    """Return what the columns show of the kind of table."""
    value = [column for column in columns.values() if column.role != "note_number"]
    sides = {column.side for column in value}
    shown = set()
    if {"income", "cost", "net"} <= sides:
        shown.add("sides")
    if any(column.role == "deviation" for column in value):
        shown.add("deviation")
    if len({column.printed_year for column in value if column.role == "budget" and column.printed_year}) >= 2:
        shown.add("budgets")
    planned = {column.year for column in value if column.role == "budget"}
    came_out = {column.year for column in value if column.role == "actual" and column.said_role}
    if len(planned) == 1 and planned & came_out and any(column.role == "deviation" for column in value):
        shown.add("followed")
    plain_years = {
        column.printed_year
        for column in value
        if column.role == "actual" and column.printed_year and column.is_bare_year
    }
    if len(plain_years) >= 3 and len(value) == len(plain_years):
        shown |= {"years", "many_years"} if len(plain_years) > MOST_YEARS else {"years"}
    if any(column.role in ("target", "verdict") for column in value):
        shown.add("verdict")
    if any(column.kind == "count" for column in value):
        shown.add("counts")
        if sum(column.kind == "count" for column in value) >= 2 and "deviation" not in shown:
            shown.add("sexes")
    return shown


def statement_of(bare: Table, columns: dict[int, Column]) -> tuple[str, float]:
    """Return the statement of a table and by how much it leads the next one; facts where nothing speaks for any."""
    ranked = sorted(scores_of(bare, columns).items(), key=lambda pair: (-pair[1], pair[0]))
    if is_of_one(bare):
        return NO_STATEMENT, ranked[0][1]
    if ranked[0][1] <= 0:
        return NO_STATEMENT, 0.0
    return ranked[0][0], ranked[0][1] - ranked[1][1]


def is_of_one(bare: Table) -> bool:
    """Tell whether the rows of a table are budget, outcome and the like of one thing: they add up to nothing."""
    roles = [said_role(said(row.label)) for row in bare.rows]
    return len(set(roles) & {"budget", "actual", "deviation"}) > 1 and None not in roles


def scores_of(bare: Table, columns: dict[int, Column]) -> dict[str, float]:
    """Return what speaks for each statement."""
    heading = without_brackets(bare.heading)
    scores: dict[str, float] = dict.fromkeys(sorted({row["statement"] for row in table("statements")}), 0.0)
    rows = dict.fromkeys(scores, 0.0)
    labels = [said(row.label) for row in bare.rows]
    subject: dict[str, float] = {}
    for word in patterns("statements"):
        weight = float(word["weight"])
        if word["place"] == "heading":
            if word.pattern.search(heading):
                scores[word["statement"]] += weight
                subject[word["statement"]] = max(subject.get(word["statement"], 0.0), weight)
        else:
            rows[word["statement"]] += weight * any(word.pattern.search(label) for label in labels)
            # a second and a third such row say a little more
            rows[word["statement"]] += weight * 0.5 * (sum(bool(word.pattern.search(label)) for label in labels) > 1)
    for name, total in rows.items():
        scores[name] += min(
            constant("rows_most"),
            total if total <= constant("rows_full") else constant("rows_full") + (total - constant("rows_full")) / 2,
        )
    shown = column_signs(columns)
    for sign, name in COLUMN_SIGNS:
        scores[name] += constant(f"column_{sign}") * (sign in shown)
    if "followed" in shown:
        scores["budget_plan"] -= constant("no_plan")
    if is_note(heading):
        for name in NO_NOTES:
            scores[name] -= constant("no_face")
    if "verdict" not in shown:
        scores["goals"] -= constant("no_goal")
    prints = [number.read for row in bare.rows for number in row.numbers]
    if not any(found.kind == "number" and abs(found.value) >= constant("money_at_least") for found in prints):
        notes = [] if is_note(heading) else [name for name in scores if name.startswith("note_")]
        for name in (*NO_NOTES, *notes, "budget_plan", "contributions_overview", "cost_by_purpose"):
            scores[name] -= constant("no_money")
    if unit_in(bare.unit_text or bare.heading):
        scores["participants"] -= constant("no_money")
    if prints and all(found.kind in ("date", "blank") for found in prints):
        scores["context"] += 2 * constant("no_money")
    return scores


def is_note(heading: str) -> bool:
    """Tell whether a heading is that of a numbered note."""
    return any(
        word["statement"] == "note_other" and word.pattern.search(heading)
        for word in patterns("statements")
        if word["place"] == "heading"
    )


def beside_face(tables: Sequence[MappedTable]) -> Iterator[MappedTable]:
    """Yield tables of a face statement by parts, beside the one by years: what each predecessor brought along.

    Their columns have names, and neither years nor budgets. Nor is a print-out of accounts the statement: it has other
    signs and no lines. Nor is what lists financial items and nothing else, beside the statement that has them.
    """
    incomes = [mapped for mapped in tables if mapped.statement == "income_statement"]
    lists = [mapped for mapped in incomes if _is_of_finance(mapped)]
    if len(lists) < len(incomes):
        yield from lists
    for name in FACE:
        found = [mapped for mapped in tables if mapped.statement == name]
        print_outs = [mapped for mapped in found if _is_of_accounts(mapped)]
        if len(print_outs) < len(found):
            yield from print_outs
            found = [mapped for mapped in found if mapped not in print_outs]
        by_years = [mapped for mapped in found if any(c.printed_year for c in mapped.columns.values())]
        for mapped in found if by_years else ():
            amounts = [c for c in mapped.columns.values() if c.role != "note_number"]
            named = [c for c in amounts if not (c.said_role or c.printed_year or c.side or c.kind) and c.heading]
            # what they come to together may bear the first day of the year
            dated = [
                c for c in amounts if c not in named and first("openings", said(c.heading).rpartition(" ")[2], "kind")
            ]
            if len(named) > 1 and len(named) + len(dated) == len(amounts):
                yield mapped


def _is_of_finance(mapped: MappedTable) -> bool:
    """Tell whether all rows of a table are financial items, or their sum by no other name than that."""
    items = [row for row in mapped.rows if not (row.is_total or "net" in row.kinds)]
    codes = [candidates(mapped.statement, row)[:1] for row in items]
    return len(codes) > 1 and all(code and code[0] in OF_FINANCE for code in codes)


def _is_of_accounts(mapped: MappedTable) -> bool:
    """Tell whether most rows begin with the number of an account, or of a group of them."""
    return 2 * sum(bool(ACCOUNT.match(row.bare.label)) for row in mapped.rows) > len(mapped.rows)
