"""Codes of rows: words propose, in an order for each statement; place decides what a total and what a cost is."""

import re
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from finsam_audit.mapping.state import FACE, RATIOS, UNCODED, MappedRow, MappedTable, State
from finsam_audit.mapping.words import first, patterns, said, table, without, without_brackets

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
# sums of a note that are no face line and have a code
GROUP_TOTALS = frozenset({"total_activities", "total_contributions"})
# statements of which every line but those is printed once
SINGLE_LINES = frozenset({*FACE, "multi_year_overview", "note_equity", "note_fixed_assets", "balance_requirement"})
# the line of the income statement that a note is about
WHOLE_OF_NOTE = {
    "note_income": "operating_income",
    "note_costs": "operating_costs",
    "note_receivables": "receivables",
    "note_current_liabilities": "current_liabilities",
}
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


def code_by_words(state: State) -> None:
    """Give every row the code that its words and its place allow."""
    activities = names_of_activities(state)
    for mapped in state.tables:
        wanted = {id(row): candidates(mapped.statement, row) for row in mapped.rows}
        for row in mapped.rows:
            if "of_which" in row.kinds:
                row.code = "of_which"
                wanted[id(row)] = []
        _choose(mapped.rows, wanted)
        _totals_are_no_details(mapped)
        _one_row_a_line(mapped)
        if mapped.statement in ("note_income", "income_statement"):
            _code_parties(mapped)
        if mapped.statement in NOTES:
            _code_note(mapped, activities)
        elif mapped.statement in PLANS:
            _code_plan(mapped)
        elif mapped.statement == "cost_by_purpose":
            _code_purposes(mapped)
        elif mapped.statement == "balance_sheet":
            _equipment_alone(mapped)
            _code_side_total(mapped)
        elif mapped.statement == "income_statement":
            _code_costs(mapped)
        elif mapped.statement == "contributions_overview":
            _code_all_contributions(mapped)
        elif mapped.statement == "multi_year_overview":
            _code_scopes(mapped)
    for mapped in state.tables:
        _sums_of_parties(mapped)
    _total_beside_contributions(state)
    _totals_of_parts(state)
    _totals_beside_whole(state)
    _accounts_of_one(state)
    _accounts_of_part(state)
    for mapped in state.tables:
        for row in mapped.rows:
            if not row.code:
                row.code = "subtotal" if row.is_total and mapped.statement in ("income_statement", *PLANS) else UNCODED


def _accounts_of_one(state: State) -> None:
    """Take an account that is headed by the name of a row of another one for the account of that activity alone."""
    accounts = [mapped for mapped in state.tables if mapped.statement == "operating_account"]
    for mapped in accounts:
        heading = said(mapped.bare.heading)
        named = {
            said(row.bare.label) for other in accounts if other is not mapped for row in other.rows if not row.is_total
        }
        if heading not in named:
            continue
        for row in mapped.rows:
            if row.code == "total":
                row.code, row.called = "activity", mapped.bare.heading
            elif row.code not in ("subtotal", "of_which"):
                # what it costs and earns are no activities
                row.code, row.called = UNCODED, f"{mapped.bare.heading} {row.bare.label}"


def _accounts_of_part(state: State) -> None:
    """Take the sum of an account for that of a part.

    Where all its rows stand among those of another; or where two accounts have no row in common and no amount of their
    sums: two ways to itemise one whole come to the same.
    """
    accounts = [mapped for mapped in state.tables if mapped.statement == "operating_account"]
    named = [({said(row.bare.label) for row in mapped.rows if not row.is_total}, mapped) for mapped in accounts]
    parts = [
        mapped
        for own, mapped in named
        if any(own < others or _are_two_parts(mapped, other, own & others) for others, other in named)
    ]
    for row in (row for mapped in parts for row in mapped.rows if row.code == "total"):
        row.code = "subtotal"


