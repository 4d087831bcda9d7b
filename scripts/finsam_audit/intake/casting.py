"""How sure each number is: the ways to read it, and which of them the sums of its table and other tables bear out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finsam_audit.intake.cells import is_plain, value_of
from finsam_audit.intake.tables import Found, ReadTable
from finsam_audit.intake.words import constant
from finsam_audit.mapping.words import said

_Valued = tuple[Found, Decimal]
# rows that a sum can reach over
LONGEST = 40


@dataclass(frozen=True)
class Judged:
    """A number as it was taken: reading, confidence, reason (a key of the messages)."""

    found: Found
    reading: str
    confidence: float
    reason: str

    @property
    def is_flagged(self) -> bool:
        """Whether a person should look at it."""
        return self.confidence < constant("flag_below")


def judge(tables: Sequence[ReadTable]) -> list[Judged]:
    """Return every number of the tables with the reading that casts best."""
    prints: dict[tuple[str, Decimal], int] = defaultdict(int)
    for table in tables:
        for one in table.found:
            if one.piece.is_number and len(one.piece.readings) == 1 and one.piece.readings[0]:
                prints[said(one.label), abs(value_of(one.piece.readings[0]))] += 1
    judged = []
    for table in tables:
        columns: dict[int, list[Found]] = defaultdict(list)
        for one in table.found:
            columns[one.address[1]].append(one)
        values = {column: _values(found) for column, found in columns.items()}
        borne = {column: _borne_out(found) for column, found in values.items()}
        places = {column: {one.address: n for n, (one, _) in enumerate(found)} for column, found in values.items()}
        for one in table.found:
            column = one.address[1]
            judged.append(_judge(one, values[column], places[column].get(one.address), borne[column], prints))
    return judged


def _judge(
    one: Found,
    column: Sequence[_Valued],
    at: int | None,
    borne: set[tuple[str, int, int]],
    prints: dict[tuple[str, Decimal], int],
) -> Judged:
    piece = one.piece
    if piece.kind in ("blank", "text", "date", "dash"):
        reading = "0" if piece.kind == "dash" else piece.printed
        return Judged(one, reading, constant("plain"), "blank" if piece.kind == "blank" else "one_reading")
    ways = [way for way in piece.readings if way]
    if not ways:
        return Judged(one, "", constant("unread_number"), "no_number")
    if one.cell.doubt == "formula_computed":
        return Judged(one, ways[0], constant("computed"), "formula_computed")
    if one.cell.doubt == "cut_off":
        # no sum bears out digits that are not seen
        return Judged(one, ways[0], constant("doubted"), one.cell.doubt)
    if len(piece.readings) == 1:
        if one.cell.doubt:
            sure = one.address in borne
            return Judged(
                one, ways[0], constant("decided" if sure else "doubted"), "sum_decides" if sure else one.cell.doubt
            )
        if one.address in borne:
            return Judged(one, ways[0], constant("certain"), "sum_agrees")
        return Judged(one, ways[0], constant("plain"), "one_reading")
    casting = [] if at is None else [way for way in ways if _casts(at, way, column)]
    if len(casting) == 1:
        return Judged(one, casting[0], constant("decided"), "sum_decides")
    tied = [way for way in ways if prints.get((said(one.label), abs(value_of(way)))) and abs(value_of(way)) >= 100]
    if len(tied) == 1 and not casting:
        return Judged(one, tied[0], constant("decided"), "tie_decides")
    return Judged(one, (casting or ways)[0], constant("doubted"), "nothing_decides")


def _values(column: Sequence[Found]) -> list[_Valued]:
    """Return the numbers of a column with their value."""
    made = []
    for one in column:
        ways = [way for way in one.piece.readings if way]
        if one.piece.kind == "dash":
            made.append((one, Decimal(0)))
        elif ways and one.piece.kind == "number":
            made.append((one, value_of(ways[0])))
    return made


def _borne_out(values: Sequence[_Valued]) -> set[tuple[str, int, int]]:
    """Return the addresses of numbers that stand in a sum that holds: a run of rows and the row below it."""
    numbers = [value for _, value in values]
    steps = [Decimal(1).scaleb(min(0, int(value.as_tuple().exponent))) for value in numbers]
    found: set[tuple[str, int, int]] = set()
    for end in range(2, len(values)):
        total = numbers[end]
        running, size, count = Decimal(0), Decimal(0), 0
        for start in range(end - 1, max(-1, end - LONGEST), -1):
            running += numbers[start]
            size += abs(numbers[start])
            count += bool(numbers[start])
            near = steps[end] * (end - start + 1) / 2
            if count >= 2 and total and size >= 100 and abs(running - total) <= min(near, abs(total) / 100):
                found |= {values[n][0].address for n in range(start, end + 1)}
                break
    return found


def _casts(at: int, way: str, values: Sequence[_Valued]) -> bool:
    """Tell whether a number read in one way stands in a sum that holds exactly."""
    # no further than a sum with it can reach
    first, last = max(0, at - LONGEST), min(len(values), at + LONGEST)
    numbers = [value_of(way) if n == at else values[n][1] for n in range(first, last)]
    at -= first
    for end in range(max(2 - first, at), len(numbers)):
        running, count = Decimal(0), 0
        for start in range(end - 1, max(-1, end - LONGEST), -1):
            running += numbers[start]
            count += bool(numbers[start])
            within = start <= at <= end
            if within and count >= 2 and numbers[end] and abs(running - numbers[end]) <= 1:
                return True
    return False


def needs_reading(judged: Judged) -> bool:
    """Tell whether the models must be told what a print is: it cannot be read as it stands."""
    return judged.found.piece.is_number and not is_plain(judged.found.piece)
