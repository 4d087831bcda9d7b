"""How plausible a value is: beside the row's other years and its budget, beside its neighbours, in its table.

A density per printed step, a product of three parts: the size (flat over the logarithm, and near the row's other
years), how often a number repeats another one, and how round numbers are in this table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from .system import Cell, Group

DECADES = log(10.0**7)
"""Amounts between one step and ten million of them: the flat part is spread over their logarithm."""
ROUNDEST = 6
MOST_DECIDED = 2.0
"""As many times as chance gives: at least half of the numbers that end in so many noughts were rounded or decided."""
FEWEST_AT_RATE = 3
"""Rows that moved at one rate: of two, one is the sum of the other and little else."""
RATE_BOUND = 0.002
"""How far from the rate amounts may lie: shares of some hundred thousand kronor are rounded to hundreds."""
NEVER = 1e-12
"""Counts and shares are never negative; a print that is still has a logarithm."""
TOTAL = "t"
"""The flag of a total."""
YEARS = ("prior", "next", "budget")
BESIDE = ("above", "below", "left", "right")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a value is seen beside: amounts of the row and of neighbours (hundredths), how round the table is.

    Of a row that is not printed nothing is known but the other rows of its sum.
    """

    years: tuple[int, ...]
    beside: tuple[int, ...]
    roundness: tuple[float, ...]
    siblings: tuple[int, ...] = ()
    unmoved: int | None = None
    """What all the row's other years say, two of them or more."""
    at_rate: float | None = None
    """What the row would be had it moved since the year before as the rows around it did, which all moved alike."""


def noughts(cell: Cell, value: int) -> int:
    """Return how many noughts the printed digits end in, at most `ROUNDEST`."""
    digits = (abs(value) + cell.step // 2) // cell.step
    count = 0
    while digits and digits % 10 == 0 and count < ROUNDEST:
        digits //= 10
        count += 1
    return count


def surroundings(group: Group, place: int, weight: float) -> Surroundings:
    """Return what stands around a cell.

    Args:
        group: the group.
        place: the cell.
        weight: how many numbers of the table the common share of round numbers counts as.

    """
    cell = group.cells[place]
    looks = group.lookalikes.get(place, ())
    seen = [0] * (ROUNDEST + 1)
    for other in group.cells:
        if other.amount and other.number != cell.number:
            if (other.document, other.table, other.kind) == (cell.document, cell.table, cell.kind):
                seen[noughts(other, other.amount)] += 1
    total = sum(seen)
    # of all whole numbers nine tenths end in no nought, nine hundredths in one, and so on
    usual = [0.9 * 10.0**-n for n in range(ROUNDEST)] + [10.0**-ROUNDEST]
    share = tuple((seen[n] + weight * usual[n]) / (total + weight) / usual[n] for n in range(ROUNDEST + 1))
    return Surroundings(
        tuple(look.amount for look in looks if look.what in YEARS),
        tuple(look.amount for look in looks if look.what in BESIDE),
        share,
        unmoved=next((look.amount for look in looks if look.what == "unmoved"), None),
        at_rate=_at_rate(group, place),
    )


def _at_rate(group: Group, place: int) -> float | None:
    """Return a cell's amount of the year before at the rate of its column: shares that are fixed move together.

    None where the rows do not move at one rate, half of them and three at least, or where they do not move.
    """
    cell = group.cells[place]
    before = _before(group, place)
    pairs = []
    for n, other in enumerate(group.cells):
        if n != place and (other.document, other.table, other.column, other.kind) == (
            cell.document, cell.table, cell.column, cell.kind
        ):  # fmt: skip
            earlier = _before(group, n)
            if earlier and other.amount:
                pairs.append((other.amount, earlier))
    if not before or not pairs:
        return None
    alike, (now, then) = max((_alike(pairs, pair), pair) for pair in pairs)
    return before * now / then if 2 * alike >= max(2 * FEWEST_AT_RATE, len(pairs)) and now != then else None


def _alike(pairs: Sequence[tuple[int, int]], one: tuple[int, int]) -> int:
    """Return how many pairs of amounts have the ratio of one of them."""
    return sum(abs(now - then * one[0] / one[1]) <= RATE_BOUND * abs(now) for now, then in pairs)


def _before(group: Group, place: int) -> int | None:
    return next((look.amount for look in group.lookalikes.get(place, ()) if look.what == "prior"), None)


def plausibility(cell: Cell, value: int, around: Surroundings, priors: Mapping[str, float]) -> float:
    """Return the density of a value per printed step.

    Args:
        cell: the cell.
        value: hundredths.
        around: what it is seen beside.
        priors: the priors.

    """
    if cell.kind in "pc" and value < 0:
        return NEVER
    like = [o for o in around.years if o]
    if value == 0:
        return priors["zero_beside_amounts"] if like else priors["zero"]
    if around.siblings:
        size = _spread(value, [o for o in around.siblings if o], priors["row_size_scale"], priors)
    else:
        size = _size(value, like, priors)
    density = size * min(cell.step / abs(value), 1.0) * around.roundness[noughts(cell, value)]
    if value in around.years:
        # a round amount is often decided: it stays; a sum is added up, whatever it ends in
        stays = _is_decided(noughts(cell, value), around) and TOTAL not in cell.flags
        density += priors["unchanged_round" if stays else "unchanged"]
    if value == around.unmoved:
        density += priors["unmoved"]
    if value in around.beside:
        # rows alike are of a size: an amount out of size beside its own years is no such row
        like_it = priors["like_neighbour_round" if _is_decided(noughts(cell, value), around) else "like_neighbour"]
        density += like_it * min(size * DECADES, 1.0)
    if around.at_rate is not None and abs(value - around.at_rate) <= RATE_BOUND * abs(value):
        density += priors["same_rate"]
    return min(density, 1.0)


def _is_decided(count: int, around: Surroundings) -> bool:
    """Tell whether an amount that ends in so many noughts was decided: one nought in a tenth of all is chance."""
    return count > 1 or (count == 1 and around.roundness[count] >= MOST_DECIDED)


def _size(value: int, like: Sequence[int], priors: Mapping[str, float]) -> float:
    """Return the density over the logarithm: flat, and near the row's other amounts of its sign."""
    same = [o for o in like if (o > 0) == (value > 0)]
    density = _spread(value, same, priors["log_ratio_scale"], priors, len(like))
    return density if same or not like else density * priors["other_sign"]


def _spread(value: int, like: Sequence[int], scale: float, priors: Mapping[str, float], count: int = 0) -> float:
    """Return the density over the logarithm: flat, and Laplace around each of some amounts.

    Args:
        value: hundredths.
        like: the amounts, of which none is nothing.
        scale: the mean absolute log ratio to them.
        priors: the priors.
        count: how many amounts there are, those of another sign among them; that of `like` where none is given.

    """
    count = count or len(like)
    if not count:
        return 1 / DECADES
    near = sum(exp(-abs(log(abs(value / o))) / scale) for o in like) / (2 * scale * count)
    flat = priors["flat_share"]
    return flat / DECADES + (1 - flat) * near
