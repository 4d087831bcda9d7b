"""What a cell of a seed may hold by its type, and what none may hold."""

import math
import re
import unicodedata
from datetime import date

# the longest text of a seed is a reason of some hundred characters; a quotation mark left open takes in whole rows
LONGEST = 5000
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")
NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?(e-?[0-9]+)?")
DECIMAL = re.compile(r"decimal\(([0-9]+), ?([0-9]+)\)")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# control characters, marks of direction, marks without width, surrogates, lines and paragraphs of Unicode
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
# a spreadsheet takes a cell that begins so for a formula and saves what came of it
BROKEN = re.compile(r"#(REF|DIV/0|VALUE|NAME|N/A|NUM|NULL)[!?]?")


def is_date(text: str) -> bool:
    """Tell whether a text is a day of the calendar, as ISO 8601 writes it."""
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def hidden(text: str) -> str | None:
    """Return what is wrong with the letters of a text: what cannot be seen, or is written in another way."""
    if len(text) > LONGEST:
        return "is too long for a cell; look for a quotation mark that is not closed"
    if text.isascii() and text.isprintable():
        return None
    if "\n" in text or "\r" in text:
        return "holds a line break; write it on one line"
    for letter in text:
        if unicodedata.category(letter) in HIDDEN:
            return f"holds U+{ord(letter):04X}, which cannot be seen; take it away"
    if unicodedata.normalize("NFC", text) != text:
        return "holds letters that are put together of two (Unicode NFD); write each as one letter (NFC)"
    return None


def wrong_letters(text: str) -> str | None:
    """Return what is wrong with the letters of a text that is no print."""
    if wrong := hidden(text):
        return wrong
    if text != text.strip():
        return "begins or ends with a space; take it away"
    if BROKEN.match(text):
        return "is an error of a spreadsheet; write what stood there"
    return None


def wrong_type(text: str, kind: str) -> str | None:
    """Return why a filled cell is no value of a type of dbt's seeds.

    Args:
        text: the cell.
        kind: string, integer, double, boolean, date, or decimal(p,s).

    """
    if kind == "integer" and not WHOLE.fullmatch(text):
        return "is no whole number; write digits alone, at most nine"
    if kind == "boolean" and text not in ("true", "false"):
        return "is neither true nor false; write one of them"
    if kind == "date" and not is_date(text):
        return "is no date; write it as 2026-06-13"
    if kind == "double" and not (NUMBER.fullmatch(text) and math.isfinite(float(text))):
        return "is no number; write digits, with a point before decimals"
    if found := DECIMAL.fullmatch(kind):
        whole, _, decimals = text.lstrip("-").partition(".")
        most, behind = int(found[1]) - int(found[2]), int(found[2])
        if not re.fullmatch(r"-?[0-9]+([.][0-9]+)?", text) or len(whole) > most or len(decimals) > behind:
            return (
                f"is no number of at most {most} digits before the point and {behind} behind it; write it so, with a"
                " point before decimals"
            )
    return None
