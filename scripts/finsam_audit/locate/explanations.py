"""Explanations that change nothing: another scope, and comparatives that were restated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .costs import Prices
from .group import Group


@dataclass(frozen=True, slots=True)
class Explanation:
    """Relations that deviate for a reason that is no slip; the cell that it is told of and what would agree."""

    relations: tuple[int, ...]
    cell: int
    value: int
    cause: str
    evidence: int | None
    cost: float


def explanations(group: Group, prices: Prices, broken: Sequence[int]) -> Mapping[int, list[Explanation]]:
    """Return the explanations by the relation that they explain."""
    return {}
