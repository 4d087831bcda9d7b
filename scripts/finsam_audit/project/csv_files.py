"""Reads the CSV files that people write: UTF-8, commas, a header; what is wrong is one line with file and row."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import filled

Row = dict[str, str]
# the project's own files are told of in English, those of a report in the language of the command
ENGLISH = "en"
# what spreadsheets put between fields instead of commas
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@cache
def _texts() -> dict[str, Row]:
    text = (files("finsam_audit.project") / "words" / "messages.csv").read_text(encoding="utf-8")
    return {row["name"]: row for row in csv.DictReader(text.splitlines())}


def message(name: str, language: str, /, **values: object) -> str:
    """Return a message with its values put in."""
    return filled(_texts()[name][f"text_{language}"], values)


@dataclass(frozen=True)
class CsvFile:
    """The header of a file and its rows, each with the number of the line where it ends.

    Attributes:
        shown: how messages call the file.
        head: the names of the columns.
        lines: number of the line and fields; a row may have too few or too many of them.
        language: of the messages.

    """

    shown: str
    head: list[str]
    lines: list[tuple[int, list[str]]]
    language: str = ENGLISH

    def say(self, name: str, /, **values: object) -> str:
        """Return a message about this file."""
        return message(name, self.language, file=self.shown, **values)

    def head_errors(self, needed: Sequence[str], optional: Iterable[str] | None = None) -> list[str]:
        """Return what is wrong with the header: one line, or none.

        Args:
            needed: the columns that it must have.
            optional: those that it may have besides; None takes any.

        """
        missing = [column for column in needed if column not in self.head]
        unknown = [] if optional is None else [name for name in self.head if name not in {*needed, *optional}]
        twice = sorted({name for name in self.head if self.head.count(name) > 1})
        said = [
            self.say(name, what=", ".join(found))
            for name, found in (("missing", missing), ("unknown", unknown), ("twice", twice))
            if found
        ]
        return [self.say("head", said="; ".join(said), needed=",".join(needed))] if said else []

    def width_error(self, number: int, fields: Sequence[str]) -> str | None:
        """Return what is wrong where a row is empty or has another number of fields than the header."""
        if not any(fields):
            return self.say("empty_row", row=number)
        if len(fields) == len(self.head):
            return None
        name = "too_wide" if len(fields) > len(self.head) else "too_narrow"
        return self.say(name, row=number, count=len(fields), wanted=len(self.head))

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


def read_csv(path: Path, shown: str | None = None, language: str = ENGLISH) -> CsvFile:
    """Read a CSV file.

    Args:
        path: the file.
        shown: how messages call it; its path where left out.
        language: of the messages.

    Raises:
        UserError: it is not there, is no UTF-8 text with commas and a header, or its quotes do not close.

    """

    def refused(name: str, /, **values: object) -> UserError:
        return UserError(message(name, language, file=shown or path, **values))

    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise refused("not_there") from error
    except OSError as error:
        raise refused("not_read", why=error.strerror or error) from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused("no_utf8", row=content.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise refused("no_text")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, fields) for fields in reader if fields]
    except csv.Error as error:
        raise refused("not_closed", row=reader.line_num, why=error) from error
    if not lines:
        raise refused("empty")
    head = lines[0][1]
    if head[0].startswith("\ufeff"):
        raise refused("mark")
    for mark, name in SEPARATORS.items():
        if len(head) == 1 and mark in head[0]:
            raise refused("separated", mark=message(name, language))
    return CsvFile(shown or str(path), head, lines[1:], language)


class _Lines:
    """Ends each row with a line feed; the writer itself ends them with both signs, so that it puts either in quotes."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, row: str) -> int:
        """Write a row."""
        return self.file.write(row.removesuffix("\r\n") + "\n")


def row_writer(file: TextIO, columns: Sequence[str], is_chosen: bool = False) -> "csv.DictWriter[str]":
    """Return what writes rows so that they are read as they were, and writes the header.

    Args:
        file: opened without translation of line ends.
        columns: of the file.
        is_chosen: rows have other columns besides, which are left out.

    """
    writer = csv.DictWriter(
        _Lines(file), columns, lineterminator="\r\n", extrasaction="ignore" if is_chosen else "raise"
    )
    writer.writeheader()
    return writer


def read_rows(path: Path, needed: Sequence[str] = (), shown: str | None = None, language: str = ENGLISH) -> list[Row]:
    """Return the rows of a CSV file by column.

    Raises:
        UserError: as `read_csv` and `CsvFile.records`.

    """
    return [row for _, row in read_csv(path, shown, language).records(needed)]
