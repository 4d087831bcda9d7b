"""Which deviations are told: only those that are far likelier a slip than a sum that holds nearly, by design."""

from . import constants as c
from .chance import told_odds
from .columns import ColumnSum
from .openings import Opening
from .shares import Share
from .sums import Sum, Sums, shortfalls
from .table import Table

ROWS, DETAILS, COLUMNS, SHARES, OPENINGS = "rows", "details", "columns", "shares", "openings"
Doubt = tuple[str, int, int, str]
"""What is not told: the kind of sum, the row and the column of its total, the reason."""


def doubts(table: Table, looked: Sums, sums: list[Sum], columns: list[ColumnSum], shares: list[Share],
           openings: list[Opening], turned: frozenset[int]) -> list[Doubt]:  # fmt: skip
    """Return the deviations that must not be told, each with its reason."""
    series = table.amounts()
    off_rows = {(one.total, series[off.series].column): (one, off.difference) for one in sums for off in one.deviates}
    off_columns = {(row, one.total): (one, difference) for one in columns for row, difference in one.deviates}
    joint = _joint(off_rows, off_columns) | _opened(table, off_rows, openings)
    found: list[Doubt] = []
    for one in sums:
        for off in one.deviates:
            column = series[off.series].column
            reason = _row_reason(table, looked, one, off.series, off.difference)
            if reason is not None and (ROWS, one.total, column) not in joint:
                found.append((ROWS, one.total, column, reason))
        # one column alone cannot be told from a lost sign, and a convention deeper than one level is none
        found += [
            (ROWS, one.total, series[n].column, "sign_convention") for n in one.turned if series[n].column not in turned
        ]
    found += _details(sums, found)
    for across in columns:
        for row, difference in across.deviates:
            reason = _column_reason(table, across, row, difference)
            if reason is not None and (COLUMNS, row, across.total) not in joint:
                found.append((COLUMNS, row, across.total, reason))
        found += [(COLUMNS, row, across.total, "printed_alone") for row in _alone(table, across)]
    for share in shares:
        for key in share.deviates:
            place = (share.place, key) if share.is_row else (key, share.place)
            # a row that does not name its base may be held against what the table does not have
            if key in share.rivalled or (share.is_row and not share.names_base):
                found.append((SHARES, *place, "rival_share"))
            # an amount for each has more digits than a percentage
            elif len(share.holds) < c.SHARE_HOLDS - share.quotient.is_for_each:
                found.append((SHARES, *place, "too_few_columns"))
    for opening in openings:
        found += [
            (OPENINGS, opening.row, column, "roll_forward")
            for column, _ in opening.deviates
            if (OPENINGS, opening.row, column) not in joint
        ]
    return sorted(set(found))


def _alone(table: Table, one: ColumnSum) -> list[int]:
    """Return the rows that print one of the columns alone: unique persons are not split by how they came."""
    columns = [table.main[column].values for column in (one.total, *(term for term, _ in one.terms))]
    return [row for row in range(len(table.lines)) if sum(values[row] is not None for values in columns) == 1]


def _details(sums: list[Sum], doubted: list[Doubt]) -> list[Doubt]:
    """Return the sums of details above a doubted sum: they cannot be told either."""
    above = {row: one.total for one in sums for row in one.rows}
    found = []
    for _, row, column, reason in doubted:
        total: int | None = row
        while total is not None:
            found.append((DETAILS, total, column, reason))
            total = above.get(total)
    return found


