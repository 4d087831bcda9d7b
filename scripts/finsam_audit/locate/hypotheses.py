"""Events that are one edit and change more than one cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from .costs import Prices
from .group import Group


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An event: the cells that it moves with their values, the relations that it mends or makes void."""

    cause: str
    cost: float
    place: tuple[object, ...] | None
    moved: tuple[tuple[int, int], ...]
    mends: frozenset[int]
    exempts: tuple[int, ...] = ()
    evidence: int | None = None


def hypotheses(group: Group, prices: Prices, broken: Sequence[int]) -> list[Hypothesis]:
    """Return the events that mend a broken relation and break none."""
    return []
