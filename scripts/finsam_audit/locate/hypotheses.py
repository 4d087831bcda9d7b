"""Events that are one edit and change more than one cell, tried against the broken relations of the print."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .columns import column_events
from .costs import Prices, printed_values
from .events import Event
from .exchanges import exchange_events
from .relations import Known, Values, difference, is_within, strain_beside_known
from .rows import row_events
from .system import EQUAL, Cell, Group, Relation

MENDS_PER_BREAK = 4
"""An event that breaks a relation is thought of where it mends so many for each: another error may lie in its cells."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An event with its cost (nats) and the relations that it mends."""

    event: Event
    cost: float
    mends: frozenset[int]
    exempts: tuple[int, ...]


def hypotheses(group: Group, prices: Prices, known: Sequence[Known], broken: Sequence[int]) -> list[Hypothesis]:
    """Return the events that mend enough broken relations and break next to none; arguments as of `mended`."""
    if not broken:
        return []
    values = printed_values(group.cells)
    carried = {
        n: Carried(group.relations[n], values) for n in broken if group.relations[n].kind in EQUAL and not known[n]
    }
    found: dict[object, Hypothesis] = {}
    for event in _events(group, prices, broken):
        mends, eased = mended(group, event, values, known, carried, broken)
        if len(mends) < event.asks or any(_cannot_be(group.cells[cell], value) for cell, value in event.moved):
            continue
        # a row that does not count says nothing of its values
        gains = sum(prices.moved(cell, value) for cell, value in event.moved if value)
        most = prices.priors["most_gain"]
        cost = prices.wrong + event.cost + max(-most, min(gains, most))
        key = (event.moved, event.exempts)
        if key not in found or cost < found[key].cost:
            found[key] = Hypothesis(event, cost, mends, (*event.exempts, *eased))
    return sorted(found.values(), key=lambda h: (h.cost, h.event.cause, h.event.moved, h.event.exempts))


def _events(group: Group, prices: Prices, broken: Sequence[int]) -> Iterator[Event]:
    yield from exchange_events(group, prices.priors, broken)
    yield from column_events(group, prices.priors, broken)
    yield from row_events(group, prices.priors, broken)


def _cannot_be(cell: Cell, value: int) -> bool:
    """Tell whether a value is no count: there are never fewer than none, unless the cell itself prints so."""
    return cell.kind == "c" and value < 0 <= cell.value


class Carried:
    """What a relation lacks as printed and what each cell weighs: for a few cells that move no sum is added anew."""

    def __init__(self, relation: Relation, values: Values) -> None:
        """Add up the definitions once.

        Args:
            relation: a sum or a tie.
            values: what is printed.

        """
        self.bounds: list[tuple[float, float, dict[int, int]]] = []
        for definition in relation.definitions:
            weights: dict[int, int] = defaultdict(int)
            weights[definition.total] += 1
            for cell, weight in definition.terms:
                weights[cell] -= weight
            off = difference(relation.kind, definition, values)
            self.bounds.append((off or 0.0, definition.bound, weights))

    def stays_broken(self, moves: Sequence[tuple[int, int]]) -> bool:
        """Tell whether no definition comes within its bound.

        Args:
            moves: cells and by how much they move (hundredths).

        """
        return all(
            not is_within(off + sum(weights[cell] * by for cell, by in moves if cell in weights), bound)
            for off, bound, weights in self.bounds
        )


def mended(group: Group, event: Event, values: Values, known: Sequence[Known],
           carried: Mapping[int, Carried], broken: Sequence[int]) -> tuple[frozenset[int], list[int]]:  # fmt: skip
    """Return the broken relations that hold after an event; none where it breaks too many that held.

    Args:
        group: the group.
        event: the event.
        values: what is printed; unchanged on return.
        known: per relation its acknowledged cells.
        carried: the broken sums and ties in which nothing is acknowledged, added up.
        broken: the relations that do not hold as printed.

    Returns:
        What it mends, and the relations that hold only because the moved values may lie beside the true ones.

    """
    free = set(event.exempts)
    before = [(cell, values[cell]) for cell, _ in event.moved]
    moves = [(cell, value - values[cell]) for cell, value in event.moved]
    for cell, value in event.moved:
        values[cell] = value
    mends = set(free.intersection(broken))
    near = {n for cell, _ in event.moved for n in group.relations_of[cell]} - free
    if event.cause == "printed_unit" and not event.loose:
        # what lies in the table as a whole is as wrong or right in a smaller unit, however small it gets there
        scaled = {cell for cell, _ in event.moved}
        near -= {n for n in near if all(c in scaled or values[c] == 0 for c in group.relations[n].cells)}
    if not event.loose:
        near -= {n for n in near if n in carried and carried[n].stays_broken(moves)}
    eased: list[int] = []
    breaks = 0
    # the broken ones first: most events mend none of them
    for n in sorted(near, key=lambda n: (n not in broken, n)):
        if n not in broken and not mends:
            break
        holds = strain_beside_known(group.relations[n], values, known[n]) is not None
        if not holds and event.loose and _nearly(group.relations[n], event, values):
            holds = True
            eased.append(n)
        if holds and n in broken:
            mends.add(n)
        elif not holds and n not in broken:
            breaks += 1
        if n not in broken and breaks * MENDS_PER_BREAK > len(mends):
            mends.clear()
            break
    for cell, value in before:
        values[cell] = value
    return frozenset(mends), eased


def _nearly(relation: Relation, event: Event, values: list[int]) -> bool:
    """Tell whether a relation holds but for the digits that the moved values lost."""
    moved = {cell for cell, _ in event.moved}
    for definition in relation.definitions:
        parts = [(definition.total, 1), *definition.terms]
        slack = event.loose * sum(abs(weight) for cell, weight in parts if cell in moved)
        off = difference(relation.kind, definition, values)
        if relation.kind != "ratio" and off is not None and abs(off) <= definition.bound + slack:
            return True
    return False
