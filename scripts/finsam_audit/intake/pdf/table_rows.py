"""From rows to tables: which rows are a table, and which are its headings."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from finsam_audit.intake.blocks import Line
from finsam_audit.intake.cells import plain, spans_of
from finsam_audit.intake.pdf.bands import Band, bands_of, is_code, is_label, label_edge, split_at_edges
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Page
from finsam_audit.intake.pdf.labels import UNITS, grouped, is_over
from finsam_audit.intake.pdf.phrases import YEAR, Phrase, Row
from finsam_audit.intake.words import form

YEAR_HEADING = re.compile(rf"^(?:[^\W\d]+\.? ){{0,3}}(?:{YEAR.pattern})(?: ?\([^)]*\))?$")
BROKEN_DATE = re.compile(r"^(?:19|20)\d\d-(?:\d\d-)?$")
DATE_END = re.compile(r"^\d\d(?:-\d\d)?$")
# what stands over labels in the row of headings
UNIT_LABEL = re.compile(r"^\(?(?:alla )?(?:belopp|kr|tkr|mkr|mnkr|sek|kronor|antal|tusen|tusental|miljoner)\b", re.I)


@dataclass
class Table:
    """Rows that are a table: headings, and the rows from the first with numbers on."""

    headers: list[Row]
    body: list[Row]
    page: Page
    bands: list[Band] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    references: dict[str, Phrase] = field(default_factory=dict)
    header_count: int = 0
    is_loose: bool = False


def is_number(phrase: Phrase) -> bool:
    """Return whether a phrase is a number of the body and not years, a date, a quarter or ages, which head columns."""
    if form("part_of_year").fullmatch(phrase.text) or form("ages").fullmatch(plain(phrase.text)):
        return False
    return phrase.is_value and (form("bound").match(phrase.text) is not None or not YEAR_HEADING.match(phrase.text))


def numbers_of(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases that are numbers of the body.

    Beside each other months, ages or amounts from and to head columns, and so does what is beyond the last of them.
    """
    spans = spans_of([phrase.text for phrase in phrases])
    return [phrase for phrase, is_span in zip(phrases, spans, strict=True) if not is_span and is_number(phrase)]


def is_body(row: Row) -> bool:
    """Return whether a row has a number beside its label, or is numbers alone."""
    are_values = all(phrase.is_value for phrase in row.phrases)
    # a short whole number before words is the number of a footnote or of a list
    rest = row.phrases if are_values or not row.phrases[0].text.isdigit() else row.phrases[1:]
    if len(row.phrases) == 1:
        return False
    words = sum(len(phrase.text) for phrase in row.phrases[1:] if not phrase.is_value)
    return bool(numbers_of(rest)) and words <= constant("body_words")


def is_dated(row: Row) -> bool:
    """Return whether a row has dates beside a label: a row of a list of dates."""
    return len(row.phrases) > 1 and not row.phrases[0].is_value and any(p.is_value for p in row.phrases[1:])


def over(row: Row, bands: Sequence[Band]) -> list[Phrase]:
    """Return the phrases of a row that stand over columns."""
    reach = constant("header_over") * row.size
    return [
        phrase
        for phrase in row.phrases
        if any(band.x0 - reach < phrase.box.x1 and band.x1 + reach > phrase.box.x0 for band in bands)
    ]


def is_header(row: Row, bands: Sequence[Band], edge: float) -> bool:
    """Return whether a row can head columns: short phrases over them, no number but years."""
    if numbers_of(row.phrases) or any(len(phrase.text) > constant("header_length") for phrase in row.phrases):
        return False
    standing = over(row, bands)
    if len(row.phrases) == 1:
        # a line that begins where labels do and reaches over the columns is a text or a heading
        return bool(standing) and standing[0].box.x0 > edge + 3
    return bool(standing)


def same_table(upper: Row, between: list[Row], lower: Row, step: float, bands: Sequence[Band], edge: float) -> bool:
    """Return whether a row of numbers goes on the table of the one before, given the rows between them."""
    chain = [upper, *between, lower]
    size = max(upper.size, lower.size)
    widest = max(constant("row_gap") * step, constant("row_gap_size") * size)
    if any(b.y - a.y > widest for a, b in itertools.pairwise(chain)):
        return False
    if len(between) > constant("label_lines"):
        return False
    # what heads columns may stand over those of the row below alone, which the table above does not have
    columns = [*bands, *bands_of([lower], edge)]
    for row in between:
        if is_tail(row, upper):
            continue
        if row.size > constant("heading_size") * size:
            return False
        if is_header(row, columns, edge) and (begins_table(row, upper, columns) or is_titled(row, chain, step)):
            return False
    wide = [row for row in between if len(row.phrases) == 1 and len(row.text) > constant("header_length")]
    wide = [row for row in wide if bands and row.box.x1 > bands[0].x0 + row.size]
    return not wide