def _are_two_parts(one: MappedTable, other: MappedTable, shared: set[str]) -> bool:
    """Tell whether two accounts without a shared row have sums, and other ones."""
    mine, theirs = (
        [amount for row in mapped.rows if row.code == "total" for _, amount in prints(mapped, row).values() if amount]
        for mapped in (one, other)
    )
    are_apart = not any(_is_same_amount(amount, compared) for amount in mine for compared in theirs)
    return not shared and bool(mine and theirs) and are_apart


def _total_beside_contributions(state: State) -> None:
    """Where one note holds the contributions alone, the sum of another is of the rest and not of all income."""
    notes = [mapped for mapped in state.tables if mapped.statement == "note_income"]
    alone = [mapped for mapped in notes if _is_of_parties_alone(mapped)]
    for mapped in notes if alone else ():
        for row in mapped.rows:
            if row.code == "total" and mapped not in alone:
                row.code = "subtotal"


def _sums_of_parties(mapped: MappedTable) -> None:
    """Take a row that names all municipalities for a sum where each of them stands below it, or they alone above it."""
    words = [word for word in patterns("name_words") if word["kind"] == "all_municipalities"]
    for n, row in enumerate(mapped.rows):
        if row.code != "contribution" or not any(word.pattern.search(said(row.bare.label)) for word in words):
            continue
        below = takewhile(
            lambda other: other.code == "contribution" and not other.is_total and _may_be_municipality(other),
            mapped.rows[n + 1 :],
        )
        above = [other for other in mapped.rows[:n] if other.code == "contribution" and not other.is_total]
        are_alone = row.is_total and all(_may_be_municipality(other) for other in above)
        if len([other for other in below if not is_all_contributions(other)]) > 1 or (are_alone and len(above) > 1):
            row.code = "subtotal"


def _may_be_municipality(row: MappedRow) -> bool:
    """Tell whether a party is called neither state nor region: towns go without a word for what they are."""
    return first("members", said(row.bare.label), "kind") in (None, "municipality")


def _totals_of_parts(state: State) -> None:
    """Where a note says that it holds a part alone and its sum is no line of the whole, it is of that part."""
    whole = {line: _amounts_of_line(state, line) for line in WHOLE_OF_NOTE.values()}
    for mapped in state.tables:
        lines = whole.get(WHOLE_OF_NOTE.get(mapped.statement, ""), [])
        for row in mapped.rows:
            part = _part_of_whole(mapped, row, lines) if row.code == "total" else ""
            if part and not any(
                _is_same_amount(mine, other) for _, mine in prints(mapped, row).values() for other in lines
            ):
                row.code = part


def _totals_beside_whole(state: State) -> None:
    """Where the sum of one note is the line that its subject has in the statements, that of another is of a part."""
    for statement in NOTES:
        lines = _amounts_of_line(state, WHOLE_OF_NOTE[statement])
        totals = [
            (row, any(_is_same_amount(mine, other) for _, mine in prints(mapped, row).values() for other in lines))
            for mapped in state.tables
            if mapped.statement == statement
            for row in mapped.rows
            if row.code == "total"
        ]
        if any(is_whole for _, is_whole in totals):
            for row, is_whole in totals:
                row.code = "total" if is_whole else "subtotal"


def _part_of_whole(mapped: MappedTable, row: MappedRow, lines: list[Decimal]) -> str:
    """Return the code of a sum of a part: a note of costs is headed by the part, one of income names it in its sum."""
    if mapped.statement == "note_costs":
        words = (word for word in patterns("name_words") if word["kind"] == "part_of_costs")
        return "subtotal" if any(word.pattern.search(note_subject(mapped)) for word in words) else ""
    is_of_members = mapped.statement == "note_income" and candidates("note_income", row)[:1] == ["total_contributions"]
    # all that the members pay may be all income where the statement prints no sum of it
    return "total_contributions" if is_of_members and lines else ""


def _amounts_of_line(state: State, code: str) -> list[Decimal]:
    """Return what the income statement or the balance sheet prints in a line."""
    return [
        amount
        for mapped in state.tables
        if mapped.statement in ("income_statement", "balance_sheet")
        for row in mapped.rows
        if row.code == code
        for _, amount in prints(mapped, row).values()
    ]


