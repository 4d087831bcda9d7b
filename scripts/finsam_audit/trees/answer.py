"""The answer: the two trees of a table, what must not be told, and what could not be tested."""

from collections import Counter
from dataclasses import replace
from typing import Any

from . import constants as c
from .columns import Block, ColumnSum, column_sums, judged_series
from .openings import openings, years_before
from .shares import Share, shares
from .stacks import choose
from .sums import Sum, Sums, is_list, shortfalls
from .table import PERCENT, Series, Table
from .told import doubts


def answer(table: Table) -> dict[str, Any]:
    """Infer the trees of a table."""
    rows = [row for row in range(len(table.lines)) if _can_add(table, row)]
    judged = judged_series(table, column_sums(table, frozenset()))
    looked = Sums(table, judged)
    chosen = choose(table, looked, rows) if rows else None
    every = list(chosen.sums) if chosen else []
    sums, unsure = _confirmed(table, looked, every, rows)
    totals = frozenset(one.total for one in sums)
    turned = _turned(looked, sums)
    columns = column_sums(_turn(table, totals, turned), totals, _blocks(table, sums))
    below = {row for one in sums for row in one.rows}
    roots = [one.total for one in sums if one.total not in below]
    wholes = [row for row in sorted(totals) if table.is_hundred_per_cent(row)]
    quotients = shares(table, next((found[0] for found in (wholes, roots) if len(found) == 1), None))
    carried = openings(table, sums)
    line = table.lines
    return {
        "status": "searched" if table.looks <= c.BUDGET else "past_budget",
        "reason": "",
        "nodes": table.looks,
        "rows": _rows(table, sums, {one.row: one.closing for one in carried}, columns),
        "columns": _columns(table, turned, columns, quotients, bool(carried)),
        "terms": _terms(table, columns, quotients),
        "doubts": [
            [line[row], column, kind, reason]
            for kind, row, column, reason in doubts(table, looked, sums, columns, quotients, carried, turned)
        ],
        "untested": _untested(table, sums, unsure, columns, quotients),
    }


def _can_add(table: Table, row: int) -> bool:
    """Tell whether a row takes part in sums: it has a number that can be added, and is no part of another row."""
    return "of_which" not in table.says[row] and any(series.cells[row] for series in table.amounts())


def _confirmed(table: Table, looked: Sums, sums: list[Sum], rows: list[int]) -> tuple[list[Sum], list[Sum]]:
    """Return the sums that count, and the assumptions that nothing confirms."""
    kept = [one for one in sums if not one.is_assumed and not one.is_weak]
    kept += [one for one in sums if one.is_weak and any(_mends(one, above) or _holds_in(one, above) for above in kept)]
    unsure = [one for one in sums if one not in kept]
    unsure += _whole(table, looked, kept + unsure, rows)
    held = {row for one in kept if one.holds for row in one.rows}
    confirmed = [one for one in unsure if _lacks_row(table, one, held, len(unsure) == 1)]
    taken = kept + confirmed
    return taken + _other_sides(looked, taken, rows), [one for one in unsure if one not in confirmed]


def _other_sides(looked: Sums, sums: list[Sum], rows: list[int]) -> list[Sum]:
    """Return the sums of what stands before a row that prints the total of another sum in half of the columns at least.

    What stands there comes to that total in all columns: costs and their financing, whose one total is wrong.
    """
    free = set(rows).difference(*((one.total, *one.rows) for one in sums))
    found: list[Sum] = []
    for one in sums:
        before: list[int] = []
        for row in rows:
            if row not in free:
                before = []
                continue
            side = looked.look(row, tuple(before), (1,) * len(before), 0.0, assumed=True) if len(before) > 1 else None
            if side is not None and _is_other_side(looked, side, one):
                found.append(side)
                free -= {row, *before}
                break
            before.append(row)
    return found


