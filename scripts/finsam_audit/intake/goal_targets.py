"""Thresholds that a table of goals names in its labels (`Minst 240 personer ska delta`), beside outcome and verdict."""

from dataclasses import replace

from finsam_audit.intake.blocks import Cell, Text
from finsam_audit.intake.cells import Piece
from finsam_audit.intake.goals import Goal, number_of, told_in
from finsam_audit.intake.parts import Part
from finsam_audit.intake.tables import Found, ReadTable
from finsam_audit.intake.words import form, table
from finsam_audit.mapping.columns import column_of


def with_targets(read: ReadTable, part: Part, fiscal_year: int | None) -> ReadTable:
    """Return a table of goals with the thresholds of its labels as a column, where no column holds them.

    Args:
        read: the table as it was read.
        part: its lines and headings.
        fiscal_year: the report's own.

    """
    roles = {column_of(heading).role for heading in read.table.columns.values()}
    heads = [cell.text for line in part.headers for cell in line.cells]
    if "verdict" not in roles or "target" in roles or not any(form("goal_context").search(head) for head in heads):
        return read
    first, column = min(read.table.columns), max(read.table.columns) + 1
    heading = next(row["heading"] for row in table("goal_parts") if row["part"] == "target")
    cells = {line.address: [cell for cell in line.cells if cell.column < first] for line in part.lines}
    rows, found = [], []
    for row in read.table.rows:
        told = next(
            (one for cell in cells[row.source_line] if (one := _target(row.source_line, cell, fiscal_year))), None
        )
        if told is not None:
            address = (row.source_line, column, 1)
            piece, cell = told
            found.append(Found(address, piece, cell, heading, row.label))
            row = replace(row, numbers=(*row.numbers, number_of(address, piece)))
        rows.append(row)
    if not found:
        return read
    columns = {**read.table.columns, column: heading}
    whole = replace(read.table, columns=columns, rows=tuple(rows))
    return replace(read, table=whole, found=[*read.found, *found])


def _target(address: str, cell: Cell, fiscal_year: int | None) -> tuple[Piece, Cell] | None:
    """Return the threshold of the one goal that a cell tells, and the cell."""
    told = [
        one for one in told_in(Text(address, cell.text), fiscal_year, [cell], is_headed=True) if isinstance(one, Goal)
    ]
    return (told[0].pieces["target"], cell) if len(told) == 1 and "target" in told[0].pieces else None
