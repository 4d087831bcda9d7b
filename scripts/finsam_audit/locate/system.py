"""What a group is: cells, relations with their definitions, and what stands near them.

Amounts are integers in hundredths of a krona, of a per cent or of one, in the signs of the marts.
"""

from dataclasses import dataclass, field

EQUAL = ("sum", "tie")
KINDS = (*EQUAL, "at_most", "at_least", "ratio")
TEXT_RANK = 4
"""How far running text is from the statements: it has no rows and columns."""
PER_CENT = 10_000
"""Hundredths of a per cent in one: a ratio of two amounts times this is its printed value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed number, or an empty cell (amount None) in a labelled row."""

    number: int
    amount: int | None
    sign: int
    unit: int
    step: int
    kind: str
    document: int
    table: int
    row: int
    column: int
    rank: int
    year: int
    flags: str
    known: int | None
    outside: int
    usual_step: int | None = None
    """Of a share or ratio that is printed with more or fewer decimals than all others of its column or row: theirs."""
    known_print: int | None = None
    """What was acknowledged as printed here, where something else stands now: a whole line may have moved."""
    known_elsewhere: int | None = None
    """What should have stood there instead of that."""

    @property
    def value(self) -> int:
        """What counts in sums: an empty cell counts as nothing."""
        return self.amount or 0


@dataclass(frozen=True, slots=True)
class Definition:
    """One accepted way to compute a total; cells are places in `Group.cells`."""

    number: int
    total: int
    terms: tuple[tuple[int, int], ...]
    denominators: tuple[tuple[int, int], ...]
    constant: float
    bound: float
    spread: float
    doubt: float

    def cells(self) -> list[int]:
        """Every cell of it, the total first, each once."""
        return list(dict.fromkeys([self.total, *(c for c, _ in self.terms), *(c for c, _ in self.denominators)]))


@dataclass(frozen=True, slots=True)
class Relation:
    """What must hold; `numbers` are the ids of all relations that say the same."""

    numbers: tuple[int, ...]
    kind: str
    deviates: bool
    is_open: bool
    definitions: tuple[Definition, ...]
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A print that a slip may have copied; `amount` is what the cell amounts to with it."""

    what: str
    amount: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a face statement that may lie between two scopes."""

    number: int
    document: int
    year: int
    amount: int
    is_total: bool
    statement: str


@dataclass(slots=True)
class Group:
    """Cells, relations and what stands near them."""

    cells: list[Cell]
    relations: list[Relation]
    lookalikes: dict[int, list[Lookalike]]
    lines: list[Line]
    relations_of: list[list[int]] = field(default_factory=list)
