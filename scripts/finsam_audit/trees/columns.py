"""The trees of the columns: which column is the sum or difference of others, row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import log, prod

from . import constants as c
from .chance import deviation_cost, worth
from .spans import follows
from .table import Series, Table

Block = tuple[tuple[int, ...], int | None]
"""Rows that add into one sum, and that sum where its deviation means what theirs do."""
Blocks = Sequence[Block]


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A column and the columns that it is the sum of; per row a sign, −1 where a deviation says good or bad."""

    total: int
    terms: tuple[tuple[int, int], ...]
    score: float
    holds: tuple[int, ...]
    deviates: tuple[tuple[int, int], ...]
    turns: tuple[int, ...]

    @property
    def is_judged(self) -> bool:
        """Tell whether the column says good or bad instead of more or less."""
        return -1 in self.turns


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column sum before anything is taken: where it agrees, and what each agreement is worth."""

    total: int
    terms: tuple[tuple[int, int], ...]
    prior: float
    worths: tuple[tuple[int, float], ...]
    costs: float
    holds: tuple[int, ...]
    deviates: tuple[tuple[int, int], ...]
    turns: tuple[int, ...]

    @property
    def columns(self) -> frozenset[int]:
        """Return the columns that it is about."""
        return frozenset((self.total, *(column for column, _ in self.terms)))


def column_sums(table: Table, sums: frozenset[int], blocks: Blocks = ()) -> list[ColumnSum]:
    """Return the column sums of a table, best first.

    Args:
        table: the table.
        sums: the rows that are sums, which are no evidence beside their details.
        blocks: the rows that add with the same sign into the same sum: a deviation means the same in all of them.

    """
    columns = sorted(column for column, series in table.main.items() if series.unit != "percent")
    candidates = [found for found in _candidates(table, columns, sums, blocks) if found is not None]
    taken: list[Candidate] = []
    # those that hold in every row come first: what holds in most rows may follow from them
    for batch in ([one for one in candidates if not one.deviates], [one for one in candidates if one.deviates]):
        _take(table, columns, batch, taken)
    return [
        ColumnSum(one.total, one.terms, _score(table, columns, one, []), one.holds, one.deviates, one.turns)
        for one in taken
    ]


def _take(table: Table, columns: list[int], batch: list[Candidate], taken: list[Candidate]) -> None:
    """Take the candidates of a batch, best first, each by what it says beside those already taken."""
    while table.looks <= c.BUDGET:
        best: tuple[float, int, tuple[tuple[int, int], ...]] | None = None
        for one in batch:
            # a column is one sum, and the same columns turned round are no other
            if any(one.total == other.total or one.columns == other.columns for other in taken):
                continue
            table.looks += 1
            rank = (round(_score(table, columns, one, taken), 9), -one.total, one.terms)
            if rank[0] >= c.TAKEN and (best is None or rank > best):
                best, chosen = rank, one
        if best is None:
            return
        taken.append(chosen)


def _candidates(table: Table, columns: list[int], sums: frozenset[int], blocks: Blocks) -> Iterator[Candidate | None]:
    for total in columns:
        series = table.main[total]
        alike = [column for column in columns if column != total and table.main[column].unit == series.unit]
        for a, b in combinations(alike, 2):
            for signs in ((1, 1), (1, -1), (-1, 1)):
                yield _candidate(table, sums, total, ((a, signs[0]), (b, signs[1])), columns, blocks)
        place = columns.index(total)
        for many in range(3, len(columns)):
            for run in (columns[place - many : place] if place >= many else [], columns[place + 1 : place + 1 + many]):
                if len(run) == many and all(column in alike for column in run):
                    yield _candidate(table, sums, total, tuple((column, 1) for column in run), columns, blocks)
        for terms in _rolled(table, total, [column for column in columns[:place] if column in alike]):
            yield _candidate(table, sums, total, terms, columns, blocks)


def _rolled(table: Table, total: int, before: list[int]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield what a closing column may be: the opening one before it, and those between, which come in or go out."""
    if not _says(table, total, "closing"):
        return
    opening = next((place for place, column in enumerate(before) if _says(table, column, "opening")), None)
    if opening is None or not 2 <= len(before) - opening - 1 <= c.ROLLED:
        return
    between = before[opening + 1 :]
    for signs in product(*(_ways(table, column) for column in between)):
        if -1 in signs:
            yield ((before[opening], 1), *zip(between, signs, strict=True))


