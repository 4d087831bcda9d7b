"""Whether relations hold under given values, how well, and which value of a cell would make one hold."""

from collections.abc import Sequence

from .system import PER_CENT, Definition, Group, Relation

Values = list[int]
"""A value for every cell of the group, in its order; hundredths."""

Known = Sequence[tuple[int, int, int]]
"""The acknowledged cells of a relation: place, the print that was acknowledged, what it should say."""

FAR = 4.0
"""Standard deviations of rounding beyond which a difference pays no more: the bound decides there."""


BESIDE_PRINT = 0.01
"""Nats for a relation that holds by what was acknowledged and not by the print: of two equals the print's."""


def difference(kind: str, definition: Definition, values: Values) -> float | None:
    """Return total minus computed, in hundredths; None where a ratio has no denominator."""
    top = definition.constant
    for cell, weight in definition.terms:
        top += weight * values[cell]
    if kind == "ratio":
        below = 0
        for cell, weight in definition.denominators:
            below += weight * values[cell]
        if not below:
            return None
        top = PER_CENT * top / below
    return values[definition.total] - top


def is_within(off: float, bound: float) -> bool:
    """Tell whether a difference is within a bound (both hundredths), but for what binary fractions lose."""
    return abs(off) <= bound + 1e-6


def strain(relation: Relation, values: Values) -> float | None:
    """Return what a relation pays when it holds (nats), None when it does not.

    Half the square of its distance in standard deviations of rounding (the logarithm of a normal density), and the
    doubt of the definition under which it holds.
    """
    least: float | None = None
    for definition in relation.definitions:
        off = difference(relation.kind, definition, values)
        if off is None:
            continue
        if relation.kind == "at_most":
            off = max(off, 0.0)
        elif relation.kind == "at_least":
            off = min(off, 0.0)
        if not is_within(off, definition.bound):
            continue
        pays = definition.doubt
        if off:
            pays += min(abs(off) / definition.spread, FAR) ** 2 / 2
        if least is None or pays < least:
            least = pays
    return least


def wanted(kind: str, definition: Definition, cell: int, values: Values) -> tuple[float, float] | None:
    """Return the value of a cell for which the definition holds exactly, and how far it may lie from it.

    None where no value of the cell does it.
    """
    off = difference(kind, definition, values)
    if kind != "ratio":
        weight = (1 if cell == definition.total else 0) - sum(w for c, w in definition.terms if c == cell)
        if not weight or off is None:
            return None
        return values[cell] - off / weight, definition.bound / abs(weight)
    above = sum(w for c, w in definition.terms if c == cell)
    below = sum(w for c, w in definition.denominators if c == cell)
    if cell == definition.total:
        return None if off is None or above or below else (values[cell] - off, definition.bound)
    top = definition.constant + sum(w * values[c] for c, w in definition.terms if c != cell)
    bottom = float(sum(w * values[c] for c, w in definition.denominators if c != cell))
    share = values[definition.total] / PER_CENT
    # share * (bottom + below * v) = top + above * v
    slope = above - share * below
    if not slope:
        return None
    middle = (share * bottom - top) / slope
    whole = bottom + below * middle
    return (middle, abs(definition.bound / PER_CENT * whole / slope)) if whole else None


def acknowledged(group: Group, relation: Relation) -> list[tuple[int, int, int]]:
    """Return the acknowledged cells of a relation: place, the print that was acknowledged, what it should say.

    A print that stands elsewhere now counts as acknowledged where an event of a whole line puts it back.
    """
    found = []
    for place in sorted(relation.cells):
        cell = group.cells[place]
        if cell.known is not None:
            found.append((place, cell.value, cell.known))
        elif cell.known_print is not None and cell.known_elsewhere is not None:
            found.append((place, cell.known_print, cell.known_elsewhere))
    return found


def strain_beside_known(relation: Relation, values: Values, known: Known) -> float | None:
    """Return what a relation pays, acknowledged cells taken as printed or as their finding suggests.

    What is acknowledged holds as long as it deviates by the same amount, and speaks for its cells like any other.

    Args:
        relation: the relation.
        values: a value for every cell; unchanged on return.
        known: per acknowledged cell of the relation its place, its print and what is suggested.

    """
    least = strain(relation, values)
    for cell, printed, suggested in known:
        if values[cell] != printed:
            continue
        values[cell] = suggested
        pays = strain_beside_known(relation, values, [k for k in known if k[0] > cell])
        values[cell] = printed
        if pays is not None and (least is None or pays + BESIDE_PRINT < least):
            least = pays + BESIDE_PRINT
    return least


def steady(relations: Sequence[Relation], values: Values) -> list[Relation]:
    """Return the relations in step with what is said of them.

    A relation said to hold that does not by these figures speaks for nobody; one said to deviate deviates: its
    bound is drawn in where these figures would let it hold.
    """
    kept = []
    for relation in relations:
        holds = strain(relation, values) is not None
        if relation.deviates or holds:
            kept.append(_drawn_in(relation, values) if relation.deviates and holds else relation)
    return kept


def _drawn_in(relation: Relation, values: Values) -> Relation:
    definitions = []
    for d in relation.definitions:
        off = abs(difference(relation.kind, d, values) or 0.0)
        bound = d.bound if off > d.bound else max(off - 1, 0.0)
        if off:
            definitions.append(
                Definition(d.number, d.total, d.terms, d.denominators, d.constant, bound, d.spread, d.doubt)
            )
    return Relation(
        relation.numbers,
        relation.kind,
        True,
        relation.is_open,
        tuple(definitions) or relation.definitions,
        relation.cells,
    )
