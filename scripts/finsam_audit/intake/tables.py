"""From parts to bare tables: which columns hold labels, references and numbers, and what each number is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from finsam_audit.intake.blocks import Cell, Line
from finsam_audit.intake.cells import Piece, is_sentence, pieces_of, plain, years_in
from finsam_audit.intake.headings import column_headings, is_label_like, one_line
from finsam_audit.intake.parts import DEFAULT_NAMES, Part, heading_of
from finsam_audit.intake.words import constant, form, kind_of
from finsam_audit.mapping.columns import YEAR, column_of
from finsam_audit.mapping.report import Number, Row, Table
from finsam_audit.mapping.state import PERCENT, kinds_of, unit_in
from finsam_audit.mapping.words import first, said

Address = tuple[str, int, int]
# raised digits as plain ones
DIGITS = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")
# marks of footnotes at the end of a label
MARKS = re.compile(r"(?<=[^\s\d(])\s?([*\u2020\u2021]+|[\u00b9\u00b2\u00b3\u2070-\u2079]+)\)?$")
REFERENCE = re.compile(r"\d{1,3}")
# one sign that is neither a letter, a digit nor one that numbers have
MARK = re.compile(r"[^\w\s+\-.,:;*%()\u2010-\u2015\u2212]\ufe0f?")


@dataclass(frozen=True)
class Notes:
    """The notes that a document prints: their numbers, and the word before these."""

    word: str
    numbers: frozenset[int]


@dataclass(frozen=True)
class Found:
    """A number of a table at its address, with its cell."""

    address: Address
    piece: Piece
    cell: Cell
    column_heading: str
    label: str
    unit: str = ""


@dataclass
class ReadTable:
    """A table as it was read.

    Attributes:
        table: its bare rows.
        found: its numbers.
        left_out: lines with digits that are no numbers of it.
        unread: cells that show no number where one should stand.

    """

    table: Table
    found: list[Found] = field(default_factory=list)
    left_out: list[tuple[Line, Cell]] = field(default_factory=list)
    unread: list[Found] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold.

    Attributes:
        label: the column of the labels.
        labels: all columns of words to the left of the numbers.
        headings: of the columns to the right.
        references: columns of note references.
        verdicts: columns of judgements.
        values: columns of numbers.
        units: columns that say the unit of each row.

    """

    label: int
    labels: frozenset[int]
    headings: dict[int, str]
    references: frozenset[int]
    verdicts: frozenset[int]
    values: frozenset[int]
    units: frozenset[int] = frozenset()


def columns_of_part(part: Part, notes: Notes | None = None) -> Columns:
    """Return what the columns of a table hold, by their cells and headings and the notes that the document prints."""
    cells: dict[int, list[Cell]] = {}
    for line in part.lines:
        for cell in line.cells:
            if cell.text.strip():
                cells.setdefault(cell.column, []).append(cell)
    order = sorted(cells)
    last = max([*order, *(c.column + c.span - 1 for line in part.headers for c in line.cells)], default=0)
    labels: list[int] = []
    has_target = any(column_of(one_line(c.text)).role == "target" for line in part.headers for c in line.cells)
    # a judgement may stand before the label as a mark without letters
    marks = frozenset(column for column in order if all(is_mark(cell) for cell in cells[column]))
    for column in order:
        if column in marks:
            continue
        wordy = [cell for cell in cells[column] if is_label_like(cell)]
        numbers = [cell for cell in cells[column] if pieces_of(cell.text)]
        if not labels:
            if len(wordy) * 2 >= len(cells[column]):
                labels.append(column)
            elif any(pieces_of(cell.text) for other in order if other > column for cell in cells[other]) and not (
                column == order[0]
                and _is_code([cell for cell in cells[column] if not is_label_like(cell)], column, cells, order)
            ):
                # years, spans of them or of ages as labels, or no labels at all
                years = [cell for cell in cells[column] if years_in(cell.text) and len(cell.text.strip()) <= 9]
                spans = [cell for cell in cells[column] if form("age_span").fullmatch(plain(cell.text).strip())]
                if max(len(years), len(spans)) * 2 > len(cells[column]):
                    labels.append(column)
                break
        elif has_target and _are_verdicts(cells[column]):
            break
        elif len(wordy) * 2 >= len(cells[column]) and len(numbers) * 2 < len(cells[column]):
            labels.append(column)
        else:
            break
    label = max(labels, key=lambda c: (len({cell.text for cell in cells[c]}) - _gaps(part, c), -c), default=-1)
    left = max(labels, default=-1)
    headings = column_headings(part.headers, range(left + 1, last + 1), left)
    roles = {column: column_of(heading).role if heading else "actual" for column, heading in headings.items()}
    if not any(piece for c in order if c > left for cell in cells[c] for piece in pieces_of(cell.text)):
        roles = {}
    references = frozenset(column for column, role in roles.items() if role == "note_number")
    first = {
        column: said(one_line(cell.text)) for line in part.headers for cell in line.cells for column in [cell.column]
    }
    references |= frozenset(
        c for c, text in first.items() if c <= left and c != label and form("note_column").fullmatch(text)
    )
    headings |= {
        cell.column: one_line(cell.text)
        for line in part.headers
        for cell in line.cells
        if cell.column in references and cell.column <= left
    }
    if notes is not None:
        told = _told_references(cells, headings, notes) - references
        references |= told
        headings |= dict.fromkeys(told, notes.word)
    units = frozenset(
        column
        for column in order
        if column not in labels
        and all(_row_unit(cell) for cell in cells[column])
        and any(_row_unit(cell) != PERCENT for cell in cells[column])
    )
    verdicts = (marks - references) | frozenset(
        column
        for column, role in roles.items()
        if column not in references
        and (role == "verdict" or (has_target and _are_verdicts(cells.get(column, ()))))
        and sum(bool(pieces_of(cell.text)) for cell in cells.get(column, ())) * 2 < len(cells.get(column, ())) + 1
    )
    values = frozenset(
        column
        for column in order
        if column > left and column not in references | verdicts and any(pieces_of(cell.text) for cell in cells[column])
    )
    return Columns(label, frozenset(labels) - references, headings, references, verdicts, values, units)


