"""Reads the CSV files that people write: UTF-8, commas, a header; what is wrong is one line with file and row."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from finsam_audit.project.errors import UserError

Row = dict[str, str]
# what spreadsheets put between fields instead of commas
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class CsvFile:
    """The header of a file and its rows, each with the number of the line where it ends.

    Attributes:
        shown: how messages call the file.
        head: the names of the columns.
        lines: number of the line and fields; a row may have too few or too many of them.

    """

    shown: str
    head: list[str]
    lines: list[tuple[int, list[str]]]

    def head_errors(self, needed: Sequence[str], optional: Iterable[str] | None = None) -> list[str]:
        """Return what is wrong with the header: one line, or none.

        Args:
            needed: the columns that it must have.
            optional: those that it may have besides; None takes any.

        """
        missing = [column for column in needed if column not in self.head]
        unknown = [] if optional is None else [name for name in self.head if name not in {*needed, *optional}]
        said = [f"{', '.join(missing)} missing"] if missing else []
        said += [f"{', '.join(unknown)} unknown"] if unknown else []
        twice = sorted({name for name in self.head if self.head.count(name) > 1})
        said += [f"{', '.join(twice)} twice"] if twice else []
        if not said:
            return []
        return [f"{self.shown}:1: columns: {'; '.join(said)}; the first row must be {','.join(needed)}"]

    def width_error(self, number: int, fields: Sequence[str]) -> str | None:
        """Return what is wrong where a row is empty or has another number of fields than the header."""
        if not any(fields):
            return f"{self.shown}:{number}: the row is empty; take it away"
        if len(fields) == len(self.head):
            return None
        much = "quote a text that holds a comma" if len(fields) > len(self.head) else "write every comma"
        return f"{self.shown}:{number}: {len(fields)} fields instead of {len(self.head)}; {much}"

    def records(self, needed: Sequence[str] = ()) -> list[tuple[int, Row]]:
        """Return the rows by column, each with the number of its line.

        Raises:
            UserError: a needed column is not there, or a row has too few or too many fields.

        """
        for error in self.head_errors(needed):
            raise UserError(error)
        for number, fields in self.lines:
            if wrong := self.width_error(number, fields):
                raise UserError(wrong)
        return [(number, dict(zip(self.head, fields, strict=True))) for number, fields in self.lines]


def read_csv(path: Path, shown: str | None = None) -> CsvFile:
    """Read a CSV file.

    Args:
        path: the file.
        shown: how messages call it; its path where left out.

    Raises:
        UserError: it is not there, is no UTF-8 text with commas and a header, or its quotes do not close.

    """
    shown = shown or str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(f"{shown} is not there") from error
    except OSError as error:
        raise UserError(f"{shown} cannot be read: {error.strerror or error}; put a file there that can") from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise UserError(f"{shown}:{number}: is no UTF-8; save the file as UTF-8") from error
    if "\0" in text:
        raise UserError(f"{shown}:1: holds NUL characters, as UTF-16 does; save the file as UTF-8")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, fields) for fields in reader if fields]
    except csv.Error as error:
        said = f"{shown}:{reader.line_num}: {error}; look for a quotation mark that is not closed"
        raise UserError(said) from error
    if not lines:
        raise UserError(f"{shown}:1: the file is empty; write the row of column names")
    head = lines[0][1]
    if head[0].startswith("\ufeff"):
        raise UserError(f"{shown}:1: begins with a byte order mark; save the file as UTF-8 without it")
    for mark, name in SEPARATORS.items():
        if len(head) == 1 and mark in head[0]:
            raise UserError(f"{shown}:1: separated by {name}; save the file with commas")
    return CsvFile(shown, head, lines[1:])


def read_rows(path: Path, needed: Sequence[str] = (), shown: str | None = None) -> list[Row]:
    """Return the rows of a CSV file by column.

    Raises:
        UserError: as `read_csv` and `CsvFile.records`.

    """
    return [row for _, row in read_csv(path, shown).records(needed)]
