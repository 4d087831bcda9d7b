"""Tables of goals in words: goal, outcome and judgement in columns of sentences, which are no rows of numbers."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from finsam_audit.intake.blocks import Cell, Grid, Line
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Page
from finsam_audit.intake.pdf.labels import edges_across, is_parted
from finsam_audit.intake.pdf.phrases import Phrase, Row
from finsam_audit.intake.pdf.table_cells import cell
from finsam_audit.intake.words import form
from finsam_audit.mapping.columns import column_of

Lines = list[dict[int, list[Phrase]]]


def with_goal_grids(rows: Sequence[Row], page: Page) -> Iterator[tuple[list[Row], Grid | None]]:
    """Yield the rows of a page in order, those of a table of goals with its grid, each in columns as it stands."""
    waiting: list[Row] = []
    at = 0
    while at < len(rows):
        grid, count = _grid(rows[at:], page) if _heads_goals(rows[at]) else (None, 1)
        if grid is None:
            waiting.append(rows[at])
        else:
            if waiting:
                yield waiting, None
            waiting = []
            yield list(rows[at : at + count]), grid
        at += count
    if waiting:
        yield waiting, None


def _heads_goals(row: Row) -> bool:
    """Tell whether a row heads columns of goals and of judgements."""
    if len(row.phrases) < 2 or any(len(phrase.text) > constant("header_length") for phrase in row.phrases):
        return False
    roles = [column_of(phrase.text).role for phrase in row.phrases[1:]]
    return bool(form("goal_context").search(row.phrases[0].text)) and "verdict" in roles


def _grid(rows: Sequence[Row], page: Page) -> tuple[Grid | None, int]:
    """Return the table that the first row heads, and how many rows it takes; nothing where no lines of it follow."""
    head = rows[0]
    starts = [phrase.box.x0 - constant("same_edge") for phrase in head.phrases]
    edges = edges_across(page, starts[0], head.box.x1)
    last = len(starts) - 1
    lines: Lines = []
    # the rows that each line takes
    taken: list[list[Row]] = []
    for above, row in itertools.pairwise(rows):
        parted = is_parted(above, row, edges)
        most = constant("goal_gap_ruled" if parted else "goal_gap") * head.size
        cells = _cells(row, starts)
        if cells is None or row.y - above.y > most or row.size > constant("heading_size") * head.size:
            break
        # without lines between the rows what stands in the last column begins one
        if not lines or parted or (last in cells and last in lines[-1]):
            lines.append({})
            taken.append([])
        for column, phrases in cells.items():
            lines[-1].setdefault(column, []).extend(phrases)
        taken[-1].append(row)
    while lines and not {0, last} <= lines[-1].keys():
        # what stands close below the table
        lines.pop()
        taken.pop()
    if len(lines) < constant("goal_rows") or not all({0, last} <= line.keys() for line in lines):
        return None, 1
    heads = Line(head.address, tuple(cell([p], n, page) for n, p in enumerate(head.phrases)), is_header=True)
    body = [
        Line(own[0].address, tuple(_in_one_line(cell(phrases, n, page)) for n, phrases in sorted(line.items())))
        for own, line in zip(taken, lines, strict=True)
    ]
    return Grid((heads, *body)), 1 + sum(len(own) for own in taken)


def _in_one_line(found: Cell) -> Cell:
    """Return a cell whose lines are one sentence."""
    return replace(found, text=found.text.replace("\n", " "))


def _cells(row: Row, starts: Sequence[float]) -> dict[int, list[Phrase]] | None:
    """Return the phrases of a row by columns; nothing where one begins before them all or reaches into the next."""
    found: dict[int, list[Phrase]] = {}
    for phrase in row.phrases:
        column = sum(phrase.box.x0 >= start for start in starts) - 1
        if column < 0 or any(phrase.box.x1 > start + 2 * constant("same_edge") for start in starts[column + 1 :]):
            return None
        found.setdefault(column, []).append(phrase)
    return found
