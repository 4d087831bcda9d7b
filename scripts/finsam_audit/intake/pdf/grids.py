"""The lines of a table: headings by the columns that they cover, rows by the columns in which their phrases stand."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from finsam_audit.intake.blocks import Line
from finsam_audit.intake.pdf.bands import (
    Band,
    bands_of,
    cover,
    headings_apart,
    is_code,
    is_label,
    label_edge,
    place_headers,
    shared_out,
    split_at_edges,
    without_signs,
)
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.phrases import DASH, YEAR, Phrase, Row
from finsam_audit.intake.pdf.table_cells import cell, merged
from finsam_audit.intake.pdf.table_rows import Table, groups_of, is_body, is_dated
from finsam_audit.intake.sizes import whole_of
from finsam_audit.intake.words import form


def laid_out(table: Table) -> None:
    """Fill in the lines of a table: headings by what they cover, rows by the bands in which their phrases stand."""
    table.headers = lines_joined(table.headers)
    take_references(table)
    full = [row for row in table.body if is_body(row) or is_dated(row)] or table.body
    edge = label_edge(full, table.headers + table.body)
    table.body = split_at_edges(table.body, edge)
    while True:
        full = [row for row in table.body if is_body(row) or is_dated(row)] or table.body
        bands = bands_of(full, edge)
        if not without_signs(full, bands, table.headers):
            break
    bands, labels = label_bands(bands, len(full))
    limit = max((row.phrases[0].box.x1 for row in full if is_label(row, edge)), default=edge)
    table.headers = [
        replace(row, phrases=[piece for phrase in row.phrases for piece in headings_apart(phrase, bands)])
        for row in table.headers
    ]
    lowest = place_headers(table.headers[-1], bands, edge, limit) if table.headers else []
    extents = [(band.x0, band.x1) for band in bands]
    for phrase, at in lowest:
        if at >= 0:
            extents[at] = (min(extents[at][0], phrase.box.x0), max(extents[at][1], phrase.box.x1))
    table.bands = bands
    header_groups = joined_headers(table)
    for group in header_groups:
        table.lines.append(with_references(header_line(group, table, lowest, extents, edge), group, table))
    table.header_count = len(header_groups)
    indents = indent_steps(table.body, bands)
    for group in groups_of(table.body, table.page, bands, edge):
        table.lines.append(with_references(body_line(group, table, bands, labels, edge, indents), group, table))


def take_references(table: Table) -> None:
    """Take the numbers of notes that stand before labels, and their heading, out of the rows of a table."""
    head = next(
        (row for row in table.headers if form("note_column").fullmatch(row.phrases[0].text) and len(row.phrases) > 1),
        None,
    )
    if head is None:
        return
    end = head.phrases[0].box.x1 + constant("indent_step") * head.size
    bodies = [
        row
        for row in table.body
        if len(row.phrases) > 1 and row.phrases[0].text.isdigit() and row.phrases[0].box.x1 <= end
    ]
    if not bodies or any(row.phrases[1].is_value or row.phrases[1].box.x0 < end for row in bodies):
        # the column stands behind the labels
        return
    table.references = {row.address: row.phrases[0] for row in (head, *bodies)}
    for rows in (table.headers, table.body):
        rows[:] = [replace(row, phrases=row.phrases[row.address in table.references :]) for row in rows]


def with_references(line: Line, group: Sequence[Row], table: Table) -> Line:
    """Return a line with the reference that was taken out of its rows in a column before the labels."""
    if not table.references:
        return line
    taken = [table.references[row.address] for row in group if row.address in table.references]
    cells = tuple(replace(item, column=item.column + 1) for item in line.cells)
    own = (cell(taken, 0, table.page),) if taken else ()
    return replace(line, cells=own + cells, covered=frozenset(column + 1 for column in line.covered))


def label_bands(bands: list[Band], count: int) -> tuple[list[Band], float]:
    """Return the columns without those left of all numbers that are second parts of labels, and where those end."""
    first = next((at for at, band in enumerate(bands) if any(phrase.is_value for _, phrase in band.phrases)), 0)
    loose = [band for band in bands[:first] if len(band.phrases) < constant("column_filled") * count]
    return [band for band in bands if band not in loose], max((band.x1 for band in loose), default=0.0)


def joined_headers(table: Table) -> list[list[Row]]:
    """Return the heading rows; a label set at half their height goes with the row below."""
    groups: list[list[Row]] = []
    for row in table.headers:
        before = groups[-1] if groups else None
        if before and row.y - before[-1].y < constant("half_line") * row.size and not overlaps(before, row):
            before.append(row)
        else:
            groups.append([row])
    return groups


def lines_joined(headers: Sequence[Row]) -> list[Row]:
    """Return heading rows, those of two lines as one row with those of one line that stand between them."""
    found: list[Row] = []
    rest = list(headers)
    while rest:
        phrases = of_two_lines(*rest[:3]) if len(rest) > 2 else []
        if phrases:
            found.append(replace(rest[1], phrases=phrases))
            rest = rest[3:]
        else:
            found.append(rest.pop(0))
    return found


def of_two_lines(upper: Row, middle: Row, lower: Row) -> list[Phrase]:
    """Return the phrases of three rows as one, where each of the last ends one of the first; else nothing."""
    half = constant("half_line") * middle.size
    if (
        middle.y - upper.y >= half
        or lower.y - middle.y >= half
        or overlaps([middle], lower)
        or overlaps([middle], upper)
    ):
        return []
    first = list(enumerate(upper.phrases))
    ends = {over_like(phrase, [(other, at) for at, other in first]): phrase for phrase in lower.phrases}
    if None in ends or len(ends) < len(lower.phrases):
        return []
    joined = [
        Phrase(phrase.glyphs + ends[at].glyphs, f"{phrase.text} {ends[at].text}") if at in ends else phrase
        for at, phrase in first
    ]
    return sorted([*joined, *middle.phrases], key=lambda phrase: phrase.box.x0)


def overlaps(group: Sequence[Row], row: Row) -> bool:
    """Return whether phrases of a row stand over or under those of a group."""
    return any(
        a.box.x0 < b.box.x1 and b.box.x0 < a.box.x1 for other in group for a in other.phrases for b in row.phrases
    )


def header_line(
    group: list[Row],
    table: Table,
    lowest: list[tuple[Phrase, int]],
    extents: list[tuple[float, float]],
    edge: float,
) -> Line:
    """Return a heading row with the columns that each heading covers."""
    placed: list[tuple[Phrase, int, int]] = []
    for row in group:
        if row is table.headers[-1]:
            for phrase, at in lowest:
                span = cover(phrase, row, extents, table.page) if at >= 0 else None
                placed.append((phrase, at, at) if span is None or not span[0] <= at <= span[1] else (phrase, *span))
            continue
        if goes_on(group, table, lowest):
            for phrase in row.phrases:
                under = over_like(phrase, lowest)
                placed.append((phrase, -1 if under is None else under, -1 if under is None else under))
            continue
        upper = []
        for phrase in row.phrases:
            span = cover(phrase, row, extents, table.page)
            is_left = (bool(extents) and phrase.box.x1 <= extents[0][0]) or phrase.box.x0 <= edge + 3
            if span is not None and not is_left:
                placed.append((phrase, *span))
            elif is_left:
                placed.append((phrase, -1, -1))
            else:
                upper.append(phrase)
        placed += upper_spans(upper, lowest, extents)
    cells = []
    for phrase, first, last in sorted(placed, key=lambda item: item[0].box.x0):
        cells.append(cell([phrase], first + 1, table.page, max(1, last - first + 1)))
    # what a heading covers is decided here by place, and by nothing that stands below it
    return Line(group[0].address, merged(cells), covered=frozenset(range(len(extents) + 1)))


def goes_on(group: list[Row], table: Table, lowest: list[tuple[Phrase, int]]) -> bool:
    """Return whether a heading row is the first line of headings that the row below ends: close, each over its like."""
    at = next(number for number, row in enumerate(table.headers) if row is group[-1])
    if at + 2 != len(table.headers):
        return False
    row, below = table.headers[at], table.headers[at + 1]
    return below.y - row.y <= constant("padded") * row.size and all(
        over_like(phrase, lowest) is not None for phrase in row.phrases
    )


def over_like(phrase: Phrase, lowest: list[tuple[Phrase, int]]) -> int | None:
    """Return the column of the only heading of the lowest row that begins or ends where one above it does."""
    near = constant("same_edge")
    under = [
        at
        for other, at in lowest
        if abs(other.box.x0 - phrase.box.x0) <= near or abs(other.box.x1 - phrase.box.x1) <= near
    ]
    return under[0] if len(under) == 1 else None


def upper_spans(
    upper: list[Phrase], lowest: list[tuple[Phrase, int]], extents: list[tuple[float, float]]
) -> list[tuple[Phrase, int, int]]:
    """Return the columns of headings above others that nothing drawn tells: one above its like, or by place."""
    found: list[tuple[Phrase, int, int]] = []
    heads = {at: phrase.text for phrase, at in lowest}
    # a column without a heading of its own is like no other
    names = [heads.get(at, str(at)) for at in range(len(extents))]
    fits = []
    for columns in (extents, *(cells_of(lowest, extents, n * constant("span_fit")) for n in range(3))):
        cost, spans = shared_out(upper, columns, names)
        if any(first < last for first, last in spans) and all(
            first == last or abs(phrase.box.middle - (columns[first][0] + columns[last][1]) / 2) < constant("span_fit")
            for phrase, (first, last) in zip(upper, spans, strict=True)
        ):
            fits.append((cost, spans))
    if fits:
        return [(phrase, *span) for phrase, span in zip(upper, min(fits)[1], strict=True)]
    rest = []
    near = constant("same_edge")
    for phrase in upper:
        under = [
            at
            for other, at in lowest
            if at >= 0 and (abs(other.box.x0 - phrase.box.x0) <= near or abs(other.box.x1 - phrase.box.x1) <= near)
        ]
        if (len(under) == 1 and len(upper) != 1) or not extents:
            found.append((phrase, under[0] if under else -1, under[0] if under else -1))
        else:
            rest.append(phrase)
    if rest:
        if len(rest) < len(upper):
            for phrase in rest:
                at = min(range(len(extents)), key=lambda n: abs(sum(extents[n]) / 2 - phrase.box.middle))
                found.append((phrase, at, at))
        else:
            _, spans = shared_out(rest, extents, names)
            found += [(phrase, *span) for phrase, span in zip(rest, spans, strict=False)]
    return found


def cells_of(
    lowest: list[tuple[Phrase, int]], extents: list[tuple[float, float]], padding: float
) -> list[tuple[float, float]]:
    """Return the cells of columns whose headings and numbers end at the right, each from the end of the one before.

    What is centred over merged cells stands in their middle, and that is left of the middle of what they hold.

    Args:
        lowest: the lowest headings with the columns that they stand over.
        extents: what the columns hold, from left to right.
        padding: how far cells reach beyond what they hold, in points.

    Returns:
        Left and right edges; none where a heading ends elsewhere than its column, or where there are no three columns.

    """
    heads = [(phrase, at) for phrase, at in lowest if at >= 0]
    if len(extents) < 3 or any(abs(phrase.box.x1 - extents[at][1]) > constant("same_edge") for phrase, at in heads):
        return []
    rights = [x1 + padding for _, x1 in extents]
    return list(zip([2 * rights[0] - rights[1], *rights], rights, strict=False))


def indent_steps(rows: list[Row], bands: Sequence[Band]) -> list[float]:
    """Return the left edges of labels, each a step of indentation."""
    steps: list[float] = []
    limit = bands[0].x0 if bands else float("inf")
    for row in sorted(rows, key=lambda row: row.phrases[0].box.x0):
        x, size = row.phrases[0].box.x0, row.size
        if row.phrases[0].is_value or x >= limit:
            continue
        if not steps or x - steps[-1] > constant("indent_step") * size:
            steps.append(x)
    return steps


def body_line(
    group: list[Row],
    table: Table,
    bands: list[Band],
    labels: float,
    edge: float,
    indents: list[float],
) -> Line:
    """Return a row of the body; lines of one cell are joined."""
    columns: dict[int, list[Phrase]] = {}
    for row in group:
        for place, phrase in enumerate(row.phrases):
            columns.setdefault(column_of(phrase, place, row, bands, labels, edge), []).append(phrase)
    cells = []
    for column, phrases in sorted(columns.items()):
        indent = 0
        if column == 0:
            x = phrases[0].box.x0
            indent = max((at for at, step in enumerate(indents) if step <= x + 1), default=0)
        cells.append(cell(phrases, column, table.page, 1, indent))
    return Line(group[0].address, tuple(cells))


def column_of(phrase: Phrase, place: int, row: Row, bands: list[Band], labels: float, edge: float) -> int:
    """Return the column of a phrase: 0 for the label, else one more than its band."""
    if place == 0 and is_code(phrase, bands, edge):
        return 0
    reach = max(edge + constant("label_reach"), (bands[0].x0 if bands else 0.0) - 1)
    if place == 0 and is_label(row, edge) and phrase.box.x0 <= reach:
        return 0
    if place == 0 and not phrase.is_value and bands and phrase.box.x0 < bands[0].x0:
        return 0
    if phrase.box.x1 <= labels + 0.1 and not phrase.is_value:
        return 0
    best = max(range(len(bands)), key=lambda at: bands[at].overlap(phrase), default=-1)
    if best >= 0 and bands[best].overlap(phrase) > 0:
        return best + 1
    before = [at for at, band in enumerate(bands) if band.x1 <= phrase.box.x0]
    if not before and (not bands or phrase.box.x1 <= bands[0].x0) and not phrase.is_value:
        return 0
    near = min(range(len(bands)), key=lambda at: abs(bands[at].middle - phrase.box.middle), default=-1)
    return near + 1


def is_contents(table: Table, page_count: int) -> bool:
    """Return whether a table is a list of contents: one column of page numbers that rise."""
    if len(table.bands) != 1:
        return False
    texts = [phrase.text for _, phrase in table.bands[0].phrases]
    numbers = [number for text in texts if (number := whole_of(text)) is not None]
    is_rising = all(a <= b for a, b in itertools.pairwise(numbers))
    return (
        len(numbers) == len(texts) >= constant("contents_rows")
        and is_rising
        and numbers[-1] <= page_count + constant("pages_off")
        and not any(DASH.match(text) for text in texts)
        and not any(YEAR.search(phrase.text) for row in table.headers for phrase in row.phrases)
    )
