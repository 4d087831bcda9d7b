"""How values are written: whole numbers in text, labels with their year, addresses of pages, anchors of numbers."""

import hashlib
import re
from typing import Any

from openpyxl.utils import get_column_letter

from finsam_audit.report import wording
from finsam_audit.report.database import Key
from finsam_audit.swedish import NO_BREAK

LONGEST_NAME = 150


GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)")
SIGNED = re.compile(r"(?<=\d) (?=(?:%|kr|tkr|mkr|SEK)(?!\w))")


def figures(text: str | None) -> str:
    """Return text in which no number is broken over lines, and in which comparisons have their signs.

    Spaces between thousands and before a unit become no-break spaces: 1 844 118 kr. A year beside a number keeps its
    space.
    """
    if not text:
        return ""
    whole = GROUPED.sub(lambda number: number[0].replace(" ", NO_BREAK), text)
    return SIGNED.sub(NO_BREAK, whole).replace(" >= ", " ≥ ").replace(" <= ", " ≤ ")


ADDRESS = re.compile(r"([pbs])([0-9]+)r([0-9]+)(?:k[0-9]+)?")
# the part of a document that an address names first: a page, a block of a Word file, a sheet
PARTS = {"p": "page_part", "b": "block_part", "s": "sheet_part"}


def line_in_words(source_line: str | None, language: str, column_no: int | None = None) -> str:
    """Return where a line stands as it is said in running text: `rad 99`, `sidan 3, rad 12`, `blad 2, cell C7`.

    Args:
        source_line: its address.
        language: `sv` or `en`.
        column_no: of the cell, counted from 0; a sheet alone has letters for its columns.

    """
    found = ADDRESS.fullmatch(source_line or "")
    line = wording.text("line", language).lower()
    if found is None:
        return f"{line} {source_line or ''}".rstrip()
    if found[1] == "s" and column_no is not None:
        cell = f"{wording.text('cell', language).lower()} {get_column_letter(column_no + 1)}{found[3]}"
        return f"{wording.text('sheet_part', language)} {found[2]}, {cell}"
    return f"{wording.text(PARTS[found[1]], language)} {found[2]}, {line} {found[3]}"


def line_in_column(source_line: str | None, language: str) -> str:
    """Return a line as it stands in a column of lines: `99`, `12 (sidan 3)`."""
    found = ADDRESS.fullmatch(source_line or "")
    return f"{found[3]} ({wording.text(PARTS[found[1]], language)}\u00a0{found[2]})" if found else source_line or ""


def titled(label: str | None, period: Any) -> str:
    """Return a label with its year or period, once: a label that says it already stands alone.

    Where a span begins with the year that the label ends with, a comma keeps them apart.
    """
    if period is None or not label:
        return label or str(period or "")
    said = re.sub(r"[–−]", "-", label)
    if re.search(rf"(?<!\d){re.escape(str(period))}(?!\d)", said):
        return label
    begins = re.search(rf"(?<!\d){re.escape(str(period)[:4])}$", said)
    return f"{label}{',' if begins else ''} {period}"


# a key of the project: parts of small letters, the n-th print of one quantity apart; or the id of a rule
PLAIN_KEY = re.compile(r"(?![a-z]+-[0-9]+$)[a-z0-9_-]+(~[0-9]+)?(/[a-z0-9_-]+(~[0-9]+)?)*|[A-Z]+-[0-9]+")


def slug(key: str) -> str:
    """Return a file name for a key: the key itself with dots for slashes where it is plain, else unique and readable.

    A name that is not the key's own has a mark that no plain key has, so the two never meet, also where a file system
    takes small and capital letters for the same.
    """
    if PLAIN_KEY.fullmatch(key) and len(key) <= LONGEST_NAME:
        return key.replace("/", ".")
    text = re.sub(r"[^a-z0-9_-]+", "-", key.lower())[:LONGEST_NAME].strip("-")
    return f"{text}~x{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def anchor(key: Key) -> str:
    """Return the anchor of a printed number on its document's page."""
    _, line, column, number = key
    return f"n-{re.sub(r'[^A-Za-z0-9]', '-', line)}-{column}-{number}"