def _is_other_side(looked: Sums, side: Sum, one: Sum) -> bool:
    same = 0
    for series in looked.series:
        total, printed = series.value(one.total), series.value(side.total)
        if 2 * abs(total - sum(series.value(row) for row in side.rows)) > looked.bound(series, one.total, side.rows):
            return False
        same += bool(total) and total == printed
    return bool(side.deviates) and 2 * same >= len(looked.series)


def _whole(table: Table, looked: Sums, sums: list[Sum], rows: list[int]) -> list[Sum]:
    """Return the last row, a total by name that nothing was found for, as the sum of all that no sum has taken in.

    What has results in it is no list: an overview may end with the total of a statement that it does not show.
    """
    totals, below = {one.total for one in sums}, {row for one in sums for row in one.rows}
    if not rows or rows[-1] in totals or any(table.kinds[row] != "total" for row in {rows[-1], *totals}):
        return []
    if any(table.kinds[row] == "result" for row in rows):
        return []
    free = tuple(row for row in rows[:-1] if row not in below)
    whole = looked.look(rows[-1], free, (1,) * len(free), 0.0, assumed=True) if len(free) > 1 else None
    return [] if whole is None else [whole]


def _lacks_row(table: Table, one: Sum, held: set[int], is_alone: bool) -> bool:
    """Tell whether a sum that its rows fall short of lacks a row.

    The sum above holds with it; or the table is one list with its total by name; or two columns say so.
    """
    short = shortfalls(table, one)
    if one.total in held:
        return short >= 1
    return is_alone and one.is_assumed and short >= (1 if is_list(table, one.total, one.rows) else 2)


def _blocks(table: Table, sums: list[Sum]) -> list[Block]:
    """Return the rows that add with the same sign into the same sum, and it where they are all costs or all income."""
    found: list[Block] = []
    for one in sums:
        for sign in (1, -1):
            rows = tuple(row for row in one.rows if one.weight(row) == sign)
            amounts = [s.value(row) for s in table.amounts() if s.measure != "deviation" for row in rows]
            is_alike = min(amounts, default=0) >= 0 or max(amounts) <= 0
            found.append((rows, one.total if sign > 0 and is_alike else None))
    return found


def _mends(one: Sum, above: Sum) -> bool:
    """Tell whether a sum deviates by as much as the one above it: its total is wrong, and both would be mended."""
    return one.total in above.rows and any(
        (off.series, off.difference) == (other.series, -above.weight(one.total) * other.difference)
        for off in one.deviates
        for other in above.deviates
    )


def _holds_in(one: Sum, above: Sum) -> bool:
    """Tell whether a sum holds in all columns and the one above it does with it in some."""
    return not one.deviates and one.total in above.rows and bool(above.holds)


def _odds(score: float) -> int:
    return round(100 * score)


def _rows(table: Table, sums: list[Sum], closings: dict[int, int], columns: list[ColumnSum]) -> list[list[Any]]:
    parent = {row: (one, one.weight(row)) for one in sums for row in one.rows}
    totals = {one.total: one for one in sums}
    turned = {row for one in columns if one.is_judged for row, turn in enumerate(one.turns) if turn < 0}
    found: list[list[Any]] = []
    before: int | None = None
    for row, line in enumerate(table.lines):
        above = parent.get(row)
        odds = max((one.score for one in (totals.get(row), above and above[0]) if one), default=0.0)
        if "of_which" in table.says[row]:
            entry: list[Any] = [line, "of_which", before, 1, 0]
        elif above is not None:
            role = "subtotal" if row in totals else "detail"
            entry = [line, role, table.lines[above[0].total], above[1], _odds(odds)]
        else:
            entry = [line, "total" if row in totals else "memo", None, 1, _odds(odds)]
        if entry[1] != "of_which":
            before = line
        closing = closings.get(row)
        found.append([*entry, -1 if row in turned else 1, None if closing is None else table.lines[closing]])
    return found


