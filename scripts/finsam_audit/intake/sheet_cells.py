"""Workbooks opened within bounds: a line of a sheet can make the library hold more cells than memory does."""

from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.reader.excel import ExcelReader

from finsam_audit.intake.messages import refusal
from finsam_audit.intake.words import constant

# what the library makes an object of: rows and cells, and areas that are one cell to look at
KINDS = {"row": "too_many_cells", "c": "too_many_cells", "mergeCell": "too_many_merged"}
# the constant that says how many there may be
MOST = {"too_many_cells": "most_cells", "too_many_merged": "most_merged"}


class TooManyError(Exception):
    """A workbook holds more than any report.

    Attributes:
        reason: of what (a key of the messages).
        sheet: where it went too far.

    """

    def __init__(self, reason: str, sheet: str) -> None:
        super().__init__(reason)
        self.reason, self.sheet = reason, sheet


class _Bounded(dict[Any, Any]):
    """The cells or rows of a sheet, counted with those of the other sheets as the library puts them in.

    It puts in each cell that is written, and each that a merged area, a link or a comment reaches over: a count of
    what is put in holds for all of them, and for areas that lie over each other.
    """

    def __init__(self, sheet: str, put_in: Any, most: int) -> None:
        super().__init__()
        self.sheet, self.put_in, self.most = sheet, put_in, most

    def __setitem__(self, key: Any, value: Any) -> None:
        """Put in a cell.

        Raises:
            TooManyError: the workbook has more than a report may.

        """
        if next(self.put_in) >= self.most:
            raise TooManyError("too_many_cells", self.sheet)
        super().__setitem__(key, value)


class _Reader(ExcelReader):  # type: ignore[misc]
    """The library's reader, of which each sheet has bounded cells."""

    def read_workbook(self) -> None:
        """Open the workbook, before its sheets are read."""
        super().read_workbook()
        create, most, put_in = self.wb.create_sheet, int(constant("most_cells")), count()

        def create_sheet(title: str) -> Any:
            sheet = create(title)
            sheet._cells = _Bounded(title, put_in, most)
            return sheet

        self.wb.create_sheet = create_sheet

    def read_worksheets(self) -> None:
        """Read the sheets, if their text has no more rows, cells and merged areas than a report may.

        Raises:
            TooManyError: it has more.

        """
        found: Counter[str] = Counter()
        for sheet, part in self.parser.find_sheets():
            if part.target in self.valid_files:
                with self.archive.open(part.target) as content:
                    self._look_through(content, sheet.name, found)
        super().read_worksheets()

    @staticmethod
    def _look_through(content: Any, sheet: str, found: Counter[str]) -> None:
        most = {kind: constant(name) for kind, name in MOST.items()}
        names = [f"{{*}}{name}" for name in KINDS]
        safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        for _, element in etree.iterparse(content, events=("end",), tag=names, **safe):
            kind = KINDS[etree.QName(element).localname]
            found[kind] += 1
            if found[kind] > most[kind]:
                raise TooManyError(kind, sheet)
            # what was counted is let go: a sheet is larger in memory than on paper
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def workbook_of(path: Path, language: str, data_only: bool, rich_text: bool = False) -> Any:
    """Return a workbook as the library reads it, whatever its file is called.

    Args:
        path: the file.
        language: of what is said of it.
        data_only: the values that formulas had when it was saved, not the formulas.
        rich_text: texts with the fonts of their parts.

    Raises:
        UserError: its sheets have more rows, cells or merged areas than any report; an area counts with every cell.

    """
    with path.open("rb") as file:
        reader = _Reader(file, data_only=data_only, rich_text=rich_text)
        try:
            reader.read()
        except TooManyError as error:
            most = int(constant(MOST[error.reason]))
            raise refusal(path, language)(error.reason, sheet=error.sheet, most=most) from None
    return reader.wb
