"""What is not there: every row taken away in turn, every amount blanked in turn, and whether that is told."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from finsam_audit.measure.inject import NO_NUMBER
from finsam_audit.measure.planted import Error, Moved, Page, Spoilt, address_of, wrong
from finsam_audit.measure.printing import decimal_number
from finsam_audit.measure.reports import Row
from finsam_audit.measure.score import REACHES, Score

ROW, TOTAL, CELL = "row_dropped", "total_dropped", "cell_blanked"
# what is no table of amounts, or names its numbers by words of its own
NOT_TABLES = ("narrative", "cover", "goals", "context", "participants")


def _is_amount(row: Row) -> bool:
    value = decimal_number(row.printed) if row.measure not in NO_NUMBER else None
    return row.column_no > 0 and value is not None and value[0] != 0


def _rows_taken(page: Page, places: dict[tuple[int, str], list[int]]) -> Iterator[Spoilt]:
    totals = {(row.table_no, row.source_line) for row in page.tree if row.role in ("subtotal", "total")}
    for (table, line), mine in places.items():
        kind = TOTAL if (table, line) in totals else ROW
        elsewhere = any(r.source_line == line and r.table_no != table for r in page.rows)
        if elsewhere or not line.isdigit():
            continue
        cells = [page.rows[place] for place in mine]
        moved = Moved(int(line), -1)
        error = Error(
            kind, table, cells[0].statement, tuple(wrong(r, "", kind) for r in cells),
            frozenset(address_of(r) for r in page.rows if (r.table_no, r.source_line) == (table, line)),
        )  # fmt: skip
        yield Spoilt(moved.rows(page.rows, table), error, moved)


def _cells_blanked(page: Page, places: dict[tuple[int, str], list[int]]) -> Iterator[Spoilt]:
    for (table, _), mine in places.items():
        for place in mine:
            row = page.rows[place]
            # a second number in a cell does not leave it empty
            if any(address_of(r)[:3] == address_of(row)[:3] and r is not row for r in page.rows):
                continue
            rows = list(page.rows)
            rows[place] = row._replace(printed="")
            yield Spoilt(rows, Error(CELL, table, row.statement, (wrong(row, "", CELL),)))


def take_away(page: Page) -> list[Spoilt]:
    """Take away each row with an amount other than zero of a document's tables, then blank each such amount."""
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, row in enumerate(page.rows):
        if row.statement not in NOT_TABLES and _is_amount(row):
            places[row.table_no, row.source_line].append(place)
    return [*_rows_taken(page, places), *_cells_blanked(page, places)]


def outcome(score: Score) -> str:
    """Return a table for the console: by kind and statement what another print implies, and how much of it is told."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for case in score.cases:
        for statement in (case["statement"], "all"):
            count = counts[case["kind"], statement]
            count[0] += 1
            if is_implied(case):
                count[1] += 1
                count[2] += case["right_cell"]
                count[3] += case["exact"]
    lines = [
        "| taken away | statement | n | implied | found | right place and nothing else |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for (kind, statement), (n, implied, found, exact) in sorted(counts.items()):
        lines.append(
            f"| {kind} | {statement} | {n} | {implied} | {_share(found, implied)} | {_share(exact, implied)} |"
        )
    return "\n".join(lines)


def not_found(score: Score) -> list[dict[str, Any]]:
    """Return the cases that another print implies and that are not told, or not told alone."""
    return [case for case in score.cases if is_implied(case) and not case["exact"]]


def is_implied(case: dict[str, Any]) -> bool:
    """Tell whether another print implies what was taken away.

    A row or cell by a relation that holds it against other prints, not by a limit. A (sub)total follows from its own
    rows, and a layout may do without it: it must be there where the same report prints it elsewhere.
    """
    return bool(case["is_tied"] if case["kind"] == TOTAL else case["reach"] != REACHES[0] and case["is_covered"])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