def _is_same_amount(one: Decimal, other: Decimal) -> bool:
    """Tell whether two prints are one amount, in kronor or thousands, with or without a sign."""
    return any(
        one and other and abs(abs(one).scaleb(step) - abs(other)) <= max(Decimal(1), Decimal(1).scaleb(step))
        for step in (-3, 0, 3)
    )


def _one_row_a_line(mapped: MappedTable) -> None:
    """Leave a single line to its sum; others keep it where they print the same, and without a sum none has it."""
    claims: dict[str, list[MappedRow]] = defaultdict(list)
    for row in mapped.rows:
        if row.code and row.code not in SHARED and mapped.statement in SINGLE_LINES:
            claims[row.code].append(row)
    for claimed in claims.values():
        sums = [row for row in claimed if any(_is_part_of(mapped, other, row) for other in claimed)]
        kept = min(sums or claimed, key=lambda row: (not row.is_total, len(row.label)))
        is_sure = kept.is_total or bool(sums) or all(print_alike(mapped, row, kept) for row in claimed)
        for row in claimed:
            if not is_sure or not print_alike(mapped, row, kept) or _is_part_of(mapped, row, kept):
                row.code = ""


def print_alike(mapped: MappedTable, row: MappedRow, other: MappedRow) -> bool:
    """Tell whether two rows print the same amount in a column at least: a slip in another column changes nothing."""
    mine, theirs = prints(mapped, row), prints(mapped, other)
    same = [column for column in mine.keys() & theirs.keys() if mine[column] == theirs[column]]
    return any(mine[column][1] for column in same) or mine == theirs


def _is_part_of(mapped: MappedTable, row: MappedRow, total: MappedRow) -> bool:
    """Tell whether a row and those between it and another row below add up to that one in every column."""
    first, last = mapped.rows.index(row), mapped.rows.index(total)
    if last - first < 2:
        return False
    added = [prints(mapped, one) for one in mapped.rows[first:last]]
    return all(
        sum((one[column][1] for one in added if column in one), Decimal(0)) == value
        for column, (_, value) in prints(mapped, total).items()
    )


def prints(mapped: MappedTable, row: MappedRow) -> dict[int, tuple[str, Decimal]]:
    """Return what a row prints in each column, references left out."""
    return {
        number.column_no: (number.read.kind, number.read.value)
        for number in row.bare.numbers
        if number.column_no in mapped.columns and mapped.columns[number.column_no].role != "note_number"
    }


def _totals_are_no_details(mapped: MappedTable) -> None:
    """Take the code of a single row from a total: it is a group of them."""
    for row in mapped.rows:
        if row.is_total and row.code in DETAILS and mapped.statement != "contributions_overview":
            row.code = ""


def _code_costs(mapped: MappedTable) -> None:
    """Code the rows between the sum of income and the sum of costs of an itemised income statement.

    What the sum of costs counts is no line beside it: bank charges there are a kind of cost.
    """
    sums = {row.code: n for n, row in enumerate(mapped.rows) if row.is_total}
    lines = {row.code: n for n, row in enumerate(mapped.rows)}
    if not {"operating_income", "operating_costs"} <= lines.keys():
        return
    # a line that no word calls a sum is one where the rows above it add up to it
    if "operating_costs" not in sums and not _closes(mapped, lines["operating_income"] + 1, lines["operating_costs"]):
        return
    if "operating_income" not in sums and "operating_costs" in sums:
        return
    sums = lines | sums
    between = mapped.rows[sums["operating_income"] + 1 : sums["operating_costs"]]
    if len(between) == len({row.code for row in between} | {"depreciation"}) == 2 and (
        costs := next((row for row in between if row.code != "depreciation"), None)
    ):
        # costs and depreciation under one sum: that takes in both, and the costs are the line beside the depreciation
        if candidates("income_statement", costs)[:1] == ["operating_costs"]:
            mapped.rows[sums["operating_costs"]].code, costs.code = "", "operating_costs"
            return
    for row in between:
        if not row.code or row.code in (*INCOME_DETAILS, "financial_costs", "depreciation"):
            row.code = "cost_row"