def is_mark(cell: Cell) -> bool:
    """Tell whether a cell holds a mark and neither words, digits nor a dash: a tick or a cross."""
    return bool(MARK.fullmatch(cell.text.strip()))


def _are_verdicts(cells: Sequence[Cell]) -> bool:
    """Tell whether the cells of a column say no number and some of them the same: judgements of goals."""
    texts = [said(cell.text) for cell in cells]
    return len(set(texts)) < len(texts) and all(is_label_like(cell) and not pieces_of(cell.text) for cell in cells)


def _row_unit(cell: Cell) -> str:
    """Return the unit of its row that a cell says and nothing else: of money, or percent."""
    text = said(cell.text)
    if re.search(r"\d", text) or is_label_like(cell):
        return ""
    return unit_in(text) or (PERCENT if first("kinds", text, "kind") == "share" else "")


def _told_references(cells: dict[int, list[Cell]], headings: dict[int, str], notes: Notes) -> frozenset[int]:
    """Return the columns without a heading whose numbers are those of notes, in a table of greater numbers.

    One number alone is that of a note where years head all columns to its right.
    """
    sizes = {c: [len(re.sub(r"\D", "", cell.text)) for cell in found] for c, found in cells.items()}
    return frozenset(
        column
        for column, found in cells.items()
        if not headings.get(column, "")
        and (len(found) > 1 or all(YEAR.search(headings.get(other, "")) for other in cells if other > column))
        and all(REFERENCE.fullmatch(cell.text.strip()) and int(cell.text) in notes.numbers for cell in found)
        and any(median(size) > max(sizes[column]) for other, size in sizes.items() if other != column)
    )


def _gaps(part: Part, column: int) -> int:
    """Return how many lines with numbers have no words in a column: an area stands beside its first row alone."""
    return sum(
        not any(cell.column <= column < cell.column + cell.span for cell in line.cells)
        for line in part.lines
        if any(pieces_of(cell.text) for cell in line.cells if cell.column > column)
    )


def _is_code(cells: Sequence[Cell], column: int, all_cells: dict[int, list[Cell]], order: Sequence[int]) -> bool:
    """Tell whether a column to the left of words holds numbers of accounts or notes."""
    after = [c for c in order if c > column]
    if not after:
        return False
    words = [cell for cell in all_cells[after[0]] if is_label_like(cell)]
    return len(words) * 2 >= len(all_cells[after[0]]) and all(
        re.fullmatch(r"[\d\s.,-]{1,9}", cell.text) for cell in cells
    )


