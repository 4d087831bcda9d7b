"""Edits, partial explanations and what a search has found."""

from dataclasses import dataclass, field

from .relations import Values


@dataclass(frozen=True, slots=True)
class Edit:
    """One event: a value for a cell, values for several, or relations explained without a change."""

    cell: int | None
    value: int | None
    cause: str
    evidence: int | None = None
    place: tuple[object, ...] | None = None
    moved: tuple[tuple[int, int], ...] = ()
    explains: tuple[int, ...] = ()
    carried: bool = False

    def changes(self) -> tuple[tuple[int, int], ...]:
        """Return the cells that change, with their values."""
        if self.explains or self.cell is None or self.value is None:
            return self.moved
        return ((self.cell, self.value), *self.moved)


@dataclass(frozen=True, slots=True)
class Node:
    """A partial explanation."""

    cost: float
    edits: tuple[Edit, ...]
    values: Values
    pays: list[float | None]
    broken: tuple[int, ...]
    exempt: frozenset[int]
    touched: frozenset[int]


@dataclass(slots=True)
class Outcome:
    """Complete explanations by what they change, cheapest first once sorted; and how far the search went."""

    found: dict[object, tuple[float, tuple[Edit, ...]]] = field(default_factory=dict)
    nodes: int = 0
    past_budget: bool = False

    def ranked(self) -> list[tuple[float, tuple[Edit, ...]]]:
        """Return the explanations, cheapest first, ties by what they change."""
        return sorted(self.found.values(), key=lambda f: (round(f[0], 9), len(f[1]), _order(f[1])))


def _order(edits: tuple[Edit, ...]) -> list[tuple[object, ...]]:
    return sorted((-1 if e.cell is None else e.cell, e.value or 0, e.cause) for e in edits)