def _closes(mapped: MappedTable, first: int, last: int) -> bool:
    """Tell whether a row is the sum of those before it, two at least: in most columns, for one may hold an error."""
    held, wrong = _sums_that_hold(mapped, mapped.rows[first : last + 1])
    return last - first > 1 and held > wrong


def _code_parties(mapped: MappedTable) -> None:
    """Code the parties that stand by name above the sum of income; beside them or one row of all no grant is theirs."""
    income_total = next((n for n, row in enumerate(mapped.rows) if row.code == "operating_income"), 0)
    paid = [row for row in mapped.rows if row.code == "contribution"]
    if mapped.statement == "note_income":
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
    places = [n for n, row in enumerate(mapped.rows) if row.code == "contribution" and not row.is_total]
    end = places[-1] if places else 0
    if _is_about_parties(mapped):
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


def is_all_contributions(row: MappedRow) -> bool:
    """Tell whether a row of contributions names no party."""
    text = without_brackets(row.bare.label)
    return row.is_total or any(word["kind"] == "all" and word.pattern.search(text) for word in patterns("name_words"))


def _code_all_contributions(mapped: MappedTable) -> None:
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


def _code_scopes(mapped: MappedTable) -> None:
    """Code a line that takes in financial items or depreciation by what it declares, not as that of the activity."""
    for row in mapped.rows:
        scopes = scopes_of(row.bare.declared)
        for word in table("scope_codes"):
            if word["line_item"] == row.code and word["scope"] in scopes:
                row.code = word["scoped_item"]
                break
    codes = {row.code for row in mapped.rows}
    silent = [
        row
        for row in mapped.rows
        if row.code in ("operating_costs", "costs_with_depreciation") and not is_scope_said(row.bare.declared)
    ]
    if len(silent) == 1 and "financial_net" not in codes and _adds_up(mapped, silent[0]):
        silent.pop().code = "total_costs"
    if silent and "total_income" in codes and "financial_net" not in codes:
        # where income takes in financial items and no line nets them, nothing says what such costs hold
        for row in mapped.rows:
            if row in silent or row.code == "total_income":
                row.code = ""


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


def _choose(rows: list[MappedRow], wanted: dict[int, list[str]]) -> None:
    """Give each row its first candidate; of rows that want one line the plainest has it, the others their next."""
    changed = True
    while changed:
        changed = False
        claims: dict[str, list[MappedRow]] = defaultdict(list)
        for row in rows:
            if wanted[id(row)] and wanted[id(row)][0] not in SHARED:
                claims[wanted[id(row)][0]].append(row)
        for claimed in claims.values():
            with_another = [row for row in claimed if len(wanted[id(row)]) > 1]
            if len(claimed) > 1 and with_another:
                longest = max(with_another, key=lambda row: (len(row.label), row.bare.source_line))
                if len(claimed) > len(with_another) or longest is not min(claimed, key=lambda row: len(row.label)):
                    wanted[id(longest)].pop(0)
                    changed = True
    for row in rows:
        if wanted[id(row)]:
            row.code = wanted[id(row)][0]


def names_of_activities(state: State) -> set[str]:
    """Return the labels of rows of operating accounts and of participants: what else bears them is an activity."""
    return {
        without_brackets(row.bare.label)
        for mapped in state.tables
        if mapped.statement in ("operating_account", "participants")
        for row in mapped.rows
        if not row.is_total
    }


