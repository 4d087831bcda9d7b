"""Plants errors that are more than a slip of one cell: in rows, columns and sums."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from finsam_audit.measure.inject import (
    MIX,
    NO_NUMBER,
    SLIPS,
    Texts,
    number_text,
    numbers,
    plant,
    plant_drawn,
    sign_turned,
    signed_like,
    spoil_texts,
)
from finsam_audit.measure.planted import Error, Moved, Page, Spoilt, address_of, wrong
from finsam_audit.measure.printing import whole_number
from finsam_audit.measure.reports import Row

# kinds that concern no table of figures are left out
NOT_TABLES = ("narrative", "cover", "goals", "context")
# a row of such a name is a total, where no tree says which rows are
TOTAL = re.compile(r"summa|total|resultat|netto|utgående|kassaflöde", re.IGNORECASE)
FEWEST = 3
LARGE = 100_000
Plan = Callable[[random.Random, Page, int], Spoilt | None]


def tables_of(page: Page) -> list[int]:
    """Return the numbers of the tables of figures."""
    return sorted({r.table_no for r in page.rows if r.column_no > 0 and r.statement not in NOT_TABLES})


def _is_value(row: Row) -> bool:
    return row.column_no > 0 and row.number_no == 1 and row.measure not in NO_NUMBER


def _is_money(row: Row) -> bool:
    return (
        _is_value(row)
        and row.measure not in ("share", "ratio", "count", "consumed")
        and row.unit not in ("percent", "count", "date", "text")
    )


def _columns(page: Page, table: int, fits: Callable[[Row], bool] = _is_money) -> dict[int, list[int]]:
    """Return the places of a table's cells by column, downwards; columns with few numbers are left out."""
    columns: dict[int, list[int]] = {}
    for place, row in enumerate(page.rows):
        if row.table_no == table and fits(row):
            columns.setdefault(row.column_no, []).append(place)
    return {
        number: places
        for number, places in columns.items()
        if sum(bool(whole_number(page.rows[p].printed)) for p in places) >= FEWEST
    }


def _spoilt(page: Page, kind: str, texts: Texts, beside: Iterable[int] = (), least: int = 1) -> Spoilt | None:
    """Return the spoilt page, or None where fewer cells than `least` are wrong."""
    if not texts:
        return None
    result = spoil_texts(page.rows, kind, texts, frozenset(beside))
    return result if len(result.error.cells) >= least else None


def _one_table(rng: random.Random, page: Page, table: int) -> Spoilt | None:
    places = [p for p in numbers(page.rows) if page.rows[p].table_no == table]
    if len(places) < 2:
        return None
    first = plant_drawn(rng, page, places)
    if first is None:
        return None
    _, _, column, _ = first.error.cells[0].address
    others = [p for p in places if page.rows[p] == first.rows[p]]
    # every other time in the same column, where one sum may hold both
    near = [p for p in others if page.rows[p].column_no == column] if rng.random() < 0.5 else []
    return _second(rng, page, "two_errors", first, near or others)


def _two_tables(rng: random.Random, page: Page, table: int) -> Spoilt | None:
    places = numbers(page.rows)
    first = plant_drawn(rng, page, [p for p in places if page.rows[p].table_no == table])
    others = [p for p in places if page.rows[p].table_no != table]
    return _second(rng, page, "two_apart", first, others) if first else None


def _second(rng: random.Random, page: Page, kind: str, first: Spoilt, places: Sequence[int]) -> Spoilt | None:
    second = plant_drawn(rng, page, places) if places else None
    if second is None:
        return None
    rows = [a if a != old else b for old, a, b in zip(page.rows, first.rows, second.rows, strict=True)]
    error = first.error
    return Spoilt(rows, Error(kind, error.table_no, error.statement, error.cells + second.error.cells))


def _cells(rng: random.Random, page: Page, table: int) -> Spoilt | None:
    rows = page.rows
    pairs: list[tuple[int, int]] = []
    for places in _columns(page, table, _is_value).values():
        pairs += pairwise(places)
    for a, row in enumerate(rows):
        if row.table_no == table and _is_value(row):
            pairs += [
                (a, b) for b, other in enumerate(rows[a + 1 :], a + 1)
                if (other.table_no, other.source_line, other.column_no) == (table, row.source_line, row.column_no + 1)
                and _is_value(other)
            ]  # fmt: skip
    pairs = [(a, b) for a, b in pairs if _differ(rows[a], rows[b])]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return _spoilt(page, "cells_exchanged", {a: rows[b].printed, b: rows[a].printed}, least=2)


