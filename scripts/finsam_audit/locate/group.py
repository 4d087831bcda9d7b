"""The group: its cells and relations as read from the text.

Amounts are integers in hundredths of a krona, of a per cent or of one, in the signs of the marts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Any

LINEAR = ("sum", "tie", "at_most", "at_least")
KINDS = (*LINEAR, "ratio")
PER_CENT = 10_000
"""Hundredths of a per cent in one: a ratio of two amounts times this is its printed value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed number, or an empty cell (amount None) in a labelled row."""

    number: int
    amount: int | None
    sign: int
    unit: int
    step: int
    kind: str
    document: int
    table: int
    row: int
    column: int
    rank: int
    year: int
    flags: str
    known: int | None
    outside: int

    @property
    def value(self) -> int:
        """What counts in sums: an empty cell counts as nothing."""
        return self.amount or 0


@dataclass(frozen=True, slots=True)
class Definition:
    """One accepted way to compute a total; cells are places in `Group.cells`."""

    number: int
    total: int
    terms: tuple[tuple[int, int], ...]
    denominators: tuple[tuple[int, int], ...]
    constant: float
    bound: float
    spread: float
    doubt: float

    def cells(self) -> list[int]:
        """Every cell of it, the total first, each once."""
        return list(dict.fromkeys([self.total, *(c for c, _ in self.terms), *(c for c, _ in self.denominators)]))


@dataclass(frozen=True, slots=True)
class Relation:
    """What must hold; `numbers` are the ids of all relations that say the same."""

    numbers: tuple[int, ...]
    kind: str
    deviates: bool
    is_open: bool
    definitions: tuple[Definition, ...]
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A print that a slip may have copied; `amount` is what the cell amounts to with it."""

    what: str
    amount: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a face statement that may lie between two scopes."""

    number: int
    document: int
    year: int
    amount: int
    is_total: bool
    statement: str


@dataclass(slots=True)
class Group:
    """Cells, relations and what stands near them."""

    cells: list[Cell]
    relations: list[Relation]
    lookalikes: dict[int, list[Lookalike]]
    lines: list[Line]
    relations_of: list[list[int]] = field(default_factory=list)


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
    relations = _merged([_relation(row, cells, place) for row in sorted(text["relations"], key=lambda r: int(r[0]))])
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
                definition, total[0], terms, below, constant, float(bound), spread_of(kind, bound, parts),
                log((most + 1) / (seen + 1)),
            )  # fmt: skip
        )
    if not definitions:
        raise ValueError(f"relation {number} has no definition")
    definitions.sort(key=lambda d: (d.doubt, d.number))
    met = dict.fromkeys(c for d in definitions for c in d.cells())
    return Relation((number,), kind, bool(deviates), bool(is_open), tuple(definitions), tuple(met))


def _merged(relations: Sequence[Relation]) -> list[Relation]:
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
    """What a definition says, whichever side its total stands on; zero weights aside."""
    if kind in ("at_most", "at_least", "ratio"):
        return (definition.total, definition.terms, definition.denominators, definition.constant)
    weights: dict[int, int] = {definition.total: 1}
    for cell, weight in definition.terms:
        weights[cell] = weights.get(cell, 0) - weight
    pairs = sorted((c, w) for c, w in weights.items() if w)
    turn = -1 if pairs and pairs[0][1] < 0 else 1
    return (tuple((c, turn * w) for c, w in pairs), turn * definition.constant)
