"""Relations that say the same count once: a table's own structure restates many rules."""

from collections.abc import Sequence

from .system import Definition, Relation


def merged(relations: Sequence[Relation]) -> list[Relation]:
    """Let relations with the same cells, roles and weights count once: a table's structure restates many rules."""
    found: dict[object, Relation] = {}
    for relation in relations:
        key = (relation.kind, relation.deviates, frozenset(_said(relation.kind, d) for d in relation.definitions))
        if key in found:
            first = found[key]
            relation = Relation(
                (*first.numbers, *relation.numbers), first.kind, first.deviates, first.is_open or relation.is_open,
                first.definitions, first.cells,
            )  # fmt: skip
        found[key] = relation
    return list(found.values())


def _said(kind: str, definition: Definition) -> object:
    """Return what a definition says, whichever side its total stands on; zero weights aside."""
    if kind in ("at_most", "at_least", "ratio"):
        return (definition.total, definition.terms, definition.denominators, definition.constant)
    weights: dict[int, int] = {definition.total: 1}
    for cell, weight in definition.terms:
        weights[cell] = weights.get(cell, 0) - weight
    pairs = sorted((c, w) for c, w in weights.items() if w)
    turn = -1 if pairs and pairs[0][1] < 0 else 1
    return (tuple((c, turn * w) for c, w in pairs), turn * definition.constant)
