"""How plausible a value is beside the row's other years and its budget."""

from collections.abc import Mapping, Sequence
from math import exp, log

from .group import Cell

DECADES = log(10.0**7)
"""Amounts between one step and ten million of them: the flat part is spread over their logarithm."""


def plausibility(cell: Cell, value: int, others: Sequence[int], priors: Mapping[str, float]) -> float:
    """Return the density of a value per printed step.

    A mixture: flat over the logarithm, and a Laplace density around each of the others on the log ratio.

    Args:
        cell: the cell.
        value: hundredths.
        others: what the row amounts to in other years and in the budget, hundredths.
        priors: the priors.

    """
    if cell.kind in "pc" and value < 0:
        return 1e-12
    if value == 0:
        return priors["zero_beside_amounts"] if any(others) else priors["zero"]
    density = 1.0
    like = [o for o in others if o]
    if like:
        same = [o for o in like if (o > 0) == (value > 0)]
        scale = priors["log_ratio_scale"]
        near = sum(exp(-abs(log(value / o)) / scale) for o in same) / (2 * scale * len(like))
        flat = priors["flat_share"]
        density = flat / DECADES + (1 - flat) * near
        if not same:
            density *= priors["other_sign"]
    else:
        density /= DECADES
    return density * min(cell.step / abs(value), 1.0)