def with_references_apart(part: Part, notes: Notes | None) -> Part:
    """Return a part whose references before the labels stand in a column of their own."""
    found = {
        line.address: match
        for line in part.lines
        if line.cells
        and (match := form("reference_before").match(plain(line.cells[0].text)))
        and notes is not None
        and int(match.group(1)) in notes.numbers
        and any(pieces_of(cell.text) for cell in line.cells[1:])
    }
    if not found or notes is None:
        return part
    column = 1 + max(cell.column + cell.span - 1 for line in (*part.headers, *part.lines) for cell in line.cells)
    lines = []
    for line in part.lines:
        if match := found.get(line.address):
            label = line.cells[0]
            reference = replace(label, text=match.group(1), column=column, span=1)
            line = replace(line, cells=(replace(label, text=label.text[match.end() :]), *line.cells[1:], reference))
        lines.append(line)
    last = part.headers[-1] if part.headers else Line(part.lines[0].address, ())
    named = replace(last, cells=(*last.cells, Cell(notes.word, column)))
    return replace(part, headers=[*part.headers[:-1], named], lines=lines)


def read_table(part: Part, table_no: int, notes: Notes | None = None) -> ReadTable | None:
    """Return a table's bare rows and numbers; nothing where it holds no figures."""
    part = with_references_apart(part, notes)
    columns = columns_of_part(part, notes)
    if not columns.values or _is_prose(part, columns):
        return None
    heading, unit = heading_of(part)
    if not unit:
        left = max(columns.labels, default=0)
        corner = [one_line(c.text) for line in part.headers for c in line.cells if c.column <= left]
        unit = next((text for text in corner if unit_in(said(text))), "")
    read = ReadTable(Table(table_no, heading, unit, {}, ()))
    rows = []
    for n, line in enumerate(part.lines):
        row = _row(part, n, line, columns, read)
        if row is not None:
            rows.append(row)
    if not rows:
        return None
    used = {number.column_no for row in rows for number in row.numbers}
    headings = {column: columns.headings.get(column, "") for column in sorted(used)}
    is_of_sheet = rows[0].source_line.startswith("s") and not DEFAULT_NAMES.fullmatch(part.caption.strip())
    sheet = part.caption if is_of_sheet else ""
    shown = next((text.shown for text in part.titles if text.text == heading), "")
    read.table = Table(table_no, heading, unit, headings, tuple(rows), sheet=sheet, shown=shown)
    return read


def _is_prose(part: Part, columns: Columns) -> bool:
    """Tell whether most cells of a table are sentences or things told with their number: no figures to cast."""
    values = [cell for line in part.lines for cell in line.cells if cell.column in columns.values and cell.text.strip()]
    told = [
        cell
        for cell in values
        if is_sentence(cell.text)
        or (pieces_of(cell.text) and is_label_like(cell) and not re.match(r"\s*[-+(]?[\d ]", plain(cell.text)[:3]))
        or form("counted_thing").match(plain(cell.text))
    ]
    labels = [cell for line in part.lines for cell in line.cells if cell.column in columns.labels]
    # questions are the rows of a survey
    sentences = [cell for cell in labels if is_sentence(cell.text) and not cell.text.rstrip().endswith("?")]
    return len(told) * 2 >= len(values) or (len(sentences) * 2 > len(labels) and len(labels) > 1)


def label_cell(line: Line, columns: Columns) -> Cell | None:
    """Return the cell that holds the label of a line.

    It stands in the column of labels, else in another one to the left; a row that begins late has its words before its
    first number.
    """
    own = {cell.column: cell for cell in line.cells if cell.column in columns.labels and cell.text.strip()}
    cell = own.get(columns.label) or next((own[column] for column in sorted(own, reverse=True)), None)
    if cell is None and line.cells and is_label_like(line.cells[0]) and not pieces_of(line.cells[0].text):
        return line.cells[0]
    return cell


def raised(cell: Cell) -> list[str]:
    """Return the mark of a footnote that is typed behind a label: `*`, a raised number."""
    found = MARKS.search(one_line(cell.text))
    return [found[1].translate(DIGITS)] if found else []


def label_of(line: Line, columns: Columns) -> str:
    """Return the label of a line without the marks of footnotes."""
    cell = label_cell(line, columns)
    return MARKS.sub("", one_line(cell.text)).strip() if cell else ""


