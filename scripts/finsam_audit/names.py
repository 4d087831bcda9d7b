"""What the codes of the marts are called: the mart `names` of a published database."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from finsam_audit.project.connection import connect

LANGUAGES = ("sv", "en")
# where a code stands in several vocabularies and none is asked for, the first of these names it
ORDER = (
    "statement",
    "section",
    "state",
    "reason",
    "tick",
    "mark",
    "severity",
    "certainty",
    "role",
    "nature",
    "cause",
    "acknowledgement",
    "goal_kind",
    "measure",
    "rule_kind",
    "unit",
    "class",
    "materiality",
)


class Names:
    """The names of codes in both languages, by vocabulary."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Take rows of vocabulary, code, Swedish name, English name."""
        self.by_vocabulary: dict[str, dict[str, tuple[str, str]]] = {}
        for vocabulary, code, swedish, english in rows:
            self.by_vocabulary.setdefault(vocabulary, {})[code] = (swedish, english)
        self._first: dict[str, tuple[str, str]] = {}
        for vocabulary in ORDER:
            for code, pair in self.by_vocabulary.get(vocabulary, {}).items():
                self._first.setdefault(code, pair)

    @classmethod
    def read(cls, database: Path) -> "Names":
        """Return the names of a published database."""
        with connect(database, read_only=True) as connection:
            return cls.of(connection)

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection) -> "Names":
        """Return the names that an open database holds."""
        return cls(connection.execute("select vocabulary, code, name_sv, name_en from marts.names").fetchall())

    def pair(self, code: Any, vocabulary: str | None = None) -> tuple[str, str]:
        """Return what a code is called in both languages; one without a name of its own is shown with spaces.

        Args:
            code: the code; none is a dash.
            vocabulary: where it stands; without one the first vocabulary that has it.

        """
        if code is None:
            return ("–", "–")
        known = self._first if vocabulary is None else self.by_vocabulary.get(vocabulary, {})
        plain = str(code).replace("_", " ")
        return known.get(str(code), (plain, plain))

    def name(self, code: Any, language: str, vocabulary: str | None = None) -> str:
        """Return what a code is called in a language."""
        return self.pair(code, vocabulary)[LANGUAGES.index(language)]

    def both(self, code: Any, vocabulary: str | None = None) -> str:
        """Return what a code is called in both languages, once where that is the same; nothing for none."""
        if code is None:
            return ""
        swedish, english = self.pair(code, vocabulary)
        return swedish if swedish == english else f"{swedish} / {english}"

    def own(self, vocabulary: str, code: str | None, language: str, otherwise: str = "") -> str:
        """Return the name of a code in one vocabulary, or what stands there otherwise."""
        pair = self.by_vocabulary.get(vocabulary, {}).get(code or "")
        return pair[LANGUAGES.index(language)] if pair else otherwise
