"""Who pays: parties by name and place, their sums, what is no contribution beside them."""

from itertools import takewhile

from finsam_audit.mapping.coding.candidates import PARTIES, candidates, is_all_contributions
from finsam_audit.mapping.coding.notes import is_about
from finsam_audit.mapping.state import MappedRow, MappedTable, State
from finsam_audit.mapping.words import first, patterns, said


def total_beside_contributions(state: State) -> None:
    """Where one note holds the contributions alone, another is of the rest: no sum of all income, no row of a party."""
    notes = [mapped for mapped in state.tables if mapped.statement == "note_income"]
    alone = [mapped for mapped in notes if _is_of_parties_alone(mapped)]
    for mapped in notes if alone else ():
        for row in mapped.rows:
            if mapped in alone:
                continue
            if row.code == "total":
                row.code = "subtotal"
            elif row.code == "contribution" and not (_names_party(row) or is_all_contributions(row)):
                row.code = "other_grants"


def _is_of_parties_alone(mapped: MappedTable) -> bool:
    """Tell whether a note of income has the parties' contributions alone, and says so above them."""
    named = all(row.is_total or row.code in ("contribution", "of_which") for row in mapped.rows)
    return named and is_about("all", mapped)


def sums_of_parties(mapped: MappedTable) -> None:
    """Take a row that names all municipalities for a sum where each of them stands below it, or right above it."""
    words = [word for word in patterns("name_words") if word["kind"] == "all_municipalities"]
    for n, row in enumerate(mapped.rows):
        if row.code != "contribution" or not any(word.pattern.search(said(row.bare.label)) for word in words):
            continue
        below = takewhile(
            lambda other: other.code == "contribution" and not other.is_total and _may_be_municipality(other),
            mapped.rows[n + 1 :],
        )
        above = takewhile(
            lambda other: other.code == "contribution" and not other.is_total and _may_be_municipality(other),
            reversed(mapped.rows[:n]),
        )
        is_below = row.is_total and len(list(above)) > 1
        if is_below or len([other for other in below if not is_all_contributions(other)]) > 1:
            row.code = "subtotal"


def _may_be_municipality(row: MappedRow) -> bool:
    """Tell whether a party is called neither state nor region: towns go without a word for what they are."""
    return first("members", said(row.bare.label), "kind") in (None, "municipality")


def code_parties(mapped: MappedTable) -> None:
    """Code the parties that stand by name above the sum of income; beside them or one row of all no grant is theirs."""
    income_total = next((n for n, row in enumerate(mapped.rows) if row.code == "operating_income"), 0)
    paid = [row for row in mapped.rows if row.code == "contribution"]
    if mapped.statement == "note_income":
        if is_about("other_income", mapped):
            for row in paid:
                row.code = "" if row.is_total else "other_grants"
            return
        _code_named_parties(mapped)
    parties = [row for row in mapped.rows[:income_total] if not row.code and not row.is_total and _names_party(row)]
    for row in parties:
        row.code = "contribution"
    is_whole = any(is_all_contributions(row) and not row.is_total for row in paid)
    for row in paid:
        if (parties or is_whole) and not (_names_party(row) or is_all_contributions(row)):
            row.code = ""
    if mapped.statement == "note_income":
        _code_grants_below(mapped)


def _code_grants_below(mapped: MappedTable) -> None:
    """Code what stands below the sum of the members' contributions and names no party: it is not among them."""
    sums = (
        n
        for n, row in enumerate(mapped.rows)
        if row.is_total and "total_contributions" in candidates("note_income", row)
    )
    for row in mapped.rows[next(sums, len(mapped.rows)) :]:
        if row.code == "contribution" and not row.is_total and not _names_party(row):
            row.code = "other_grants"


def _code_named_parties(mapped: MappedTable) -> None:
    """Code the parties of a note of income that are not said to contribute: by their word, else among the others.

    Under a heading that speaks of the members alone all rows above the sum are members.
    """
    places = [
        n
        for n, row in enumerate(mapped.rows)
        if not row.is_total and (row.code == "contribution" or (not row.code and _names_party(row)))
    ]
    end = places[-1] if places else 0
    if is_about("all", mapped):
        end = next((n for n, row in enumerate(mapped.rows) if n > end and row.is_total), end)
    for n, row in enumerate(mapped.rows):
        is_among = len(places) > 1 and places[0] < n < end and not _is_beside_parties(row)
        if not row.code and not row.is_total and (is_among or _names_party(row)):
            row.code, row.is_named_alone = "contribution", is_among


def _names_party(row: MappedRow) -> bool:
    """Tell whether a row names who pays by law."""
    return first("members", said(row.bare.label), "kind") in PARTIES


def _is_beside_parties(row: MappedRow) -> bool:
    """Tell whether a row says that it is no yearly contribution by law."""
    return first("members", said(row.bare.label), "kind") == "other_row"


def code_all_contributions(mapped: MappedTable) -> None:
    """Code the total of a table of contributions as all of them."""
    parties = [n for n, row in enumerate(mapped.rows) if row.code == "contribution" and not row.is_total]
    if not parties and not any(row.code == "contribution" for row in mapped.rows):
        return
    total = next((n for n, row in enumerate(mapped.rows) if row.is_total), len(mapped.rows))
    for n, row in enumerate(mapped.rows):
        if row.code:
            continue
        # a name among those of parties, above their sum, is a party's: towns go without a word for what they are
        among = len(parties) > 1 and parties[0] < n < max(total, parties[-1])
        if row.is_total or (among and total < len(mapped.rows)):
            row.code, row.is_named_alone = "contribution", not row.is_total
