"""How a document prints numbers, and how to read such a print back. Amounts are öre; units are kr and tkr."""

import random
import re
from dataclasses import dataclass
from decimal import Decimal

UNIT_SIZE = {"kr": 100, "tkr": 100_000}
SPACES = (" ", "\u00a0", "\u2009", "\u202f")
MINUS = ("-", "−", "–")
NUMBER = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+|[0-9]+")
DECIMALS = re.compile(r",([0-9]+)")


def rounded(amount: int, size: int) -> int:
    """Round half away from zero: öre to whole units of `size` öre."""
    units = (abs(amount) * 2 + size) // (2 * size)
    return units if amount >= 0 else -units


@dataclass(frozen=True)
class NumberStyle:
    """The habits of one document."""

    space: str
    minus: str
    gap_after_minus: bool
    zero: str
    plus_on_deviations: bool
    plain_thousands: bool
    percent_gap: bool
    percent_in_brackets: bool

    def whole(self, units: int) -> str:
        """Return a whole number as printed."""
        if units == 0:
            return "0"
        digits = str(abs(units))
        if not (self.plain_thousands and len(digits) == 4):
            digits = f"{abs(units):,}".replace(",", self.space)
        if units > 0:
            return digits
        return self.minus + (" " if self.gap_after_minus else "") + digits

    def amount(self, amount: int, unit: str, *, deviation: bool = False) -> str:
        """Return an amount in öre as printed in a unit: only an exact zero is a dash or a blank."""
        if amount == 0:
            return self.zero
        text = self.whole(rounded(amount, UNIT_SIZE[unit]))
        return f"+{text}" if deviation and self.plus_on_deviations and text[0].isdigit() and text != "0" else text

    def percent(self, numerator: int, denominator: int, decimals: int, *, brackets: bool = False) -> str:
        """Return a percentage as printed, of two amounts."""
        value = rounded(numerator * 100 * 10**decimals, denominator) if denominator else 0
        digits = f"{abs(value):0{decimals + 1}d}"
        text = f"{digits[:-decimals]},{digits[-decimals:]}" if decimals else digits
        text = ("-" if value < 0 else "") + text + (" %" if self.percent_gap else "%")
        return f"({text})" if brackets and self.percent_in_brackets else text


def number_style(rng: random.Random) -> NumberStyle:
    """Choose the habits of a document."""
    return NumberStyle(
        space=rng.choices(SPACES, (70, 20, 5, 5))[0],
        minus=rng.choices(MINUS, (80, 12, 8))[0],
        gap_after_minus=rng.random() < 0.08,
        zero=rng.choices(("0", "-", "–", ""), (60, 25, 5, 10))[0],
        plus_on_deviations=rng.random() < 0.2,
        plain_thousands=rng.random() < 0.1,
        percent_gap=rng.random() < 0.4,
        percent_in_brackets=rng.random() < 0.5,
    )


def whole_number(printed: str) -> int | None:
    """Return the signed digits of a print, its decimals left out of account; None where it holds no digit."""
    match = NUMBER.search(printed)
    if match is None:
        return None
    value = int(re.sub(r"[^0-9]", "", match.group(0)))
    before = printed[: match.start()]
    return -value if any(sign in before for sign in MINUS) else value


def decimal_number(printed: str) -> tuple[Decimal, Decimal] | None:
    """Return the signed number that a print shows and what its last digit is worth; None where it holds no digit."""
    match = NUMBER.search(printed)
    if match is None:
        return None
    after = DECIMALS.match(printed, match.end())
    digits = re.sub(r"[^0-9]", "", match.group(0)) + (f".{after.group(1)}" if after else "")
    sign = -1 if any(sign in printed[: match.start()] for sign in MINUS) else 1
    return sign * Decimal(digits), Decimal(1).scaleb(-len(after.group(1)) if after else 0)
