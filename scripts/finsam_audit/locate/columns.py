"""What happens to a whole column: its sign, its unit, another year in it, a shift by one row."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log

from .events import Event, Layout, Table, layouts
from .plausibility import plausibility, surroundings
from .relations import wanted
from .system import EQUAL, Group, Relation

THOUSAND = 1000
FEWEST = 3
"""Amounts without which a column is no column: of fewer, each is a slip of its own."""


def column_events(group: Group, priors: Mapping[str, float], broken: Sequence[int]) -> Iterator[Event]:
    """Yield columns turned in sign, in another unit, shifted by one row, where two relations of theirs are broken."""
    cost = -log(priors["whole_column"])
    for table, layout in layouts(group, broken).items():
        yield from _whole_table(group, cost, table, layout, broken)
        for column in layout.columns:
            cells = [c for c in layout.column(column) if group.cells[c].amount is not None]
            near = {n for c in cells for n in group.relations_of[c]}.intersection(broken)
            if len(cells) < 2 or not near:
                continue
            place = ("column", table[1], column)
            filled = [c for c in cells if group.cells[c].value]
            if len(filled) < FEWEST:
                continue
            turned = tuple((c, -group.cells[c].value) for c in filled)
            yield Event("sign_convention", cost, turned, 1, place)
            # in thousands every slip rounds away: another unit is told by what stands in another one
            beyond = any(not set(group.relations[n].cells) <= set(cells) for n in near)
            if beyond and all(group.cells[c].kind == "m" for c in filled):
                yield from _other_unit(group, cost, filled, place)
            if len(near) > 1:
                other = _year_before(group, filled, near)
                if len(other) >= FEWEST:
                    yield Event("other_period", cost, other, 2, place)
                yield from _shifts(group, priors, layout, column, place)


def _whole_table(group: Group, cost: float, table: Table, layout: Layout, broken: Sequence[int]) -> Iterator[Event]:
    """Yield all columns of a table in another unit, where relations bind them: one column alone would break those."""
    at = {c for c in layout.at.values() if group.cells[c].kind == "m" and group.cells[c].value}
    near = {n for c in at for n in group.relations_of[c]}
    bound = {
        column for n in near if len(own := {group.cells[c].column for c in group.relations[n].cells if c in at}) > 1
        for column in own
    }  # fmt: skip
    filled = sorted(c for c in at if group.cells[c].column in bound)
    # a nought stands in the table in any unit
    whole = set(layout.at.values())
    beyond = any(not whole.issuperset(group.relations[n].cells) for n in near.intersection(broken))
    if beyond and len(filled) >= FEWEST:
        yield from _other_unit(group, cost, filled, ("columns", table[1], *sorted(bound)))


def _other_unit(group: Group, cost: float, cells: Sequence[int], place: tuple[object, ...]) -> Iterator[Event]:
    up = tuple((c, group.cells[c].value * THOUSAND) for c in cells)
    down = tuple((c, round(group.cells[c].value / THOUSAND)) for c in cells)
    half = max((group.cells[c].step for c in cells), default=0) * THOUSAND // 2
    yield Event("printed_unit", cost, up, 1, place, loose=half)
    yield Event("printed_unit", cost, down, 2, place)


def _year_before(group: Group, cells: Sequence[int], near: set[int]) -> tuple[tuple[int, int], ...]:
    """Return the cells that print the year before of what another print says they are, with what that one says."""
    moved: dict[int, int] = {}
    for n in sorted(near):
        relation = group.relations[n]
        definition = relation.definitions[0]
        if relation.kind != "tie" or len(definition.terms) != 1:
            continue
        (term, weight), total = definition.terms[0], definition.total
        for cell, other in ((total, term), (term, total)):
            before = [k.amount for k in group.lookalikes.get(cell, ()) if k.what == "prior"]
            if cell in cells and group.cells[cell].amount in before:
                moved.setdefault(cell, weight * group.cells[other].value)
    return tuple(sorted(moved.items()))


def _shifts(group: Group, priors: Mapping[str, float], layout: Layout, column: int, place: tuple[object, ...],
            ) -> Iterator[Event]:  # fmt: skip
    """Yield the amounts from a row on moved back by one row; the one that got lost is what the sums ask."""
    cells = layout.column(column)
    values = [cell.value for cell in group.cells]
    for step in (1, -1):
        run = cells if step == 1 else cells[::-1]
        for start in range(len(run) - 2):
            tail = run[start:]
            moved = {a: group.cells[b].value for a, b in pairwise(tail)}
            lost = _asked(group, {**dict(enumerate(values)), **moved}, tail[-1])
            if lost is not None:
                changed = tuple((c, v) for c, v in sorted({**moved, tail[-1]: lost}.items()) if v != values[c])
                around = surroundings(group, tail[-1], priors["table_weight"])
                chance = plausibility(group.cells[tail[-1]], lost, around, priors)
                cost = -log(priors["column_shifted"]) - log(chance) + log(2 * len(run))
                if len(changed) > 2:
                    yield Event("column_shifted", cost, changed, 2, place)


def _asked(group: Group, values: Mapping[int, int], cell: int) -> int | None:
    """Return what the first sum or tie of a cell wants of it."""
    listed = [values[n] for n in range(len(group.cells))]
    step = group.cells[cell].step
    for n in group.relations_of[cell]:
        relation: Relation = group.relations[n]
        if relation.kind in EQUAL:
            want = wanted(relation.kind, relation.definitions[0], cell, listed)
            if want is not None:
                return round(want[0] / step) * step
    return None
