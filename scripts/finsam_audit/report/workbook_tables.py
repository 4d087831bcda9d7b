"""The sheet of a document as its report prints it: tables with live sums under them, with the amounts of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from finsam_audit.formulas import SIZES
from finsam_audit.project.visible import visible
from finsam_audit.report import wording
from finsam_audit.report.database import Document, Row, key_of
from finsam_audit.report.layout import Table, tables_of

# stands before the name of the document's own sheet
PREFIX = "Σ "
# line, label, then the columns of the table; a label goes over as many lines as it needs
WIDTHS = (9.0, 42.0)
COLUMN_WIDTH, MOST_COLUMNS = 15.0, 24
FIRST = len(WIDTHS)
LABEL_LINE, HEIGHT, MOST_LINES = 38, 13.0, 25
# a cell holds no more
LONGEST_TEXT = 32_000
# a dash is a zero of its sum
AMOUNTS = ("number", "dash")


class Styles(Protocol):
    """The formats and the way of writing that the sheets of the workbook share."""

    book: Workbook
    plain: Format
    wrap: Format
    title: Format
    head: Format
    money: Format
    bold: Format
    wrong: Format
    link: Format


@dataclass
class Place:
    """Where a number stands on this sheet, and what of the list's amount it shows: its sign, and its unit."""

    row: int
    column: int
    turn: int
    size: int

    @property
    def address(self) -> str:
        """The cell as a formula names it."""
        return str(xl_rowcol_to_cell(self.row, self.column))


def tables_sheet(
    styles: Styles, document: Document, name: str, list_name: str, row_of: Mapping[str, int], amount_column: int
) -> None:
    """Write the sheet.

    Args:
        styles: the formats of the workbook.
        document: what is set.
        name: of the sheet.
        list_name: the sheet that lists the document's numbers.
        row_of: the row there of each number, by its cell.
        amount_column: the column there of the amounts.

    """
    sheet = styles.book.add_worksheet(name)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_column(FIRST, FIRST + MOST_COLUMNS, COLUMN_WIDTH)
    title = f"{document.row['association_name'] or document.row['association_id']} – {document.row['document_id']}"
    sheet.write_string(0, 0, visible(title)[:250], styles.title)
    sheet.write_string(1, 0, wording.both_of("set_as_printed"), styles.plain)
    row, widest = 3, 1
    for table in tables_of(document):
        # what stands in running text has no sums
        if not table.headings:
            continue
        widest = max(widest, len(table.headings))
        row = _table(styles, sheet, document, table, row, (list_name, row_of, amount_column)) + 2
    sheet.set_paper(9)
    if widest > 4:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _text(value: str) -> str:
    """Return a text as a cell holds it."""
    return visible(value)[:LONGEST_TEXT]


