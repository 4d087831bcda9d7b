"""Workbooks: what a Swedish Excel shows; `source_line` is sheet and row (`s2r7`), places are `sheet!cell`.

Hidden rows, columns and sheets are not read. Values that a formula has not stored are computed where that is simple.
"""

import datetime
import re
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter

from finsam_audit.intake.blocks import Cell, Document, Grid, Line, Unread
from finsam_audit.intake.cells import seen
from finsam_audit.intake.markup import MARK
from finsam_audit.intake.number_formats import is_date_format, sections_of, shown_date, shown_number
from finsam_audit.intake.sheet_cells import workbook_of
from finsam_audit.intake.sheet_formulas import DEEPEST, EPOCH, Formula, FormulaError, Value
from finsam_audit.intake.words import table

# errors of formulas as a Swedish Excel shows them
ERRORS = {row["kind"]: row["shown"] for row in table("sheet_errors")}
WHITE = ("FFFFFFFF", "00FFFFFF")
# the colour of the window in the theme
WINDOW = 0
# columns of a sheet, as the format has them
COLUMNS = 16_384
# what a cell shows whose number has no room
NO_ROOM = "#####"


def read_xlsx(path: Path, language: str = "sv") -> Document:
    """Return a workbook as blocks: a grid for each sheet that is shown.

    Raises:
        UserError: it has more cells than any report.

    """
    with warnings.catch_warnings():
        # the library warns of parts that it does not keep; nothing is saved here
        warnings.simplefilter("ignore")
        values = workbook_of(path, language, data_only=True, rich_text=True)
        formulas = workbook_of(path, language, data_only=False)
    reader = _Reader(values, formulas)
    grids = [
        reader.grid(number, sheet)
        for number, sheet in enumerate(values.worksheets, 1)
        if sheet.sheet_state == "visible"
    ]
    return Document(tuple(grid for grid in grids if grid.lines), tuple(reader.unread))