def is_titled(row: Row, chain: list[Row], step: float) -> bool:
    """Return whether a row of words over columns has a line of its own above it, set off from the rows before: a title.

    Args:
        row: the row.
        chain: the rows from a row of numbers to the next one, this one among them.
        step: from row to row of the table above; 0 where it has one row.

    """
    at = next(number for number, other in enumerate(chain) if other is row)
    if len(row.phrases) == 1 or row is chain[1] or len(chain[at - 1].phrases) > 1:
        return False
    return step > 0 and chain[at - 1].y - chain[at - 2].y > constant("title_gap") * step


def is_tail(row: Row, above: Row) -> bool:
    """Return whether a row ends the one above it: units under its numbers, which found no room beside them."""
    units = row.phrases if row.phrases[0].text in UNITS else row.phrases[1:]
    return (
        bool(units)
        and row.y - above.y <= constant("line_step") * row.size
        and all(unit.text in UNITS and any(is_over(value, unit) for value in above.values) for unit in units)
    )


def begins_table(row: Row, upper: Row, bands: Sequence[Band]) -> bool:
    """Return whether a row that could head columns does so, and is no row of the table that has a date or a word."""
    if len(row.phrases) == 1:
        return YEAR.match(row.text) is not None
    heads = [phrase for phrase in row.phrases if YEAR.search(phrase.text)]
    first = row.phrases[0]
    is_named = bool(over(row, bands)) and first is not over(row, bands)[0] and not UNIT_LABEL.match(first.text)
    if len(heads) == 1 and is_named and first.style == upper.phrases[0].style:
        return False
    return bool(heads) or len(over(row, bands)) > 1


def with_whole_dates(rows: list[Row]) -> list[Row]:
    """Return rows in which dates that are broken over two lines are whole: they would be numbers otherwise."""
    rows = [replace(row, phrases=list(row.phrases)) for row in rows]
    for at, row in enumerate(rows):
        for number, phrase in enumerate(row.phrases):
            if not BROKEN_DATE.match(phrase.text):
                continue
            for below in rows[at + 1 : at + 3]:
                rest = [
                    other
                    for other in below.phrases
                    if DATE_END.match(other.text) and other.box.x0 < phrase.box.x1 and other.box.x1 > phrase.box.x0
                ]
                if rest and below.y - row.y <= constant("line_step") * row.size:
                    row.phrases[number] = Phrase(phrase.glyphs + rest[0].glyphs, phrase.text + rest[0].text)
                    below.phrases.remove(rest[0])
                    break
    return [row for row in rows if row.phrases]


def tables_of(rows: list[Row], page: Page) -> list[Table | Row]:
    """Return the tables of a region and the rows outside them, in order."""
    rows = with_whole_dates(rows)
    body = [at for at, row in enumerate(rows) if is_body(row)]
    runs: list[list[int]] = []
    for at in body:
        if runs:
            run = runs[-1]
            known = [rows[number] for number in run]
            edge = label_edge(known)
            steps = [b.y - a.y for a, b in itertools.pairwise(known)]
            step = median(steps) if steps else airy_step(rows, run[0], at)
            bands = bands_of(known, edge)
            if same_table(rows[run[-1]], rows[run[-1] + 1 : at], rows[at], step, bands, edge):
                run.append(at)
                continue
        runs.append([at])
    found: list[Table | Row] = []
    done = 0
    for number, run in enumerate(runs):
        ahead = runs[number + 1][0] if number + 1 < len(runs) else len(rows)
        table, first, last = completed(rows, run, done, ahead, page)
        if table is None:
            continue
        found += rows[done:first]
        found.append(table)
        done = last + 1
    return found + rows[done:]


def airy_step(rows: Sequence[Row], first: int, second: int) -> float:
    """Return the distance of two rows that other rows of numbers have to those above, as in wide tables; else 0."""
    step = rows[second].y - rows[first].y
    if second != first + 1 or step > constant("airy_size") * rows[first].size:
        return 0.0
    others = (b.y - a.y for n, (a, b) in enumerate(itertools.pairwise(rows)) if n != first and is_body(b))
    return step if any(abs(other - step) <= constant("same_edge") for other in others) else 0.0


