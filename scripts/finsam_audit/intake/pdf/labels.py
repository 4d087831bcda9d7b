"""Labels over several lines: which lines of a table are one row."""

import itertools
import re
from collections.abc import Callable

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Page
from finsam_audit.intake.pdf.phrases import DASHES, Phrase, Row
from finsam_audit.intake.words import form

# units that stand under their numbers where the column is narrow
UNITS = ("%", "procent", "kr", "tkr", "mkr", "mnkr")
# the beginning of a number whose thousands stand on the next line, and those
BEGUN = re.compile(rf"[{DASHES}(]?\d{{1,3}}(?:\s\d{{3}})*")
THOUSANDS = re.compile(r"\d{3}(?:\s\d{3})*(?:,\d+)?\)?")
HasValues = Callable[[Row], bool]
LabelOf = Callable[[Row], Phrase | None]


def edges_across(page: Page, left: float, right: float) -> list[tuple[float, float, float]]:
    """Return the lines and edges of shaded areas that run across a table: height, left and right end."""
    found = [(box.top, box.x0, box.x1) for box in page.across]
    for area in page.areas:
        if not area.is_image:
            found += [(y, area.box.x0, area.box.x1) for y in (area.box.top, area.box.bottom)]
    return [edge for edge in found if edge[1] < right and edge[2] > left]


def is_parted(upper: Row, lower: Row, edges: list[tuple[float, float, float]]) -> bool:
    """Return whether a line or the edge of a shaded area runs between two rows."""
    top, bottom = upper.y - 0.1 * upper.size, lower.y - 0.45 * lower.size
    return any(top <= y <= bottom for y, _, _ in edges)


def grouped(
    rows: list[Row], page: Page, has_values: HasValues, label_of: LabelOf, is_open: bool = False
) -> list[list[Row]]:
    """Return the rows of a table as groups of lines that are one row each."""
    if len(rows) < 2:
        return [[row] for row in rows]
    left, right = min(row.box.x0 for row in rows), max(row.box.x1 for row in rows)
    edges = edges_across(page, left, right)
    full = [(a, b) for a, b in itertools.pairwise(rows) if has_values(a) and has_values(b)]
    pairs = [(a, b) for a, b in full if not fits(a, b) and not goes_on(a, b)]
    parted = sum(is_parted(a, b, edges) for a, b in pairs)
    if not is_open and len(pairs) >= 2 and parted >= constant("ruled_share") * len(pairs):
        return by_edges(rows, edges, has_values)
    return by_words(rows, has_values, label_of, edges)


def fits(upper: Row, lower: Row) -> bool:
    """Return whether two lines with numbers are one row: closer than lines are, or sharing numbers."""
    return has_its_units(upper, lower) or (
        lower.y - upper.y < constant("half_line") * max(upper.size, lower.size) and not over_each_other(upper, lower)
    )


def has_its_units(upper: Row, lower: Row) -> bool:
    """Return whether a line has the units of the numbers of the line above, and its own numbers beside those."""
    units = [phrase for phrase in lower.phrases if phrase.text in UNITS]
    values = [phrase for phrase in upper.phrases if phrase.is_value]
    return (
        bool(units)
        and lower.y - upper.y <= constant("line_step") * lower.size
        and all(any(is_over(value, unit) for value in values) for unit in units)
        and not any(is_over(value, other) for value in values for other in lower.values)
    )


def is_over(upper: Phrase, lower: Phrase) -> bool:
    """Return whether a phrase stands over another."""
    return upper.box.x0 < lower.box.x1 and lower.box.x0 < upper.box.x1


def over_each_other(upper: Row, lower: Row) -> bool:
    """Return whether phrases of one row stand over phrases of the other."""
    return any(is_over(a, b) for a in upper.phrases for b in lower.phrases)


def goes_on(upper: Row, lower: Row) -> bool:
    """Return whether a row is the rest of numbers that are broken over two lines: three digits under each."""
    return all(
        THOUSANDS.fullmatch(phrase.text)
        and any(BEGUN.fullmatch(other.text) and is_over(other, phrase) for other in upper.phrases)
        for phrase in lower.phrases
    )


def by_edges(rows: list[Row], edges: list[tuple[float, float, float]], has_values: HasValues) -> list[list[Row]]:
    """Return the groups where lines or shading part the rows: what no line parts is one row, unless numbers repeat."""
    groups: list[list[Row]] = [[rows[0]]]
    for upper, lower in itertools.pairwise(rows):
        repeats = has_values(lower) and any(
            has_values(row) and not fits(row, lower) and not goes_on(row, lower) for row in groups[-1]
        )
        if is_parted(upper, lower, edges) or repeats:
            groups.append([lower])
        else:
            groups[-1].append(lower)
    return groups


