"""What the text of a cell holds: its numbers, each with the ways in which it can be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finsam_audit.intake.words import constant, form, kind_of
from finsam_audit.mapping.columns import YEAR

# signs that show nothing, or only where a word may break
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
# one sign for one, so that places stay the same
PLAIN = str.maketrans(dict.fromkeys(SPACES, " ") | dict.fromkeys(DASHES, "-") | {"\u2019": "'", "\u02bc": "'"})
# signs that the models read as a space or a minus
KNOWN_SIGNS = re.compile(
    "[\u2000-\u2001\u2004-\u2008\u200a\u205f\u3000\u1680\u2010\u2011\u2012\u2014\u2015\ufe58\ufe63\uff0d]"
)
GROUPED = r"\d{1,3}(?:(?: |\.|')\d{3})+"
NUMBER = re.compile(rf"(?<![\w,.])({GROUPED}|\d+)(,\d+)?(?![\d])")
# digits with single spaces, points, commas or letters like digits between: whatever might be meant for one number
RUN = re.compile(
    r"(?<![\w])(?>\d[\dOolI]*(?:[ .,'][\dOolI]+)*)(?!(?!kr|tkr|tsek|kkr|mkr|mnkr|msek|sek|st\b)[A-Za-zÅÄÖåäö])"
)
DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2} ?-? ?\d{4})(?!\d)")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ORDINAL = re.compile(r":[eaEA]\b|:e |\s?§")
SPAN = re.compile(r"(\d{1,3}) ?- ?(\d{1,3})")
EMPTY = re.compile("[-–—−.\\s]*")
# a minus before a number; the old Swedish one is two points and a stroke
MINUS = re.compile(r"(^|[\s(])(-|\./\.) ?$")
LETTERS = str.maketrans("OolI", "0011")
UNIT_WORDS = re.compile(
    r"(?i)^\s*(kr|sek|tkr|tsek|kkr|mkr|mnkr|msek|kronor|%|procent|:-|,-|st|personer|miljoner|tusen)\b|^\s*(%|:-|,-)"
)


@dataclass(frozen=True)
class Piece:
    """A number of a cell.

    Attributes:
        printed: as it stands.
        kind: number, percent, dash, date, text or blank.
        readings: what it may be, the likeliest first; plain digits with a comma and a minus; empty where nothing.
        start: where it begins in the text of the cell.
        end: where it ends.

    """

    printed: str
    kind: str
    readings: tuple[str, ...]
    start: int = 0
    end: int = 0

    @property
    def is_number(self) -> bool:
        """Whether it has a value that was printed as one."""
        return self.kind in ("number", "percent")


def seen(text: str) -> str:
    """Return a text without the signs that show nothing."""
    return text.translate(UNSEEN)


def plain(text: str) -> str:
    """Return a text with plain spaces and hyphens, as long as it was."""
    return text.translate(PLAIN)


def spans_of(texts: Sequence[str]) -> list[bool]:
    """Return which texts are spans that follow each other, as months, ages or amounts head columns: 0-6, 7-12, over 12.

    One alone may be the result of a game or a year; what is beyond the last of several is one too.
    """
    found = [SPAN.fullmatch(plain(text).strip()) for text in texts]
    edges = [int(edge) for match in found if match for edge in match.groups()]
    if len(edges) < 4 or edges != sorted(edges):
        return [False] * len(texts)
    return [match is not None or form("bound").match(text.strip()) is not None
            for match, text in zip(found, texts, strict=True)]  # fmt: skip


def is_sentence(text: str) -> bool:
    """Tell whether a cell is running text: its numbers are no amounts of the table."""
    words = [word for word in plain(text).split() if re.search("[A-Za-zÅÄÖåäö]{2}", word)]
    is_long = len(words) >= constant("name_words") or len(text) > constant("sentence_letters")
    is_heading = len(words) <= 4 and form("abbreviated_end").search(text.rstrip())
    return is_long or (len(words) >= 3 and text.rstrip().endswith(".") and not is_heading)


def value_of(reading: str) -> Decimal:
    """Return the value of a reading."""
    return Decimal(reading.replace(",", ".") or "0")


def pieces_of(text: str) -> list[Piece]:
    """Return the numbers of a cell, in order; none where it holds words alone."""
    flat = plain(text)
    stripped = flat.strip()
    if not stripped:
        return []
    if EMPTY.fullmatch(stripped) and "-" in stripped:
        return [Piece(text.strip(), "dash", ("0",), 0, len(text))]
    if DATE.fullmatch(stripped):
        return [Piece(text.strip(), "date", (stripped,), 0, len(text))]
    broken = _broken(stripped)
    if broken:
        # two numbers could stand there as well: a sum must bear it out
        return [Piece(text.strip(), "number", (broken, ""), 0, len(text))]
    if is_sentence(text):
        return []
    found = []
    for match in RUN.finditer(flat):
        if ORDINAL.match(flat[match.end() : match.end() + 3]) or _is_inside_word(flat, match):
            continue
        found.extend(_numbers(flat, match))
    found = [
        (start, end, ways)
        for start, end, ways in found
        if not any(date.start() <= start < date.end() for date in DATE.finditer(flat))
    ]
    if not found:
        return []
    return [_piece(text, flat, found, n) for n in range(len(found))]


def _broken(text: str) -> str:
    """Return the reading of a number that is broken over lines inside its cell; empty where lines make no number."""
    if "\n" not in text or not re.fullmatch(r"[-+(]?[\d ,.'\n]+\)?", text):
        return ""
    for between in ("", " "):
        whole = re.sub(r"\s*\n\s*", between, text)
        found = re.fullmatch(rf"([-+(]?) ?({GROUPED}|\d+(?=,))(,\d+)?(\)?)", whole)
        if found and (found.group(1) == "(") == bool(found.group(4)):
            sign = "-" if found.group(1) in ("-", "(") else ""
            return sign + _digits(found.group(2)) + (found.group(3) or "")
    return ""


def _is_inside_word(flat: str, match: re.Match[str]) -> bool:
    """Tell whether digits belong to a name: `T3`, `2022/00417`, `SN 2025/0014-3`, `§ 11`."""
    before, after = flat[: match.start()], flat[match.end() :]
    if re.search(r"[A-Za-zÅÄÖåäö]$|§ ?$|[\d][/-]$|\d–$", before) or re.match(r"[/][\d]|-\d{2,}", after):
        return True
    return bool(re.match(r"\s*§", after))


def _numbers(flat: str, match: re.Match[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the numbers in a run of digits with the ways to read each: start, end, readings."""
    run = match.group().rstrip(" .,'")
    start, end = match.start(), match.start() + len(run)
    if re.fullmatch(rf"({GROUPED}|\d+)(,\d+)?", run) and not re.fullmatch(r"\d{1,3}(,\d{3})+", run):
        # several signs between the groups are no way to write one number
        if len(set(re.findall(r"[ .']", run))) <= 1:
            return [(start, end, (_digits(run),))]
    ways: list[str] = []
    if re.search("[OolI]", run):
        mended = run.translate(LETTERS)
        if re.fullmatch(rf"({GROUPED}|\d+)(,\d+)?", mended):
            return [(start, end, (_digits(mended), ""))]
        return [(start, end, ("",))]
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", run):
        # a comma before three digits: an English thousand, or three decimals
        ways = [run.replace(",", "").replace(".", ",")] + ([run] if run.count(",") == 1 and "." not in run else [])
        return [(start, end, tuple(ways))]
    if re.fullmatch(rf"({GROUPED}|\d+)\.\d{{1,2}}", run):
        whole, _, decimals = run.rpartition(".")
        return [(start, end, (f"{_digits(whole)},{decimals}", _digits(whole) + decimals))]
    groups = run.split(" ")
    if len(groups) > 1:
        cut = _two_numbers(groups)
        joined = _digits("".join(groups)) if all(group.isdigit() for group in groups) else ""
        marked = _with_mark(groups)
        if cut and not marked:
            first = " ".join(groups[:cut])
            return [
                (start, start + len(first), (_digits(first),)),
                (start + len(first) + 1, end, (_digits(" ".join(groups[cut:])),)),
            ]
        ways = [way for way in (marked, joined) if way]
        # one way that is no usual one is in doubt all the same
        return [(start, end, (*dict.fromkeys(ways), "")[:2])]
    return [(start, end, ("",))]


