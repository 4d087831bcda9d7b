"""Numbers and dates as Swedish print has them, for every page, workbook and message that Python writes."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import NumberPattern, get_minus_sign_symbol, parse_pattern

LOCALE = Locale("sv", "SE")
NONE = "–"
NO_BREAK = "\u00a0"
PATTERNS = [parse_pattern("#,##0" + ("." + "#" * decimals if decimals else "")) for decimals in range(8)]
TENTH = parse_pattern("#,##0.0")
MINUS = get_minus_sign_symbol(LOCALE)


def number(value: Any, decimals: int = 2) -> str:
    """Return a number with so many decimals at most: 1 234 567,5, a real minus, no-break spaces, a dash for none."""
    if value is None:
        return NONE
    return _applied(PATTERNS[decimals], Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals)))


def tenth(value: Any) -> str:
    """Return a number with exactly one decimal, 33,0, so that a column of shares lines up."""
    if value is None:
        return NONE
    return _applied(TENTH, Decimal(str(value)).quantize(Decimal("0.1")))


def percent(part: Any, whole: Any) -> str:
    """Return a share as 97,3 %."""
    return f"{tenth(Decimal(100) * Decimal(part) / Decimal(whole))}{NO_BREAK}%" if whole else NONE


def day(value: date | None) -> str:
    """Return a date as Swedish print has it: 2025-12-31."""
    return value.isoformat() if value else NONE


def as_models(value: Decimal | None) -> str:
    """Return a number as the models write it in SQL: 1 234 567,5 with plain spaces and hyphen; nothing for none."""
    return "" if value is None else number(value).replace(NO_BREAK, " ").replace(MINUS, "-")


def _applied(pattern: NumberPattern, value: Decimal) -> str:
    # a pattern by itself writes a hyphen
    return str(pattern.apply(value or Decimal(0), LOCALE)).replace("-", MINUS)
