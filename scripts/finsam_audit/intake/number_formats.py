"""What a number format of Excel shows of a value, in a Swedish Excel."""

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from finsam_audit.intake.words import form

GROUP = "\u00a0"
TOKEN = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[([^\]]*)\]|(General|Standard|[0#?.,%@/Ee]|.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
# letters of dates and times outside of what is quoted
DATES = re.compile(r"[ymdhs]", re.IGNORECASE)
# significant digits that General shows
GENERAL_DIGITS = 10


@dataclass(frozen=True)
class Section:
    """A part of a format: its condition, its pieces (kind and text), places and scale.

    Attributes:
        condition: operator and limit, or nothing.
        pieces: `text`, `digits`, `percent` or `general`, each with its text.
        whole: least number of digits before the comma.
        decimals: most digits after the comma.
        least: least digits after the comma.
        is_grouped: whether thousands are parted.
        scale: power of ten by which the value is divided.
        is_date: whether it shows dates.

    """

    condition: tuple[str, Decimal] | None
    pieces: tuple[tuple[str, str], ...]
    whole: int
    decimals: int
    least: int
    is_grouped: bool
    scale: int
    is_date: bool


@cache
def sections_of(code: str) -> tuple[Section, ...]:
    """Return the parts of a format."""
    parts, start, quoted, n = [], 0, False, 0
    while n < len(code):
        if code[n] == "\\":
            n += 1
        elif code[n] == '"':
            quoted = not quoted
        elif code[n] == ";" and not quoted:
            parts.append(code[start:n])
            start = n + 1
        n += 1
    parts.append(code[start:])
    return tuple(_section(part) for part in parts[:4])


def _section(code: str) -> Section:
    condition = None
    pieces: list[tuple[str, str]] = []
    digits = ""
    is_date = False
    for quoted, escaped, space, fill, bracket, other in TOKEN.findall(code):
        if bracket:
            found = CONDITION.fullmatch(bracket)
            if found:
                condition = (found.group(1), Decimal(found.group(2)))
            elif bracket.startswith("$"):
                pieces.append(("text", bracket[1:].split("-")[0]))
            elif not form("colour").fullmatch(bracket) and DATES.match(bracket):
                is_date = True
            continue
        if quoted or escaped:
            pieces.append(("text", quoted or escaped))
        elif space:
            # room as wide as a sign, no sign
            continue
        elif fill:
            continue
        elif other in ("General", "Standard"):
            pieces.append(("general", ""))
        elif other == "%":
            pieces.append(("percent", "%"))
        elif other == "@":
            pieces.append(("general", ""))
        elif other and other in "0#?.,":
            if pieces and pieces[-1][0] == "digits":
                pieces[-1] = ("digits", pieces[-1][1] + other)
            else:
                pieces.append(("digits", other))
            digits += other
        elif other and DATES.match(other):
            is_date = True
        elif other:
            pieces.append(("text", other))
    scale = 0
    body = digits
    while body.endswith(","):
        body = body[:-1]
        scale += 3
    whole, _, decimals = body.partition(".")
    while whole.endswith(","):
        whole = whole[:-1]
        scale += 3
    scale -= 2 * sum(kind == "percent" for kind, _ in pieces)
    return Section(
        condition,
        tuple(pieces),
        whole.replace(",", "").count("0"),
        len(re.sub("[^0#?]", "", decimals)),
        decimals.count("0"),
        "," in whole,
        scale,
        is_date,
    )


def is_date_format(code: str) -> bool:
    """Tell whether a format shows dates."""
    return sections_of(code)[0].is_date


def shown_number(value: float | int | Decimal, code: str) -> str:
    """Return what is seen of a number under a format; nothing where the format shows nothing."""
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return ""
    sections = sections_of(code or "General")
    section, is_absolute = _choose(number, sections)
    if section is None:
        return ""
    if not section.pieces:
        return ""
    shown = abs(number) if is_absolute else number
    scaled = shown.scaleb(-section.scale)
    rounded = scaled.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    has_digits = any(kind in ("digits", "general") for kind, _ in section.pieces)
    sign = "-" if shown < 0 and has_digits and (rounded or any(kind == "general" for kind, _ in section.pieces)) else ""
    text, is_placed = "", False
    for kind, piece in section.pieces:
        if kind == "digits":
            if not is_placed:
                text += _digits(abs(rounded), section)
                is_placed = True
        elif kind == "general":
            text += general(abs(shown))
        else:
            text += piece
    return sign + text


def _choose(number: Decimal, sections: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """Return the part that shows a number, and whether it shows it without its sign."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for n, section in enumerate(numeric):
            if section.condition is None or _holds(number, *section.condition):
                # a condition for negative numbers alone stands for their sign
                return section, n > 0 and number < 0 and section.condition is not None
        return numeric[-1], False
    if len(numeric) == 1:
        return numeric[0], False
    if number < 0:
        return numeric[1], True
    if number == 0 and len(numeric) == 3:
        return numeric[2], False
    return numeric[0], False


def _holds(number: Decimal, operator: str, limit: Decimal) -> bool:
    return {
        "<": number < limit,
        ">": number > limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[operator]


def _digits(number: Decimal, section: Section) -> str:
    whole, _, decimals = f"{number:f}".partition(".")
    while len(decimals) > section.least and decimals.endswith("0"):
        decimals = decimals[:-1]
    whole = whole.lstrip("0").rjust(section.whole, "0")
    if section.is_grouped:
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", GROUP, whole)
    return whole + ("," + decimals if decimals else "")


def general(number: Decimal) -> str:
    """Return what the format General shows."""
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 11:
        return f"{number.to_integral_value():f}"
    digits = max(0, GENERAL_DIGITS - max(1, number.adjusted() + 1))
    text = f"{number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def shown_date(value: datetime.datetime | datetime.date, code: str) -> str:
    """Return what is seen of a date: whole dates as Sweden writes them, else the year or the month that is shown."""
    letters = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    if "d" in letters or not re.search("[ym]", letters):
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in letters else f"{value:%Y}"
