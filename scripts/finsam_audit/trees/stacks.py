"""The choice of the rows' trees: rows are read downwards with a stack of those that no sum has taken in yet."""

from dataclasses import dataclass, replace
from math import log

from . import constants as c
from .sums import Sum, Sums
from .table import Table


@dataclass(frozen=True, slots=True)
class Stack:
    """Rows not yet taken in, the sums so far, and what they are worth together."""

    open: tuple[int, ...]
    sums: tuple[Sum, ...]
    score: float

    def found(self, row: int) -> Sum | None:
        """Return the sum that a row was taken to be."""
        return next((one for one in self.sums if one.total == row), None)


def choose(table: Table, sums: Sums, rows: list[int]) -> Stack:
    """Return the best forest over the rows.

    Args:
        table: the table.
        sums: its candidates.
        rows: the rows that can take part, in order.

    """
    stacks = [Stack((), (), 0.0)]
    for row in rows:
        grown: dict[tuple[int, ...], Stack] = {}
        for stack in stacks:
            for after in _read(table, sums, stack, row):
                _keep(grown, after)
                for closed in _close(table, sums, after, row == rows[-1]):
                    _keep(grown, closed)
                    for again in _close(table, sums, closed, row == rows[-1]):
                        _keep(grown, again)
        stacks = sorted(grown.values(), key=_rank)[: c.WIDTH]
    return stacks[0]


def _rank(stack: Stack) -> tuple[float, int, tuple[int, ...]]:
    return -round(stack.score, 9), len(stack.sums), stack.open


def _keep(grown: dict[tuple[int, ...], Stack], stack: Stack) -> None:
    other = grown.get(stack.open)
    if other is None or _rank(stack) < _rank(other):
        grown[stack.open] = stack


def _read(table: Table, sums: Sums, stack: Stack, row: int) -> list[Stack]:
    """Return the stacks after a row: left open, the sum of the last open rows, or assumed to be."""
    found = [Stack((*stack.open, row), stack.sums, stack.score)]
    since = _since_last(table, stack)
    kind = table.kinds[row]
    for many in range(1, len(stack.open) + 1):
        if table.looks > c.BUDGET:
            break
        rows = stack.open[-many:]
        if _leaves_out_carried(table, (*rows, row)):
            continue
        one = sums.best(row, rows, _sums_in(stack, rows))
        place = _place(many, since, len(stack.open))
        taken = _taken(stack, one, kind, _logit(_prior(kind)) + log(place))
        if taken is not None:
            gained = -c.ASSUMED if taken.is_weak and taken.deviates else taken.score
            found.append(Stack((*stack.open[:-many], row), (*stack.sums, taken), stack.score + gained))
    # a total whose block does not add up keeps it as an assumption, so that the total above it can still be found
    # one row alone is no list of what an overview of several years sums up
    fewest = 2 if len(sums.series) > c.ALONE else 1
    for many in range(fewest, since + 1) if kind == "total" else ():
        rows = stack.open[-many:]
        assumed = sums.look(row, rows, (1,) * len(rows), 0.0, assumed=True)
        if assumed is not None:
            cost = c.ASSUMED * (1 + since - many)
            found.append(Stack((*stack.open[:-many], row), (*stack.sums, assumed), stack.score - cost))
    return found


def _leaves_out_carried(table: Table, rows: tuple[int, ...]) -> bool:
    """Tell whether rows with their sum begin right below a subtotal that the sum goes on from by its name.

    The cash flow of the activity is what was there before the changes and the changes: the changes alone are a slip.
    """
    before = min(rows) - 1
    return before >= 0 and any(table.goes_on(before, row) for row in rows)


def _close(table: Table, sums: Sums, stack: Stack, is_last: bool) -> list[Stack]:
    """Return the stacks in which an open row is the sum of those below it."""
    found = []
    for place in range(len(stack.open) - 1):
        if table.looks > c.BUDGET:
            break
        row, rows = stack.open[place], stack.open[place + 1 :]
        if "member" in table.says[row] or _leaves_out_carried(table, (row, *rows)):
            continue
        if stack.found(row) is not None or (len(rows) < 2 and table.kinds[row] == "ordinary"):
            continue
        one = sums.best(row, rows, _sums_in(stack, rows))
        whole = place == 0 and is_last
        prior = max(_prior(table.kinds[row]) * 0.5, c.TOP_ABOVE if whole else c.ORDINARY_ABOVE)
        taken = _taken(stack, one, table.kinds[row], _logit(prior) + log(c.SINCE_LAST))
        if taken is not None and not taken.is_weak:
            found.append(Stack(stack.open[: place + 1], (*stack.sums, taken), stack.score + taken.score))
    return found


def _taken(stack: Stack, one: Sum | None, kind: str, prior: float) -> Sum | None:
    """Return a candidate with its score in this stack, None where the odds do not bear it."""
    if one is None:
        return None
    # a wrong subtotal breaks two sums, its own and the one above: it is paid for once
    twice = 0.0
    for off in one.deviates:
        for row, sign in zip(one.rows, one.signs, strict=True):
            below = stack.found(row)
            if below is not None and any(
                (part.series, part.difference) == (off.series, -sign * off.difference) for part in below.deviates
            ):
                twice += off.cost + (below.score + c.ASSUMED if below.is_weak else 0.0)
                break
    score = one.score + prior + twice
    by_name = kind in ("total", "result") and not one.deviates and one.left_out is None
    if score >= (c.TAKEN_BY_NAME if by_name else c.TAKEN):
        return replace(one, score=score)
    # the sum above may bear it out by deviating as much, or by holding with it
    fewest = c.HOPELESS if len(one.holds) > 1 else c.WEAK
    is_weak = score >= fewest and one.holds and one.left_out is None
    return replace(one, score=score, is_weak=True) if is_weak else None


def _prior(kind: str) -> float:
    return {"total": c.TOTAL, "result": c.RESULT, "opening": c.OPENING}.get(kind, c.ORDINARY)


def _logit(odds: float) -> float:
    return log(odds / (1 - odds))


def _sums_in(stack: Stack, rows: tuple[int, ...]) -> frozenset[int]:
    totals = {one.total for one in stack.sums}
    return frozenset(row for row in rows if row in totals)


def _since_last(table: Table, stack: Stack) -> int:
    """Return how many rows at the end of the stack are no sums."""
    many = 0
    for row in reversed(stack.open):
        if stack.found(row) is not None or table.kinds[row] == "total":
            break
        many += 1
    return many


def _place(many: int, since: int, open_rows: int) -> float:
    if many == since:
        return c.SINCE_LAST + (c.ALL_OPEN if many == open_rows else 0)
    if many == open_rows:
        return c.ALL_OPEN
    return c.ELSEWHERE / max(1, open_rows - 2)