def _row_reason(table: Table, looked: Sums, one: Sum, place: int, difference: int) -> str | None:
    series = table.amounts()[place]
    kind = table.kinds[one.total]
    if one.left_out is not None:
        return "leaves_row_out"
    holding = sum(any(table.amounts()[n].value(row) for row in (one.total, *one.rows)) for n in one.holds)
    values = [series.value(one.total), *(s * series.value(row) for s, row in zip(one.signs, one.rows, strict=True))]
    # a row printed twice; a row that is not printed, where the sum above or the whole table says so
    if one.is_doubled or one.is_assumed:
        return None
    if len(one.deviates) > holding and not shortfalls(table, one):
        return "too_few_columns"
    # above its details a row may be a sum of something else besides
    kind = "ordinary" if one.total < min(one.rows) else kind
    # a result is what one total leaves of another; one that leaves something out holds in no two columns
    are_totals = len(one.rows) == 2 and all(table.kinds[row] == "total" for row in one.rows)
    is_of_totals = are_totals and kind == "result" and holding > 1
    unusual = not (one.is_plain or is_of_totals or any("subtracted" in table.says[row] for row in one.rows))
    needed = 1 if one.is_plain and len(one.rows) >= c.LISTED else c.HELD_TO_ONE
    if (unusual or kind in ("ordinary", "opening")) and holding < needed * len(one.deviates):
        return "unusual_signs" if unusual else "too_few_columns"
    kind = "total" if is_of_totals else kind
    others, bound = looked.near(place, one.total, one.rows), looked.bound(series, one.total, one.rows)
    return None if told_odds(values, difference, bound, others, kind, holding) >= c.TOLD else "holds_nearly"


def _column_reason(table: Table, one: ColumnSum, row: int, difference: int) -> str | None:
    # several slips in one column are rarer than a sum that is meant otherwise
    if len(one.holds) < c.HELD_TO_ONE * len(one.deviates) ** 2:
        return "too_few_columns"
    target = table.main[one.total]
    values = [target.value(row), *(one.turns[row] * w * table.main[column].value(row) for column, w in one.terms)]
    others = [series.value(row) for column, series in sorted(table.main.items()) if column != one.total]
    kind = "total" if one.score > 3 * c.TAKEN else "result"
    bound = target.steps[row] + sum(table.main[column].steps[row] for column, _ in one.terms)
    return None if told_odds(values, difference, bound, others, kind, len(one.holds)) >= c.TOLD else "holds_nearly"


def _opened(table: Table, rows: dict[tuple[int, int], tuple[Sum, int]],
            openings: list[Opening]) -> set[tuple[str, int, int]]:  # fmt: skip
    """Return the openings that deviate by what the sum they open deviates by: one cell would mend both."""
    found: set[tuple[str, int, int]] = set()
    for opening in openings:
        for column, before in opening.deviates:
            sum_of, down = rows.get((opening.closing, column), (None, 0))
            off = table.main[column].value(opening.row) - table.main[before].value(opening.closing)
            bound = table.main[column].steps[opening.row] * (2 + len(table.lines))
            if sum_of is not None and abs(down * sum_of.weight(opening.row) + off) <= bound:
                found |= {(ROWS, opening.closing, column), (OPENINGS, opening.row, column)}
    return found


def _joint(rows: dict[tuple[int, int], tuple[Sum, int]],
           columns: dict[tuple[int, int], tuple[ColumnSum, int]]) -> set[tuple[str, int, int]]:  # fmt: skip
    """Return the deviations, one down and one across, that one cell would mend by the same amount."""
    found: set[tuple[str, int, int]] = set()
    for (total, column), (one, down) in rows.items():
        for row, sign in zip(one.rows, one.signs, strict=True):
            below = rows.get((row, column))
            if below is not None and below[1] == -sign * down and one.left_out is None and not below[0].is_assumed:
                found |= {(ROWS, total, column), (ROWS, row, column)}
    for (total, column), (one, down) in rows.items():
        if one.left_out is not None or one.is_assumed:
            continue
        for (row, place), (across, off) in columns.items():
            # the change of the shared cell that mends each
            if row == total:
                mends_down = -down
            elif row in one.rows:
                mends_down = down * one.weight(row)
            else:
                continue
            if place == column:
                mends_across = -off
            elif column in dict(across.terms):
                mends_across = off * dict(across.terms)[column] * across.turns[row]
            else:
                continue
            if mends_down == mends_across:
                found |= {(ROWS, total, column), (COLUMNS, row, place)}
    return found
