"""What `finsam check` and `finsam add` say, in Swedish or English, from one catalogue."""

import csv
from functools import cache
from importlib.resources import files


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = (files("finsam_audit.check") / "words" / "messages.csv").read_text(encoding="utf-8")
    return {row["name"]: row for row in csv.DictReader(text.splitlines())}


def message(name: str, language: str, /, **values: object) -> str:
    """Return a message with its values put in."""
    return _texts()[name][f"text_{language}"].format(**values)


def is_said(name: str) -> bool:
    """Tell whether there is such a message."""
    return name in _texts()
