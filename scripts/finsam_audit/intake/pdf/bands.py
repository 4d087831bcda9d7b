"""Columns of a table: bands in which its numbers stand, and which of them a heading covers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Box, Page
from finsam_audit.intake.pdf.phrases import DASH, PURE, Phrase, Row, closed

# what stands alone at the edge of a cell and belongs to the number beside it
BEFORE = ("kr", "SEK", "(", "+")
AFTER = ("%", ")", "kr", "tkr", "mkr", "mnkr", "procent")


@dataclass
class Band:
    """A column: its extent, and its phrases by row."""

    x0: float
    x1: float
    phrases: list[tuple[int, Phrase]] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Return its middle."""
        return (self.x0 + self.x1) / 2

    def overlap(self, phrase: Phrase) -> float:
        """Return by how much a phrase stands in it."""
        return min(self.x1, phrase.box.x1) - max(self.x0, phrase.box.x0)


def label_edge(rows: Sequence[Row], others: Sequence[Row] = ()) -> float:
    """Return where labels begin: the left edge of first phrases that are words.

    Args:
        rows: those with numbers.
        others: the rows around them, which tell where no row with numbers has words.

    """
    for some in (rows, others):
        firsts = [row.phrases[0].box.x0 for row in some if not row.phrases[0].is_value]
        if firsts:
            return min(firsts)
    starts = [row.box.x0 for row in rows]
    # numbers that begin alike are labels, years for instance; a single row of numbers has none
    is_column = len(rows) > 1 and max(starts) - min(starts) <= constant("same_edge")
    return min(starts) if is_column else 0.0


def is_label(row: Row, edge: float) -> bool:
    """Return whether the first phrase of a row is its label."""
    first = row.phrases[0]
    if not first.is_value:
        return True
    return first.box.x0 <= edge + constant("indent_step") * first.size and len(row.phrases) > 1


def split_at_edges(rows: Sequence[Row], edge: float) -> list[Row]:
    """Return rows in which a phrase that holds numbers of two columns is parted at the right edge of the first."""
    cells = [p for row in rows for p in row.phrases[is_label(row, edge) :] if PURE.match(p.text)]
    rights = sorted(phrase.box.x1 for phrase in cells)
    near = constant("same_edge")
    sure = [x for x in rights if sum(abs(x - other) <= near for other in rights) >= 2]
    found = []
    for row in rows:
        phrases: list[Phrase] = []
        for phrase in row.phrases:
            phrases += pieces(phrase, sure) if phrase.is_value or any(s.isdigit() for s in phrase.text) else [phrase]
        found.append(replace(row, phrases=phrases))
    return found


def pieces(phrase: Phrase, sure: Sequence[float]) -> list[Phrase]:
    """Return the parts of a phrase that end at the right edges of columns, where each is a number of its own."""
    glyphs = [glyph for glyph in phrase.glyphs if glyph.text.strip()]
    words: list[list[int]] = [[0]]
    for at in range(1, len(glyphs)):
        gap = glyphs[at].box.x0 - glyphs[at - 1].box.x1
        if gap > constant("space_gap") * glyphs[at].size:
            words.append([])
        words[-1].append(at)
    for cut in range(1, len(words)):
        left, right = [g for w in words[:cut] for g in w], [g for w in words[cut:] for g in w]
        x = glyphs[left[-1]].box.x1
        texts = [
            " ".join("".join(glyphs[at].text for at in word) for word in side) for side in (words[:cut], words[cut:])
        ]
        if not all(PURE.match(text) or DASH.match(text) for text in texts[:1]):
            continue
        if any(abs(x - edge) <= constant("same_edge") for edge in sure):
            rest = Phrase([glyphs[at] for at in right], texts[1], phrase.marks)
            return [Phrase([glyphs[at] for at in left], texts[0]), *pieces(rest, sure)]
    return [phrase]


def bands_of(rows: Sequence[Row], edge: float) -> list[Band]:
    """Return the columns of the body of a table: what stands over each other is one."""
    cells = [(number, phrase) for number, row in enumerate(rows) for phrase in row.phrases[is_label(row, edge) :]]
    bands: list[Band] = []
    for number, phrase in sorted(cells, key=lambda cell: cell[1].box.x0):
        home = next((band for band in bands if band.overlap(phrase) > constant("band_overlap")), None)
        if home is None:
            bands.append(Band(phrase.box.x0, phrase.box.x1, [(number, phrase)]))
        else:
            home.x0, home.x1 = min(home.x0, phrase.box.x0), max(home.x1, phrase.box.x1)
            home.phrases.append((number, phrase))
    bands.sort(key=lambda band: band.x0)
    merged: list[Band] = []
    for band in bands:
        if merged and min(merged[-1].x1, band.x1) - max(merged[-1].x0, band.x0) > constant("band_overlap"):
            merged[-1].x1 = max(merged[-1].x1, band.x1)
            merged[-1].phrases += band.phrases
        else:
            merged.append(band)
    return with_dashes(merged)