def _two_numbers(groups: list[str]) -> int:
    """Return where two well-formed numbers meet, or 0: `63 742 1 742` after its second group."""
    ends = [
        n for n in range(1, len(groups)) if _is_grouped(groups[:n]) and _is_grouped(groups[n:]) and len(groups[n]) < 3
    ]
    return ends[0] if len(ends) == 1 and len(groups) > 2 and max(map(len, groups)) == 3 else 0


def _is_grouped(groups: list[str]) -> bool:
    return len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and all(g.isdigit() for g in groups)


def _with_mark(groups: list[str]) -> str:
    """Return the number before a single digit that may be the mark of a footnote: `1 234 2`, `1 2342`."""
    if len(groups) > 1 and len(groups[-1]) == 1 and _is_grouped(groups[:-1]):
        return _digits(" ".join(groups[:-1]))
    if len(groups) > 1 and len(groups[-1]) == 4 and _is_grouped([*groups[:-1], groups[-1][:3]]):
        return _digits("".join(groups)[:-1])
    return ""


def _digits(run: str) -> str:
    return re.sub("[ .']", "", run)


def _piece(text: str, flat: str, found: list[tuple[int, int, tuple[str, ...]]], n: int) -> Piece:
    """Return the n-th number of a cell with its sign, its unit and, where it is alone, all that stands with it."""
    start, end, ways = found[n]
    first = 0 if n == 0 else found[n - 1][1]
    last = found[n + 1][0] if n + 1 < len(found) else len(flat)
    lead, tail = flat[first:start], flat[end:last]
    is_bracketed = lead.rstrip().endswith("(") and tail.lstrip().startswith(")")
    is_negative = bool(MINUS.search(lead)) or (bool(re.match(r" ?-(?![\d\w])", tail)) and n == len(found) - 1)
    if n and is_bracketed:
        # a number in brackets behind another is a remark and no negative number
        is_bracketed = False
    unit = UNIT_WORDS.match(tail)
    if len(found) == 1:
        begin, stop = 0, len(text)
    else:
        sign = re.search(r"[-+] ?$", lead)
        words = re.search(r"[A-Za-zÅÄÖåäö]+ $", lead) if kind_of("remarks", lead.strip().lower()) else None
        begin = start - len((words or sign).group()) if (words or sign) else start  # type: ignore[union-attr]
        keep = unit.end() if unit else 0
        remark = re.match(r"[^()\d/;]*", tail[keep:])
        words_after = remark.group() if remark else ""
        keep += len(words_after) if kind_of("remarks", words_after.strip().lower()) else 0
        stop = end + keep
    is_percent = bool(re.match(r"\s*(%|procent)", tail))
    negative = is_negative or is_bracketed
    readings = tuple(("-" + way if negative and way else way) for way in ways)
    return Piece(text[begin:stop].strip(), "percent" if is_percent else "number", readings, begin, stop)


def is_plain(piece: Piece) -> bool:
    """Tell whether the models read a print as it stands: one reading, and no sign that they do not know."""
    if len(piece.readings) != 1 or not piece.readings[0] or KNOWN_SIGNS.search(piece.printed):
        return False
    return bool(USUAL.fullmatch(plain(piece.printed).strip()))


# forms of print that the models read by themselves
USUAL = re.compile(
    rf"(\D*[^\W\d]\s+)?[-+]? ?({GROUPED}|\d+)(,\d{{1,4}})?( ?([a-zåäöA-ZÅÄÖ%]+|:-|,-|\([^)\d]*\)))*"
    rf"|({GROUPED}|\d+)(,\d+)? ?-|\( ?({GROUPED}|\d+)(,\d+)? ?%? ?\)"
)


def years_in(text: str) -> list[int]:
    """Return the years in a text, in order."""
    return [int(found) for found in YEAR.findall(plain(text))]
