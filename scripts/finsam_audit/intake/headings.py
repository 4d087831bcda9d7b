"""Which lines of a grid are headings, and what heads each column."""

import re
from collections.abc import Sequence
from itertools import pairwise

from finsam_audit.intake.blocks import Cell, Line
from finsam_audit.intake.cells import DATE, pieces_of, plain, spans_of, years_in
from finsam_audit.intake.words import form, kind_of
from finsam_audit.mapping.columns import SHORT_DAY, SHORT_MONTH
from finsam_audit.mapping.state import unit_in
from finsam_audit.mapping.words import said

# years, spans and parts of years, dates, ages: what may stand in a heading as digits
TIMES = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./ ]\d{1,2}[./ -]+\d{4}|\d{6}-\d{6}"
    r"|(?<!\d)(19|20)\d{2}(\s*[-/]\s*((19|20)?\d{2}))?(?!\d)"
    rf"|{SHORT_DAY.pattern}"
    rf"|{form('ages').pattern}|{form('length_of_period').pattern}|{form('day_month').pattern}"
    rf"|{form('month_day').pattern.removeprefix('(?i)')}|\b{form('part_of_year').pattern.removeprefix('(?i)')}\b",
    re.IGNORECASE,
)


def has_amount(cell: Cell) -> bool:
    """Tell whether a cell holds a number that is no year, date or age."""
    return any(piece.is_number for piece in pieces_of(_without_times(cell.text)))


def _without_times(text: str) -> str:
    """Return a text without years, dates and ages; four digits of year and month are one beside words."""
    flat = plain(text)
    month = SHORT_MONTH.fullmatch(flat.strip())
    if month and re.search(r"[^\W\d]", flat):
        return flat.strip()[: month.start(1)]
    return TIMES.sub(" ", flat)


def is_label_like(cell: Cell) -> bool:
    """Tell whether a cell holds words that are no unit and no limit of a number."""
    # one letter alone is a name too
    words = re.findall("[A-Za-zÅÄÖåäö]{2,}" if re.search(r"\d", cell.text) else "[A-Za-zÅÄÖåäö]+", cell.text)
    return any(not unit_in(word.lower()) and not kind_of("remarks", word.lower()) for word in words)


def is_heading_cell(cell: Cell) -> bool:
    """Tell whether a cell can head a column: no digits but years, dates and marks."""
    rest = _without_times(cell.text)
    has_words = bool(re.search(r"[^\W\d]|%|^\s*\+ ?/ ?-|[\u2640\u2642\u2211]", plain(cell.text))) or is_time(cell.text)
    return has_words and not re.search(r"\d{2,}|^\s*[-+(]?\d", rest.strip())


def is_time(text: str) -> bool:
    """Tell whether a text is a year, a date or a span of them and nothing else."""
    flat = plain(text)
    return bool(TIMES.search(flat)) and not re.search(r"\w", TIMES.sub("", flat))


def has_time(cell: Cell) -> bool:
    """Tell whether a cell says a year, a part of one or a date and little else."""
    return (bool(years_in(cell.text)) or is_time(cell.text)) and is_heading_cell(cell)


def first_column(lines: Sequence[Line]) -> int:
    """Return the leftmost column that any of the lines fills."""
    return min((cell.column for line in lines for cell in line.cells), default=0)


def is_header(line: Line, left: int, current: Sequence[str], is_start: bool) -> bool:
    """Tell whether a line heads columns.

    Args:
        line: the line.
        left: the column of the labels.
        current: years that head the columns of the table so far.
        is_start: no line with numbers stands before it in its table, or it follows an empty line.

    """
    cells = [cell for cell in line.cells if cell.text.strip()]
    values = [cell for cell in cells if cell.column > left]
    label = next((said(cell.text) for cell in cells if cell.column <= left), "")
    if is_start and (not label or kind_of("header_words", label) in ("unit", "label")):
        spans = spans_of([cell.text for cell in values])
        rest = [cell for cell, is_span in zip(values, spans, strict=True) if not is_span]
        if _are_months(values) or (any(spans) and all(is_heading_cell(cell) and not has_amount(cell) for cell in rest)):
            return True
    if not values or any(has_amount(cell) for cell in values) or not all(map(is_heading_cell, values)):
        return False
    if line.is_header:
        return True
    times = [cell for cell in values if has_time(cell)]
    if kind_of("header_words", label) == "fact" or (
        len(times) == len(values) == 1
        and DATE.search(plain(times[0].text))
        and label
        and not kind_of("header_words", label)
    ):
        return False
    years = [str(year) for cell in values for year in years_in(cell.text)[-1:]]
    if is_start:
        # what came in and what went out stand between two days of the year, told among words
        dated = [cell for cell in values if TIMES.search(plain(cell.text))]
        is_flow = len(values) > len(dated) > 1
        return bool(times) or is_flow or any(kind_of("header_words", said(cell.text)) == "strong" for cell in values)
    if not label or kind_of("header_words", label) in ("unit", "label"):
        return bool(times) or all(kind_of("header_words", said(cell.text)) == "strong" for cell in values)
    return bool(years) and len(times) == len(values) and years == list(current)


def _are_months(values: Sequence[Cell]) -> bool:
    """Tell whether cells hold the last month of one year after the other in four digits: 1712, 1612."""
    months = [SHORT_MONTH.fullmatch(plain(cell.text).strip()) for cell in values]
    years = [int(month.group(1)) for month in months if month]
    return len(years) == len(values) > 1 and {abs(a - b) for a, b in pairwise(years)} == {1}


def column_headings(headers: Sequence[Line], columns: Sequence[int], left: int) -> dict[int, str]:
    """Return the headings over each column, from the top one down, joined by spaces.

    A heading over a group reaches over the empty cells to its right, if it is not merged over some of them and a line
    below heads those columns one by one.
    """
    paths: dict[int, list[str]] = {column: [] for column in columns}
    for n, line in enumerate(headers):
        cells = sorted((cell for cell in line.cells if cell.text.strip()), key=lambda cell: cell.column)
        below = {cell.column for lower in headers[n + 1 :] for cell in lower.cells if cell.text.strip()}
        for at, cell in enumerate(cells):
            if cell.column <= left and cell.column + cell.span - 1 <= left:
                continue
            stop = cell.column + cell.span
            limit = cells[at + 1].column if at + 1 < len(cells) else max(columns, default=0) + 1
            # what is merged over its columns says itself how far it reaches
            while cell.span == 1 and stop < limit and stop in below and stop not in line.covered:
                stop += 1
            for column in range(cell.column, stop):
                if column in paths and (not paths[column] or paths[column][-1] != one_line(cell.text)):
                    paths[column].append(one_line(cell.text))
    # what is said over a group of columns is nothing to the references among them
    return {
        column: path[-1] if path and form("note_column").fullmatch(path[-1]) else " ".join(path)
        for column, path in paths.items()
    }


def one_line(text: str) -> str:
    """Return a text on one line, its spaces plain where it holds words."""
    return (
        " ".join(plain(text).replace("\n", " ").split())
        if re.search("[A-Za-zÅÄÖåäö]", text)
        else " ".join(text.split())
    )