class _Reader:
    """Reads the sheets of one workbook."""

    def __init__(self, values: Any, formulas: Any) -> None:
        self.values, self.formulas = values, formulas
        self.unread: list[Unread] = []
        self.known: dict[tuple[str, int, int], Value | None] = {}

    def grid(self, number: int, sheet: Any) -> Grid:
        """Return a sheet as a grid; an empty row stands where rows are left out."""
        hidden_rows = {row for row, found in sheet.row_dimensions.items() if found.hidden or found.height == 0}
        hidden_columns = set()
        for found in sheet.column_dimensions.values():
            if found.hidden or found.width == 0:
                last_column = min(found.max or found.min or 1, COLUMNS)
                hidden_columns |= set(range(max(1, found.min or 1), last_column + 1))
        covered: dict[tuple[int, int], bool] = {}
        spans: dict[tuple[int, int], int] = {}
        for merged in sheet.merged_cells.ranges:
            for row in range(merged.min_row, merged.max_row + 1):
                for column in range(merged.min_col, merged.max_col + 1):
                    covered[row, column] = row > merged.min_row
            del covered[merged.min_row, merged.min_col]
            shown = [c for c in range(merged.min_col, merged.max_col + 1) if c not in hidden_columns]
            spans[merged.min_row, merged.min_col] = max(1, len(shown))
        rows: dict[int, list[Cell]] = {}
        for row, column in sorted(sheet._cells):
            if row in hidden_rows or column in hidden_columns or (row, column) in covered:
                continue
            cell = self._cell(sheet, row, column, spans.get((row, column), 1))
            if cell is not None:
                rows.setdefault(row, []).append(cell)
        below: dict[int, set[int]] = defaultdict(set)
        for (at, column), is_below in covered.items():
            if is_below:
                below[at].add(column - 1)
        lines: list[Line] = []
        last = 0
        for row in sorted(rows):
            if last and any(between not in hidden_rows for between in range(last + 1, row)):
                lines.append(Line(f"s{number}r{row - 1}", ()))
            lines.append(Line(f"s{number}r{row}", tuple(rows[row]), False, frozenset(below[row])))
            last = row
        return Grid(tuple(lines), sheet.title)

    def _cell(self, sheet: Any, row: int, column: int, span: int) -> Cell | None:
        cell = sheet.cell(row, column)
        value = cell.value
        doubt = ""
        place = f"{sheet.title}!{get_column_letter(column)}{row}"
        if value is None:
            formula = self._formula(sheet.title, row, column)
            if formula is None:
                return None
            try:
                value = self._computed(sheet.title, row, column, 0)
                doubt = "formula_computed"
            except (FormulaError, ArithmeticError, ValueError, RecursionError) as error:
                is_error = str(error) in ERRORS
                self.unread.append(Unread(place, "error_value" if is_error else "formula_unknown"))
                return Cell(ERRORS.get(str(error), "#"), column - 1, span, place, doubt="formula_unknown")
            if value is None:
                return None
        if _is_invisible(cell, sheet) or (cell.font is not None and cell.font.strike):
            return None
        try:
            text, marks = self._shown(value, cell.number_format)
        except ArithmeticError:
            # more digits than a cell has room for
            self.unread.append(Unread(place, "error_value"))
            return Cell(NO_ROOM, column - 1, span, place)
        if text in ERRORS.values():
            self.unread.append(Unread(place, "error_value"))
        if not text.strip():
            return None
        bold = bool(cell.font and cell.font.b)
        indent = int(cell.alignment.indent or 0) if cell.alignment else 0
        return Cell(text.strip(), column - 1, span, place, bold, indent, marks, doubt)

    def _shown(self, value: Any, code: str) -> tuple[str, str]:
        """Return what is seen of a value, and the marks of footnotes that were left out."""
        if isinstance(value, CellRichText):
            text, marks = "", []
            for run in value:
                words = str(run)
                font = run.font if isinstance(run, TextBlock) else None
                if font is not None and font.strike:
                    # what is struck through was replaced, and is no amount
                    continue
                if font is not None and font.vertAlign == "superscript" and MARK.fullmatch(words.strip()):
                    marks.append(words.strip())
                else:
                    text += words
            return seen(text), ",".join(marks)
        if isinstance(value, bool):
            return ("SANT" if value else "FALSKT"), ""
        if isinstance(value, datetime.datetime | datetime.date):
            return shown_date(value, code), ""
        if isinstance(value, datetime.time):
            return f"{value:%H:%M}", ""
        if isinstance(value, int | float):
            if is_date_format(code) and 0 < value < 100_000:
                return shown_date(EPOCH + datetime.timedelta(days=float(value)), code), ""
            return shown_number(value, "General" if code == "@" else code), ""
        text = str(value)
        sections = sections_of(code or "General")
        if len(sections) == 4 and not sections[3].pieces:
            return "", ""
        return seen(ERRORS.get(text, text)), ""

    def _formula(self, sheet: str, row: int, column: int) -> str | None:
        if sheet not in self.formulas.sheetnames:
            return None
        found = self.formulas[sheet]._cells.get((row, column))
        value = None if found is None else found.value
        text = getattr(value, "text", value)
        return text if isinstance(text, str) and text.startswith("=") else None

    def _computed(self, sheet: str, row: int, column: int, depth: int) -> Value | None:
        """Return the value of a cell, that of a formula computed where it is not stored."""
        key = (sheet, row, column)
        if key in self.known:
            return self.known[key]
        if depth > DEEPEST:
            raise FormulaError("depth")
        if sheet not in self.values.sheetnames:
            raise FormulaError(sheet)
        found = self.values[sheet]._cells.get((row, column))
        value = None if found is None else found.value
        if value is None:
            formula = self._formula(sheet, row, column)
            if formula is not None:
                value = Formula(formula, sheet, lambda s, r, c: self._computed(s, r, c, depth + 1)).value()
        elif isinstance(value, datetime.datetime):
            value = (value - EPOCH).total_seconds() / 86400
        elif isinstance(value, str | CellRichText):
            if str(value) in ERRORS:
                raise FormulaError(str(value))
            value = str(value)
        elif not isinstance(value, int | float):
            raise FormulaError(type(value).__name__)
        self.known[key] = value
        return value


def _is_invisible(cell: Any, sheet: Any) -> bool:
    """Tell whether a cell is white on white, outside the tables that colour their headings."""
    colour = cell.font.color if cell.font else None
    if colour is None:
        return False
    is_white = (colour.type == "rgb" and str(colour.rgb) in WHITE) or (
        colour.type == "theme" and colour.theme == WINDOW and not colour.tint
    )
    if not is_white or sheet.conditional_formatting:
        return False
    fill = cell.fill
    is_filled = (
        fill is not None and fill.fill_type not in (None, "none") and str(getattr(fill.fgColor, "rgb", "")) not in WHITE
    )
    in_table = any(_is_inside(cell, table.ref) for table in sheet.tables.values())
    return not is_filled and not in_table


def _is_inside(cell: Any, reference: str) -> bool:
    corners = re.findall(r"([A-Z]+)(\d+)", reference)
    rows = sorted(int(row) for _, row in corners)
    return bool(rows) and rows[0] <= cell.row <= rows[-1]