def with_dashes(bands: Sequence[Band]) -> list[Band]:
    """Return bands with those that hold nothing but dashes joined to the one on their right, where their rows are not.

    A dash for nothing may stand at the left edge of a column whose numbers end at its right one.
    """
    kept: list[Band] = []
    for band in reversed(bands):
        rows = {number for number, _ in band.phrases}
        is_empty = all(DASH.fullmatch(phrase.text) for _, phrase in band.phrases)
        if kept and is_empty and rows.isdisjoint(number for number, _ in kept[-1].phrases):
            kept[-1].x0 = band.x0
            kept[-1].phrases = [*band.phrases, *kept[-1].phrases]
        else:
            kept.append(band)
    return kept[::-1]


def without_signs(rows: list[Row], bands: list[Band], headers: Sequence[Row]) -> bool:
    """Join signs that stand in a band of their own with the numbers they belong to; return whether any did.

    A minus at the left edge of its cell is no dash for nothing: the cell to its right is filled wherever it stands.
    """
    for at, band in enumerate(bands):
        texts = {phrase.text for _, phrase in band.phrases}
        beside = [bands[near] for near in (at - 1, at + 1) if 0 <= near < len(bands)]
        heads = [phrase for row in headers for phrase in row.phrases if band.overlap(phrase) > 0]
        if any(all(other.overlap(phrase) <= 0 for other in beside) for phrase in heads):
            # the column has a heading of its own
            continue
        following = dict(bands[at + 1].phrases) if at + 1 < len(bands) else {}
        previous = dict(bands[at - 1].phrases) if at else {}
        is_sign = all(DASH.match(text) or text in BEFORE for text in texts)
        if is_sign and all(number in following and is_bare(following[number]) for number, _ in band.phrases):
            for number, phrase in band.phrases:
                join(rows[number], phrase, following[number])
            return True
        if all(text in AFTER for text in texts) and all(number in previous for number, _ in band.phrases):
            for number, phrase in band.phrases:
                join(rows[number], previous[number], phrase)
            return True
    return False


def is_bare(phrase: Phrase) -> bool:
    """Return whether a phrase is a number without a sign."""
    return phrase.is_value and not DASH.match(phrase.text[:1])


def join(row: Row, left: Phrase, right: Phrase) -> None:
    """Make one phrase of two of a row."""
    gap = "" if DASH.match(left.text) or left.text == "(" or right.text == ")" else " "
    both = Phrase(left.glyphs + right.glyphs, left.text + gap + right.text, left.marks + right.marks)
    at = next(number for number, phrase in enumerate(row.phrases) if phrase is left)
    row.phrases[at : at + 2] = [both]


def place_headers(row: Row, bands: list[Band], edge: float, limit: float) -> list[tuple[Phrase, int]]:
    """Return the phrases of the lowest heading row with the number of the band of each, -1 for the label."""
    phrases = list(row.phrases)
    found: list[tuple[Phrase, int]] = []
    if phrases and phrases[0].box.x0 <= edge + 3 and all(band.overlap(phrases[0]) <= 0 for band in bands):
        found.append((phrases.pop(0), -1))
    elif phrases and len(phrases) == len(bands) + 1:
        found.append((phrases.pop(0), -1))
    if len(phrases) == len(bands):
        return found + list(zip(phrases, range(len(bands)), strict=True))
    for phrase in phrases:
        home = max(range(len(bands)), key=lambda at: bands[at].overlap(phrase), default=-1)
        if home >= 0 and bands[home].overlap(phrase) <= 0:
            home = beside(phrase, bands, limit)
        found.append((phrase, home))
    return found


def headings_apart(phrase: Phrase, bands: Sequence[Band]) -> list[Phrase]:
    """Return the parts of a heading that stand over columns of their own, parted by more than a space."""
    if sum(band.overlap(phrase) > 0 for band in bands) < 2:
        return [phrase]
    for at in range(1, len(phrase.glyphs)):
        before, sign = phrase.glyphs[at - 1], phrase.glyphs[at]
        if sign.box.x0 - before.box.x1 <= constant("heading_space") * sign.size:
            continue
        left, right = closed(phrase.glyphs[:at], 0.0)[0], closed(phrase.glyphs[at:], 0.0)[0]
        homes = [max(range(len(bands)), key=lambda n, part=part: bands[n].overlap(part)) for part in (left, right)]  # type: ignore[misc]
        if homes[0] < homes[1]:
            right.marks = phrase.marks
            return [left, *headings_apart(right, bands)]
    return [phrase]


