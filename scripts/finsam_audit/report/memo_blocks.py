"""What a memo is made of: blocks that the page and the Word file set each in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2
    kind: str = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Attributes:
        heads: of the columns.
        rows: as many texts each.
        widths: of the columns, as shares.
        numeric: columns that are set to the right.
        totals: rows that are sums.
        groups: rows of one text, which heads those below it.
        links: where the first text of a row leads, from the root of the pages; paper has none.

    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numeric: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    links: Mapping[int, str] = field(default_factory=dict)
    kind: str = "table"


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on."""

    labels: Sequence[str]
    kind: str = "signatures"


Block = Heading | Text | Table | Signatures
