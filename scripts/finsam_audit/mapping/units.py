"""Units: ties join the tables at fixed distances in powers of a thousand; then prints and sizes choose the level."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from finsam_audit.mapping.state import (
    EXPONENTS,
    MONEY_MEASURES,
    MappedTable,
    State,
    Undecided,
    measure_of,
    own_shift,
    own_unit,
    quantity_of,
    unit_in,
)
from finsam_audit.mapping.words import constant

DISTANCES = (-6, -3, 0, 3, 6)
LEVELS = (0, 3, 6)


@dataclass(frozen=True)
class Figure:
    """A number of money of a table: what it is and what it prints."""

    key: tuple[str, str, int]
    value: float
    half: float
    digits: int


def nats(digits: int) -> float:
    """Return what an agreement in so many digits is worth against chance."""
    return constant("nats_a_digit") * digits - constant("nats_less")


def printed_unit(mapped: MappedTable) -> str:
    """Return the unit that a table prints for its money: headings of columns, of the table, then most of its rows."""
    columns = {unit_in(heading) for heading in mapped.bare.columns.values()} - {""}
    if len(columns) == 1:
        return columns.pop()
    printed = unit_in(mapped.bare.unit_text) or ("" if columns else unit_in(mapped.bare.heading))
    if printed or columns:
        return printed
    rows = Counter(unit for row in mapped.rows if (unit := own_unit(row)))
    return max(rows, key=lambda unit: (rows[unit], unit), default="")


def figures(mapped: MappedTable) -> list[Figure]:
    """Return the figures of a table that may tie with another's."""
    found = []
    for row, number in mapped.cells():
        measure = measure_of(mapped, row, number)
        column = mapped.columns.get(number.column_no)
        if measure not in MONEY_MEASURES or number.read.kind != "number" or column is None or column.year is None:
            continue
        quantity = quantity_of(mapped.statement, row.code, row.member)
        if quantity:
            name, year = quantity[0], column.year + quantity[1]
        elif row.member:
            name, year = f"member {row.member}", column.year
        else:
            continue
        role = "budget" if "budget" in measure else "deviation" if "deviation" in measure else "actual"
        shift = own_shift(mapped, row)
        half = 0.5 * 10.0 ** (shift - number.read.decimals)
        value = abs(float(number.read.value)) * 10.0**shift
        found.append(Figure((name, role, year), value, half, number.read.digits))
    return found


def links(tables: list[MappedTable]) -> dict[tuple[int, int, int], float]:
    """Return what speaks for each distance of each pair of tables, in nats."""
    by_table = [figures(mapped) for mapped in tables]
    worths: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    for a in range(len(tables)):
        mine = defaultdict(list)
        for figure in by_table[a]:
            mine[figure.key].append(figure)
        for b in range(a + 1, len(tables)):
            for other in by_table[b]:
                for figure in mine.get(other.key, ()):
                    for distance in DISTANCES:
                        shift = 10.0**distance
                        if figure.value and abs(figure.value - other.value * shift) <= figure.half + other.half * shift:
                            digits = min(figure.digits, other.digits)
                            if digits >= constant("unit_digits"):
                                worths[(a, b, distance)].append(nats(digits))
    return {key: sum(sorted(found, reverse=True)[: int(constant("unit_best"))]) for key, found in worths.items()}


def settle_units(state: State) -> None:
    """Give each table of money the power of ten that its ties, prints and sizes bear out."""
    tables = [mapped for mapped in state.tables if figures(mapped)]
    for mapped in state.tables:
        mapped.printed_unit = printed_unit(mapped)
        mapped.exponent = EXPONENTS.get(mapped.printed_unit, 0)
    found = links(tables)
    part = list(range(len(tables)))
    offset = [0] * len(tables)
    for (a, b, distance), worth in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        if worth < constant("unit_weak") or part[a] == part[b]:
            continue
        units = tables[a].printed_unit, tables[b].printed_unit
        said = all(units) and EXPONENTS[units[1]] - EXPONENTS[units[0]] != distance
        if said and worth < constant("unit_against_prints"):
            continue
        # exponent of b = exponent of a + distance
        shift = offset[a] + distance - offset[b]
        old = part[b]
        for n in range(len(tables)):
            if part[n] == old:
                part[n], offset[n] = part[a], offset[n] + shift
    for group in sorted(set(part)):
        own = [n for n in range(len(tables)) if part[n] == group]
        best = max((*LEVELS, -3, -6), key=lambda level: (_score(tables, own, offset, level), -level))
        for n in own:
            tables[n].exponent = best + offset[n]
            tables[n].exponent_is_tied = len(own) > 1


def tell_units(state: State) -> None:
    """Tell tables of money whose unit nothing says, and those whose printed unit their ties contradict."""
    for mapped in state.tables:
        if not figures(mapped):
            continue
        line = mapped.bare.rows[0].source_line
        if not mapped.printed_unit and not mapped.exponent_is_tied:
            state.undecided.append(Undecided(mapped.bare.table_no, line, None, "unit", "no_print_no_tie"))
        elif mapped.printed_unit and EXPONENTS[mapped.printed_unit] != mapped.exponent:
            state.undecided.append(Undecided(mapped.bare.table_no, line, None, "unit", "print_contradicted"))


def _score(tables: list[MappedTable], own: list[int], offset: list[int], level: int) -> float:
    score = 0.0
    for n in own:
        exponent = level + offset[n]
        if exponent not in LEVELS:
            return -math.inf
        mapped = tables[n]
        if mapped.printed_unit:
            score += constant("unit_printed") * (EXPONENTS[mapped.printed_unit] == exponent)
        largest = max((figure.value for figure in figures(mapped)), default=0.0) * 10.0**exponent
        if largest:
            below = math.log10(constant("smallest") / largest)
            above = math.log10(largest / constant("largest"))
            score -= constant("unit_small") * max(0.0, below) + constant("unit_large") * max(0.0, above)
        score -= constant("unit_millions") * (exponent == EXPONENTS["mkr"] and mapped.printed_unit != "mkr")
    return score