def beside(phrase: Phrase, bands: list[Band], limit: float) -> int:
    """Return the band that a heading beside all numbers belongs to; a band of its own where it belongs to none."""
    if phrase.box.x1 <= limit + 1 and bands and phrase.box.x1 < bands[0].x0:
        return -1
    for at, band in enumerate(bands):
        before = bands[at - 1].x1 if at else limit
        if before - 1 <= phrase.box.x0 and phrase.box.x1 <= band.x1 + constant("same_edge"):
            is_near = band.x0 - phrase.box.x1 < constant("header_reach") * phrase.size
            if is_near:
                return at
            bands.insert(at, Band(phrase.box.x0, phrase.box.x1))
            return at
    bands.append(Band(phrase.box.x0, phrase.box.x1))
    return len(bands) - 1


def cover(phrase: Phrase, row: Row, extents: Sequence[tuple[float, float]], page: Page) -> tuple[int, int] | None:
    """Return the first and last column that rulings, shading or a line under it show a heading to cover."""
    width = extents[-1][1] - extents[0][0] if extents else 0.0
    y = row.y - row.size / 4
    ends = [
        (area.box.x0, area.box.x1)
        for area in page.areas
        if area.box.holds(phrase.box.middle, y) and area.box.width < 0.9 * width and not area.is_image
    ]
    low = row.y + constant("underline") * row.size
    ends += [
        (x0, x1)
        for x0, x1 in drawn([box for box in page.across if row.y - 1 <= box.top <= low])
        if x0 <= phrase.box.middle <= x1 and x1 - x0 < 0.9 * width
    ]
    walls = sorted(box.middle for box in page.down if box.top <= y <= box.bottom)
    left = [x for x in walls if x <= phrase.box.x0 + 1]
    right = [x for x in walls if x >= phrase.box.x1 - 1]
    if left and right:
        ends.append((left[-1], right[0]))
    for x0, x1 in sorted(ends, key=lambda end: end[1] - end[0]):
        if any(other is not phrase and x0 <= other.box.middle <= x1 for other in row.phrases):
            # the frame of a row or a table is no cell of one heading
            continue
        inside = [at for at, (a, b) in enumerate(extents) if x0 <= (a + b) / 2 <= x1]
        if inside:
            return inside[0], inside[-1]
    return None


def drawn(lines: Sequence[Box]) -> list[tuple[float, float]]:
    """Return the ends of lines, those that touch as one: borders of cells are drawn one by one."""
    found: list[tuple[float, float]] = []
    for box in sorted(lines, key=lambda box: box.x0):
        if found and box.x0 <= found[-1][1] + constant("touching"):
            found[-1] = (found[-1][0], max(found[-1][1], box.x1))
        else:
            found.append((box.x0, box.x1))
    return found


def shared_out(
    phrases: Sequence[Phrase], extents: Sequence[tuple[float, float]], names: Sequence[str]
) -> tuple[float, list[tuple[int, int]]]:
    """Return for each heading of an upper row the columns that it covers by its place: best in all, and its cost.

    A heading stands in the middle, at the left or at the right end of what it covers, and that names nothing twice.

    Args:
        phrases: the headings, from left to right.
        extents: the columns.
        names: what stands over each column by itself.

    """
    count = len(extents)
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {(0, at): (0.0, []) for at in range(count + 1)}
    for number, phrase in enumerate(phrases, 1):
        for end in range(number, count + 1):
            options = []
            for start in range(number - 1, end):
                for stop in range(start + 1):
                    before = best.get((number - 1, stop))
                    if before is None:
                        continue
                    skipped = start - stop
                    again = end - start - len(set(names[start:end]))
                    cost = before[0] + (skipped + again) * constant("skip_cost") + misfit(phrase, extents[start:end])
                    options.append((cost, [*before[1], (start, end - 1)]))
            if options:
                best[number, end] = min(options, key=lambda option: option[0])
    ends = [
        (best[len(phrases), end][0] + (count - end) * constant("skip_cost"), best[len(phrases), end][1])
        for end in range(count + 1)
        if (len(phrases), end) in best
    ]
    return min(ends, key=lambda option: option[0]) if ends else (0.0, [])


def misfit(phrase: Phrase, extents: Sequence[tuple[float, float]]) -> float:
    """Return how far a heading is from the middle or an end of the columns it would cover."""
    x0, x1 = extents[0][0], extents[-1][1]
    box = phrase.box
    if len(extents) == 1:
        return min(abs(box.x0 - x0), abs(box.x1 - x1), abs(box.middle - (x0 + x1) / 2))
    return abs(box.middle - (x0 + x1) / 2) if abs(box.x0 - x0) > 3 else abs(box.x0 - x0) + constant("left_cost")


def is_code(phrase: Phrase, bands: Sequence[Band], edge: float) -> bool:
    """Return whether a phrase with a number stands where labels do: the code that ends one, on a line of its own."""
    at_edge = abs(phrase.box.x0 - edge) <= constant("indent_step") * phrase.size
    return at_edge and bool(bands) and phrase.box.x1 < bands[0].x0
