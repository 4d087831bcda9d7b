"""Amounts and sentences of running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from finsam_audit.intake.cells import GROUPED
from finsam_audit.intake.words import form
from finsam_audit.project.csv_files import read_rows
from finsam_audit.project.paths import casting_project

UNIT = r"(?:\s?(?:tkr|tsek|kkr|mkr|mnkr|msek|kr|kronor|sek|miljoner kronor|miljoner|:-))"
# what running text counts beside money
THINGS = rf"(?:\s?{form('counted_in_text').pattern})"
# an amount of running text: with a unit behind it, or with its thousands parted
AMOUNT = re.compile(
    rf"(?<![\w/,.§-])([-+]\s?)?({GROUPED}|\d+)(,\d+)?({UNIT}|{THINGS})(?![\w])|(?<![\w/,.§-])([-+]\s?)?({GROUPED})(,\d+)?(?![\w/,])",
    re.IGNORECASE,
)
# a sentence begins with a capital letter, or behind a word that is no abbreviation with what is counted
SENTENCE = re.compile(
    rf"[.!?]\s+(?=(?:[^\w\s]\s+)?[A-ZÅÄÖ])|(?<=[a-zåäö]{{4}})[.!?]\s+(?=(?:{GROUPED}|\d+)(?:,\d+)?\s?{form('counted_in_text').pattern})"
)


@dataclass(frozen=True)
class Amount:
    """An amount of running text: its sign, its digits with the decimals, its unit, and where it begins and ends."""

    sign: str
    reading: str
    unit: str
    start: int
    end: int


def amounts_in(text: str) -> Iterator[Amount]:
    """Yield the amounts of a text in order; a count without a unit has that of the count which it is listed with.

    A number of participants has theirs before it.
    """
    after = 0
    amounts = [_amount(match) for match in AMOUNT.finditer(text)]
    for found in form("participants_named").finditer(text):
        spans = [found.span(place) for place in ("earlier", "count") if found[place]]
        amounts += [Amount("", text[start:end], found["what"], start, end) for start, end in spans]
    amounts += [Amount("", found[1], found[2], *found.span(1)) for found in form("counted_more").finditer(text)]
    for amount in sorted(amounts, key=lambda amount: amount.start):
        if amount.start < after:
            continue
        yield amount
        after = amount.end
        unit = amount.unit
        is_count = unit and not re.fullmatch(UNIT, unit, re.IGNORECASE) and not form("percent").search(unit)
        while is_count and (count := form("next_count").match(text, after)) is not None:
            yield Amount("", count.group(1), unit, *count.span(1))
            after = count.end(1)


def _amount(match: re.Match[str]) -> Amount:
    digits = re.sub(r"[ .']", "", match.group(2) or match.group(6))
    decimals = match.group(3) or match.group(7) or ""
    sign = (match.group(1) or match.group(5) or "").strip()
    return Amount(sign, digits + decimals, match.group(4) or "", match.start(), match.end())


def words_of_limit(before: str) -> str:
    """Return the words right before an amount that leave open how much it is, as the models know them.

    So much more than an amount is told by what stands before it, and leaves nothing open.
    """
    found = _limits().search(before)
    return found.group(1) if found else ""


@cache
def _limits() -> re.Pattern[str]:
    words = (row["words"] for row in read_rows(casting_project() / "seeds/reference/approximations.csv"))
    several = "|".join(
        re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)) if word[0].isalpha()
    )
    return re.compile(rf"(?<!\w)(?<![\d%] )(?<!kr )(?<!kronor )(?<!procent )((?:{several})\s+)$", re.IGNORECASE)


def sentence_of(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return where the sentence about a place of a text begins and ends."""
    # what begins the sentence may be the place itself
    start = max((found.end() for found in SENTENCE.finditer(text) if found.end() <= span[0]), default=0)
    return start, next((found.start() for found in SENTENCE.finditer(text, span[1])), len(text))