def _code_note(mapped: MappedTable, activities: set[str]) -> None:
    """Code the rows of a note: the last total is the face line, earlier ones are groups."""
    own = [row for row in mapped.rows if row.code != "of_which"]
    totals = [row for row in own if row.is_total]
    last = totals[-1] if totals and totals[-1] is own[-1] else None
    if last is None and own and (holds_as_sum(mapped, own) or _is_named_after_its_note(mapped, own[-1])):
        last = own[-1]
    if last is None and own and _names_face_line(mapped, own[-1]):
        last = own[-1]
    if last is None and len(own) > 2 and ("bare" in own[0].kinds or _is_named_after_its_note(mapped, own[0])):
        # a sum may stand above its parts
        last = own[0]
    parties = [row for row in own if row.code == "contribution" and not is_all_contributions(row)]
    for row in own:
        if row.code == "contribution" and not row.is_total and row not in parties and len(parties) > 1:
            row.code = "total_contributions"
    for row in totals:
        row.code = row.code if row.code in GROUP_TOTALS else "subtotal"
    if last is not None:
        last.code = "total"
    _code_bare_contributions(mapped, own)
    for row in own:
        if row.code in ("total", "subtotal", *GROUP_TOTALS):
            continue
        if mapped.statement in ("note_receivables", "note_current_liabilities"):
            row.code = "note_row"
        elif mapped.statement == "note_costs" and not row.code:
            row.code = "activity" if without_brackets(row.bare.label) in activities else "cost_row"


def _code_bare_contributions(mapped: MappedTable, rows: list[MappedRow]) -> None:
    """Code the first sum of a note of income that names nothing, right under the parties' contributions, as theirs."""
    if mapped.statement != "note_income" or any(row.code == "total_contributions" for row in rows):
        return
    first = next((n for n, row in enumerate(rows) if row.is_total), 0)
    above = {row.code for row in rows[:first]}
    if first > 1 and above == {"contribution"} and rows[first].code == "subtotal" and "bare" in rows[first].kinds:
        rows[first].code = "total_contributions"


def _names_face_line(mapped: MappedTable, row: MappedRow) -> bool:
    """Tell whether a row of a note is called what its sum is called in the income statement."""
    code = WHOLE_OF_NOTE.get(mapped.statement)
    return code is not None and candidates("income_statement", row)[:1] == [code]


def _is_of_parties_alone(mapped: MappedTable) -> bool:
    """Tell whether a note of income has the parties' contributions alone, and says so above them."""
    named = all(row.is_total or row.code in ("contribution", "of_which") for row in mapped.rows)
    return named and _is_about_parties(mapped)


def _is_about_parties(mapped: MappedTable) -> bool:
    """Tell whether the heading of a note speaks of the members and of nothing else."""
    return any(word["kind"] == "all" and word.pattern.search(note_subject(mapped)) for word in patterns("name_words"))


def note_subject(mapped: MappedTable) -> str:
    """Return what the heading of a note says beside its number."""
    number = r"^(?:\w+\.? ?\d+(?: ?[a-z]\b)?[ .:-]*|\d+(?: ?[a-z]\b)?[ .:-]+)"
    return without("unit", re.sub(number, "", without_brackets(mapped.bare.heading))).strip()


def _is_named_after_its_note(mapped: MappedTable, row: MappedRow) -> bool:
    """Tell whether a row says the subject of its note and nothing else: "Skulder" in the note of current ones."""
    words = said(row.bare.label).split()
    return bool(words) and set(words) <= set(said(mapped.bare.heading).replace(".", " ").split())


def holds_as_sum(mapped: MappedTable, rows: list[MappedRow]) -> bool:
    """Tell whether the last row is the sum of those before it in every column."""
    held, wrong = _sums_that_hold(mapped, rows)
    return held > 0 and not wrong and len(rows) > 2


def _sums_that_hold(mapped: MappedTable, rows: list[MappedRow]) -> tuple[int, int]:
    """Return in how many columns the last row is the sum of those before it, and in how many it is another amount."""
    held = wrong = 0
    for column in sorted(mapped.columns):
        if mapped.columns[column].role == "note_number":
            continue
        values = [
            [
                number.read.value
                for number in row.bare.numbers
                if number.column_no == column and number.read.kind != "percent"
            ]
            for row in rows
        ]
        if not values[-1]:
            continue
        total, parts = values[-1][0], sum(value[0] for value in values[:-1] if value)
        if not total:
            continue
        # each print is right to half a step, so the sum to that for every row
        if abs(total - parts) > len(rows) // 2:
            wrong += 1
        else:
            held += 1
    return held, wrong


