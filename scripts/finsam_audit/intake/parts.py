"""From blocks to parts: texts, and tables with their heading lines told from their rows."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from finsam_audit.intake.blocks import Block, Cell, Grid, Line, Text
from finsam_audit.intake.cells import is_sentence, pieces_of, plain, years_in
from finsam_audit.intake.headings import first_column, has_amount, is_header, is_label_like, one_line
from finsam_audit.intake.sizes import whole_of
from finsam_audit.intake.words import constant, form, kind_of
from finsam_audit.mapping.state import unit_in
from finsam_audit.mapping.words import patterns, said

# level of the texts of a list of contents: no headings, no running text
CONTENTS = -1
# three dots are an ellipsis
LEADER = re.compile(r"\s?(\.\s?){4,}$")
BRACKETS_LAST = re.compile(r"\([^()]*\)\s*$")
DEFAULT_NAMES = re.compile(r"(blad|sheet|tabell|table)\s?\d*", re.IGNORECASE)


@dataclass
class Part:
    """A table on its way.

    Attributes:
        headers: the lines that head its columns.
        lines: its rows and the headings of groups among them.
        left: the leftmost column.
        titles: texts before it, back to the table before, the nearest last.
        caption: the name that the format gives it.

    """

    headers: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    left: int = 0
    titles: list[Text] = field(default_factory=list)
    caption: str = ""

    @property
    def years(self) -> list[str]:
        """The years that head its columns."""
        return [
            str(year)
            for line in self.headers[-1:]
            for cell in line.cells
            if cell.column > self.left
            for year in years_in(cell.text)[-1:]
        ]

    @property
    def has_numbers(self) -> bool:
        """Whether any of its rows has one."""
        return any(pieces_of(cell.text) for line in self.lines for cell in line.cells if cell.column > self.left)


def parts_of(blocks: Sequence[Block]) -> list[Part | Text]:
    """Return texts and tables in order, each table with the texts before it, continued tables joined."""
    found: list[Part | Text] = []
    for n, block in enumerate(blocks):
        if isinstance(block, Text):
            found.append(block)
        else:
            below = blocks[n + 1] if n + 1 < len(blocks) else None
            for grid in side_by_side(block):
                found.extend(_stacked(grid, _heads_columns(below, block.caption)))
    return _with_titles(_without_contents(found))


def _heads_columns(block: Block | None, caption: str) -> bool:
    """Tell whether a block is a table of the same sheet that begins with headings and has no title of its own."""
    if not isinstance(block, Grid) or block.caption != caption:
        return False
    left = first_column([line for line in block.lines if len(line.cells) > 1] or block.lines)
    first = next((line for line in block.lines if line.cells), None)
    return first is not None and is_header(first, left, [], is_start=True)


def side_by_side(grid: Grid) -> list[Grid]:
    """Return the tables of a grid that stand beside each other: empty columns part them, or labels between numbers."""
    regions: list[list[Line]] = [[]]
    for line in grid.lines:
        regions[-1].append(line)
        if not line.cells:
            regions.append([])
    found: list[Grid] = []
    whole: list[Line] = []
    for region in regions:
        cuts = _cuts(region)
        if not cuts:
            whole.extend(region)
            continue
        if whole:
            found.append(Grid(tuple(whole), grid.caption))
            whole = []
        edges = [-1, *cuts, 10**6]
        for start, stop in pairwise(edges):
            lines = []
            for line in region:
                cells = tuple(cell for cell in line.cells if start < cell.column < stop)
                lines.append(replace(line, cells=cells))
            if any(line.cells for line in lines):
                found.append(Grid(tuple(lines), grid.caption))
    if whole:
        found.append(Grid(tuple(whole), grid.caption))
    return found


def _cuts(region: Sequence[Line]) -> list[float]:
    """Return where a region is parted: at empty columns with labels to the right of them, numbers on both sides.

    Without an empty column before labels where the same headings stand over the numbers on both sides.
    """
    lines = [line for line in region if len(line.cells) > 1]
    taken = {column for line in lines for cell in line.cells for column in range(cell.column, cell.column + cell.span)}
    if not taken:
        return []
    empty = [n for n in range(min(taken) + 1, max(taken)) if n not in taken and n + 1 in taken]
    amounts: set[int] = set()
    beside: dict[int, list[bool]] = defaultdict(list)
    for cell in (cell for line in lines for cell in line.cells):
        is_amount = _is_amount(cell)
        if is_amount:
            amounts.add(cell.column)
        beside[cell.column].append(not is_amount and bool(re.search("[A-Za-zÅÄÖåäö]{2}", cell.text)))
    cuts: list[float] = []
    for column in sorted(taken | {n + 1 for n in empty}):
        words, right = sum(beside[column]), len(beside[column])
        has_both = min(amounts, default=column) < column < max(amounts, default=column)
        if words < 2 or words * 2 <= right or not has_both:
            continue
        if column - 1 in empty:
            cuts.append(column - 1)
        elif _are_headed_alike(lines, amounts, column):
            cuts.append(column - 0.5)
    return cuts


def _is_amount(cell: Cell) -> bool:
    """Tell whether a cell is an amount and no label with a number in it."""
    return has_amount(cell) and not is_label_like(cell)


def _are_headed_alike(lines: Sequence[Line], amounts: set[int], column: int) -> bool:
    """Tell whether the numbers on both sides of a column of labels have the same headings."""
    headers = list(takewhile(lambda line: not any(_is_amount(cell) for cell in line.cells), lines))
    left, right = (
        [[said(cell.text) for line in headers for cell in line.cells if cell.column == n] for n in side]
        for side in (sorted(n for n in amounts if n < column), sorted(n for n in amounts if n > column))
    )
    return left == right and all(left)


def is_single(line: Line, left: int) -> bool:
    """Tell whether a line holds one text and no number, in the column of the labels."""
    cells = [cell for cell in line.cells if cell.text.strip()]
    return len(cells) == 1 and cells[0].column <= left and bool(re.search("[A-Za-zÅÄÖåäö]", cells[0].text))


def _text(line: Line) -> Text:
    cell = next(cell for cell in line.cells if cell.text.strip())
    return Text(line.address, one_line(cell.text), 2 if cell.is_bold else 0, cell.place)


def _stacked(grid: Grid, is_above_headings: bool = False) -> Iterator[Part | Text]:
    """Yield the texts and tables of a grid from the top down.

    Args:
        grid: the grid.
        is_above_headings: the next one begins with headings: words below the last row are its title.

    """
    left = first_column([line for line in grid.lines if len(line.cells) > 1] or grid.lines)
    lines = list(_apart_from_units(grid.lines, left))
    part = Part(left=left, caption=grid.caption)
    waiting: list[Line] = []
    has_data = False
    after_gap = True

    def close() -> Iterator[Part | Text]:
        if part.lines:
            yield part

    for n, line in enumerate(lines):
        if not line.cells:
            after_gap = True
            continue
        if is_single(line, left) and not line.is_header:
            if is_sentence(line.cells[0].text):
                # running text between or under tables
                if not any(not is_single(later, left) for later in lines[n + 1 :] if later.cells):
                    waiting.append(line)
                    continue
            if (after_gap or waiting) and _leads_to_header(lines[n + 1 :], left, part.years, not part.lines):
                waiting.append(line)
                after_gap = after_gap and not part.lines
                continue
            if not has_data and not part.headers:
                waiting.append(line)
                continue
            part.lines.append(line)
            after_gap = False
            continue
        if part.headers and not has_data and _ends_date(line, part.headers[-1]):
            part.headers.append(line)
            continue
        heads = is_header(line, left, part.years, is_start=not has_data or after_gap or bool(waiting))
        if not heads and (waiting or not part.lines) and _is_heading_by_place(line, lines[n + 1 :], left):
            heads = True
        if heads and (has_data or waiting):
            same = has_data and not waiting and _same_heads(line, part)
            if not same:
                # a title right above the headings is of the table that they head
                while not waiting and part.lines and is_single(part.lines[-1], left):
                    waiting.insert(0, part.lines.pop())
                yield from close()
                part = Part(left=left, caption=grid.caption)
                yield from map(_text, waiting)
                waiting, has_data = [], False
        elif waiting:
            if part.lines:
                part.lines.extend(waiting)
            else:
                yield from map(_text, waiting)
            waiting = []
        if heads:
            if not has_data:
                part.headers.append(line)
            # a heading repeated inside a table says nothing new
        else:
            part.lines.append(line)
            has_data = has_data or any(pieces_of(cell.text) for cell in line.cells if cell.column > left)
        after_gap = False
    # what stands under the last row is text
    while (
        part.lines and is_single(part.lines[-1], left) and has_data
        and (is_above_headings or is_sentence(part.lines[-1].cells[0].text))
    ):  # fmt: skip
        waiting.insert(0, part.lines.pop())
    yield from close()
    yield from map(_text, waiting)


def _apart_from_units(lines: Sequence[Line], left: int) -> Iterator[Line]:
    """Yield lines, a title and the unit on its line as two lines: the next one heads the columns."""
    for n, line in enumerate(lines):
        cells = [cell for cell in line.cells if cell.text.strip()]
        below = next((later for later in lines[n + 1 :] if later.cells), None)
        if (
            len(cells) == 2
            and cells[0].column <= left
            and title_like(cells[0].text)
            and kind_of("header_words", said(cells[1].text)) == "unit"
            and below is not None
            and is_header(below, left, [], is_start=True)
        ):
            yield from (replace(line, cells=(replace(cell, column=left),)) for cell in cells)
        else:
            yield line


def _ends_date(line: Line, above: Line) -> bool:
    """Tell whether a line holds nothing but the day of a date that the heading above breaks off: 2014-07-, 01."""
    broken = {cell.column for cell in above.cells if re.search(r"\d{4}-\d{2}-$", plain(cell.text).strip())}
    return bool(broken) and all(
        cell.column in broken and re.fullmatch(r"\d{2}", cell.text.strip()) for cell in line.cells if cell.text.strip()
    )


def _leads_to_header(later: Sequence[Line], left: int, years: Sequence[str], is_first: bool) -> bool:
    """Tell whether the next lines that are no single texts head columns."""
    for n, line in enumerate(later):
        if not line.cells or (is_single(line, left) and not line.is_header):
            continue
        heads = is_header(line, left, years, is_start=True) or _is_heading_by_place(line, later[n + 1 :], left)
        return heads and (is_first or not has_label_row(line, left))
    return False


def has_label_row(line: Line, left: int) -> bool:
    """Tell whether a line has a label that is no heading of labels."""
    label = next((said(cell.text) for cell in line.cells if cell.column <= left and cell.text.strip()), "")
    return False if not label else kind_of("header_words", label) == "fact"


def _is_heading_by_place(line: Line, later: Sequence[Line], left: int) -> bool:
    """Tell whether words over columns of numbers head them though none of them is known."""
    values = [cell for cell in line.cells if cell.column > left and cell.text.strip()]
    if not values or any(re.search(r"\d", cell.text) for cell in line.cells):
        return False
    if not all(re.search("[A-Za-zÅÄÖåäö%]", cell.text) for cell in values):
        return False
    below = {cell.column for other in later for cell in other.cells if pieces_of(cell.text) and cell.column > left}
    return bool(below) and len({cell.column for cell in values} & below) * 2 >= len(values)


def _same_heads(line: Line, part: Part) -> bool:
    """Tell whether a line inside a table heads its columns as its own headings do, and names no note of its own."""
    note = _note_of([line], part.left)
    if note and note != _note_of(part.headers, part.left):
        return False
    years = [str(year) for cell in line.cells if cell.column > part.left for year in years_in(cell.text)[-1:]]
    if years == part.years:
        return True
    texts = [said(cell.text) for cell in line.cells if cell.text.strip()]
    return any(texts == [said(cell.text) for cell in header.cells if cell.text.strip()] for header in part.headers)


def _note_of(headers: Sequence[Line], left: int) -> str:
    """Return what the corner over the labels says where it is the heading of a note."""
    return next((text for text in _corner(headers, left) if form("note_heading").match(text)), "")


def _corner(headers: Sequence[Line], left: int) -> list[str]:
    """Return what stands over the labels."""
    return [one_line(cell.text) for line in headers for cell in line.cells if cell.column <= left]


def _without_contents(found: list[Part | Text]) -> list[Part | Text]:
    """Return the parts without lists of contents: rows that name later headings, and rising page numbers."""
    kept: list[Part | Text] = []
    # what stands behind the part that is looked at, with how often
    names = Counter(map(_own_name, found))
    for item in found:
        own = _own_name(item)
        names[own] -= 1
        if isinstance(item, Part):
            rows = [line for line in (*item.headers, *item.lines) if line.cells]
            last = [line.cells[-1].text.strip(" .") for line in rows if len(line.cells) > 1]
            pages = [page for text in last if (page := whole_of(text)) is not None]
            listed = [line for line in rows if any(names[_name(cell.text) or "-"] > 0 for cell in line.cells)]
            rises = len(pages) >= 3 and pages == sorted(pages) and len(pages) * 2 > len(rows)
            # a label, its page, and perhaps the number of a chapter before it: no two columns of figures
            is_list = all(len([c for c in line.cells[1:] if c.text.strip(" .").isdigit()]) <= 1 for line in rows)
            if rises and is_list and max(len(line.cells) for line in rows) <= 3:
                dotted = sum("..." in cell.text for line in rows for cell in line.cells)
                if len(listed) >= constant("contents_share") * len(rows) or dotted * 2 > len(rows):
                    kept.extend(Text(line.address, " ".join(c.text for c in line.cells), CONTENTS) for line in rows)
                    continue
            item.lines = [_without_leaders(line) for line in item.lines]
        kept.append(item)
    return kept


def _without_leaders(line: Line) -> Line:
    """Return a line without the dots that lead from a label to its numbers."""
    return replace(line, cells=tuple(replace(cell, text=LEADER.sub("", cell.text)) for cell in line.cells))


def _own_name(item: Part | Text) -> str | None:
    """Return the name of a text, or that in the first cell of a table; nothing where it has none."""
    if isinstance(item, Text):
        return _name(item.text)
    first = next((cell for line in (*item.headers, *item.lines) for cell in line.cells), None)
    return None if first is None else _name(first.text)


def _name(text: str) -> str:
    """Return a heading without its number and the dots behind it."""
    return re.sub(r"^[\d. ]+|[. \d]+$", "", said(text)).strip()


def _is_same_title(title: Text, text: Text) -> bool:
    """Tell whether two titles differ in no word and no year."""
    return _name(title.text) == _name(text.text) and years_in(title.text) == years_in(text.text)


def is_continued(text: str) -> bool:
    """Tell whether a heading says that a table goes on."""
    return bool(form("continued").search(said(text)))


def _with_titles(found: list[Part | Text]) -> list[Part | Text]:
    """Return the parts, each table with the texts before it, one that goes on over a page joined to its beginning."""
    kept: list[Part | Text] = []
    texts: list[Text] = []
    previous: Part | None = None
    for item in found:
        if isinstance(item, Text):
            if item.level != CONTENTS:
                texts.append(item)
            kept.append(item)
            continue
        if previous is not None and item.has_numbers and _goes_on(previous, item, texts):
            previous.lines.extend(_under_its_headings(previous, item))
            texts = []
            continue
        item.titles = texts if previous is None else _without_remarks(texts)
        texts = []
        kept.append(item)
        if item.has_numbers:
            previous = item
    return kept


def _under_its_headings(previous: Part, part: Part) -> list[Line]:
    """Return the lines of the rest of a table, each cell in the column of its own heading: an empty one may be gone."""
    places = [
        {said(cell.text): cell.column for cell in table.headers[-1].cells if cell.text.strip()} if table.headers else {}
        for table in (previous, part)
    ]
    moved = {column: places[0][text] for text, column in places[1].items() if text in places[0] and column > part.left}
    if len(moved) != len({*moved.values()}) or all(new == old for new, old in moved.items()):
        return part.lines
    return [
        replace(line, cells=tuple(replace(cell, column=moved.get(cell.column, cell.column)) for cell in line.cells))
        for line in part.lines
    ]


def _without_remarks(texts: Sequence[Text]) -> list[Text]:
    """Return the texts between two tables without the sentences right below the first, where a heading follows."""
    first = next((n for n, text in enumerate(texts) if not text.text.strip().endswith(".")), 0)
    return list(texts[first:])


def _goes_on(previous: Part, part: Part, between: Sequence[Text]) -> bool:
    """Tell whether a table is the rest of the one before it."""
    if part.caption != previous.caption:
        # another sheet
        return False
    said_so = any(is_continued(text.text) for text in between)
    if part.lines and part.left > previous.left and part.lines[0].address in {line.address for line in previous.lines}:
        # it stands beside the other one
        return False
    repeats = [title for title in previous.titles if any(_is_same_title(title, text) for text in between)]
    if between and not said_so and len(repeats) < len(between):
        return False
    heads = [[said(cell.text) for cell in line.cells if cell.text.strip()] for line in part.headers]
    before = [[said(cell.text) for cell in line.cells if cell.text.strip()] for line in previous.headers]
    if heads:
        return heads == before
    return bool(said_so) or not between


def title_like(text: str) -> bool:
    """Tell whether a text is short enough and formed like a heading."""
    clean = text.strip()
    return (
        0 < len(clean) <= constant("heading_letters")
        and len(clean.split()) <= constant("heading_words")
        and not clean.endswith((".", ";", ","))
        and not clean.startswith(("[", "*", "("))
        and bool(re.search("[A-Za-zÅÄÖåäö]", clean))
    )


def names_statement(heading: str) -> bool:
    """Tell whether a heading has a word by which the mapping tells a statement."""
    clean = said(heading)
    return any(word["place"] == "heading" and word.pattern.search(clean) for word in patterns("statements"))


def heading_of(part: Part) -> tuple[str, str]:
    """Return the heading of a table and the text that prints its unit."""
    unit = ""
    for text in reversed(part.titles):
        clean = said(text.text)
        if not unit and (behind := BRACKETS_LAST.search(text.text)) and title_like(text.text) and unit_in(behind[0]):
            # what is said above a heading that has its own unit is of other tables
            break
        if not unit and (kind_of("header_words", clean) == "unit" or clean.startswith("alla belopp")):
            unit = re.split(r"(?<=[a-zåäö])\.\s", text.text)[0]
    titles = [
        text
        for text in reversed(part.titles)
        if (title_like(text.text) or (text.level and not is_sentence(text.text)))
        and not (kind_of("header_words", said(text.text)) == "unit" and len(said(text.text).split()) <= 6)
    ]
    heading = titles[0].text if titles else ""
    note = form("note_heading").match(heading)
    own = _note_of(part.headers, part.left)
    if own and note is None:
        # what stands above all notes may say their unit
        heading, unit = own, unit or heading
    elif not heading or (note is not None and note.end() == len(heading)):
        # the corner over the labels may name the table itself, or the note of which the heading has the number alone
        corner = _corner(part.headers, part.left)
        heading = next((text for text in corner if names_statement(text) and len(text) > len(heading)), heading)
    if titles and not titles[0].level and not names_statement(heading):
        # a line above a table that says nothing of it stands under a heading that does
        heading = next((text.text for text in titles if text.level and names_statement(text.text)), heading)
    if not heading and part.caption and not DEFAULT_NAMES.fullmatch(part.caption.strip()):
        heading = part.caption
    return heading, unit
