"""What `finsam check` and `finsam add` say, in Swedish or English, from one catalogue."""

import csv
import re
from functools import cache
from importlib.resources import files

from finsam_audit.project.visible import filled
from finsam_audit.report.formats import line_in_words

# an address of a file: page, sheet or block, and row; with what messages call a line before it
PLACE = re.compile(r"\b(?:(?:rad|line) )?([psb]\d+r\d+)\b")


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = (files("finsam_audit.check") / "words" / "messages.csv").read_text(encoding="utf-8")
    return {row["name"]: row for row in csv.DictReader(text.splitlines())}


def message(name: str, language: str, /, **values: object) -> str:
    """Return a message with its values put in."""
    return filled(_texts()[name][f"text_{language}"], values)


def is_said(name: str) -> bool:
    """Tell whether there is such a message."""
    return name in _texts()


def placed(text: str, language: str) -> str:
    """Return a text in which the addresses of a file are told as a person looks for them: sidan 8, rad 35."""
    return PLACE.sub(lambda at: line_in_words(at[1], language), text)
