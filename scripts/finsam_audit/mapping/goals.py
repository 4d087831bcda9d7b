"""Goals: what a row of goals sets, in which direction and in which unit."""

from dataclasses import dataclass

from finsam_audit.mapping.state import UNCODED, MappedRow, MappedTable, State, measure_of, unit_in
from finsam_audit.mapping.words import patterns, said, table


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
    """Return whether a goal limits upwards or downwards: by its print, its label, else what such a goal always does."""
    targets = [number for number in row.bare.numbers if measure_of(mapped, row, number) == "target"]
    if len(targets) > 1 and targets[0].read.tail == "-":
        # two numbers with a dash between them
        return "between"
    texts = [("print", said(number.printed)) for number in targets]
    for place, text in (*texts, ("label", row.label)):
        for word in patterns("operators"):
            if word["place"] == place and word.pattern.search(text):
                return word["operator"]
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
            label = row.bare.label[:60]
            goals.setdefault(
                row.code,
                Goal(
                    row.code,
                    facts["kind"],
                    label,
                    facts["name_en"],
                    operator,
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
