"""Columns of a page: rows that stand beside each other without belonging together are read one column after another."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from statistics import median

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Page
from finsam_audit.intake.pdf.phrases import YEAR, Phrase, Row

# words, a year or a span of years, and a unit in brackets or behind a comma perhaps
TITLE_OF_YEAR = re.compile(
    rf"[^\W\d]{{3}}.* (?:{YEAR.pattern})(?:\s?[-\u2013]\s?\d{{2,4}})?(?: ?\([^()\d]*\)|, [^\W\d]+)?$"
)
Side = Callable[[Row, float], list[Phrase]]


def part(row: Row, phrases: list[Phrase]) -> Row:
    """Return the part of a row that some of its phrases make."""
    return replace(row, phrases=phrases)


def regions(rows: list[Row], page: Page, depth: int = 0) -> list[list[Row]]:
    """Return the regions of a page in the order of reading."""
    found = best_gutter(rows, page) if depth < constant("deepest_columns") else None
    if found is None:
        return [rows] if rows else []
    x, first, last = found
    while (lower := best_gutter(rows[last + 1 :], page)) is not None:
        below = last + 1 + lower[2]
        edge = min(x, lower[0])
        near = abs(lower[0] - x) <= constant("column_indent") * rows[last].size
        if not near or any(crosses(row, edge) for row in rows[first : below + 1]):
            break
        if not any(heads(rows[first : last + 1], rows[last + 1 : below + 1], side, edge) for side in (before, beside)):
            break
        x, last = edge, below
    edge, first = raised(rows, x, first, last)
    if edge < x:
        last = lowered(rows, edge, first, last)
    x = edge
    left, right = [], []
    for row in rows[first : last + 1]:
        sides = (
            [phrase for phrase in row.phrases if phrase.box.x0 < x - 2],
            [phrase for phrase in row.phrases if phrase.box.x0 >= x - 2],
        )
        left += [part(row, sides[0])] if sides[0] else []
        right += [part(row, sides[1])] if sides[1] else []
    return [
        *regions(rows[:first], page, depth + 1),
        *regions(left, page, depth + 1),
        *regions(right, page, depth + 1),
        *regions(rows[last + 1 :], page, depth + 1),
    ]


def raised(rows: list[Row], x: float, first: int, last: int) -> tuple[float, int]:
    """Return the edge of a column and its first row with the lines of headings above it, if there are some.

    A heading stands where its table begins, and the labels a cell's padding inside of that. Lines of the column before
    may stand between, where the two have no line in common.
    """
    padding = constant("column_indent") * rows[first].size
    edge, top, begins = x, rows[first].y, (x, first)
    own = list(islice((found for row in rows[first:] if (found := beside(row, x))), 2))
    # the columns of a table, or the first of its groups and they
    widest = constant("header_gap_size" if any(len(found) > 1 for found in own) else "line_step")
    for at in range(first - 1, -1, -1):
        row = rows[at]
        near = min([edge, *(p.box.x0 for p in row.phrases if x - padding <= p.box.x0 <= x + 3 and is_title(p))])
        if crosses(row, near) or top - row.y > widest * row.size:
            break
        right = beside(row, near)
        if right and not all(is_title(phrase) or YEAR.fullmatch(phrase.text) for phrase in right):
            break
        if right:
            edge, top, begins = near, row.y, (near, at)
    if any(crosses(one, begins[0]) for one in rows[begins[1] : last + 1]):
        return x, first
    return begins


def heads(upper: list[Row], lower: list[Row], side: Side, x: float) -> bool:
    """Return whether the part of a column ends with a line of text and what stands below it begins with a table."""
    above, under = ([part(row, found) for row in rows if (found := side(row, x))] for rows in (upper, lower))
    if not above or not under or has_cells(above[-1]):
        return False
    start = next((row for row in under if len(row.phrases) > 1), None)
    return start is not None and any(has_cells(row) for row in under) and start.y == under[0].y


def begins_with_words(phrase: Phrase) -> bool:
    """Return whether a phrase is words, as labels and running text are."""
    return not phrase.is_value and sum(sign.isalpha() for sign in phrase.text) >= 3


def is_title(phrase: Phrase) -> bool:
    """Return whether a phrase may head a table: words, a year behind them perhaps."""
    return begins_with_words(phrase) or TITLE_OF_YEAR.match(phrase.text) is not None


def best_gutter(rows: list[Row], page: Page) -> tuple[float, int, int] | None:
    """Return the left edge of a column of its own with its first and last row, the one of most rows."""
    starts: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        for phrase in row.phrases:
            if begins_with_words(phrase):
                starts[round(phrase.box.x0 / 2)].append(phrase.box.x0)
    best: tuple[int, tuple[float, int, int]] | None = None
    for edges in starts.values():
        if len(edges) < constant("column_rows"):
            continue
        x = min(edges)
        for first, last in runs(rows, x):
            count = sum(is_aligned(row, x) for row in rows[first : last + 1])
            if (best is None or count > best[0]) and is_column(rows[first : last + 1], x, page):
                best = (count, (x, *extended(rows, x, first, last)))
    return best[1] if best else twice_headed(rows)


def twice_headed(rows: list[Row]) -> tuple[float, int, int] | None:
    """Return the edge of the second of two short tables with the same years in one row, and their first and last row.

    The labels of the second begin between the years of the first and its own.
    """
    for first, row in enumerate(rows):
        half = len(row.phrases) // 2
        texts = [phrase.text for phrase in row.phrases]
        if not half or texts[:half] != texts[half:] or not all(YEAR.fullmatch(text) for text in texts):
            continue
        left, right = row.phrases[half - 1].box.x1, row.phrases[half].box.x0
        labels: list[float] = []
        last = first
        for below in rows[first + 1 :]:
            starts = [p.box.x0 for p in below.phrases if begins_with_words(p) and left < p.box.x0 < right]
            if not starts or below.y - rows[last].y > constant("row_gap_size") * below.size:
                break
            labels += starts
            last += 1
        if labels and not any(crosses(one, min(labels)) for one in rows[first : last + 1]):
            return min(labels), first, last
    return None


def beside(row: Row, x: float) -> list[Phrase]:
    """Return the phrases of a row from an edge on."""
    return [phrase for phrase in row.phrases if phrase.box.x0 >= x - 2]


def crosses(row: Row, x: float) -> bool:
    """Return whether a phrase of a row runs over the gutter left of an edge."""
    gutter = constant("gutter") * row.size
    return any(phrase.box.x0 < x - 2 and phrase.box.x1 > x - gutter for phrase in row.phrases)


def is_aligned(row: Row, x: float) -> bool:
    """Return whether words of a row begin at an edge."""
    right = beside(row, x)
    return bool(right) and right[0].box.x0 <= x + 3 and begins_with_words(right[0])


def runs(rows: list[Row], x: float) -> list[tuple[int, int]]:
    """Return the first and last rows of stretches in which an edge can be that of a column."""
    found: list[tuple[int, int]] = []
    aligned: list[int] = []
    strangers = 0
    for at, row in enumerate([*rows, None]):
        if row is not None and not crosses(row, x):
            if is_aligned(row, x) and not (aligned and is_parted_by_title(rows[aligned[-1] : at + 1], x)):
                aligned.append(at)
                strangers = 0
                continue
            strangers += is_strange(row, x)
            if strangers < constant("strangers") and not is_aligned(row, x):
                continue
        if len(aligned) >= constant("column_rows"):
            found.append((aligned[0], aligned[-1]))
        aligned, strangers = [], 0
    return found


def is_parted_by_title(rows: Sequence[Row], x: float) -> bool:
    """Return whether a larger heading left of an edge stands between the first row and the last, far below it.

    Nothing goes on beside the heading: what stands below it is of the whole width, or of columns of its own.
    """
    above, below = rows[0], rows[-1]
    is_far = below.y - above.y > 2 * constant("line_step") * above.size
    return is_far and any(
        row.size > constant("heading_size") * above.size and before(row, x) and not beside(row, x) for row in rows[1:-1]
    )


def is_strange(row: Row, x: float) -> bool:
    """Return whether a row looks like one of a table over the whole width: a label, and numbers from an edge on."""
    left, right = before(row, x), beside(row, x)
    return bool(left and right) and not left[-1].is_value and all(phrase.is_value for phrase in right)


def is_column(rows: list[Row], x: float, page: Page) -> bool:
    """Return whether what stands from an edge on is a column of the page and not one of a table."""
    left = [part(row, phrases) for row in rows if (phrases := [p for p in row.phrases if p.box.x0 < x - 2])]
    right = [part(row, beside(row, x)) for row in rows if beside(row, x)]
    if len(left) < 2:
        return False
    start, end = min(row.box.x0 for row in left), max(row.box.x1 for row in right)
    least = constant("column_share") * (end - start)
    if x - start < least or end - x < least:
        return False
    top, bottom = rows[0].box.top, rows[-1].box.bottom
    over = [box for box in page.across if box.x0 < x - 10 and box.x1 > x + 10 and top < box.top < bottom]
    high = constant("shade_rows") * max(row.size for row in rows)
    over += [
        area.box
        for area in page.areas
        if area.box.x0 < x - 10 and area.box.x1 > x + 10 and area.box.height < high and top < area.box.top < bottom
    ]
    if len(over) >= 2:
        return False
    bare = sum(all(phrase.is_value for phrase in row.phrases) for row in right)
    if bare > sum(begins_with_words(row.phrases[0]) for row in right):
        return False
    shared = {row.y for row in left} & {row.y for row in right}
    in_left = sum(has_cells(row) for row in left)
    in_right = sum(has_cells(row) for row in right)
    same = constant("same_lines")
    if in_left and not in_right:
        return len(shared) < same * len(right)
    if in_right and not in_left:
        return len(shared) < same * len(left)
    return True


def has_cells(row: Row) -> bool:
    """Return whether a row has a number beside its label."""
    return len(row.phrases) > 1 and any(phrase.is_value for phrase in row.phrases[1:])


def extended(rows: list[Row], x: float, first: int, last: int) -> tuple[int, int]:
    """Return the rows of two columns with those of one of them that go on above and below."""
    step = constant("line_step")
    while first > 0 and not crosses(rows[first - 1], x) and beside(rows[first - 1], x):
        # the years over two airy tables stand as far above them as their rows from each other
        own = rows[first + 1].y - rows[first].y + constant("same_edge") if are_years(rows[first - 1], x) else 0.0
        if rows[first].y - rows[first - 1].y > max(step * rows[first].size, own):
            break
        first -= 1
    return first, lowered(rows, x, first, last)


def lowered(rows: list[Row], x: float, first: int, last: int) -> int:
    """Return the last row of two columns of which one goes on below."""
    step = constant("line_step")
    largest = constant("heading_size") * max(row.size for row in rows[first : last + 1])
    low = [max((row.y for row in rows[first : last + 1] if side(row, x)), default=0.0) for side in (before, beside)]
    while last + 1 < len(rows) and not crosses(rows[last + 1], x):
        row = rows[last + 1]
        sides = [bool(before(row, x)), bool(beside(row, x))]
        if all(sides) and row.y - max(low) <= step * row.size and is_sum_beside(row, rows[last], x):
            low, last = [row.y, row.y], last + 1
            continue
        if all(sides) and row.y - max(low) <= step * row.size and is_remark_beside(row, rows[first : last + 1], x):
            low, last = [row.y, row.y], last + 1
            continue
        if all(sides) or (row.size > largest and row.y > max(low)):
            # a heading larger than both columns, below both, begins something else
            break
        number = sides.index(True)
        # airy rows of a table go on at their own distance, its sum a little farther from them
        side = (before, beside)[number]
        own = usual_step(rows[first : last + 1], side, x) if has_cells(row) else 0.0
        if own and stands_under(row, rows[first : last + 1], side, x):
            own *= constant("row_gap") / 2
        if row.y - low[number] > max(step * row.size, own + constant("same_edge")):
            break
        low[sides.index(True)] = row.y
        last += 1
    return last


def is_remark_beside(row: Row, rows: list[Row], x: float) -> bool:
    """Return whether one table goes on beside the words that stand below the other."""
    for side, other in ((before, beside), (beside, before)):
        words = other(row, x)
        goes_on = has_cells(part(row, side(row, x))) and stands_under(row, rows, side, x)
        if goes_on and len(words) == 1 and begins_with_words(words[0]):
            return True
    return False


def stands_under(row: Row, rows: list[Row], side: Side, x: float) -> bool:
    """Return whether a row has a number under each of those of the last row of one column that has numbers."""
    above = next((found for one in reversed(rows) if has_cells(part(one, found := side(one, x)))), [])
    mine, theirs = ([phrase.box.x1 for phrase in found if phrase.is_value] for found in (side(row, x), above))
    near = constant("same_edge")
    return len(mine) == len(theirs) > 0 and all(abs(a - b) <= near for a, b in zip(mine, theirs, strict=True))


def are_years(row: Row, x: float) -> bool:
    """Return whether a row has years alone, on both sides of an edge."""
    return bool(before(row, x)) and all(YEAR.fullmatch(phrase.text) for phrase in row.phrases)


def usual_step(rows: list[Row], side: Side, x: float) -> float:
    """Return the distance that most rows of one column with numbers have to the one before; 0 where there is none."""
    places = [row.y for row in rows if (found := side(row, x)) and has_cells(part(row, found))]
    return median([below - above for above, below in pairwise(places)]) if len(places) > 1 else 0.0


def is_sum_beside(row: Row, above: Row, x: float) -> bool:
    """Return whether a row has numbers alone right of an edge, under those of the row above: a sum without label."""
    mine = beside(row, x)
    theirs = [phrase for phrase in beside(above, x) if phrase.is_value]
    near = constant("same_edge")
    return (
        len(mine) == len(theirs)
        and all(phrase.is_value for phrase in mine)
        and all(abs(a.box.x1 - b.box.x1) <= near for a, b in zip(mine, theirs, strict=True))
    )


def before(row: Row, x: float) -> list[Phrase]:
    """Return the phrases of a row left of an edge."""
    return [phrase for phrase in row.phrases if phrase.box.x0 < x - 2]
