"""What it is worth that figures agree, and what it costs that they do not."""

from collections.abc import Iterable, Sequence
from math import exp, gcd, log

from . import constants as c


def chance(values: Iterable[int], bound: int) -> float:
    """Return the chance that a sum agrees where there is none.

    The places that a sum of such a size could fall on, against those within rounding: in steps of the greatest common
    divisor of the cells, because round numbers agree easily.

    Args:
        values: the cells, whole thousandths.
        bound: twice the hard bound of rounding.

    """
    sizes = [abs(value) for value in values if value]
    if not sizes:
        return 1.0
    step = grain(sizes)
    return min(1.0, (bound / step + 1) / (max(sizes) / step + 1))


def grain(sizes: Sequence[int]) -> int:
    """Return the step of round numbers: their common divisor, of one number alone its last digit that is not zero."""
    if len(set(sizes)) > 1:
        return gcd(*sizes)
    step = 1
    while sizes[0] % (10 * step) == 0:
        step *= 10
    return step


def worth(values: Iterable[int], bound: int) -> float:
    """Return what an agreement says for a sum, in nats, never less than nothing."""
    return max(0.0, log(c.HOLDS / chance(values, bound)))


def slip_density(values: Sequence[int], difference: int, bound: int, others: Sequence[int]) -> float:
    """Return how likely a slip in one of the cells gives that difference, per step of their common divisor.

    Args:
        values: the total and its signed terms.
        difference: what the total exceeds the terms by.
        bound: twice the hard bound of rounding, within which the difference may lie beside that of the slip.
        others: cells beside them, one of which may stand in the place of another, or rows near by that may be left out.

    """
    sizes = [abs(value) for value in values if value] or [1]
    step = gcd(*sizes, difference)
    cells = len(sizes)
    # the places that rounding leaves the difference of one slip, whole steps
    around = bound // (2 * step)
    off = abs(difference) // step
    most = max(sizes) // step
    near = [other for other in others if other]

    def fits(size: int) -> bool:
        return 2 * abs(size - abs(difference)) <= bound

    found = c.ANYTHING / (max(off, 1) * (1 + log(1 + most)))
    if any(_one_digit(off + r) or (off + r) % 9 == 0 for r in range(-min(around, 4), min(around, 4) + 1)):
        found += c.DIGITS / (cells * max(1, len(str(most))) * 9 * (2 * around + 1))
    if any(fits(2 * size) for size in sizes):
        found += c.SIGN / cells / (2 * around + 1)
    if any(fits(size) for size in sizes):
        found += c.ROW / cells / (2 * around + 1)
    if any(fits(abs(other)) for other in near):
        found += c.ROW / len(near) / (2 * around + 1)
    if any(fits(abs(value - other)) for value in values for other in near):
        found += c.NEIGHBOUR / (cells * len(near)) / (2 * around + 1)
    return min(found, 1.0)


def deviation_cost(values: Sequence[int], bound: int, difference: int, others: Sequence[int]) -> float:
    """Return what a column that deviates costs, in nats: a slip in it against no sum at all."""
    odds = log(c.SLIP * slip_density(values, difference, bound, others) / chance(values, bound))
    return min(c.MOST, max(c.LEAST, -odds))


def told_odds(values: Sequence[int], difference: int, bound: int, others: Sequence[int], kind: str,
              holding: int) -> float:  # fmt: skip
    """Return the log odds of a slip over a sum that holds only nearly, by design."""
    sizes = [abs(value) for value in values if value] or [1]
    step = gcd(*sizes, difference)
    width = max(1.0, c.NEARLY_WIDTH * max(sizes) / step)
    nearly = exp(-min(abs(difference) / step / width, 600.0)) / width
    by_design = c.NEARLY[kind] * c.NEARLY_HOLDS ** min(holding, 5) * nearly
    return log(c.SLIP * slip_density(values, difference, bound, others)) - log(max(by_design, 1e-300))


def _one_digit(off: int) -> bool:
    text = str(abs(off)).rstrip("0")
    return len(text) == 1
