"""One candidate: row t is the signed sum of the rows S; what every column says about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import log

from . import constants as c
from .chance import deviation_cost, worth
from .table import Series, Table

Pattern = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A column in which a sum does not hold: the series, by how much, and what it costs."""

    series: int
    difference: int
    cost: float


@dataclass(frozen=True, slots=True)
class Sum:
    """A row and the rows that it is the sum of."""

    total: int
    rows: tuple[int, ...]
    signs: Pattern
    score: float
    holds: tuple[int, ...]
    deviates: tuple[Deviation, ...]
    turned: tuple[int, ...] = ()
    left_out: int | None = None
    is_assumed: bool = False
    is_doubled: bool = False
    is_weak: bool = False

    def weight(self, row: int) -> int:
        """Return the sign of one of its rows."""
        return self.signs[self.rows.index(row)]

    @property
    def is_plain(self) -> bool:
        """Tell whether all rows are added."""
        return all(sign > 0 for sign in self.signs)


class Sums:
    """The candidates of a table, each looked at once."""

    def __init__(self, table: Table, judged: frozenset[int]) -> None:
        """Take a table and the series whose sums are plain whatever the signs."""
        self.table = table
        self.series = table.amounts()
        self.judged = judged
        self.seen: dict[tuple[int, tuple[int, ...], frozenset[int]], Sum | None] = {}

    def best(self, total: int, rows: tuple[int, ...], sums: frozenset[int]) -> Sum | None:
        """Return the best reading of a row as the sum of rows, None where no column agrees.

        Args:
            total: the row.
            rows: the rows, in their order.
            sums: those of them that are sums themselves.

        """
        key = (total, rows, sums)
        if key not in self.seen:
            self.table.looks += 1
            self.seen[key] = self._best(total, rows, sums)
        return self.seen[key]

    def _best(self, total: int, rows: tuple[int, ...], sums: frozenset[int]) -> Sum | None:
        kind = self.table.kinds[total]
        # one row is the sum of one other only by its words, and not where it is printed twice
        if len(rows) == 1 and (
            kind in ("ordinary", "opening") or self.table.labels[total] == self.table.labels[rows[0]]
        ):
            return None
        found = []
        for signs, prior in self._patterns(total, rows, sums):
            one = self.look(total, rows, signs, log(prior))
            if one is not None:
                found.append(one)
        if len(rows) >= 3 and not any(not one.deviates for one in found):
            for left in rows:
                if self.table.goes_on(left, total):
                    continue
                kept = tuple(row for row in rows if row != left)
                twin = self._is_twin(left, rows)
                prior = (
                    c.DOUBLED
                    if twin
                    else c.LEFT_OUT
                    / len(rows)
                    / (c.LEFT_OUT_SUM if left in sums or self.table.kinds[left] in ("total", "result") else 1)
                )
                one = self.look(total, kept, (1,) * len(kept), log(prior * c.PLAIN[kind]), left)
                if one is not None:
                    found.append(self._doubled(one, rows) if twin else one)
        return max(found, key=lambda one: (one.score, one.signs, one.rows), default=None)

    def _is_twin(self, row: int, rows: tuple[int, ...]) -> bool:
        """Tell whether the row before prints the same label and figures, and not only zeros."""
        before, labels = row - 1, self.table.labels
        return (
            before in rows
            and labels[row] == labels[before] != ""
            and any(series.values[row] for series in self.series)
            and all(series.values[row] == series.values[before] for series in self.table.series)
        )

    def _doubled(self, one: Sum, rows: tuple[int, ...]) -> Sum:
        """Return a sum that holds without a row that is printed twice, as what is printed: it deviates by that row."""
        twin = one.left_out
        assert twin is not None
        deviates = [
            Deviation(n, self._off(n, one.total, rows), 0.0)
            for n in range(len(self.series))
            if self.series[n].values[one.total] is not None and self.series[n].values[twin]
        ]
        holds = tuple(n for n in one.holds if n not in {off.series for off in deviates})
        return Sum(one.total, rows, (1,) * len(rows), one.score, holds, tuple(deviates), is_doubled=True)

    def _off(self, n: int, total: int, rows: tuple[int, ...]) -> int:
        return self.series[n].value(total) - sum(self.series[n].value(row) for row in rows)

    def _patterns(self, total: int, rows: tuple[int, ...], sums: frozenset[int]) -> list[tuple[Pattern, float]]:
        kind = self.table.kinds[total]
        says = self.table.says
        plain: Pattern = (1,) * len(rows)
        said: Pattern = tuple(-1 if "subtracted" in says[row] else 1 for row in rows)
        odds: dict[Pattern, float] = {plain: c.PLAIN[kind]}
        # what stands above and below a result with mixed signs is one equation, and then the result is its first term;
        # so is an ordinary row above what a sum below it counts
        is_above = total < rows[0] and (kind == "result" or (kind == "ordinary" and bool(sums)))
        if len(rows) <= c.MIXED and not is_above:
            rolling = "closing" in says[total] and any("opening" in says[row] for row in rows)
            share = c.ROLLING_SHARE if rolling else c.MIXED_SHARE[kind]
            patterns = [
                signs
                for signs in self._agreeing(total, rows)
                # equal totals of two trees make ordinary rows differences of totals
                if kind != "ordinary" or not any(s < 0 and row in sums for s, row in zip(signs, rows, strict=True))
            ]
            for signs in patterns:
                odds.setdefault(signs, share / max(1, 2 ** len(rows) - 2))
        if said != plain:
            odds = {signs: prior * (1 - c.SAID) for signs, prior in odds.items()} | {said: c.SAID}
        return sorted(odds.items(), reverse=True)

    def _agreeing(self, total: int, rows: tuple[int, ...]) -> set[Pattern]:
        """Return the mixed patterns under which some column agrees that is not all zero."""
        found: set[Pattern] = set()
        for n, series in enumerate(self.series):
            if series.values[total] is None or n in self.judged:
                continue
            target, bound = series.value(total), self.bound(series, total, rows)
            values = [series.value(row) for row in rows]
            if not any(values):
                continue
            for signs in product((1, -1), repeat=len(rows)):
                if abs(target - sum(s * v for s, v in zip(signs, values, strict=True))) * 2 <= bound:
                    found.add(signs)
        # a row that is nothing where the pattern agrees is added
        return {
            signs
            for signs in found
            if any(s > 0 for s in signs) and any(s < 0 for s in signs) and self._means_each(signs, rows)
        }

    def _means_each(self, signs: Pattern, rows: tuple[int, ...]) -> bool:
        return all(
            sign > 0 or any(series.values[row] for n, series in enumerate(self.series) if n not in self.judged)
            for sign, row in zip(signs, rows, strict=True)
        )

    def bound(self, series: Series, total: int, rows: Sequence[int]) -> int:
        """Return twice the hard bound of rounding of a sum."""
        return series.steps[total] + sum(series.steps[row] for row in rows)

    def look(self, total: int, rows: tuple[int, ...], signs: Pattern, prior: float, left: int | None = None,
             assumed: bool = False) -> Sum | None:  # fmt: skip
        """Return a sum under one pattern of signs; None where no column that is not all zero agrees."""
        holds: list[tuple[int, float]] = []
        opposite: list[tuple[int, float]] = []
        off: list[tuple[int, int, list[int], int]] = []
        empty: list[int] = []
        for n, series in enumerate(self.series):
            if series.values[total] is None or not any(series.cells[row] for row in rows):
                continue
            terms = [
                (1 if n in self.judged else sign) * series.value(row) for sign, row in zip(signs, rows, strict=True)
            ]
            target, bound = series.value(total), self.bound(series, total, rows)
            values = [target, *terms]
            if not any(values):
                empty.append(n)
            elif abs(target - sum(terms)) * 2 <= bound:
                holds.append((n, worth(values, bound)))
            elif abs(target + sum(terms)) * 2 <= bound and target:
                opposite.append((n, worth(values, bound)))
            else:
                off.append((n, target - sum(terms), values, bound))
        # one column alone cannot be told from a lost sign
        turned: list[int] = []
        if len(opposite) >= 2:
            turned = [n for n, _ in opposite]
            holds += [(n, max(0.0, value + log(c.TURNED))) for n, value in opposite]
            for k, (n, difference, values, bound) in enumerate(off):
                other = values[0] + sum(values[1:])
                if abs(other) < abs(difference):
                    turned.append(n)
                    off[k] = (n, other, values, bound)
        else:
            off += [(n, 2 * self.series[n].value(total), self._values(n, total, rows, signs), 0) for n, _ in opposite]
        if not holds and not assumed and not (empty and not off):
            return None
        score = prior + self._independent(holds, (total, *rows))
        if not assumed and score - c.LEAST * len(off) < c.HOPELESS:
            return None
        deviates = tuple(
            Deviation(n, difference, deviation_cost(values, bound, difference, self.near(n, total, rows)))
            for n, difference, values, bound in sorted(off)
        )
        if holds and is_list(self.table, total, rows) and all(sign > 0 for sign in signs):
            # one row that is not printed may be why
            deviates = _paid_once(deviates)
        score -= sum(one.cost for one in deviates)
        agreed = tuple(sorted([n for n, _ in holds] + empty))
        return Sum(total, rows, signs, score, agreed, deviates, tuple(sorted(turned)), left, assumed)

    def _values(self, n: int, total: int, rows: Sequence[int], signs: Pattern) -> list[int]:
        series = self.series[n]
        return [series.value(total), *(s * series.value(row) for s, row in zip(signs, rows, strict=True))]

    def near(self, n: int, total: int, rows: Sequence[int]) -> list[int]:
        """Return cells that may stand in the place of one of these: the next columns, the rows around."""
        found: list[int] = []
        for other in (n - 1, n + 1):
            if 0 <= other < len(self.series):
                found += [self.series[other].value(row) for row in (total, *rows)]
        first, last = min(total, *rows), max(total, *rows)
        found += [
            self.series[n].value(row)
            for row in range(max(0, first - 1), min(len(self.table.lines), last + 2))
            if row != total and row not in rows
        ]
        return found

    def _independent(self, holds: list[tuple[int, float]], rows: tuple[int, ...]) -> float:
        """Return what the columns that agree say together: one that follows from others says nothing twice."""
        counted: list[list[int]] = []
        said = 0.0
        for n, value in sorted(holds, key=lambda hold: (-hold[1], hold[0])):
            vector = [self.series[n].value(row) for row in rows]
            if value <= 0 or any(_same(vector, other) for other in counted):
                continue
            if sum(map(bool, vector)) >= 3 and any(_adds_up(vector, a, b) for a, b in combinations(counted, 2)):
                continue
            counted.append(vector)
            said += value
        return said


