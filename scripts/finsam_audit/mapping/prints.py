"""What a print says as it stands: number, percentage, dash, blank, date or text."""

import re
from dataclasses import dataclass
from decimal import Decimal

# every space, dash and apostrophe of Unicode that reports use, as one of each
PLAIN = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003", " ")
    | dict.fromkeys("\u2212\u2013\u2014\u2010\u2011\u2012", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
)
NUMBER = re.compile(r"\d{1,3}(?:[ .']\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
PERCENT = re.compile(r"\s*(?:%|procent\b)", re.IGNORECASE)
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Print:
    """A print as it was read.

    Attributes:
        kind: number, percent, dash, blank, date or text.
        value: of a number or percentage, signed as printed; zero for a dash.
        decimals: how many it has.
        lead: the words before the number.
        tail: the words after it.

    """

    kind: str
    value: Decimal = Decimal(0)
    decimals: int = 0
    lead: str = ""
    tail: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it has a value that was printed as one."""
        return self.kind in ("number", "percent")

    @property
    def digits(self) -> int:
        """How many digits the value has before and after its comma, leading zeros left out."""
        return len(str(abs(int(self.value.scaleb(self.decimals))))) if self.value else 0


def plain(text: str) -> str:
    """Return a text with plain spaces and hyphens, its ends trimmed."""
    return " ".join(text.translate(PLAIN).split())


def read(printed: str) -> Print:
    """Return what a print says."""
    text = plain(printed)
    if not text:
        return Print("blank")
    if set(text) <= {"-", " "}:
        return Print("dash")
    if DATE.fullmatch(text):
        return Print("date")
    found = NUMBER.search(text)
    if not found:
        return Print("text")
    lead, tail = text[: found.start()], text[found.end() :]
    digits = re.sub("[ .']", "", found.group())
    decimals = len(digits.partition(",")[2])
    value = Decimal(digits.replace(",", "."))
    is_negative = lead.rstrip().endswith("-") or (lead.endswith("(") and tail.startswith(")")) or tail.strip() == "-"
    kind = "percent" if PERCENT.match(tail) else "number"
    return Print(kind, -value if is_negative else value, decimals, lead.strip(" +-("), tail.strip(" )"))