def _height(text: str) -> float:
    """Return the height of a row whose label goes over several lines, in points."""
    return HEIGHT * min(max(1, -(-len(text) // LABEL_LINE)), MOST_LINES)


def _table(
    styles: Styles,
    sheet: Worksheet,
    document: Document,
    table: Table,
    row: int,
    source: tuple[str, Mapping[str, int], int],
) -> int:
    """Write one table and the sums under it; return the row after it."""
    heading = table.row["heading"] or wording.both_of("table")
    unit = f" ({table.row['printed_unit']})" if table.row["printed_unit"] else ""
    sheet.write_string(row, 0, _text(f"{heading}{unit}"), styles.bold)
    row += 1
    for place, text in enumerate((wording.both_of("line"), wording.both_of("row"), *table.headings)):
        sheet.write_string(row, place, _text(text), styles.head)
    places: dict[str, Place] = {}
    numbers: list[tuple[str, Row]] = []
    for line in table.lines:
        row += 1
        sheet.set_row(row, _height(line.label))
        sheet.write_string(row, 0, visible(line.source_line), styles.plain)
        sheet.write_string(row, 1, _text(line.label), styles.bold if line.is_total else styles.wrap)
        for offset, cell in enumerate(line.cells):
            if len(cell) == 1 and cell[0]["value_kind"] in AMOUNTS and cell[0]["amount"] is not None:
                number = cell[0]
                turn, size = number["sign_factor"] or 1, SIZES.get(number["applied_unit"] or "", 1)
                places[number["cell"]] = Place(row, FIRST + offset, turn, size)
                _amount(styles, sheet, places[number["cell"]], number, source)
                numbers.append((line.label, number))
            elif cell:
                text = " / ".join(number["printed"] for number in cell if number["printed"])
                sheet.write_string(row, FIRST + offset, _text(text), styles.plain)
    return _sums(styles, sheet, document, row, numbers, places)


def _amount(
    styles: Styles, sheet: Worksheet, place: Place, number: Row, source: tuple[str, Mapping[str, int], int]
) -> None:
    """Write a number as it is printed, from the amount in the list, so that a change there shows here."""
    name, row_of, column = source
    address = f"'{name}'!{xl_rowcol_to_cell(row_of[number['cell']], column)}"
    shown = number["amount"] * place.turn / Decimal(place.size)
    formula = f"={'-' if place.turn < 0 else ''}{address}{f'/{place.size}' if place.size > 1 else ''}"
    style = styles.wrong if number["mark"] == "wrong" else styles.money
    sheet.write_formula(place.row, place.column, formula, style, float(shown))


def _sums(
    styles: Styles,
    sheet: Worksheet,
    document: Document,
    row: int,
    numbers: list[tuple[str, Row]],
    places: Mapping[str, Place],
) -> int:
    """Write under a table the sum that Excel works out of each of its totals, and what the print differs by."""
    by_line: dict[str, list[tuple[str, Row, list[Row]]]] = {}
    for label, number in numbers:
        for terms in _footings(document, number, places):
            by_line.setdefault(number["source_line"], []).append((label, number, terms))
            break
    # the workbook keeps no row in memory: each is written to its end before the next
    for line, found in by_line.items():
        row += 1
        said = f"{wording.both_of('live_sum')}: {found[0][0]}"
        sheet.set_row(row, _height(said))
        sheet.write_string(row, 0, visible(line), styles.plain)
        sheet.write_string(row, 1, _text(said), styles.wrap)
        sums = []
        for _, number, terms in found:
            place = places[number["cell"]]
            parts, reached = [], Decimal(0)
            for term in terms:
                own = places[term["cell"]]
                sign = term["weight"] * own.turn * place.turn
                parts.append(f"{'-' if sign < 0 else '+'}{own.address}")
                reached += sign * term["amount"] * own.turn / Decimal(own.size)
            formula = "=" + "".join(parts).removeprefix("+")
            sheet.write_formula(row, place.column, formula, styles.money, float(reached))
            sums.append((place, number["amount"] * place.turn / Decimal(place.size) - reached))
        row += 1
        sheet.write_string(row, 1, wording.both_of("difference"), styles.plain)
        for place, left in sums:
            above = xl_rowcol_to_cell(row - 1, place.column)
            sheet.write_formula(row, place.column, f"={place.address}-{above}", styles.money, float(left))
    return row


def _footings(document: Document, number: Row, places: Mapping[str, Place]) -> list[list[Row]]:
    """Return the terms of each sum of a number whose cells all stand in its own column of this table."""
    own = places[number["cell"]]
    found: list[tuple[Any, list[Row]]] = []
    for relation in document.relations.get(key_of(number), []):
        if relation["role"] != "total" or relation["kind"] != "sum" or relation["computed_amount"] is None:
            continue
        terms = [term for term in document.terms.get(relation["relation_id"], []) if term["role"] == "term"]
        inside = [places.get(term["cell"]) for term in terms]
        if len(terms) < 2 or any(
            place is None or place.column != own.column or place.size != own.size for place in inside
        ):
            continue
        reached = sum((term["weight"] * term["amount"] for term in terms), Decimal(0))
        if abs(abs(reached) - abs(relation["computed_amount"])) < Decimal("0.005"):
            found.append(((relation["rule_family"] != "TB", relation["relation_id"]), terms))
    return [terms for _, terms in sorted(found, key=lambda one: one[0])]