def _code_plan(mapped: MappedTable) -> None:
    """Code the rows of a plan or an account: after the total of income a row is a cost; the last total is the whole."""
    rows = [row for row in mapped.rows if row.code != "of_which"]
    if mapped.statement == "budget_plan":
        _code_bare_totals(rows)
        _code_last_equity(rows)
    income_total = next((n for n, row in enumerate(rows) if row.code == "total_income"), None)
    if mapped.statement == "operating_account" and rows:
        last = rows[-1]
        if last.is_total or "closing" in last.kinds:
            last.code = "total"
    for n, row in enumerate(rows):
        if row.code in INCOME_DETAILS and income_total is not None and n > income_total and not row.is_total:
            row.code = ""
        if row.code:
            continue
        if row.is_total or "closing" in row.kinds:
            row.code = "subtotal"
        elif is_cost(mapped, row) or (income_total is not None and n > income_total):
            row.code = "activity"


def _code_bare_totals(rows: list[MappedRow]) -> None:
    """Of two totals of a plan that name nothing the first is of income, the second of costs, where no other row is."""
    bare = [row for row in rows if "bare" in row.kinds and not row.code]
    codes = {row.code for row in rows}
    if len(bare) == 2 and not codes & {"total_income", "total_costs"} and "contribution" in codes:
        bare[0].code, bare[1].code = "total_income", "total_costs"


def _code_last_equity(rows: list[MappedRow]) -> None:
    """Equity that says no day is what the plan leaves where it stands after the result."""
    codes = [row.code for row in rows]
    if "net_result" not in codes or "closing_equity" in codes:
        return
    for row in rows[codes.index("net_result") + 1 :]:
        if row.code == "opening_equity" and candidates("balance_sheet", row)[:1] == ["equity"]:
            row.code = "closing_equity"


def is_cost(mapped: MappedTable, row: MappedRow) -> bool:
    """Tell whether a row's numbers stand where costs do: in a cost column, or in an account without an income total."""
    sides = {column.side for column in mapped.columns.values()}
    if "cost" in sides:
        filled = {
            mapped.columns[number.column_no].side
            for number in row.bare.numbers
            if number.read.is_number and number.read.value and mapped.columns[number.column_no].role != "deviation"
        }
        return "cost" in filled or "income" not in filled
    if any(other.code == "total_income" for other in mapped.rows):
        return False
    return mapped.statement == "operating_account"


def _code_purposes(mapped: MappedTable) -> None:
    """Code the rows of costs by purpose: a row belongs to the group that stands above it."""
    groups = {
        "total_individual": "individual_activity",
        "total_structural": "structural_activity",
        "total_administration": "administration",
    }
    group = ""
    for row in mapped.rows:
        if row.code in groups:
            group = groups[row.code]
        elif row.code != "total":
            row.code = group


def _code_side_total(mapped: MappedTable) -> None:
    """Code the last sum of one side of a balance sheet that stands in a table of its own and names nothing."""
    totals = ("total_assets", "total_equity_and_liabilities")
    side = next((code for code in totals if code in candidates("balance_sheet", _as_row(mapped))), "")
    last = mapped.rows[-1]
    if side and "bare" in last.kinds and not last.code and not {row.code for row in mapped.rows} & set(totals):
        last.code = side


def _as_row(mapped: MappedTable) -> MappedRow:
    """Return the heading of a table as a row that is called so."""
    return MappedRow(replace(mapped.rows[0].bare, label=mapped.bare.heading), frozenset())


def _equipment_alone(mapped: MappedTable) -> None:
    """Equipment without a total of fixed assets is all of them; liabilities in one line are current ones."""
    codes = {row.code for row in mapped.rows}
    for row in mapped.rows:
        if row.code == "equipment" and "fixed_assets" not in codes:
            row.code = "fixed_assets"
        elif (
            row.code == "total_liabilities"
            and not row.is_total
            and not codes & {"current_liabilities", "long_term_liabilities"}
        ):
            row.code = "current_liabilities"
