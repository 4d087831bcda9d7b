"""Codes, lines and years, as keys and addresses hold them."""

import re

CODE = re.compile(r"[a-z0-9_]+(~[0-9]+)?")
# a line of a text, page and row of a PDF, block and row of a document, sheet and row of a workbook
LINE = re.compile(r"[1-9][0-9]*|[a-z][0-9]+r[0-9]+")
PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")
# the trials before the law of 2003 began in 1994; no report is about a year before them, or about the next century
YEARS = range(1990, 2101)


def is_code(text: str) -> bool:
    """Tell whether a text can be a code in a key."""
    return CODE.fullmatch(text) is not None


def is_line(text: str) -> bool:
    """Tell whether a text can be the place of a line in its source."""
    return LINE.fullmatch(text) is not None


def line_order(text: str) -> tuple[int, int]:
    """Return the place of a line among those of its document, as the models order them."""
    if text.isdigit():
        return 0, int(text)
    part, row = re.findall(r"[0-9]+", text)
    return int(part), int(row)


def period_error(text: str) -> str | None:
    """Return what is wrong with a year or a span of years."""
    found = PERIOD.fullmatch(text)
    if not found:
        return "is no year; write four digits, a span as 2019-2024"
    first, last = int(found[1]), int(found[2] or found[1])
    if first not in YEARS or last not in YEARS:
        return f"is no year of a report; write one from {YEARS[0]} to {YEARS[-1]}"
    if found[2] and first >= last:
        return "is a span that does not run forwards; write the earlier year first"
    return None
