"""The thresholds of the reader: one table, each with its reason beside it."""

import csv
from functools import cache
from importlib.resources import files


@cache
def constants() -> dict[str, float]:
    """Return the thresholds by name."""
    text = (files("finsam_audit.intake.pdf") / "constants.csv").read_text(encoding="utf-8")
    return {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}


def constant(name: str) -> float:
    """Return a threshold."""
    return constants()[name]
