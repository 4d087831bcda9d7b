"""How a slip is told: what the closed list has, and which of its words was meant."""

from collections.abc import Collection
from difflib import get_close_matches

# a cell is shown up to here: a longer one is shown by its beginning
SHOWN = 60


def shown(value: str) -> str:
    """Return a value as a message shows it, on one line and not too long."""
    return repr(value) if len(value) <= SHOWN else f"{value[:SHOWN]!r}… ({len(value)} characters)"


def not_on_the_list(value: str, what: str, listed: Collection[str]) -> str:
    """Return what to do about a value that a closed list does not have: the nearest one, and the list."""
    known = sorted(set(listed) - {""}, key=lambda word: (int(word) if word.isdigit() else 0, word))
    near = get_close_matches(value, known, n=1)
    meant = f"write {near[0]}, or another of the list" if near else "write one of the list"
    return f"is no {what}; {meant}: {', '.join(known)}"