def completed(rows: list[Row], run: list[int], done: int, ahead: int, page: Page) -> tuple[Table | None, int, int]:
    """Return a table with its headings and the tail of its last label, and its first and last row."""
    known = [rows[number] for number in run]
    edge = label_edge(known, rows[max(done, run[0] - int(constant("label_lines"))) : run[0]])
    split = split_at_edges(known, edge)
    bands = bands_of(split, edge)
    step = min((b.y - a.y for a, b in itertools.pairwise(known)), default=known[0].size * 1.5)
    first, seen_header, at = run[0], None, run[0]
    while at > done:
        row, below = rows[at - 1], rows[at]
        gap = below.y - row.y
        if gap > max(constant("header_gap") * step, constant("header_gap_size") * row.size):
            break
        at -= 1
        if is_header(row, bands, edge):
            seen_header = first = at
        elif (seen_header or run[0]) - at > constant("label_lines") or row.size > constant("heading_size") * known[
            0
        ].size:
            break
        elif seen_header is not None and is_between(row, rows, at, bands):
            # a label at half the height of two rows of headings
            continue
        elif seen_header is not None:
            break
    last = run[-1]
    # one row alone can only be the end of a table of the page before
    is_loose = len(run) == 1 and seen_header is None
    if is_loose and (done or run[0] > constant("label_lines")):
        return None, first, last
    has_number = len([p for row in known for p in row.phrases if is_number(p)])
    if has_number < constant("least_cells"):
        return None, first, last
    headers = rows[first : run[0]] if seen_header is not None else []
    cut = header_end(headers, bands, edge)
    lead = headers[cut:]
    if seen_header is None:
        lead = leading(rows, done, run[0])
        first = run[0] - len(lead)
    everything = [*lead, *rows[run[0] : last + 1]]
    tail = following(rows, last, ahead)
    group = next(g for g in groups_of([*everything, *tail], page, bands, edge, True) if any(r is rows[last] for r in g))
    last += sum(any(row is other for other in group) for row in tail)
    if last + 1 < ahead and is_sum_alone(rows[last + 1], rows[last], bands, step):
        last += 1
    body = [*everything, *rows[run[-1] + 1 : last + 1]]
    return Table(headers[:cut], body, page, is_loose=is_loose), first, last


def is_sum_alone(row: Row, above: Row, bands: Sequence[Band], step: float) -> bool:
    """Return whether a row under a table is one number at the right edge of one of its columns: a sum without label."""
    if len(row.phrases) > 1 or not is_number(row.phrases[0]) or row.size > constant("heading_size") * above.size:
        return False
    widest = max(constant("row_gap") * step, constant("row_gap_size") * row.size)
    number = row.phrases[0].box
    return row.y - above.y <= widest and any(
        abs(number.x1 - band.x1) <= constant("same_edge") and number.x0 >= band.x0 - (band.x1 - band.x0)
        for band in bands
    )


def following(rows: list[Row], last: int, ahead: int) -> list[Row]:
    """Return the rows close under the last row of numbers that may be the end of its label."""
    found: list[Row] = []
    for row in rows[last + 1 : min(ahead, last + 1 + int(constant("label_lines")))]:
        before = found[-1] if found else rows[last]
        is_close = row.y - before.y <= constant("line_step") * before.size
        if len(row.phrases) > 1 or not is_close or row.size > constant("heading_size") * before.size:
            break
        found.append(row)
    return found


def is_between(row: Row, rows: list[Row], at: int, bands: Sequence[Band]) -> bool:
    """Return whether a row stands within the height of the heading row below it."""
    return rows[at + 1].y - row.y < constant("half_line") * row.size


def header_end(headers: list[Row], bands: Sequence[Band], edge: float) -> int:
    """Return how many of the rows above the first numbers are headings; the others are labels."""
    ends = [at + 1 for at, row in enumerate(headers) if is_header(row, bands, edge)]
    return ends[-1] if ends else 0


def leading(rows: list[Row], done: int, start: int) -> list[Row]:
    """Return the rows directly above a table without headings that may be the beginning of its first label."""
    first = start
    while first > done and start - first < constant("label_lines"):
        row, below = rows[first - 1], rows[first]
        if len(row.phrases) > 1 or below.y - row.y > constant("line_step") * row.size:
            break
        begins = below.phrases[0].text[:1]
        is_beside = below.y - row.y < constant("half_line") * row.size
        if not (begins.islower() or begins in "(&/" or is_beside) or row.phrases[0].style != below.phrases[0].style:
            break
        first -= 1
    return rows[first:start]


def groups_of(
    rows: list[Row], page: Page, bands: Sequence[Band], edge: float, is_open: bool = False
) -> list[list[Row]]:
    """Return the lines of a body as rows; where its end is open what nothing parts need not be one row."""

    def label_of(row: Row) -> Phrase | None:
        first = row.phrases[0]
        if first.is_value and not is_code(first, bands, edge) and not is_label(row, edge):
            return None
        if bands and first.box.x0 >= bands[0].x0 - 1 and first.box.x0 > edge + constant("label_reach"):
            return None
        return first

    def has_values(row: Row) -> bool:
        return any(phrase.is_value for phrase in row.phrases[label_of(row) is not None :])

    return grouped(rows, page, has_values, label_of, is_open)
