"""The word lists of the intake: patterns as data, in the form of the mapping's."""

import re
from functools import cache

from finsam_audit.mapping import words
from finsam_audit.mapping.words import Pattern, Row

PACKAGE = "finsam_audit.intake"


def table(name: str) -> tuple[Row, ...]:
    """Return the rows of a list."""
    return words.table(name, PACKAGE)


def patterns(name: str) -> tuple[Pattern, ...]:
    """Return the rows of a list with their patterns, in their order."""
    return words.patterns(name, PACKAGE)


@cache
def form(name: str) -> re.Pattern[str]:
    """Return the pattern of a form of words by its name."""
    return next(row.pattern for row in patterns("forms") if row["kind"] == name)


@cache
def constants() -> dict[str, float]:
    """Return the constants of the intake by name."""
    return {row["name"]: float(row["value"]) for row in table("constants")}


def constant(name: str) -> float:
    """Return a constant; its reason stands beside it in the list."""
    return constants()[name]


def told_name(name: str) -> str:
    """Return what a number of running text is called where no row of a table names it."""
    return next(row["label"] for row in table("told_names") if row["name"] == name)


def kind_of(name: str, text: str) -> str:
    """Return the kind of the first row of a list whose pattern is in a text, or nothing."""
    return next((row["kind"] for row in patterns(name) if row.pattern.search(text)), "")
