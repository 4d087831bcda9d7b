"""Explanations that change nothing: another scope, and comparatives that were restated.

They speak of ties alone, two prints of one quantity, and leave every other relation as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import log

from .costs import Prices
from .relations import strain
from .system import Cell, Definition, Group, Line

COARSE = 20
"""A line explains a difference only where rounding is finer than so small a part of the line: else any line would."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Relations that deviate for a reason that is no slip; the cells that it is told of and what would agree."""

    relations: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]
    cause: str
    evidence: int | None
    cost: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A broken tie of two prints: where its difference is told, the other print, and what the first would agree at."""

    relation: int
    told: int
    other: int
    value: int
    bound: float


def explanations(group: Group, prices: Prices, broken: Sequence[int]) -> dict[int, list[Explanation]]:
    """Return the explanations by the relation that they explain."""
    pairs = [pair for n in broken if (pair := _pair(group, n)) is not None]
    restated = [*_restatements(group, prices, pairs, broken), *_kept(group, prices, pairs, broken)]
    found = [*_scopes(group, prices, pairs), *restated]
    by_relation: dict[int, list[Explanation]] = {}
    for item in found:
        for relation in item.relations:
            by_relation.setdefault(relation, []).append(item)
    return by_relation


def farther(a: Cell, b: Cell) -> bool:
    """Tell whether of two prints the first is the one to name: of the later year, then the less primary, then later."""
    if a.document == b.document and a.year != b.year:
        return a.year > b.year
    return (a.rank, a.number) > (b.rank, b.number)


def _pair(group: Group, n: int) -> Pair | None:
    relation = group.relations[n]
    if relation.kind != "tie":
        return None
    for definition in relation.definitions:
        if len(definition.terms) == 1 and abs(definition.terms[0][1]) == 1 and not definition.constant:
            return _told(group, n, definition)
    return None


def _told(group: Group, n: int, definition: Definition) -> Pair:
    (term, weight), total = definition.terms[0], definition.total
    a, b = group.cells[total], group.cells[term]
    if farther(a, b):
        return Pair(n, total, term, weight * b.value, definition.bound)
    return Pair(n, term, total, weight * a.value, definition.bound)


def _scopes(group: Group, prices: Prices, pairs: Sequence[Pair]) -> list[Explanation]:
    priors = prices.priors
    found = []
    for pair in pairs:
        told, other = group.cells[pair.told], group.cells[pair.other]
        if not told.value or not other.value or _is_the_year_before(group, pair):
            continue
        lines = _lines_between(group, pair)
        choices: list[tuple[tuple[Line, ...], int]] = [((line,), abs(line.amount)) for line in lines]
        rows = [line for line in lines if line.statement == "i" and not line.is_total]
        choices += [((a, b), abs(a.amount + b.amount)) for a, b in combinations(rows, 2)]
        least = priors["scope_steps"] * max(told.step, other.step)
        off = abs(told.value - pair.value)
        larger = pair.told if abs(told.value) > abs(other.value) else pair.other
        for chosen, amount in choices:
            if amount < least or abs(amount - off) > min(pair.bound, amount / COARSE):
                continue
            if not _may_contain(group, larger, chosen, pair.bound):
                continue
            same = tuple(p.relation for p in pairs if p.told == pair.told and abs(p.value - pair.value) <= p.bound)
            cost = prices.wrong - log(priors["scope_differs"]) + log(len(choices))
            found.append(Explanation(same, ((pair.told, pair.value),), "scope_differs", chosen[0].number, cost))
            break
    return found


def _is_the_year_before(group: Group, pair: Pair) -> bool:
    """Tell whether a print is what the other print said the year before: equity differs from that by the result."""
    told, other = group.cells[pair.told], group.cells[pair.other]
    return any(
        look.what == "prior" and abs(abs(look.amount) - abs(told.value)) * 2 < max(told.step, other.step)
        for look in group.lookalikes.get(pair.other, [])
    )


def _may_contain(group: Group, cell: int, lines: Sequence[Line], bound: float) -> bool:
    """Tell whether a print may contain lines: what its own rows add up to has them among the rows."""
    for n in group.relations_of[cell]:
        relation = group.relations[n]
        definition = relation.definitions[0]
        if relation.kind == "sum" and not relation.deviates and definition.total == cell and len(definition.terms) > 1:
            rows = [abs(group.cells[term].value) for term, _ in definition.terms]
            if not all(any(abs(row - abs(line.amount)) <= bound for row in rows) for line in lines):
                return False
    return True


def _lines_between(group: Group, pair: Pair) -> list[Line]:
    """Return the lines of the statements, of the same year, that are neither of the two prints nor their amounts.

    Where one of the two is a line itself, only lines of its statement: between a receivable and its note lies no
    depreciation.
    """
    cells = (group.cells[pair.told], group.cells[pair.other])
    numbers = {cell.number for cell in cells}
    statements = {line.statement for line in group.lines if line.number in numbers}
    return [
        line for line in group.lines
        if any((line.document, line.year) == (cell.document, cell.year) for cell in cells)
        and (not statements or line.statement in statements)
        and all(line.number != cell.number and abs(abs(line.amount) - abs(cell.value)) > cell.step for cell in cells)
    ]  # fmt: skip


def _restatements(group: Group, prices: Prices, pairs: Sequence[Pair], broken: Sequence[int]) -> list[Explanation]:
    """Return comparatives of one report and year that moved together while their sums hold."""
    events: dict[tuple[int, int, int], list[Pair]] = {}
    for pair in pairs:
        a, b = group.cells[pair.told], group.cells[pair.other]
        if a.document == b.document or a.year == b.year:
            continue
        if a.year > b.year:
            turn = -1 if (pair.value > 0) != (b.value > 0) else 1
            pair = Pair(pair.relation, pair.other, pair.told, turn * a.value, pair.bound)
            a, b = b, a
        events.setdefault((a.document, a.year, b.document), []).append(pair)
    found = []
    for pairs_of in events.values():
        moved = {pair.told for pair in pairs_of}
        sums = {n for c in moved for n in group.relations_of[c] if group.relations[n].kind == "sum"}
        holds = any(len(moved.intersection(group.relations[n].cells)) >= 2 for n in sums)
        if len(moved) < 2 or not holds or sums.intersection(broken):
            continue
        if all(_repeats_year_before(group, cell) for cell in moved):
            continue
        pairs_of = [*pairs_of, *_carried_on(group, pairs_of, pairs)]
        cells = tuple(sorted({pair.told: pair.value for pair in pairs_of}.items()))
        cost = -log(prices.priors["restated"]) - len(cells) * log(prices.priors["restated_row"])
        found.append(Explanation(tuple(pair.relation for pair in pairs_of), cells, "restated", None, cost))
    return found


def _carried_on(group: Group, moved: Sequence[Pair], pairs: Sequence[Pair]) -> list[Pair]:
    """Return the ties of two reports that ask the same change of a cell that repeats a comparative."""
    by_cell = {pair.told: pair for pair in moved}
    found = []
    for pair in pairs:
        a, b = group.cells[pair.told], group.cells[pair.other]
        if a.document == b.document or a.year != b.year or pair.told in by_cell:
            continue
        repeated = {
            c for n in group.relations_of[pair.told]
            if group.relations[n].kind == "tie" and not group.relations[n].deviates
            for c in group.relations[n].cells
        }  # fmt: skip
        asked = abs(pair.value) - abs(a.value)
        if any(
            abs(abs(by_cell[c].value) - abs(group.cells[c].value) - asked) <= pair.bound
            for c in repeated.intersection(by_cell)
        ):
            found.append(pair)
    return found


def _kept(group: Group, prices: Prices, pairs: Sequence[Pair], broken: Sequence[int]) -> list[Explanation]:
    """Return years before that a table tells as they were adopted, while the statements restate them.

    The table's own prints of the year bear each other out, two of them at least, and the statement's are in order.
    """
    years: dict[tuple[int, int, int], list[Pair]] = {}
    for pair in [*pairs, *(of_several for n in broken if (of_several := _of_several(group, n)) is not None)]:
        a, b = group.cells[pair.told], group.cells[pair.other]
        if a.document == b.document and a.year == b.year < 0 and a.rank > b.rank:
            years.setdefault((a.document, a.table, a.year), []).append(pair)
    found = []
    for place, pairs_of in years.items():
        kept = {pair.told: pair.value for pair in pairs_of}
        asked = {n for pair in pairs_of for c in (pair.told, pair.other) for n in group.relations_of[c]}
        asked = asked.intersection(broken) - {pair.relation for pair in pairs}
        # a ratio of the table and the statements differs as they do
        ratios = {n for n in asked if group.relations[n].kind == "ratio" and _place(group, n) == place}
        printed = {group.relations[n].definitions[0].total for n in ratios}
        ratios |= {
            n for n in broken
            if group.relations[n].kind == "ratio" and group.relations[n].definitions[0].total in printed
        }  # fmt: skip
        explained = {pair.relation for pair in pairs_of} | ratios
        if asked - explained or not all(_borne_out(group, kept, cell) for cell in kept):
            continue
        cells = tuple(sorted(kept.items()))
        cost = -log(prices.priors["restated"]) - len(cells) * log(prices.priors["restated_row"])
        found.append(Explanation(tuple(sorted(explained)), cells, "restated", None, cost))
    return found


def _place(group: Group, n: int) -> tuple[int, int, int]:
    """Return document, table and year of the print that a relation is about."""
    total = group.cells[group.relations[n].definitions[0].total]
    return total.document, total.table, total.year


def _of_several(group: Group, n: int) -> Pair | None:
    """Return a tie of a print to several others together as one of two prints: what they come to, and one of them."""
    relation = group.relations[n]
    several = [definition for definition in relation.definitions if len(definition.terms) > 1]
    if relation.kind != "tie" or len(several) < len(relation.definitions) or not several:
        return None
    one = several[0]
    value = round(one.constant) + sum(weight * group.cells[term].value for term, weight in one.terms)
    return Pair(n, one.total, one.terms[0][0], value, one.bound)


def _borne_out(group: Group, kept: dict[int, int], cell: int) -> bool:
    """Tell whether a print of its table, kept as it was or never in doubt, holds with this one and not with another.

    A sum must take in a second print that differs from the statements', in the definition by which it holds: what the
    statements alone add up to bears them out. A ratio is a print by itself.
    """
    values = [c.value for c in group.cells]
    at = group.cells[cell]
    for n in group.relations_of[cell]:
        relation = group.relations[n]
        total = group.cells[relation.definitions[0].total]
        if relation.deviates or (total.document, total.table) != (at.document, at.table):
            continue
        if relation.kind not in ("sum", "ratio"):
            continue
        own = relation
        if relation.kind == "sum":
            shared = [d for d in relation.definitions if kept.keys() & set(d.cells()) - {cell}]
            own = replace(relation, definitions=tuple(shared))
        values[cell] = kept[cell]
        without = strain(own, values)
        values[cell] = at.value
        if without is None and strain(own, values) is not None:
            return True
    return False


def _repeats_year_before(group: Group, cell: int) -> bool:
    """Tell whether a print is that of its row in the year before: another period stands there, nothing is restated."""
    return any(k.what == "prior" and k.amount == group.cells[cell].amount for k in group.lookalikes.get(cell, ()))
