"""Reads a group from the text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log, sqrt
from typing import Any

from .merging import merged
from .system import KINDS, Cell, Definition, Group, Line, Lookalike, Relation

TURNED = 0.01
"""Nats for a definition in the other sign than the print: of two that differ by it alone the print's comes first."""


def spread_of(kind: str, bound: float, parts: Sequence[tuple[Cell, int]]) -> float:
    """Return the standard deviation of a difference when every print is rounded by itself.

    A number rounded to a step is wrong by a uniform error of variance step² / 12.
    """
    if kind == "ratio":
        return max(bound / 2, 1e-9)
    return max(min(sqrt(sum((weight * cell.step) ** 2 for cell, weight in parts) / 12), bound / sqrt(3)), 1e-9)


def read_group(text: Mapping[str, Any]) -> Group:
    """Read the group from the decoded text.

    Args:
        text: the object of the wire format.

    Raises:
        ValueError, KeyError, TypeError: the text is malformed.

    """
    cells = sorted((Cell(*row) for row in text["cells"]), key=lambda cell: cell.number)
    place = {cell.number: n for n, cell in enumerate(cells)}
    if len(place) < len(cells):
        raise ValueError("a cell is there twice")
    lookalikes: dict[int, list[Lookalike]] = {}
    for number, what, amount, other in sorted(text.get("lookalikes", ()), key=_order):
        if number in place:
            lookalikes.setdefault(place[number], []).append(Lookalike(what, amount, other))
    relations = merged([_relation(row, cells, place) for row in sorted(text["relations"], key=lambda r: int(r[0]))])
    lines = sorted((Line(*row) for row in text.get("lines", ())), key=lambda line: (line.number, line.amount))
    group = Group(cells, relations, lookalikes, lines, [[] for _ in cells])
    for n, relation in enumerate(relations):
        for cell in relation.cells:
            group.relations_of[cell].append(n)
    return group


def _order(row: Sequence[Any]) -> tuple[Any, ...]:
    return (row[0], row[1], row[2], -1 if row[3] is None else row[3])


def _relation(row: Sequence[Any], cells: Sequence[Cell], place: Mapping[int, int]) -> Relation:
    number, kind, severity, deviates, is_open, written = row
    if kind not in KINDS or severity not in ("e", "w"):
        raise ValueError(f"relation {number} has kind {kind} and severity {severity}")
    most = max((d[1] for d in written), default=0)
    definitions = []
    for definition, seen, constant, bound, roles in written:
        total = [place[c] for c, role, _ in roles if role == "t"]
        if len(total) != 1:
            raise ValueError(f"relation {number} has {len(total)} totals")
        terms, below = (
            tuple(sorted((place[c], int(w)) for c, role, w in roles if role == wanted)) for wanted in ("n", "d")
        )
        if kind == "ratio" and not below:
            raise ValueError(f"relation {number} is a ratio without a denominator")
        parts = [(cells[total[0]], 1), *((cells[c], w) for c, w in terms)]
        definitions.append(
            Definition(
                definition,
                total[0],
                terms,
                below,
                constant,
                float(bound),
                spread_of(kind, bound, parts),
                log((most + 1) / (seen + 1)),
            )
        )
    if not definitions:
        raise ValueError(f"relation {number} has no definition")
    definitions = sorted(_weighed_by_sign(definitions, cells), key=lambda d: (d.doubt, d.number))
    met = dict.fromkeys(c for d in definitions for c in d.cells())
    return Relation((number,), kind, bool(deviates), bool(is_open), tuple(definitions), tuple(met))


def _weighed_by_sign(definitions: Sequence[Definition], cells: Sequence[Cell]) -> list[Definition]:
    """Return the definitions, of two that differ by the sign alone the one with that of the print a little likelier.

    A change is printed without its sign: what it rose by is not what it would have fallen by. Where the figures that it
    is worked out of are wrong the other sign may be right, so neither is left out, whichever others use.
    """

    def key(d: Definition, sign: int) -> tuple[object, ...]:
        return d.total, tuple((c, sign * w) for c, w in d.terms), d.denominators, sign * d.constant

    doubts = {key(d, 1): d.doubt for d in definitions}
    kept = []
    for d in definitions:
        other = doubts.get(key(d, -1))
        above = d.constant + sum(weight * cells[c].value for c, weight in d.terms)
        below = sum(weight * cells[c].value for c, weight in d.denominators) if d.denominators else 1
        if other is not None:
            turned = above * below * cells[d.total].value < 0
            d = replace(d, doubt=min(d.doubt, other) + (TURNED if turned else 0.0))
        kept.append(d)
    return kept
