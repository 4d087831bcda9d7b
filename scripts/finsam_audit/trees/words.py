"""What the words of a label or heading say: that a row is a sum, a result, carried in, carried out, a part."""

import re
from collections.abc import Iterable, Sequence

APART = re.compile(r"[\W_]+")


class Words:
    """The words of a seed: a phrase, how it is looked for (`word`, `part`, `start`), and what it says."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """Take the rows of the seed."""
        self.rows = [(plain(phrase), match, says) for phrase, match, says in rows]

    def said(self, text: str) -> frozenset[str]:
        """Return everything that the words of a text say."""
        written = plain(text)
        spaced = f" {written} "
        return frozenset(
            says
            for phrase, match, says in self.rows
            if (match == "word" and f" {phrase} " in spaced)
            or (match == "part" and phrase in written)
            or (match == "start" and spaced.startswith(f" {phrase}"))
        )


def plain(text: str) -> str:
    """Return a text in small letters, its words between single spaces."""
    return APART.sub(" ", text.lower()).strip()
