"""Key figures on cards: a large number with its name above or below it, and smaller ones of other years."""

import re
from collections.abc import Sequence

from finsam_audit.intake.blocks import Cell, Grid, Line
from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Box, Page
from finsam_audit.intake.pdf.phrases import Phrase, Row
from finsam_audit.intake.pdf.regions import part
from finsam_audit.intake.pdf.table_cells import cell

OTHER_YEAR = re.compile(r"^\(?((?:[A-Za-zÅÄÖåäö]+ )?(?:19|20)\d\d)\s*[:=]?\s+(.+?)\)?$")


def cards_of(rows: list[Row], page: Page, body_size: float) -> tuple[list[Row], list[tuple[Row, Grid]]]:
    """Return the rows without those of cards, and for each group of cards the row where it begins and its grid."""
    sizes = [max(phrase.size for phrase in row.phrases) for row in rows]
    large = [
        row
        for n, row in enumerate(rows)
        if is_large(row, body_size) or (0 < n and is_large(row, max(sizes[n - 1], sizes[min(n + 1, len(rows) - 1)])))
    ]
    taken: set[int] = set()
    found: list[tuple[Row, Grid]] = []
    group: list[list[tuple[Row, Phrase]]] = []
    start: Row | None = None
    last_y = 0.0
    for row in large:
        cards = [card for phrase in row.phrases if (card := card_of(phrase, row, rows, page))]
        if len(cards) < len(row.phrases):
            continue
        taken |= {id(phrase) for card in cards for _, phrase in card}
        top = min((other for card in cards for other, _ in card), key=lambda other: other.y)
        if group and start is not None and top.y - last_y > constant("card_gap") * row.size:
            found.append((start, grid_of(group, page)))
            group, start = [], None
        start = start or top
        group += cards
        last_y = max(other.y for card in cards for other, _ in card)
    if group and start is not None:
        found.append((start, grid_of(group, page)))
    rest = []
    for row in rows:
        phrases = [phrase for phrase in row.phrases if id(phrase) not in taken]
        if phrases:
            rest.append(part(row, phrases))
    return rest, found


def is_large(row: Row, beside: float) -> bool:
    """Return whether a row is two or more numbers that are large beside the text, or beside the rows around it."""
    least = constant("card_size") * beside
    return len(row.phrases) >= 2 and all(phrase.is_value and phrase.size >= least for phrase in row.phrases)


def card_of(phrase: Phrase, row: Row, rows: Sequence[Row], page: Page) -> list[tuple[Row, Phrase]]:
    """Return the phrases of the card of a large number: its box, else what stands close above and below it."""
    y = row.y - row.size / 4
    boxes = [
        area.box
        for area in page.areas
        if area.box.holds(phrase.box.middle, y) and area.box.width < constant("card_width") * page.width
    ]
    own = phrase.box
    if boxes:
        box = min(boxes, key=lambda box: box.width * box.height)
    else:
        others = [other.box for other in row.phrases if other is not phrase]
        lefts, rights = [b.x1 for b in others if b.x1 < own.x0], [b.x0 for b in others if b.x0 > own.x1]
        reach = constant("card_reach") * row.size
        left = (max(lefts) + own.x0) / 2 if lefts else own.x0 - reach * 2
        right = (min(rights) + own.x1) / 2 if rights else own.x1 + reach * 2
        box = Box(left, y - reach, right, y + reach)
    inside = [
        (other, item)
        for other in rows
        for item in other.phrases
        if box.holds(item.box.middle, other.y - other.size / 4) and item.box.x0 >= box.x0 - 1
    ]
    names = [item for _, item in inside if any(sign.isalpha() for sign in item.text) and item is not phrase]
    return inside if names else []


def grid_of(cards: list[list[tuple[Row, Phrase]]], page: Page) -> Grid:
    """Return cards as a table: a row each, its name, its figure, then those of other years."""
    years: list[str] = []
    parts = []
    for card in cards:
        large = max((phrase for _, phrase in card if phrase.is_value), key=lambda phrase: phrase.size)
        others: dict[str, Cell] = {}
        name: list[Phrase] = []
        for _, phrase in sorted(card, key=lambda item: (round(item[0].y), item[1].box.x0)):
            match = OTHER_YEAR.match(phrase.text)
            if phrase is large:
                continue
            if match and any(sign.isdigit() for sign in match[2]):
                year = match[1]
                years += [year] if year not in years else []
                whole = cell([phrase], 2 + years.index(year), page)
                others[year] = Cell(match[2], whole.column, 1, whole.place, whole.is_bold, 0, whole.marks, whole.doubt)
            else:
                name.append(phrase)
        row = min((row for row, _ in card), key=lambda row: row.number)
        column = card[0][1].box.x0
        parts.append((row, column, name, large, others))
    lines = []
    if years:
        heads = tuple(Cell(year, 2 + at) for at, year in enumerate(years))
        lines.append(Line(parts[0][0].address + "h", heads))
    for number, (row, _, name, large, others) in enumerate(parts, 1):
        cells = [cell(name, 0, page), cell([large], 1, page), *others.values()]
        lines.append(Line(f"{row.address}k{number}", tuple(sorted(cells, key=lambda item: item.column))))
    return Grid(tuple(lines))
