"""P(print | value): how likely a print is when another value was meant, as a sum over the ways that lead to it.

Digits are those of the printed steps: 1 234 567 kr in thousands has the digits 1235.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .system import Cell, Lookalike

BESIDE = ("above", "below", "left", "right")


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a value to the print: its cause, its probability, the number of the cell that bears it out."""

    cause: str
    chance: float
    evidence: int | None = None


def digits_of(cell: Cell, value: int) -> int:
    """Return the printed digits of a value as a whole number."""
    return (abs(value) + cell.step // 2) // cell.step


def _omissions(text: str) -> Iterator[str]:
    for n in range(len(text)):
        yield text[:n] + text[n + 1 :]


def slip_in_place(printed: str, meant: str) -> str:
    """Return which slip leads from digits to as many others: one replaced, two neighbours exchanged; else nothing."""
    if len(printed) != len(meant):
        return ""
    unlike = [n for n in range(len(printed)) if printed[n] != meant[n]]
    if len(unlike) == 1:
        return "digit_replaced"
    if len(unlike) == 2 and unlike[1] == unlike[0] + 1:
        a, b = unlike
        return "digits_transposed" if printed[a] == meant[b] and printed[b] == meant[a] else ""
    return ""


def digit_ways(printed: int, meant: int, priors: Mapping[str, float]) -> Iterator[Way]:
    """Yield the slips of single digits that lead from one whole number to another.

    The kinds are those of Scholtus 2009; each is spread evenly over the prints that it can leave.
    """
    p, m = str(printed), str(meant)
    if len(p) == len(m):
        slip = slip_in_place(p, m)
        if slip:
            # each digit may become nine others, each but the last may change places with the next
            yield Way(slip, priors[slip] / (9 * len(m) if slip == "digit_replaced" else len(m) - 1))
    elif len(p) + 1 == len(m):
        ways = sum(left == p for left in _omissions(m))
        if ways:
            yield Way("digit_omitted", priors["digit_omitted"] * ways / len(m))
    elif len(p) < len(m) and 0 < printed == int(m[1:]):
        yield Way("digit_omitted", priors["digit_omitted"] / len(m))
    elif len(p) == len(m) + 1:
        ways = sum(left == m for left in _omissions(p))
        if ways:
            yield Way("digit_added", priors["digit_added"] * ways / (10 * (len(m) + 1)))


SCALES = ((1, "scale_few"), (2, "scale_few"), (3, "scale_thousand"), (6, "scale_million"))


def scale_ways(printed: int, meant: int, priors: Mapping[str, float]) -> Iterator[Way]:
    """Yield a factor of ten and so on; from a thousand on the lost digits may have been rounded."""
    for places, name in SCALES:
        ten: int = 10**places
        slack = ten // 2 if places >= 3 else 0
        chance = priors["scale"] * priors[name] / 2
        if abs(meant - printed * ten) <= slack:
            yield Way("scale", chance)
        elif printed == meant * ten:
            yield Way("scale", chance)
        elif abs(printed - meant * ten) <= slack:
            # the digits beyond the unit are there: any of so many
            yield Way("scale", chance / ten)


def split_ways(printed: int, meant: int, priors: Mapping[str, float]) -> Iterator[Way]:
    """Yield a group of digits lost at a space, or one joined to the number: of that each digit is one of ten."""
    chance = priors["split_number"] / 4
    for long, short in ((printed, meant), (meant, printed)):
        for group in (1000, 1_000_000):
            head, tail = divmod(long, group)
            if head and short in (head, tail):
                joined = tail if short == head else head
                digits = len(str(group)) - 1 if short == head else len(str(joined))
                yield Way("split_number", chance / 10**digits if long == printed else chance)
                break


def copied_ways(cell: Cell, value: int, near: Iterable[Lookalike], priors: Mapping[str, float]) -> Iterator[Way]:
    """Yield prints beside it, of the same row in another year, or of the note, that the print repeats."""
    for look in near:
        if look.what == "unmoved" or look.amount != cell.amount or look.amount == value or not look.amount:
            continue
        if look.what in BESIDE:
            cause = "neighbouring_cell"
        elif look.what == "prior":
            cause = "prior_year"
        elif look.what == "note":
            cause = "note_number"
        else:
            cause = "other_column"
        chance = priors[cause] / (4 if cause == "neighbouring_cell" else 2 if cause == "other_column" else 1)
        yield Way(cause, chance, look.number)


def sum_ways(cell: Cell, value: int, rows: Sequence[tuple[int, int, int | None]], priors: Mapping[str, float],
             ) -> Iterator[Way]:  # fmt: skip
    """Yield sums that leave out or double a row, or hold the year before of one.

    Args:
        cell: a total.
        value: its value.
        rows: per row of the sum: number, what it adds (hundredths), and what it added the year before.
        priors: the priors.

    """
    printed = cell.value
    half = cell.step / 2
    for number, part, before in rows:
        if not part:
            continue
        if abs(value - part - printed) < half:
            yield Way("row_missing", priors["row_missing"] / len(rows), number)
        if abs(value + part - printed) < half:
            yield Way("row_counted_twice", priors["row_counted_twice"] / len(rows), number)
        if before is not None and before != part and abs(value - part + before - printed) < half:
            yield Way("stale_subtotal", priors["stale_subtotal"] / len(rows), number)


def ways(cell: Cell, value: int, near: Sequence[Lookalike], rows: Sequence[tuple[int, int, int | None]],
         priors: Mapping[str, float]) -> list[Way]:  # fmt: skip
    """Return every way from a value to the print of a cell, the unknown one last.

    Args:
        cell: the cell; empty cells have one way only.
        value: what it should say, hundredths, another than its print.
        near: prints near it.
        rows: the rows of the sums that it is the total of, see `sum_ways`.
        priors: the priors.

    """
    if cell.amount is None:
        return [Way("missing_number", priors["missing_number"])]
    printed, meant = digits_of(cell, cell.amount), digits_of(cell, value)
    found: list[Way] = []
    if printed != meant and not (printed and meant):
        found += digit_ways(printed, meant, priors)
    elif printed and meant:
        if (cell.amount > 0) == (value > 0):
            if printed != meant:
                found += digit_ways(printed, meant, priors)
                found += scale_ways(printed, meant, priors)
                found += split_ways(printed, meant, priors)
    if printed and value == -cell.amount:
        found.append(Way("sign_flipped", priors["sign_flipped"]))
    if near:
        found += copied_ways(cell, value, near, priors)
    if rows:
        found += sum_ways(cell, value, rows, priors)
    if cell.amount == 0:
        found.append(Way("unknown", priors["zero_printed"]))
    found.append(Way("unknown", priors["unknown"]))
    return found


def own_slips(cell: Cell) -> set[int]:
    """Return the values from which a digit slip, a sign or a scale leads to the print; hundredths."""
    if not cell.amount:
        return set()
    text = str(digits_of(cell, cell.amount))
    found: set[int] = set()
    size = len(text)
    for n in range(size):
        found.update(int(text[:n] + d + text[n + 1 :]) for d in "0123456789")
    for n in range(size - 1):
        found.add(int(text[:n] + text[n + 1] + text[n] + text[n + 2 :]))
    if size > 1:
        found.update(int(left) for left in _omissions(text))
    for n in range(size + 1):
        found.update(int(text[:n] + d + text[n:]) for d in "0123456789")
    whole = int(text)
    for places, _ in SCALES:
        found.add(whole * 10**places)
        if whole % 10**places == 0 or places >= 3:
            found.add(round(whole / 10**places))
    found.discard(0)
    found.discard(whole)
    turn = cell.step if cell.amount > 0 else -cell.step
    return {v * turn for v in found} | {-cell.amount}