def _ways(table: Table, number: int) -> tuple[int, ...]:
    """Return the signs that a column between what is carried in and out may have: one where its heading says which."""
    ways = {"incoming": 1, "outgoing": -1}
    said = {sign for way, sign in ways.items() if _says(table, number, way)}
    return tuple(said) if len(said) == 1 else (1, -1)


def _candidate(table: Table, sums: frozenset[int], total: int, terms: tuple[tuple[int, int], ...],
               columns: list[int], blocks: Blocks) -> Candidate | None:  # fmt: skip
    target = table.main[total]
    if _is_budget(table, total) and len(terms) > 2 and any(_is_deviation(table, term) for term, _ in terms):
        # a budget is an outcome and what is left of it; of more it is a sum that follows from others
        return None
    parts = [(table.main[column], sign) for column, sign in terms]
    plain: list[tuple[int, int, list[int], int]] = []
    turns = [0] * len(table.lines)
    for row in range(len(table.lines)):
        if target.values[row] is None or all(part.values[row] is None for part, _ in parts):
            continue
        values = [target.value(row), *(sign * part.value(row) for part, sign in parts)]
        if not any(values):
            continue
        bound = target.steps[row] + sum(part.steps[row] for part, _ in parts)
        plain.append((row, values[0] - sum(values[1:]), values, bound))
        agrees = [s for s in (1, -1) if abs(values[0] - s * sum(values[1:])) * 2 <= bound]
        turns[row] = agrees[0] if len(agrees) == 1 else 0
    if not plain:
        return None
    prior = _prior(table, total, terms, columns)
    # a difference of nothing is neither good nor bad
    held = turns.count(1)
    judged = [1] * len(table.lines)
    cost = 0.0
    if _is_deviation(table, total) and len(terms) == 2 and sum(sign for _, sign in terms) == 0:
        turns = _one_in_a_block(turns, blocks)
        known = [turn for turn in turns if turn]
        runs = 1 + sum(a != b for a, b in pairwise(known))
        if 1 < runs <= c.RUNS and len(known) > held:
            judged = _filled(turns)
            # where the blocks are known each turns or does not
            cost = (log(2) if blocks else c.RUN) * (runs - 1)
            if judged[next(row for row, *_ in plain)] < 0 and known.count(1) < 2:
                return None
    worths, holds, deviates = [], [], []
    for row, _, values, bound in plain:
        difference = values[0] - judged[row] * sum(values[1:])
        if 2 * abs(difference) > bound:
            deviates.append((row, difference))
            continue
        holds.append(row)
        if row not in sums:
            worths.append((row, max(0.0, worth(values, bound) - (log(2) if cost else 0))))
    details = [row for row, *_ in plain if row not in sums]
    if 2 * len(worths) < len(details) or not worths:
        return None
    off = dict(deviates)
    for row, _, values, bound in plain:
        if row in off and row not in sums:
            cost += deviation_cost(values, bound, off[row], [part.value(row) for part, _ in parts])
    return Candidate(total, terms, prior, tuple(worths), cost, tuple(holds), tuple(deviates), tuple(judged))


def _one_in_a_block(turns: list[int], blocks: Blocks) -> list[int]:
    """Return the signs without those that fewer rows of a block have than the other: a slip turns a row alone.

    Of as many rows of each sign the sum decides.
    """
    kept = list(turns)
    for block, total in blocks:
        balance = sum(turns[row] for row in block) or (0 if total is None else turns[total])
        for row in block:
            if turns[row] * balance < 0:
                kept[row] = 0
    return kept


def _filled(turns: list[int]) -> list[int]:
    """Return a sign for every row: its own, else that of the row before, else of the next."""
    filled, last = [], next(turn for turn in turns if turn)
    for turn in turns:
        last = turn or last
        filled.append(last)
    return filled


