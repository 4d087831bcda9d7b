"""The thresholds of the reader: one table, each with its reason beside it."""

import csv
from functools import cache
from importlib.resources import files

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Return the rows of a table of this package."""
    text = (files("finsam_audit.intake.pdf") / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def constants() -> dict[str, float]:
    """Return the thresholds by name."""
    return {row["name"]: float(row["value"]) for row in rows("constants")}


def constant(name: str) -> float:
    """Return a threshold."""
    return constants()[name]
