"""What is carried in is what was carried out: an opening row that equals the closing row of the year before."""

from dataclasses import dataclass

from . import constants as c
from .chance import worth
from .sums import Sum
from .table import PERCENT, Table


@dataclass(frozen=True, slots=True)
class Opening:
    """A row, the row that it opens with, pairs of columns (of the year, of the year before) that agree or do not."""

    row: int
    closing: int
    score: float
    pairs: tuple[tuple[int, int], ...]
    deviates: tuple[tuple[int, int], ...]


def years_before(table: Table) -> dict[int, int]:
    """Return the column of the year before of every column that has one and only one."""
    years: dict[tuple[str, int], list[int]] = {}
    for number, series in table.main.items():
        if series.unit != PERCENT and series.period.isdigit():
            years.setdefault((series.unit, int(series.period)), []).append(number)
    found = {}
    for (unit, year), columns in years.items():
        before = years.get((unit, year - 1), [])
        if len(columns) == len(before) == 1:
            found[columns[0]] = before[0]
    return found


def openings(table: Table, sums: list[Sum]) -> list[Opening]:
    """Return the openings of a table: only where words say so, and the opening row is a term of the closing one."""
    before = years_before(table)
    found = []
    for one in sums:
        if "closing" not in table.says[one.total] and table.kinds[one.total] not in ("result", "total"):
            continue
        for row in one.rows:
            if "opening" not in table.says[row]:
                continue
            score, pairs, deviates = 0.0, [], []
            for column, earlier in sorted(before.items()):
                now, then = table.main[column], table.main[earlier]
                if now.values[row] is None or then.values[one.total] is None:
                    continue
                pairs.append((column, earlier))
                values = [now.value(row), then.value(one.total)]
                if not any(values):
                    continue
                bound = now.steps[row] + then.steps[one.total]
                if 2 * abs(values[0] - values[1]) <= bound:
                    score += worth(values, bound)
                else:
                    deviates.append((column, earlier))
                    score -= c.LEAST
            if score >= c.TAKEN:
                found.append(Opening(row, one.total, score, tuple(pairs), tuple(deviates)))
    return found