def _score(table: Table, columns: list[int], one: Candidate, taken: list[Candidate]) -> float:
    """Return what a candidate is worth beside those that were taken; less than nothing where a term carries nothing."""
    vector = _vector(one, columns)
    vectors = [_vector(other, columns) for other in taken]
    score = one.prior - one.costs
    carried = dict.fromkeys((column for column, _ in one.terms), 0.0)
    known: dict[tuple[int, ...], bool] = {}
    for row, value in one.worths:
        zeros = tuple(n for n, column in enumerate(columns) if not table.main[column].value(row))
        if zeros not in known:
            known[zeros] = follows(vector, vectors, zeros)
        if known[zeros]:
            continue
        score += value
        for column, _ in one.terms:
            if table.main[column].value(row):
                carried[column] += value
    return score if min(carried.values()) >= c.CARRIES else -1.0


def _vector(one: Candidate, columns: Sequence[int]) -> list[int]:
    """Return the sum as weights per column."""
    weights = dict(one.terms) | {one.total: -1}
    return [weights.get(column, 0) for column in columns]


def _prior(table: Table, total: int, terms: tuple[tuple[int, int], ...], columns: list[int]) -> float:
    odds = c.COLUMN
    column = table.columns.get(total)
    if column is not None:
        if _is_deviation(table, total):
            compared = {_is_budget(table, term) for term, _ in terms}
            fits = len(terms) == 2 and compared == {True, False} and not any(_is_deviation(table, t) for t, _ in terms)
            odds = c.COLUMN_BY_MEASURES if fits else c.COLUMN_BY_NAME
        elif _are_women_and_men(table, total, terms):
            odds = c.COLUMN_BY_SEX
        elif "total" in column.says and 3 <= columns.index(total) == len(terms):
            odds = c.COLUMN_BY_ALL
        elif "closing" in column.says and any(_says(table, term, "opening") for term, _ in terms):
            # each of the others comes in or goes out
            between = [(sign, _ways(table, term)) for term, sign in terms if not _says(table, term, "opening")]
            if all(sign in ways for sign, ways in between):
                odds = c.COLUMN_BY_ROLLING / prod(len(ways) for _, ways in between)
        elif column.measure.startswith("net") or column.says & {"net", "total", "closing"}:
            odds = c.COLUMN_BY_NAME
    place = columns.index(total)
    far = max(abs(columns.index(term) - place) for term, _ in terms)
    behind = all(columns.index(term) < place for term, _ in terms)
    return log(odds / (1 - odds)) - log(max(1, far - len(terms) + 1)) - (0.0 if behind else log(2))


def _says(table: Table, number: int, what: str) -> bool:
    column = table.columns.get(number)
    return column is not None and what in column.says


def _is_deviation(table: Table, number: int) -> bool:
    column = table.columns.get(number)
    return column is not None and (column.measure.endswith("deviation") or "deviation" in column.says)


def _is_budget(table: Table, number: int) -> bool:
    column = table.columns.get(number)
    return column is not None and (column.measure.endswith("budget") or "budget" in column.says)


def _are_women_and_men(table: Table, total: int, terms: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a column is all of women and men, or one of these is all without the other.

    All may be what came in and who was there as well: a column is one sum, and the other is told of its part.
    """
    weights = {total: -1, **dict(terms)}
    says = {number: table.columns[number].says for number in weights if number in table.columns}
    whole = [number for number in weights if "total" in says.get(number, ())]
    sexes = [number for number in weights if number not in whole and says.get(number, frozenset()) & {"women", "men"}]
    said = sorted("".join(says[number] & {"women", "men"}) for number in sexes)
    is_whole = len(weights) == 3 and len(whole) == 1 and said == ["men", "women"]
    return is_whole and all(weights[number] == -weights[whole[0]] for number in sexes)


def judged_series(table: Table, sums: list[ColumnSum]) -> frozenset[int]:
    """Return the places of the series, among those that can be added, whose deviations say good or bad."""
    judged = {one.total for one in sums if one.is_judged}
    series: list[Series] = table.amounts()
    return frozenset(n for n, one in enumerate(series) if one.column in judged)