def _turned(looked: Sums, sums: list[Sum]) -> frozenset[int]:
    """Return the columns whose sums are all printed in the other sign than their rows, one level deep: a convention.

    It is none of a column alone, but for the sign what its rows come to, where another of its measure prints its sums
    in the sign of their rows.
    """
    totals = {one.total for one in sums}
    if any(row in totals for one in sums for row in one.rows):
        return frozenset()
    turned = {
        n
        for one in sums
        for n in one.turned
        if all(n in other.turned or not looked.series[n].value(other.total) for other in sums)
    }
    plain = {
        series.measure
        for n, series in enumerate(looked.series)
        if n not in turned and any(series.value(one.total) and n in one.holds for one in sums)
    }
    exact = {n for n in turned if all(n in one.holds for one in sums if n in one.turned)}
    measures = Counter(looked.series[n].measure for n in turned)
    return frozenset(
        series.column
        for n, series in enumerate(looked.series)
        if n in turned and not (n in exact and measures[series.measure] == 1 and series.measure in plain)
    )


def _turn(table: Table, totals: frozenset[int], columns: frozenset[int]) -> Table:
    """Return the table with the sums of such columns in the sign of their rows."""

    def turn(series: Series) -> Series:
        if series.column not in columns or series.unit == PERCENT:
            return series
        values = (-v if v is not None and n in totals else v for n, v in enumerate(series.values))
        return replace(series, values=tuple(values))

    main = {number: turn(series) for number, series in table.main.items()}
    return replace(table, series=[turn(series) for series in table.series], main=main)


def _columns(table: Table, turned: frozenset[int], columns: list[ColumnSum], quotients: list[Share],
             carried: bool) -> list[list[Any]]:  # fmt: skip
    judged = {one.total for one in columns if one.is_judged}
    before = years_before(table) if carried else {}
    found: list[list[Any]] = []
    for number in sorted(set(table.columns) | set(table.main)):
        above = next((one for one in columns if number in dict(one.terms)), None)
        share = next((one for one in quotients if not one.is_row and one.place == number), None)
        odds = max((one.score for one in (above, share) if one is not None), default=0.0)
        found.append(
            [
                number,
                above.total if above else None,
                dict(above.terms)[number] if above else None,
                share.quotient.below[0][1] if share else None,
                _odds(odds),
                int(number in judged),
                int(number in turned),
                before.get(number),
            ]
        )
    return found


def _terms(table: Table, columns: list[ColumnSum], quotients: list[Share]) -> list[list[Any]]:
    """Return what every column sum and share consists of: axis, total, term, weight, role, whether of the root row."""
    found: list[list[Any]] = []
    for one in columns:
        found += [["column", one.total, column, weight, "term", 0] for column, weight in one.terms]
    for share in quotients:
        axis, total = ("row", table.lines[share.place]) if share.is_row else ("column", share.place)
        for role, places, of_root in (
            ("numerator", share.quotient.above, 0),
            ("denominator", share.quotient.below, int(share.quotient.of_root)),
        ):
            found += [
                [axis, total, table.lines[place] if share.is_row else place, weight, role, of_root]
                for weight, place in places
            ]
    return found


def _untested(table: Table, sums: list[Sum], unsure: list[Sum], columns: list[ColumnSum],
              quotients: list[Share]) -> list[list[Any]]:  # fmt: skip
    """Return the rows that no sum and no share tests, each with the reason."""
    tested = {row for one in sums for row in (one.total, *one.rows)}
    tested |= {row for one in columns for row in (*one.holds, *(row for row, _ in one.deviates))}
    tested |= {one.place for one in quotients if one.is_row}
    tested |= {row for one in quotients if not one.is_row for row in (*one.holds, *one.deviates)}
    failed = {row: one for one in unsure for row in (one.total, *one.rows)}
    found: list[list[Any]] = []
    for row, line in enumerate(table.lines):
        if row in tested:
            continue
        if "of_which" in table.says[row]:
            reason = "part_of_a_row"
        elif row in failed:
            reason = "no_column_agrees" if failed[row].deviates else "too_few_steps"
        else:
            reason = "no_sum_found"
        found.append([line, reason])
    return found
