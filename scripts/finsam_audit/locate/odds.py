"""How sure an edit is: its odds against the best explanation without it, and what follows from them."""

from collections.abc import Mapping, Sequence

from .nodes import Edit
from .system import Group

Explanation = tuple[float, tuple[Edit, ...]]
"""Cost in nats, and edits."""


def same_place(a: Edit, b: Edit) -> bool:
    """Tell whether two edits are about the same cell or the same event, whatever the value."""
    return (a.cell, a.value is None, a.place) == (b.cell, b.value is None, b.place) and (
        a.cell is not None or a.place is not None or a.moved == b.moved
    )


def has(edits: Sequence[Edit], edit: Edit) -> bool:
    """Tell whether an explanation has an edit there."""
    return any(same_place(other, edit) for other in edits)


def log_odds(ranked: Sequence[Explanation], edit: Edit, most: float) -> float:
    """Return the natural log of the odds of the best explanation against the best without the edit, at most `most`."""
    best = ranked[0][0]
    return min((cost - best for cost, edits in ranked[1:] if not has(edits, edit)), default=most)


def is_given_up(edit: Edit) -> bool:
    """Tell whether an edit only says that a relation stays unexplained."""
    return edit.value is None and not edit.moved and edit.place is None


def certainty(group: Group, ranked: Sequence[Explanation], edit: Edit, odds: float, mends: Sequence[int],
              priors: Mapping[str, float]) -> str:  # fmt: skip
    """Return `certain`, `likely` or `unknown`.

    Certain: the only smallest change of those within the slack of the best, with a fingerprint, asked for by two
    relations that say different things.
    Likely: ahead of any explanation without it by a factor whose logarithm is the prior `likely`.
    """
    if is_given_up(edit) or odds < priors["likely"]:
        return "unknown"
    size = len(ranked[0][1])
    alone = not any(
        len(edits) <= size and not has(edits, edit) and not any(is_given_up(e) for e in edits)
        for cost, edits in ranked[1:]
        if cost - ranked[0][0] <= priors["slack"]
    )
    asked = sum(r.deviates and not set(r.numbers).isdisjoint(mends) for r in group.relations)
    if alone and asked >= 2 and edit.cause != "unknown" and not edit.explains:
        return "certain"
    return "likely"