def _differ(a: Row, b: Row) -> bool:
    values = (whole_number(a.printed), whole_number(b.printed))
    return a.unit == b.unit and None not in values and values[0] != values[1]


def _lines(page: Page, table: int) -> list[str]:
    """Return the lines of a table that a sum takes in and that are no sum: by its tree, else by their names."""
    tree = [row for row in page.tree if row.table_no == table]
    mine = [r for r in page.rows if r.table_no == table]
    filled = list(dict.fromkeys(r.source_line for r in mine if _is_value(r) and whole_number(r.printed)))
    if tree:
        parents = {row.parent_line for row in tree}
        leaves = {row.source_line for row in tree if row.parent_line and row.source_line not in parents}
        return [line for line in filled if line in leaves]
    totals = {r.source_line for r in mine if TOTAL.search(r.label)}
    return [line for line in filled if line not in totals] if totals else []


def _row_cells(page: Page, table: int, line: str) -> dict[tuple[int, int], int]:
    return {
        (r.column_no, r.number_no): place
        for place, r in enumerate(page.rows)
        if (r.table_no, r.source_line) == (table, line) and r.column_no > 0 and r.measure not in NO_NUMBER
    }


def _rows(rng: random.Random, page: Page, table: int) -> Spoilt | None:
    lines = _lines(page, table)
    if len(lines) < 2:
        return None
    first = rng.randrange(len(lines) - 1)
    upper, lower = (_row_cells(page, table, line) for line in lines[first : first + 2])
    if set(upper) != set(lower):
        return None
    texts = {upper[key]: page.rows[lower[key]].printed for key in upper}
    texts |= {lower[key]: page.rows[upper[key]].printed for key in upper}
    # two wrong cells would be two cells exchanged
    return _spoilt(page, "rows_exchanged", texts, [*upper.values(), *lower.values()], least=4)


def _two_columns(rng: random.Random, page: Page, table: int) -> Spoilt | None:
    columns = _columns(page, table)
    if len(columns) < 2:
        return None
    # whole columns: what stands beside an amount in its cell goes with it
    left, right = (
        {(r.source_line, r.number_no): place for place, r in enumerate(page.rows)
         if (r.table_no, r.column_no) == (table, column) and r.measure not in NO_NUMBER}
        for column in rng.choice(list(pairwise(sorted(columns))))
    )  # fmt: skip
    both = [(left[key], right[key]) for key in left if key in right]
    if any(page.rows[a].unit != page.rows[b].unit for a, b in both):
        return None
    texts = {a: page.rows[b].printed for a, b in both} | {b: page.rows[a].printed for a, b in both}
    return _spoilt(page, "columns_exchanged", texts, [*left.values(), *right.values()], least=2 * FEWEST)


def _one_column(kind: str, change: Callable[[random.Random, list[Row]], list[str | None]]) -> Plan:
    """Return a plan for a kind that changes the texts of one column; None leaves a text as it is."""

    def plan(rng: random.Random, page: Page, table: int) -> Spoilt | None:
        columns = _columns(page, table)
        if not columns:
            return None
        places = columns[rng.choice(sorted(columns))]
        texts = change(rng, [page.rows[p] for p in places])
        new = {p: text for p, text in zip(places, texts, strict=True) if text is not None}
        return _spoilt(page, kind, new, places, least=FEWEST)

    return plan


def _shift(rng: random.Random, column: list[Row]) -> list[str | None]:
    """Move all texts a row down or up: one place is left blank, the last text is lost."""
    texts: list[str | None] = [row.printed for row in column]
    return ["", *texts[:-1]] if rng.random() < 0.5 else [*texts[1:], ""]


def _turn(rng: random.Random, column: list[Row]) -> list[str | None]:
    return [sign_turned(row.printed) if whole_number(row.printed) else None for row in column]


def _unit(rng: random.Random, column: list[Row]) -> list[str | None]:
    """Print thousands as kronor or kronor as thousands: by the unit, where none is given by size."""
    largest = max(abs(whole_number(row.printed) or 0) for row in column)
    units = {row.unit for row in column if row.unit}
    up = units == {"tkr"} or (not units and largest < LARGE)

    def text(row: Row) -> str | None:
        if not whole_number(row.printed) or "," in row.printed:
            return None
        return number_text(row.printed, (lambda d: d + "000") if up else (lambda d: str(round(int(d) / 1000))))

    return [text(row) for row in column]


