"""Members of rows: every row that is no fixed line gets the member that bears its name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from finsam_audit.mapping.coding.candidates import SHARED, is_all_contributions
from finsam_audit.mapping.names import LONGEST, Member, Names, core
from finsam_audit.mapping.same_rows import (
    join_facts,
    merge_contained,
    part_where_numbers_differ,
    tell_tables_apart,
)
from finsam_audit.mapping.state import UNCODED, MappedRow, MappedTable, State
from finsam_audit.mapping.words import patterns, slug

NATURES = {
    "contribution": "party",
    "activity": "activity",
    "administration": "activity",
    "cost_row": "activity",
    "individual_activity": "activity",
    "structural_activity": "activity",
}
BY_STATEMENT = {
    "note_receivables": "receivable",
    "note_current_liabilities": "liability",
    "participants": "activity",
    "note_income": "income",
    "note_equity": "equity",
    "note_fixed_assets": "fixed_asset",
}
# statements whose groups of costs are the same ones
COST_GROUPS = frozenset({"operating_account", "note_costs"})
# codes whose rows need a member to tell them apart
NAMED = frozenset({*NATURES, "note_row", "subtotal", "of_which", UNCODED})
# tables from the fullest names to the barest, so that a member has the name of the accounts
ORDER = ("operating_account", "note_income", "note_costs", "cost_by_purpose", "budget_plan", "contributions_overview")


def name_rows(state: State, known: Iterable[Mapping[str, str]] = (), by_numbers: bool = True) -> Names:
    """Give every row that is no fixed line its member.

    Args:
        state: the report, its rows coded.
        known: members of the association as the seeds have them.
        by_numbers: let numbers join and part names; their units must be known.

    """
    names = Names(known)
    for mapped in state.tables:
        for row in mapped.rows:
            row.member = ""
    ranked = sorted(
        state.tables, key=lambda t: (ORDER.index(t.statement) if t.statement in ORDER else len(ORDER), t.bare.table_no)
    )
    for mapped in ranked:
        counts = Counter(row.code for row in mapped.rows)
        for row in mapped.rows:
            if row.code not in NAMED and not (row.code in SHARED and counts[row.code] > 1):
                continue
            nature = nature_of(mapped, row)
            if "bare" in row.kinds and row.code in (UNCODED, "subtotal"):
                # such a row is called after its table
                heading = f"{mapped.bare.heading} {row.bare.label}"
                row.member = names.member(heading, f"{nature} total", row.code, slug(heading)).code
                continue
            if row.code == "contribution" and is_all_contributions(row):
                continue
            if nature == "activity" and is_nobody(row.bare.label):
                # what is left over in one table is not what is left over in another
                own = f"{slug(core(row.bare.label))}_{mapped.statement}"
                row.member = names.member(row.bare.label, mapped.statement, row.code, own).code
                continue
            member = names.member(row.called or row.bare.label, nature, row.code)
            if row.is_named_alone and member.kind == "other_row":
                # who pays is the state, a region or a municipality, and the first two are called so
                member.kind = "municipality"
            row.member = member.code
    if by_numbers:
        merge_contained(state, names)
        part_where_numbers_differ(state, names)
        tell_tables_apart(state, names)
        join_facts(state, names)
    for mapped in state.tables:
        _tell_rows_apart(mapped, names)
    for row in (row for mapped in state.tables for row in mapped.rows):
        if row.line is not None:
            row.member = row.line.member
    return names


def nature_of(mapped: MappedTable, row: MappedRow) -> str:
    """Return the nature of a row: what may never be one with a row of another."""
    if row.code == "subtotal" and mapped.statement in COST_GROUPS:
        return "group"
    return NATURES.get(row.code) or BY_STATEMENT.get(mapped.statement, mapped.statement)


def is_nobody(label: str) -> bool:
    """Tell whether a label says only that something is left over."""
    text = core(label)
    return any(word["kind"] == "nobody" and word.pattern.search(text) for word in patterns("name_words"))


def _tell_rows_apart(mapped: MappedTable, names: Names) -> None:
    """Give rows of one table that are called alike a number each.

    One name may earn and cost; where all rows are costs it is two things under two headings.
    """
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for row in mapped.rows:
        if not row.member:
            continue
        key = ("" if mapped.statement == "cost_by_purpose" else row.code, row.member)
        seen[key] += 1
        if seen[key] > 1:
            member = names.members[row.member]
            # a label with other words in brackets has a slug of its own; equal ones are numbered
            own = slug(row.bare.label)[: 2 * LONGEST]
            code = own if own not in names.members else f"{row.member}~{seen[key]}"
            names.members.setdefault(
                code, Member(code, row.bare.label, member.kind, member.nature, member.stems, [row.bare.label])
            )
            row.member = code
