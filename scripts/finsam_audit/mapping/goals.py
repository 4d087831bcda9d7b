"""Goals: what a row of goals sets, in which direction and in which unit."""

import re
from dataclasses import dataclass
from decimal import Decimal

from finsam_audit.mapping.report import Number
from finsam_audit.mapping.state import ACCOUNTS, OTHER_PLAN, UNCODED, MappedRow, MappedTable, State, measure_of, unit_in
from finsam_audit.mapping.words import constant, patterns, said, table, without_brackets

OWN = "own_goal"
# the goal whose threshold and outcome stand in the operating account
BUDGET = "within_budget"
ONE_LIMIT = frozenset({"<=", ">="})
# what is known of a goal that no code names: its print alone decides it
OWN_FACTS = {"kind": "organisation", "name_en": "Own goal", "operator": ""}


@dataclass(frozen=True)
class Goal:
    """A goal as goal_definitions holds it, but for its document; what its outcome is computed from the models infer."""

    code: str
    kind: str
    name_sv: str
    name_en: str
    operator: str
    unit: str


def operator_of(mapped: MappedTable, row: MappedRow, default: str) -> str:
    """Return whether a goal limits upwards or downwards.

    Its print says so, its label, the heading of what is to be reached, or a lower limit; else it is as it always is.
    """
    targets = [number for number in row.bare.numbers if measure_of(mapped, row, number) == "target"]
    if len(targets) > 1 and targets[0].read.tail == "-":
        # two numbers with a dash between them
        return "between"
    texts = [("print", said(number.printed)) for number in targets]
    heads = [("heading", said(mapped.columns[n.column_no].heading)) for n in targets if n.column_no in mapped.columns]
    for place, text in (*texts, ("label", row.label), *heads):
        for word in patterns("operators"):
            if word["place"] == place and word.pattern.search(text):
                return word["operator"]
    lower = [n.read.value for n in row.bare.numbers if n.read.is_number and measure_of(mapped, row, n) == OTHER_PLAN]
    reached = [number.read.value for number in targets if number.read.is_number]
    if lower and reached and lower[0] != reached[0]:
        # half way is below what is to be reached, or above what is not to be passed
        return ">=" if lower[0] < reached[0] else "<="
    return default


def code_own_goals(state: State) -> None:
    """Give goals that no code names a code by their order, where they print what is to be reached and in which way.

    Of two goals of one code with different thresholds the later one is another goal, and so is each of several that
    names an activity.
    """
    _part_namesakes(state)
    thresholds: dict[str, set[Decimal]] = {}
    for mapped in state.tables:
        for row in mapped.rows if mapped.statement == "goals" else ():
            own = {n.read.value for n in _targets(mapped, row)}
            if row.code != UNCODED and own and thresholds.setdefault(row.code, own) != own:
                row.code = UNCODED
    rows = [
        row
        for mapped in state.tables
        if mapped.statement == "goals"
        for row in mapped.rows
        if row.code == UNCODED and operator_of(mapped, row, "") in ONE_LIMIT and _targets(mapped, row)
    ]
    for n, row in enumerate(rows[: int(constant("own_goals"))], 1):
        row.code = f"{OWN}_{n}"


def _part_namesakes(state: State) -> None:
    """Take the code from goals that name an activity where their table has others of that code: each is its own."""
    activities = {
        said(without_brackets(row.bare.label))
        for mapped in state.tables
        if mapped.statement in ACCOUNTS
        for row in mapped.rows
        if not row.is_total and row.bare.label
    }
    for mapped in state.tables:
        if mapped.statement != "goals":
            continue
        for code in {row.code for row in mapped.rows} - {UNCODED, ""}:
            alike = [row for row in mapped.rows if row.code == code]
            labels = {said(row.bare.label) for row in alike}
            for row in alike if len(labels) > 1 else ():
                words = said(row.bare.label)
                if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in activities):
                    row.code = UNCODED


def _targets(mapped: MappedTable, row: MappedRow) -> list[Number]:
    """Return the numbers of a row that are to be reached."""
    return [n for n in row.bare.numbers if n.read.is_number and measure_of(mapped, row, n) == "target"]


def goals_of(state: State) -> tuple[list[Goal], list[tuple[MappedTable, MappedRow, str]]]:
    """Return the goals whose code and direction are known, and the rows that stay open with their reason."""
    known = {row["line_item"]: row for row in table("goals")}
    goals: dict[str, Goal] = {}
    open_rows = []
    for mapped in state.tables:
        if mapped.statement != "goals":
            continue
        for row in mapped.rows:
            is_own = row.code.startswith(OWN)
            if row.code == UNCODED or not (is_own or row.code in known):
                open_rows.append((mapped, row, "no_code"))
                continue
            facts = OWN_FACTS if is_own else known[row.code]
            operator = operator_of(mapped, row, facts["operator"])
            if not operator:
                open_rows.append((mapped, row, "no_direction"))
                continue
            label = row.bare.label[:60]
            goals.setdefault(
                row.code,
                Goal(
                    row.code,
                    facts["kind"],
                    label,
                    facts["name_en"],
                    operator,
                    _account_unit(state) if row.code == BUDGET and not _has_amount(row) else goal_unit(mapped, row),
                ),
            )
    return list(goals.values()), open_rows


def _has_amount(row: MappedRow) -> bool:
    """Tell whether a row of goals prints a number."""
    return any(number.read.is_number for number in row.bare.numbers)


def _account_unit(state: State) -> str:
    """Return the unit that the operating account prints."""
    return next((t.printed_unit for t in state.tables if t.statement == "operating_account" and t.printed_unit), "kr")


def goal_unit(mapped: MappedTable, row: MappedRow) -> str:
    """Return the unit that a goal is measured in."""
    reads = [
        n.read
        for n in row.bare.numbers
        if measure_of(mapped, row, n) in ("target", "share", "ratio", "count", "actual")
    ]
    if any(read.kind == "percent" for read in reads):
        return "percent"
    if any(measure_of(mapped, row, n) == "actual" for n in row.bare.numbers):
        return (
            unit_in(row.label)
            or next((u for n in row.bare.numbers if (u := unit_in(n.printed))), "")
            or mapped.printed_unit
            or "kr"
        )
    return "count" if any(read.is_number for read in reads) else "text"