def _row_moved(kind: str, by: int) -> Plan:
    """Return a plan that leaves out a row (by = -1) or prints it twice (by = 1)."""

    def plan(rng: random.Random, page: Page, table: int) -> Spoilt | None:
        shared = {r.source_line for r in page.rows if r.table_no != table}
        lines = [line for line in _lines(page, table) if line.isdigit() and line not in shared]
        if len(lines) < 2 or not all(r.source_line.isdigit() for r in page.rows):
            return None
        line = rng.choice(lines)
        moved = Moved(int(line), by)
        cells = [page.rows[place] for place in _row_cells(page, table, line).values()]
        # what a row printed twice repeats should not be there
        texts = tuple(
            wrong(r, "", kind) if by < 0 else wrong(r._replace(printed=""), r.printed, kind)
            for r in cells if whole_number(r.printed)
        )  # fmt: skip
        error = Error(kind, table, cells[0].statement, texts, frozenset(map(address_of, cells)))
        return Spoilt(moved.rows(page.rows, table), error, moved)

    return plan


def _compensating(rng: random.Random, page: Page, table: int) -> Spoilt | None:
    """Move an amount between two cells that one sum takes in: the first is one digit replaced, the sum still holds."""
    sums = [s for s in page.sums if s.table_no == table and len(s.lines) >= 2]
    columns = _columns(page, table)
    if not sums or not columns:
        return None
    item = rng.choice(sums)
    weights = dict(zip(item.lines, item.weights, strict=True))
    column = columns[rng.choice(sorted(columns))]
    places = [
        place for place in column
        if (row := page.rows[place]).source_line in weights and whole_number(row.printed) and "," not in row.printed
    ]  # fmt: skip
    if len(places) < 2:
        return None
    one, two = rng.sample(places, 2)
    first, second = page.rows[one], page.rows[two]
    slip = plant(rng, page, "digit_replaced", one)
    if slip is None:
        return None
    text = slip.rows[one].printed
    value, old = whole_number(text) or 0, whole_number(first.printed) or 0
    moved = (value - old) * weights[first.source_line] * weights[second.source_line]
    there = whole_number(second.printed) or 0
    other = signed_like(second.printed, there, there - moved)
    return _spoilt(page, "compensating", {one: text, two: other}, least=2) if other else None


PLANS: dict[str, Plan] = {
    "two_errors": _one_table,
    "two_apart": _two_tables,
    "cells_exchanged": _cells,
    "rows_exchanged": _rows,
    "columns_exchanged": _two_columns,
    "column_shifted": _one_column("column_shifted", _shift),
    "column_turned": _one_column("column_turned", _turn),
    "column_unit": _one_column("column_unit", _unit),
    "row_dropped": _row_moved("row_dropped", -1),
    "row_doubled": _row_moved("row_doubled", 1),
    "compensating": _compensating,
}
EVENTS = tuple(PLANS)
# what is planted in each table in turn, where it fits
IN_TABLES = (*(kind for kind in MIX if kind not in SLIPS), *EVENTS)
# what a reader of the finding would accept as the right name of the error
RIGHT_CAUSES = {kind: {kind} for kind in (*MIX, *EVENTS)} | {
    "neighbouring_cell": {"neighbouring_cell", "other_column"},
    "column_turned": {"sign_convention", "sign_flipped"},
    "column_unit": {"printed_unit", "scale"},
    "row_dropped": {"row_not_printed", "missing_number"},
    "row_doubled": {"printed_twice"},
    "cell_blanked": {"missing_number"},
    "total_dropped": {"row_not_printed", "missing_number"},
    # the first cell is a digit replaced, the other may be anything
    "compensating": {"digit_replaced", "unknown"},
}


def plant_event(rng: random.Random, page: Page, kind: str, table_no: int | None = None) -> Spoilt | None:
    """Plant an error of more than a slip in a document.

    Args:
        rng: where the choices come from.
        page: the document.
        kind: one of IN_TABLES.
        table_no: the table, else any; some kinds fit few tables, so every table is tried some times.

    Returns:
        The spoilt document, or None where the kind does not fit.

    """
    tables = [table_no] if table_no is not None else rng.sample(tables_of(page), len(tables_of(page)))
    for table in tables:
        for _ in range(5):
            result = PLANS[kind](rng, page, table) if kind in PLANS else plant(rng, page, kind, table_no=table)
            if result is not None:
                return result
    return None
