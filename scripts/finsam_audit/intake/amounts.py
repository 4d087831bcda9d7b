"""Amounts and sentences of running text."""

import re

from finsam_audit.intake.cells import GROUPED
from finsam_audit.intake.words import form

UNIT = r"(?:\s?(?:tkr|tsek|kkr|mkr|mnkr|msek|kr|kronor|sek|miljoner kronor|miljoner|:-))"
# what running text counts beside money
THINGS = rf"(?:\s?{form('counted_in_text').pattern})"
# an amount of running text: with a unit behind it, or with its thousands parted
AMOUNT = re.compile(
    rf"(?<![\w/,.§-])([-+]\s?)?({GROUPED}|\d+)(,\d+)?({UNIT}|{THINGS})(?![\w])|(?<![\w/,.§-])([-+]\s?)?({GROUPED})(,\d+)?(?![\w/,])",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?]\s+(?=(?:[^\w\s]\s+)?[A-ZÅÄÖ])")


def sentence_of(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return where the sentence about a place of a text begins and ends."""
    start = max((found.end() for found in SENTENCE.finditer(text, 0, span[0])), default=0)
    return start, next((found.start() for found in SENTENCE.finditer(text, span[1])), len(text))
