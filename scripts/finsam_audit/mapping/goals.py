"""Goals: what a row of goals sets and whether the accounts bear out what its outcome is computed from."""

from dataclasses import dataclass
from decimal import Decimal

from finsam_audit.mapping.state import UNCODED, MappedRow, MappedTable, State, amount, measure_of, quantity_of, unit_in
from finsam_audit.mapping.words import constant, patterns, said, table


@dataclass(frozen=True)
class Goal:
    """A goal as goal_definitions holds it, but for its document."""

    code: str
    kind: str
    name_sv: str
    name_en: str
    operator: str
    basis: str
    unit: str


def operator_of(mapped: MappedTable, row: MappedRow, default: str) -> str:
    """Return whether a goal limits upwards or downwards: by its print, its label, else what such a goal always does."""
    texts = [
        ("print", said(number.printed)) for number in row.bare.numbers if measure_of(mapped, row, number) == "target"
    ]
    for place, text in (*texts, ("label", row.label)):
        for word in patterns("operators"):
            if word["place"] == place and word.pattern.search(text):
                return "" if word["operator"] == "between" else word["operator"]
    return default


def goals_of(state: State) -> tuple[list[Goal], list[tuple[MappedTable, MappedRow, str]]]:
    """Return the goals whose code and direction are known, and the rows that stay open with their reason."""
    known = {row["line_item"]: row for row in table("goals")}
    goals: dict[str, Goal] = {}
    open_rows = []
    for mapped in state.tables:
        if mapped.statement != "goals":
            continue
        for row in mapped.rows:
            if row.code == UNCODED or row.code not in known:
                open_rows.append((mapped, row, "no_code"))
                continue
            facts = known[row.code]
            operator = operator_of(mapped, row, facts["operator"])
            if not operator:
                open_rows.append((mapped, row, "no_direction"))
                continue
            basis = (
                "equity_to_contributions"
                if row.code == "equity_share" and is_borne_out(state, mapped, row)
                else "printed"
            )
            has_target = any(measure_of(mapped, row, n) == "target" and n.read.is_number for n in row.bare.numbers)
            label = row.bare.label[:60]
            goals.setdefault(
                row.code,
                Goal(
                    row.code,
                    facts["kind"],
                    label,
                    facts["name_en"],
                    operator,
                    basis if has_target else "none",
                    goal_unit(mapped, row),
                ),
            )
    return list(goals.values()), open_rows


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


def is_borne_out(state: State, mapped: MappedTable, row: MappedRow) -> bool:
    """Tell whether equity over the members' contributions is the printed outcome in at least half of the years."""
    held = failed = 0
    for number in row.bare.numbers:
        column = mapped.columns.get(number.column_no)
        if column is None or measure_of(mapped, row, number) not in ("share", "ratio") or column.year is None:
            continue
        equity, paid = _equity(state, column.year), _contributions(state, column.year)
        if not equity or not paid or not number.read.is_number:
            continue
        bound = Decimal(5).scaleb(-number.read.decimals - 1) + Decimal(str(constant("share_bound")))
        if abs(100 * equity / paid - number.read.value) <= bound:
            held += 1
        else:
            failed += 1
    return held > 0 and held >= failed


def _equity(state: State, year: int) -> Decimal:
    for mapped in state.tables:
        if mapped.statement == "balance_sheet":
            for row, number in mapped.cells():
                column = mapped.columns.get(number.column_no)
                if (
                    quantity_of(mapped.statement, row.code) == ("equity", 0)
                    and column is not None
                    and column.year == year
                ):
                    if number.read.kind == "number":
                        return amount(mapped, number)
    return Decimal(0)


def _contributions(state: State, year: int) -> Decimal:
    paid = Decimal(0)
    for mapped in state.tables:
        if mapped.statement == "note_income":
            for row, number in mapped.cells():
                column = mapped.columns.get(number.column_no)
                if (
                    row.code == "contribution"
                    and column is not None
                    and column.year == year
                    and number.read.kind == "number"
                ):
                    paid += amount(mapped, number)
    return paid
