"""From glyphs to rows of phrases: a phrase is what stands together on a line, a label or one number with its spaces."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import UNREADABLE, Box, Glyph, Page

DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
RAISED = "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
MARK_SIGNS = re.compile(r"^[\d,)*\u2020\u2021a-e\u00b9\u00b2\u00b3\u2070-\u2079]+$")
LIGATURE = re.compile("[\ufb00-\ufb06]")
TAIL = re.compile(rf"\s*[*\u2020\u2021{RAISED}]+\)?$")
NUMBER = re.compile(
    rf"^(?:(?:[A-Za-zÅÄÖåäö]+\.? ?){{0,2}}[<>\u2264\u2265~]? ?)?"
    rf"[({DASHES}+]? ?\d[\d\s.,:/{DASHES}]*\)?(?: ?(?:%|procent|kr|tkr|mkr|mnkr|st|SEK|p\.?e\.?|\(.*\)))?$"
)
DASH = re.compile(rf"^[{DASHES}]+$")
PURE = re.compile(rf"^[({DASHES}+]?\s?\d{{1,3}}(?:[\s.]?\d{{3}})*(?:,\d+)?\s?%?\)?[{DASHES}]?$")
YEAR = re.compile(
    rf"(?:19|20)\d\d(?:-\d\d-\d\d|/\d\d|[{DASHES}](?:19|20)\d\d)?|\d\d?/\d\d?|\d\d?\.\d\d?\.(?:19|20)\d\d"
)


@dataclass
class Phrase:
    """What stands together: its glyphs from left to right, and raised marks that stand behind it."""

    glyphs: list[Glyph]
    text: str
    marks: str = ""

    @cached_property
    def box(self) -> Box:
        """Return the area of its glyphs that leave ink."""
        boxes = [glyph.box for glyph in self.glyphs if glyph.text.strip()]
        return Box(
            min(box.x0 for box in boxes),
            min(box.top for box in boxes),
            max(box.x1 for box in boxes),
            max(box.bottom for box in boxes),
        )

    @cached_property
    def size(self) -> float:
        """Return the usual size of its glyphs."""
        return median(glyph.size for glyph in self.glyphs)

    @property
    def is_bold(self) -> bool:
        """Return whether all of it is bold."""
        return all(glyph.is_bold for glyph in self.glyphs if glyph.text.strip())

    @cached_property
    def style(self) -> tuple[bool, bool, float, object]:
        """Return what a reader sees of its type: bold, italic, size, colour."""
        first = next(glyph for glyph in self.glyphs if glyph.text.strip())
        colour = tuple(round(part, 1) for part in first.colour) if first.colour else None
        return self.is_bold, first.is_italic, round(self.size, 1), colour

    @property
    def is_value(self) -> bool:
        """Return whether it is a number, a dash, a date or a number with a word or unit."""
        return bool(NUMBER.match(self.text) or DASH.match(self.text))

    @property
    def is_doubtful(self) -> bool:
        """Return whether a character may not be what is seen."""
        return UNREADABLE in self.text or any(glyph.is_doubtful for glyph in self.glyphs)


@dataclass
class Row:
    """A line of phrases from left to right."""

    phrases: list[Phrase]
    y: float
    page: Page
    number: int = 0

    @property
    def address(self) -> str:
        """Return its address: page, and its number among the lines of the page in the order of reading."""
        return f"p{self.page.number}r{self.number}"

    @property
    def box(self) -> Box:
        """Return its area."""
        box = self.phrases[0].box
        for phrase in self.phrases[1:]:
            box = box.joined(phrase.box)
        return box

    @property
    def size(self) -> float:
        """Return the size of its largest phrase."""
        return max(phrase.size for phrase in self.phrases)

    @property
    def text(self) -> str:
        """Return its phrases joined."""
        return " ".join(phrase.text for phrase in self.phrases)

    @property
    def values(self) -> list[Phrase]:
        """Return the phrases that are numbers or dashes."""
        return [phrase for phrase in self.phrases if phrase.is_value]


Parted = Callable[[float, float, float], bool]


@dataclass
class Baseline:
    """The glyphs of one height on the page."""

    y: float
    glyphs: list[Glyph]

    def inked(self) -> list[Glyph]:
        """Return the glyphs that leave ink."""
        return [glyph for glyph in self.glyphs if glyph.text.strip()]


def rows_of(glyphs: Iterable[Glyph], page: Page) -> list[Row]:
    """Return the rows of a page from top to bottom."""
    lines: list[Baseline] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        at = next((line for line in lines[-4:] if is_on(glyph, line)), None)
        if at is None:
            lines.append(Baseline(glyph.y, [glyph]))
        else:
            at.glyphs.append(glyph)
    inked = [sorted(line.inked(), key=lambda glyph: glyph.box.x0) for line in lines]
    words = [[glyph for glyph in line if not DASH.match(glyph.text)] for line in inked]
    sizes = [max((glyph.size for glyph in line), default=0.0) for line in words]
    moved: list[tuple[Glyph, Baseline]] = []
    for at_line, line in enumerate(lines):
        runs = [
            [glyph for glyph in run if not (sizes[at_line] and DASH.match(glyph.text))]
            for run in stretches(inked[at_line], max(sizes[at_line], 1.0))
            if len(run) <= constant("mark_glyphs")
        ]
        near = [
            (lines[at], inked[at], sizes[at])
            for at in range(max(0, at_line - 6), min(len(lines), at_line + 7))
            if at != at_line and sizes[at] and abs(lines[at].y - line.y) < sizes[at]
        ]
        if not any(runs) or not near:
            continue
        homes: dict[int, Baseline] = {}
        for run in runs:
            before: Baseline | None = None
            for glyph in run:
                # the bracket of a mark goes with its digit
                follows = before if glyph.text == ")" else None
                before = host(glyph, near) or follows
                if before is not None:
                    homes[id(glyph)] = before
        moved += [(glyph, homes[id(glyph)]) for glyph in line.glyphs if id(glyph) in homes]
        line.glyphs = [glyph for glyph in line.glyphs if id(glyph) not in homes]
    for glyph, line in moved:
        line.glyphs.append(glyph)
    parted = separators(page)
    found = [Row(phrases_of(line.glyphs, line.y, parted), line.y, page) for line in lines if line.inked()]
    return sorted((row for row in found if row.phrases), key=lambda row: (row.y, row.box.x0))


def is_on(glyph: Glyph, line: Baseline) -> bool:
    """Return whether a glyph stands on a line."""
    return abs(glyph.y - line.y) <= constant("line_reach") * min(glyph.size, line.glyphs[0].size)


def host(glyph: Glyph, near: Sequence[tuple[Baseline, list[Glyph], float]]) -> Baseline | None:
    """Return the line that a small raised mark, or a dash set higher than its line, belongs to."""
    is_dash = DASH.match(glyph.text) is not None
    best: tuple[float, Baseline] | None = None
    for line, inked, size in near:
        rise = line.y - glyph.y
        beside = constant("mark_gap") * size
        is_mark = MARK_SIGNS.match(glyph.text) is not None and 0 < rise < constant("mark_reach") * size
        # a mark of full size touches what it marks
        reach = 3 if glyph.size <= constant("mark_size") * size else 1
        is_mark = is_mark and any(
            -beside < glyph.box.x0 - other.box.x1 < beside * reach
            or (reach > 1 and 0 <= other.box.x0 - glyph.box.x1 < beside * 2)
            for other in inked
        )
        if is_mark or (is_dash and abs(rise) <= constant("dash_reach") * size):
            best = min(best or (abs(rise), line), (abs(rise), line), key=lambda found: found[0])
    return best[1] if best else None


def separators(page: Page) -> Parted:
    """Return a function that tells whether a line or the edge of a shaded area stands between two places of a row."""
    edges = [(box.middle, box.top, box.bottom) for box in page.down]
    for area in page.areas:
        if not area.is_image and area.box.width < page.width * 0.9:
            edges += [(x, area.box.top, area.box.bottom) for x in (area.box.x0, area.box.x1)]
    edges.sort()

    def parted(left: float, right: float, y: float) -> bool:
        return any(left - 0.3 <= x <= right + 0.3 and top <= y <= bottom for x, top, bottom in edges)

    return parted


def phrases_of(glyphs: Sequence[Glyph], y: float, parted: Parted) -> list[Phrase]:
    """Return the phrases of a line."""
    ordered = sorted(glyphs, key=lambda glyph: (glyph.box.x0, glyph.place))
    line_size = median(sorted(glyph.size for glyph in ordered if glyph.text.strip())[-max(1, len(ordered) // 2) :])
    phrases: list[Phrase] = []
    spaces = justified(ordered, line_size)
    parts = stretches(ordered, line_size, spaces)
    spacing = max((tracking(part) for part in parts), default=0.0)
    for part in parts:
        gap = tracking(part) or (spacing if keeps(part, spacing) else 0.0)
        run: list[Glyph] = []
        for glyph in part:
            inked = [other for other in run if other.text.strip()]
            if not glyph.text.strip():
                run.append(glyph)
                continue
            if inked and id(glyph) not in spaces and is_break(inked[-1], glyph, gap, y, parted):
                phrases += closed(run, gap)
                run = []
            run.append(glyph)
        phrases += closed(run, gap)
    return with_marks([piece for phrase in phrases for piece in numbers_apart(phrase)])


def numbers_apart(phrase: Phrase) -> list[Phrase]:
    """Return the parts of a phrase where a number ends and what follows begins though little space parts them."""
    glyphs = phrase.glyphs
    for at in range(1, len(glyphs)):
        if not ends_number(glyphs[at - 1 : at + 2]):
            continue
        left = closed(glyphs[:at], 0.0)
        right = closed(glyphs[at:], 0.0)
        if all(part.is_value for part in left):
            for part in right:
                part.marks = phrase.marks
            return left + [piece for part in right for piece in numbers_apart(part)]
    return [phrase]


def ends_number(glyphs: Sequence[Glyph]) -> bool:
    """Return whether a number ends with the first glyph: a sign, a number or a word apart from it begins."""
    before, sign = glyphs[:2]
    gap, space = sign.box.x0 - before.box.x1, constant("space_gap") * sign.size
    if gap <= space:
        return False
    is_signed = bool(
        DASH.match(sign.text)
        and len(glyphs) > 2
        and glyphs[2].text.isdigit()
        and glyphs[2].box.x0 - sign.box.x1 <= space
    )
    if sign.text.isalpha():
        return (before.text.isdigit() or before.text in "%)") and gap > constant("heading_space") * sign.size
    if before.text.isdigit():
        return is_signed
    return before.text in "%)" and (sign.text.isdigit() or is_signed or sign.text + before.text == "()")


def justified(glyphs: Sequence[Glyph], size: float) -> set[int]:
    """Return the ids of the glyphs before which a space of justified text stands, however wide.

    Between all words of such a line the gaps are the same, and most of the words begin with a small letter: headings
    of columns do not.
    """
    words: list[list[Glyph]] = []
    gaps: list[float] = []
    for glyph in glyphs:
        if not glyph.text.strip():
            continue
        gap = glyph.box.x0 - words[-1][-1].box.x1 if words else 0.0
        if words and gap <= constant("space_gap") * size:
            words[-1].append(glyph)
            continue
        if words:
            gaps.append(gap)
        words.append([glyph])
    found: set[int] = set()
    near = constant("justified_near") * size
    for wide in sorted({gap for gap in gaps if gap <= constant("justified_most") * size}, reverse=True):
        # what parts the digits of a number is thinner than a space
        fits = [abs(gap - wide) <= near or gap < wide / 2 for gap in gaps]
        for is_run, run in groupby(enumerate(gaps), key=lambda place: fits[place[0]]):
            places = list(run)
            spaces = [at for at, gap in places if abs(gap - wide) <= near]
            if is_run and len(spaces) >= constant("justified_gaps") and _is_text(words[spaces[0] : spaces[-1] + 2]):
                found.update(id(words[at + 1][0]) for at in range(spaces[0], spaces[-1] + 1))
    return found


def _is_text(words: Sequence[Sequence[Glyph]]) -> bool:
    """Return whether most words begin with a small letter, two at least."""
    named = [word[0].text for word in words if word[0].text.isalpha()]
    return 2 * sum(sign.islower() for sign in named) >= len(named) > 1


def stretches(glyphs: Sequence[Glyph], size: float, spaces: Collection[int] = ()) -> list[list[Glyph]]:
    """Return the parts of a line that wide gaps part whatever the letter spacing is, spaces of words left in them."""
    parts: list[list[Glyph]] = []
    end = float("-inf")
    for glyph in glyphs:
        is_far = glyph.box.x0 - end > constant("stretch_gap") * size and id(glyph) not in spaces
        if glyph.text.strip() and (not parts or is_far):
            parts.append([])
        if parts:
            parts[-1].append(glyph)
        if glyph.text.strip():
            end = max(end, glyph.box.x1)
    return parts


def gaps_of(glyphs: Sequence[Glyph]) -> list[float]:
    """Return the gaps between the glyphs of a part of a line."""
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    return [right.box.x0 - left.box.x1 for left, right in pairwise(inked)]


def tracking(glyphs: Sequence[Glyph]) -> float:
    """Return the letter spacing of a part of a line, in points: the gap that nearly all its glyphs keep."""
    gaps = gaps_of(glyphs)
    if len(gaps) < constant("tracking_glyphs"):
        return 0.0
    size = median(glyph.size for glyph in glyphs if glyph.text.strip())
    usual = median(gaps)
    near = sum(abs(gap - usual) <= 0.1 * size for gap in gaps)
    is_tracked = constant("tight_gap") * size < usual < constant("tracking_most") * size
    return usual if is_tracked and near >= constant("tracking_share") * len(gaps) else 0.0


def keeps(glyphs: Sequence[Glyph], spacing: float) -> bool:
    """Return whether a short part of a line keeps the letter spacing of a longer one."""
    return all(gap > spacing - 0.1 * glyphs[0].size for gap in gaps_of(glyphs))


def is_break(left: Glyph, right: Glyph, spacing: float, y: float, parted: Parted) -> bool:
    """Return whether a new phrase begins between two glyphs."""
    size = max(left.size, right.size)
    gap = right.box.x0 - left.box.x1
    if gap < -0.5 * size:
        # a line that is painted over another
        return True
    if gap > constant("tight_gap") * size / 2 and parted(left.box.x1, right.box.x0, y - size / 4):
        return True
    return gap - 2 * spacing > constant("phrase_gap") * size


def closed(run: Sequence[Glyph], spacing: float) -> list[Phrase]:
    """Return a run as a phrase with the spaces that are seen; raised marks are parted from it."""
    inked = [glyph for glyph in run if glyph.text.strip()]
    if not inked:
        return []
    base = max(glyph.size for glyph in inked)
    low = max(glyph.y for glyph in inked)
    body: list[Glyph] = []
    text = marks = space = ""
    previous: Glyph | None = None
    for glyph in run:
        if not glyph.text.strip():
            space = space or glyph.text
            continue
        between = ""
        if previous is not None:
            gap = glyph.box.x0 - previous.box.x1 - spacing
            wide = constant("space_gap") * max(glyph.size, previous.size)
            # a space that leaves no gap is none, a gap without one is
            between = (space or " ") if gap > wide or (space and gap > wide / 3) else ""
        rise = low - glyph.y
        is_small = glyph.size <= constant("mark_size") * base and rise > constant("mark_rise") * base
        if (is_small or rise > 2 * constant("mark_rise") * base) and body and MARK_SIGNS.match(glyph.text):
            marks += glyph.text
        else:
            text += between + glyph.text
            body.append(glyph)
        previous, space = glyph, ""
    text = LIGATURE.sub(lambda sign: unicodedata.normalize("NFKC", sign.group()), text).strip()
    return [Phrase(body, text, marks)] if text else []


def with_marks(phrases: list[Phrase]) -> list[Phrase]:
    """Return the phrases with marks at their ends taken off, and marks that stand alone given to what they follow."""
    kept: list[Phrase] = []
    for phrase in phrases:
        before = kept[-1] if kept else None
        if (
            before
            and phrase.size <= constant("mark_size") * before.size
            and before.glyphs[-1].y - phrase.glyphs[0].y > constant("mark_rise") * before.size
            and phrase.box.x0 - before.box.x1 < constant("mark_gap") * before.size * 3
            and MARK_SIGNS.match(phrase.text)
        ):
            before.marks += phrase.text
            continue
        tail = TAIL.search(phrase.text)
        if tail and tail.start() > 0:
            phrase.marks = tail.group().strip() + phrase.marks
            phrase.text = phrase.text[: tail.start()]
        kept.append(phrase)
    return kept