def by_words(
    rows: list[Row], has_values: HasValues, label_of: LabelOf, edges: list[tuple[float, float, float]]
) -> list[list[Row]]:
    """Return the groups where nothing parts the rows: labels are joined over lines by their words and places."""
    full = [row for row in rows if has_values(row)]
    pairs = [(a, b) for a, b in itertools.pairwise(rows) if has_values(a) and has_values(b) and not fits(a, b)]
    steps = sorted(b.y - a.y for a, b in pairs)
    step = steps[len(steps) // 2] if steps else 0.0
    limit = max((label.box.x1 for row in rows if (label := label_of(row))), default=0.0)
    starts = sorted(label.box.x0 for row in full if (label := label_of(row)))
    start = starts[0] if starts else 0.0
    scores = []
    for upper, lower in itertools.pairwise(rows):
        if (has_values(upper) and has_values(lower) and not fits(upper, lower)) or is_parted(upper, lower, edges):
            scores.append(-9.0)
        else:
            scores.append(togetherness(upper, lower, label_of, step, limit, start))
    # the surest joins first: a row has one line of numbers
    groups = [[row] for row in rows]
    at = list(range(len(rows)))
    for pair in sorted(range(len(scores)), key=lambda number: -scores[number]):
        if scores[pair] <= 0:
            break
        first, second = at[pair], at[pair + 1]
        full = [row for row in groups[first] + groups[second] if has_values(row)]
        if any(not fits(a, b) for a, b in itertools.pairwise(full)):
            continue
        groups[first] += groups[second]
        groups[second] = []
        at = [first if group == second else group for group in at]
    return [group for group in groups if group]


def first_word(phrase: Phrase) -> float:
    """Return the width of the first word of a phrase."""
    signs = [glyph for glyph in phrase.glyphs if glyph.text.strip()][: len(phrase.text.split()[0])]
    return signs[-1].box.x1 - signs[0].box.x0


def togetherness(upper: Row, lower: Row, label_of: LabelOf, step: float, limit: float, start: float) -> float:
    """Return how much speaks for two lines being one label; more than 0 joins them."""
    first, second = label_of(upper), label_of(lower)
    distance = lower.y - upper.y
    size = max(upper.size, lower.size)
    if distance < constant("half_line") * size:
        # lines that are closer than any two lines stand beside each other: one is set at half the height of the other
        return constant("label_beside") if not over_each_other(upper, lower) else -9.0
    if distance > constant("line_step") * size:
        return -9.0
    if first is None or second is None:
        # numbers under their label, or a unit that found no room beside its number
        under = second is None and (len(upper.phrases) == 1 or all(phrase.text in UNITS for phrase in lower.phrases))
        return constant("label_above") if under else -9.0
    score = 0.0
    room = limit - first.box.x1
    need = second.size / 4 + first_word(second)
    if need < room * 0.95:
        score += constant("label_fits")
    elif first.box.x1 - start >= constant("label_filled") * (limit - start):
        score += constant("label_full")
    begins = next((sign for sign in second.text if sign.isalpha()), "")
    opening = second.text[:1]
    if begins.islower() or opening in "(&/":
        score += constant("label_small_letter")
    else:
        score += constant("label_capital_after" if len(upper.phrases) > 1 else "label_capital")
    if form("open_end").search(first.text):
        score += constant("label_open_end")
    if first.text.endswith((":", ".")):
        score += constant("label_closed_end")
    if first.style != second.style:
        score += constant("label_other_style")
    if step > constant("padded") * size and distance > constant("closer") * step:
        # rows have space between them and lines of one label would not
        score += constant("label_padded")
    if step and distance < constant("closer") * step:
        score += constant("label_closer")
    elif step and distance > step / constant("closer"):
        score += constant("label_farther")
    if second.box.x0 - first.box.x0 > constant("indent_step") * size:
        # a hanging line; under a heading all rows are indented, this one alone is not
        hangs = first.box.x0 <= start + 1 < second.box.x0
        score += constant("label_hangs") if hangs else 0.0
    elif first.box.x0 - second.box.x0 > constant("indent_step") * size:
        score += constant("label_outdented")
    return score
