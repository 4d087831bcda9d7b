"""Shares: which percentages are cells over other cells, along their row or down their column."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from . import constants as c
from .table import COUNT, MONEY, PERCENT, Series, Table
from .words import plain

FOR_EACH = 100
"""The weight of a count that an amount for each is of: a quotient is told in hundredths, as a percentage."""
Place = tuple[int, int]
"""A weight and a column; of a share down the columns a weight and a row."""
Cell = tuple[int, int]
"""A number and its step, whole thousandths."""
Reader = Callable[[int, int, bool], Cell | None]
"""The cell at a place of a quotient, for a row (or column), or in the total row."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """A candidate: what stands above the line and below it, and the words that name these."""

    above: tuple[Place, ...]
    below: tuple[Place, ...]
    of_root: bool
    names: tuple[str, ...]
    is_of_difference: bool = False

    @property
    def is_of_sum(self) -> bool:
        """Whether it is of two cells together over a third: those who left for work or studies of all who left."""
        return len(self.above) > 1 and len(self.below) == 1 and all(weight > 0 for weight, _ in self.above)

    @property
    def is_for_each(self) -> bool:
        """Whether it is an amount for each of a count."""
        return self.below[0][0] == FOR_EACH


@dataclass(frozen=True, slots=True)
class Share:
    """A column of percentages (or a row of them), what it is the quotient of, and the rows (columns) that agree.

    `names_base` says whether its words name what it is divided by.
    """

    place: int
    is_row: bool
    quotient: Quotient
    score: float
    holds: tuple[int, ...]
    deviates: tuple[int, ...]
    rivalled: tuple[int, ...]
    names_base: bool


def shares(table: Table, root: int | None) -> list[Share]:
    """Return the shares of a table.

    Args:
        table: the table.
        root: the one row that others add into, None where there is none or there are several.

    """
    found = []
    amounts = [column for column in sorted(table.main) if table.main[column].unit != PERCENT]
    covered: set[tuple[int, int]] = set()
    for series in table.series:
        if series.unit != PERCENT:
            continue
        cells = [(row, (series.value(row), series.steps[row])) for row in range(len(table.lines)) if series.values[row]]
        heading = table.columns[series.column].heading if series.column in table.columns else ""

        def read(place: int, row: int, of_root: bool) -> Cell | None:
            return _cell(table.main[place], root if of_root and root is not None else row)

        # a share is of amounts of its own year where there are such
        own = [column for column in amounts if table.main[column].period == series.period] or amounts
        told = [
            column for column in own if column in table.columns and _ends_with(heading, table.columns[column].heading)
        ]
        candidates = _for_each(table, amounts) if series.measure == "ratio" else _along(table, own, root)
        along = [
            quotient
            for quotient in candidates
            if len(told) != 1 or told[0] in (place for _, place in (*quotient.above, *quotient.below))
        ]
        one = _best(table, series.column, False, heading, cells, along, read)
        if one is not None:
            found.append(one)
            covered |= {(row, series.column) for row, _ in cells}
    for row in range(len(table.lines)):
        cells = [
            (series.column, (series.value(row), series.steps[row]))
            for series in table.series
            if series.unit == PERCENT and series.values[row] and (row, series.column) not in covered
        ]
        if len({column for column, _ in cells}) < len(cells) or len(cells) < 2:
            continue

        def down(place: int, column: int, _: bool) -> Cell | None:
            series = table.main.get(column)
            return None if series is None or series.unit == PERCENT else _cell(series, place)

        one = _best(table, row, True, table.labels[row], cells, list(_down(table, row)), down)
        if one is not None:
            found.append(one)
    return found


def _cell(series: Series, row: int) -> Cell | None:
    value = series.values[row]
    return None if value is None else (value, series.steps[row])


def _along(table: Table, columns: list[int], root: int | None) -> Iterator[Quotient]:
    names = {column: table.columns[column].heading if column in table.columns else "" for column in columns}
    for a in columns:
        if root is not None:
            yield Quotient(((1, a),), ((1, a),), True, (names[a],))
        for b in columns:
            if a != b and table.main[a].unit == table.main[b].unit:
                both = (names[a], names[b])
                yield Quotient(((1, a),), ((1, b),), False, both, table.main[a].measure.endswith("deviation"))
                # what is left of an amount is no part beside it, nor an amount that it rose from
                if any(table.main[n].measure.endswith("deviation") for n in (a, b)):
                    continue
                yield Quotient(((1, a), (-1, b)), ((1, b),), False, both, True)
                if a < b:
                    yield Quotient(((1, a),), ((1, a), (1, b)), False, both)
                    yield Quotient(((1, b),), ((1, a), (1, b)), False, both)
                    for d in columns if table.main[a].unit == COUNT else ():
                        if d not in (a, b) and table.main[d].unit == COUNT:
                            yield Quotient(((1, a), (1, b)), ((1, d),), False, both)


def _for_each(table: Table, columns: list[int]) -> Iterator[Quotient]:
    """Yield amounts over counts: what each of so many costs or pays, which is in the unit of the amounts."""
    amounts, counts = ([n for n in columns if table.main[n].unit == unit] for unit in (MONEY, COUNT))
    for a in amounts:
        for b in counts:
            names = tuple(table.columns[n].heading if n in table.columns else "" for n in (a, b))
            yield Quotient(((1, a),), ((FOR_EACH, b),), False, names)


def _down(table: Table, row: int) -> Iterator[Quotient]:
    units = [series.unit for series in table.amounts()]
    if not units:
        return
    rows = [
        other
        for other in range(len(table.lines))
        if other != row and any(series.values[other] for series in table.amounts())
    ]
    for a in rows:
        for b in rows:
            if a != b:
                yield Quotient(((1, a),), ((1, b),), False, (table.labels[b],))


def _best(table: Table, place: int, is_row: bool, name: str, cells: Sequence[tuple[int, Cell]],
          candidates: Sequence[Quotient], read: Reader) -> Share | None:  # fmt: skip
    """Return the best quotient of a column or row of percentages, None where the odds do not bear one."""
    if len(cells) < 2 or not candidates:
        return None
    seen: list[Share] = []
    # sums share what is left beside the plain quotients: there are many of them
    plain_ones = [quotient for quotient in candidates if not quotient.is_of_sum] or candidates
    priors = {False: -log(len(plain_ones)), True: -log(len(candidates))}
    for quotient in candidates:
        prior = priors[quotient.is_of_sum]
        table.looks += 1
        if table.looks > c.BUDGET:
            break
        named = _named(name, quotient.names)
        score = prior + c.SHARE_NAMED * named
        holds, deviates = [], []
        for key, (value, step) in cells:
            interval = _interval(quotient, key, read)
            if interval is None:
                continue
            low, high = interval
            # the sign of a change is a convention
            if _fits(value, step, low, high) or (quotient.is_of_difference and _fits(-value, step, low, high)):
                holds.append(key)
                score += max(0.0, log(c.HOLDS / min(1.0, (high - low + step + 1) / 100_000)))
            else:
                deviates.append(key)
                score -= c.SHARE_MISS
        if len(holds) >= 2:
            seen.append(Share(place, is_row, quotient, score, tuple(holds), tuple(deviates), (), named > 0))
    best = max(
        seen,
        key=lambda one: (round(one.score, 9), one.quotient.of_root, -len(one.quotient.below), one.quotient.above),
        default=None,
    )
    if best is None or best.score < c.TAKEN:
        return None
    if best.quotient.of_root and len(best.deviates) > 1 and _have_another_base(best.quotient, cells, read):
        return None
    rivals = [one for one in seen if one is not best and set(best.holds) <= set(one.holds)]
    rivalled = tuple(key for key in best.deviates if any(key in rival.holds for rival in rivals))
    return replace(best, rivalled=rivalled)


def _fits(value: int, step: int, low: float, high: float) -> bool:
    return low - step / 2 <= value <= high + step / 2


def _have_another_base(quotient: Quotient, cells: Sequence[tuple[int, Cell]], read: Reader) -> bool:
    """Tell whether all shares are of one amount that is not the total of the table: what the accounts have, perhaps."""
    (_, place), *_ = quotient.above
    low, high = 0.0, float("inf")
    for key, (share, step) in cells:
        cell = read(place, key, False)
        if cell is None or abs(share) <= step / 2:
            continue
        value = 100_000.0 * abs(cell[0])
        low = max(low, (value - 50_000 * cell[1]) / (abs(share) + step / 2))
        high = min(high, (value + 50_000 * cell[1]) / (abs(share) - step / 2))
    return low <= high


def _interval(quotient: Quotient, key: int, read: Reader) -> tuple[float, float] | None:
    """Return the percentages, in thousandths, between which a quotient lies, None where a cell of it is missing."""
    above: list[tuple[int, Cell]] = []
    below: list[tuple[int, Cell]] = []
    for places, of_root, cells in ((quotient.above, False, above), (quotient.below, quotient.of_root, below)):
        for weight, place in places:
            cell = read(place, key, of_root)
            if cell is None:
                return None
            cells.append((weight, cell))
    top = sum(weight * cell[0] for weight, cell in above)
    bottom = sum(weight * cell[0] for weight, cell in below)
    if not bottom:
        return None
    share = 100_000.0 * top / bottom
    spread: float = (
        100_000 * sum(cell[1] for _, cell in above) / 2
        + abs(share) * sum(abs(weight) * cell[1] for weight, cell in below) / 2
    ) / abs(bottom)
    return share - spread, share + spread


def _ends_with(name: str, other: str) -> bool:
    """Tell whether the name of a share ends with that of a column: Andel 2024, Andel av budget."""
    written, base = plain(name).split(), plain(other).split()
    return 0 < len(base) < len(written) and written[-len(base) :] == base


def _named(name: str, names: Sequence[str]) -> float:
    """Return which part of the words of the best named cell stands in the name of the share."""
    written = plain(name)
    best = 0.0
    for other in names:
        words = [word for word in plain(other).split() if len(word) > 4 or (word.isalpha() and len(word) > 2)]
        if words:
            best = max(best, sum(word[:6] in written for word in words) / len(words))
    return best
