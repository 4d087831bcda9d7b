"""The word lists of the mapping, and of other packages: patterns as data, read from the package."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from finsam_audit.mapping.prints import plain

PACKAGE = "finsam_audit.mapping"
BRACKETS = re.compile(r"\([^)]*\)")
# marks of footnotes behind a label
MARKS = re.compile("[*\u00b9\u00b2\u00b3\u2070-\u2079\u2020]+")
Row = dict[str, str]


@dataclass(frozen=True)
class Pattern:
    """A row of a word list: its columns and the compiled pattern."""

    row: Row
    pattern: re.Pattern[str]

    def __getitem__(self, column: str) -> str:
        """Return the value of a column."""
        return self.row[column]


@cache
def table(name: str, package: str = PACKAGE) -> tuple[Row, ...]:
    """Return the rows of a list of a package."""
    text = (files(package) / "words" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def constants() -> dict[str, float]:
    """Return the constants of the mapping by name."""
    return {row["name"]: float(row["value"]) for row in table("constants")}


def constant(name: str) -> float:
    """Return a constant; its reason stands beside it in the list."""
    return constants()[name]


@cache
def patterns(name: str, package: str = PACKAGE) -> tuple[Pattern, ...]:
    """Return the rows of a list with their patterns, in their order."""
    return tuple(Pattern(row, re.compile(row["pattern"])) for row in table(name, package))


@cache
def said(text: str) -> str:
    """Return a label or heading as patterns read it: small letters, written out, no footnote marks, no dash before."""
    return written_out(without("broken", MARKS.sub("", plain(text)).strip(" -:.\u2022").lower()))


def written_out(text: str) -> str:
    """Return a text in small letters with the words that its abbreviations stand for."""
    for word in patterns("abbreviations"):
        text = word.pattern.sub(word["becomes"], text)
    return text


@cache
def without_brackets(text: str) -> str:
    """Return such a text without what stands in brackets."""
    return " ".join(BRACKETS.sub(" ", said(text)).split()) or said(text)


def first(name: str, text: str, column: str) -> str | None:
    """Return a column of the first row of a list whose pattern is in a text."""
    found = next((row for row in patterns(name) if row.pattern.search(text)), None)
    return found[column] if found else None


def without(kind: str, text: str) -> str:
    """Return a text without the words of a kind of the list of what stands beside names."""
    for word in patterns("name_words"):
        if word["kind"] == kind:
            text = word.pattern.sub("", text)
    return text


def slug(text: str) -> str:
    """Return a text as a code: ASCII letters and digits between single underscores."""
    ascii_text = unicodedata.normalize("NFKD", said(text)).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "_", ascii_text).strip("_")