def is_list(table: Table, total: int, rows: Sequence[int]) -> bool:
    """Tell whether rows are a list with its total by name."""
    return table.kinds[total] == "total" and len(rows) >= c.BLOCK


def _paid_once(deviates: tuple[Deviation, ...]) -> tuple[Deviation, ...]:
    """Return deviations that cost together what one row that is not printed costs, where that is less."""
    once = -log(c.ABSENT)
    if sum(one.cost for one in deviates) <= once:
        return deviates
    return tuple(replace(one, cost=0.0 if n else once) for n, one in enumerate(deviates))


def _same(a: list[int], b: list[int]) -> bool:
    """Tell whether two columns are one: equal, or in proportion in more cells than a sum ties together."""
    if a == b or a == [-value for value in b]:
        return True
    if sum(map(bool, a)) < 3 or [bool(value) for value in a] != [bool(value) for value in b]:
        return False
    scale = sum(x * y for x, y in zip(a, b, strict=True)) / sum(y * y for y in b)
    return all(abs(x - scale * y) <= c.PROPORTIONAL * abs(x) for x, y in zip(a, b, strict=True))


def _adds_up(vector: list[int], a: list[int], b: list[int]) -> bool:
    """Tell whether a column is the sum or difference of two others, within what rounding three cells leaves."""
    return any(
        all(abs(v - s * x - t * y) <= 2000 for v, x, y in zip(vector, a, b, strict=True))
        for s, t in ((1, 1), (1, -1), (-1, 1), (-1, -1))
    )


def shortfalls(table: Table, one: Sum) -> int:
    """Return in how many columns rows of one sign fall short of their sum, or rows of both lack alike amounts.

    Nought where a column tells otherwise, or where most is missing. What a deviation says follows from other columns.
    """
    short, lacks = 0, []
    for off in one.deviates:
        series = table.amounts()[off.series]
        total = series.value(one.total)
        if series.measure.endswith("deviation"):
            continue
        if any(series.value(row) * total < 0 for row in one.rows):
            lacks.append(off.difference)
            continue
        if off.difference * total <= 0 or abs(off.difference) > (1 - c.PRINTED) * abs(total):
            return 0
        short += 1
    sizes = [abs(lack) for lack in lacks]
    are_alike = len(lacks) > 1 and abs(sum(lacks)) == sum(sizes) and max(sizes) <= c.ALIKE * min(sizes)
    return short + (len(lacks) if are_alike else 0)