def _row(part: Part, n: int, line: Line, columns: Columns, read: ReadTable) -> Row | None:
    """Return a line as a row, its numbers noted; nothing where it is the heading of a group."""
    label = label_of(line, columns)
    if not label and columns.label in line.covered:
        # a label merged over several rows is that of each
        labels = (label_of(above, columns) for above in reversed(part.lines[:n]))
        label = next((above for above in labels if above), "")
    by_column = {cell.column: cell for cell in line.cells if cell.text.strip()}
    unit = next((_row_unit(by_column[c]) for c in sorted(columns.units) if c in by_column), "")
    found: list[Found] = []
    for column in sorted(columns.references | columns.verdicts | columns.values | set(by_column)):
        cell = by_column.get(column)
        if cell is None or column in columns.labels or cell is label_cell(line, columns):
            continue
        if cell.doubt == "formula_unknown" or cell.text.startswith("#"):
            # an error value is no number; it is listed
            read.unread.append(Found((line.address, column, 1), Piece(cell.text, "error", ()), cell, "", label))
            continue
        for number_no, piece in enumerate(_pieces(cell, column, columns), 1):
            address = (line.address, column, number_no)
            found.append(Found(address, piece, cell, columns.headings.get(column, ""), label, unit))
        if not any(one.cell is cell for one in found) and re.search(r"\d", cell.text):
            read.left_out.append((line, cell))
    has_number = any(
        one.piece.kind in ("number", "percent", "dash", "date")
        for one in found
        if one.address[1] not in columns.references
    )
    if not has_number and not (label and _is_blank_row(part, n, label, columns)):
        return None
    if "of_which" not in kinds_of(label) and label:
        have = {one.address[1] for one in found}
        for column in sorted(columns.values - have - line.covered):
            if (
                column not in by_column
                and not _is_under_span(line, column)
                and _is_filled(part, column)
                and not _is_left_out(part, column, columns)
            ):
                cell = Cell("", column)
                found.append(
                    Found(
                        (line.address, column, 1), Piece("", "blank", ()), cell, columns.headings.get(column, ""), label
                    )
                )
    found.sort(key=lambda one: one.address[1:])
    read.found.extend(found)
    return Row(line.address, label, tuple(Number(*one.address, one.piece.printed) for one in found), unit)


def _pieces(cell: Cell, column: int, columns: Columns) -> Iterator[Piece]:
    if column in columns.references:
        # codes of accounts and activities refer to nothing in the report
        if not form("note_column").fullmatch(said(columns.headings.get(column, ""))):
            return
        for match in REFERENCE.finditer(cell.text):
            yield Piece(match.group(), "number", (match.group(),), match.start(), match.end())
    elif column in columns.verdicts:
        if not is_sentence(cell.text):
            yield Piece(one_line(cell.text), "text", (), 0, len(cell.text))
    elif column in columns.values:
        yield from pieces_of(cell.text)


def _is_under_span(line: Line, column: int) -> bool:
    return any(cell.column < column < cell.column + cell.span for cell in line.cells)


def _is_filled(part: Part, column: int) -> bool:
    return any(cell.column == column and pieces_of(cell.text) for line in part.lines for cell in line.cells)


def _is_left_out(part: Part, column: int, columns: Columns) -> bool:
    """Tell whether a column of change or of shares is filled for some rows alone: several of them are empty.

    Beside a budget a deviation is of every row.
    """
    said_so = column_of(columns.headings.get(column, ""))
    if said_so.kind == "mean":
        return True
    has_budget = any(column_of(heading).role == "budget" for heading in columns.headings.values())
    if has_budget or (said_so.role != "deviation" and said_so.kind != "share"):
        return False
    filled = [{cell.column for cell in line.cells if pieces_of(cell.text)} & columns.values for line in part.lines]
    return sum(bool(cells) and column not in cells for cells in filled) >= constant("left_out")


def _is_blank_row(part: Part, n: int, label: str, columns: Columns) -> bool:
    """Tell whether a label without numbers is a row with empty cells, and no heading of a group."""
    if kind_of("row_words", said(label)) == "amount":
        return True
    above = any(pieces_of(c.text) for line in part.lines[:n] for c in line.cells if c.column in columns.values)
    below = part.lines[n + 1] if n + 1 < len(part.lines) else None
    if below is None or not above or not any(pieces_of(c.text) for c in below.cells if c.column in columns.values):
        return False
    # nothing can stand between the heading of a group and its sum
    return "total" in kinds_of(label_of(below, columns)) and "total" not in kinds_of(label)
