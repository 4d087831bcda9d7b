"""Slips in a right table: what a typist or an author gets wrong, one at a time."""

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass

from finsam_audit.measure.tree_samples import Key, Sample, unit_class


@dataclass(frozen=True, slots=True)
class Slip:
    """A copy of a table with a slip: the cells that are wrong, or the lines of the sums that a row is missing from."""

    sample: Sample
    cells: frozenset[Key]
    lines: frozenset[int]
    is_row: bool = False


def _breaks(sample: Sample, cell: Key, difference: int) -> bool:
    """Tell whether a change of a cell lies outside the rounding of some sum that it is in."""
    values = sample.values(True)
    return any(
        cell in relation and 2 * abs(difference) > 2 * sum(values[k][1] for k in relation if k in values)
        for _, relation in sample.sums
    )


def _changed(sample: Sample, chooser: random.Random, change: Callable[[int, int], int | None]) -> Slip | None:
    """Return a copy with one cell of some sum changed, None where the change is none or within rounding."""
    relation = chooser.choice(sample.sums)[1]
    cell = chooser.choice(sorted(relation))
    value, _ = sample.values(True)[cell]
    step = next(c.step for c in sample.cells if (c.line, c.column) == cell[:2])
    new = change(value // step, step) if step else None
    if new is None or new * step == value or not _breaks(sample, cell, new * step - value):
        return None
    return _with(sample, {cell: new * step})


def _with(sample: Sample, values: dict[Key, int]) -> Slip:
    copied = copy.deepcopy(sample)
    for cell in copied.cells:
        cell.value = cell.true_value
    for cell in copied.cells:
        key = (cell.line, cell.column, unit_class(cell))
        if key in values:
            cell.value = values[key]
            cell.kind = "number"
    return Slip(copied, frozenset(values), frozenset(key[0] for key in values))


def digit(sample: Sample, chooser: random.Random) -> Slip | None:
    """Make one digit another."""

    def change(value: int, _: int) -> int | None:
        digits = list(str(abs(value)))
        place = chooser.randrange(len(digits))
        digits[place] = chooser.choice([d for d in "0123456789" if d != digits[place] and (place or d != "0")])
        return int("".join(digits)) * (-1 if value < 0 else 1)

    return _changed(sample, chooser, change)


def sign(sample: Sample, chooser: random.Random) -> Slip | None:
    """Lose or add a sign."""
    return _changed(sample, chooser, lambda value, _: -value)


def transposed(sample: Sample, chooser: random.Random) -> Slip | None:
    """Let two neighbouring digits change places."""

    def change(value: int, _: int) -> int | None:
        digits = list(str(abs(value)))
        if len(digits) < 2:
            return None
        place = chooser.randrange(len(digits) - 1)
        digits[place], digits[place + 1] = digits[place + 1], digits[place]
        return int("".join(digits)) * (-1 if value < 0 else 1)

    return _changed(sample, chooser, change)


def stale(sample: Sample, chooser: random.Random) -> Slip | None:
    """Keep in a subtotal what it was before one of its rows was corrected; what it adds into followed."""
    downs = [relation for kind, relation in sample.sums if kind == "down"]
    totals = {k for relation in downs for k, w in relation.items() if w == -1}
    inner = sorted(k for k in totals if any(k in r and r[k] != -1 for r in downs))
    if not inner:
        return None
    cell = chooser.choice(inner)
    value, _ = sample.values(True)[cell]
    step = next(c.step for c in sample.cells if (c.line, c.column) == cell[:2])
    if not step:
        return None
    new = value // step + chooser.choice((-1, 1)) * max(1, round(abs(value // step) * chooser.uniform(0.01, 0.2)))
    if not _breaks(sample, cell, new * step - value):
        return None
    return _with(sample, {cell: new * step})


def dropped(sample: Sample, chooser: random.Random) -> Slip | None:
    """Leave a row out."""
    return _row(sample, chooser, doubled=False)


def doubled(sample: Sample, chooser: random.Random) -> Slip | None:
    """Print a row twice."""
    return _row(sample, chooser, doubled=True)


def _row(sample: Sample, chooser: random.Random, doubled: bool) -> Slip | None:
    downs = [relation for kind, relation in sample.sums if kind == "down"]
    parts = sorted({k[0] for relation in downs for k, w in relation.items() if w == 1})
    parts = [line for line in parts if not any(w == -1 and k[0] == line for r in downs for k, w in r.items())]
    if not parts:
        return None
    line = chooser.choice(parts)
    values = sample.values(True)
    if not any(_breaks(sample, key, value) for key, (value, _) in values.items() if key[0] == line):
        return None
    slip = _with(sample, {})
    above: set[int] = set()
    below = {line}
    while below:
        below = {
            k[0]
            for r in downs
            for k, w in r.items()
            if w == -1 and any(o[0] in below and v != -1 for o, v in r.items())
        }
        below -= above
        above |= below
    copied = slip.sample
    if not doubled:
        copied.rows = [row for row in copied.rows if row[0] != line]
        copied.cells = [cell for cell in copied.cells if cell.line != line]
        return Slip(copied, frozenset(), frozenset(above), True)
    # lines are spread so that a copy fits between
    for cell in copied.cells:
        cell.line *= 2
    twins = [copy.copy(cell) for cell in copied.cells if cell.line == 2 * line]
    for cell in twins:
        cell.line += 1
    copied.cells += twins
    label = dict(copied.rows)[line]
    copied.rows = sorted([(2 * other, text) for other, text in copied.rows] + [(2 * line + 1, label)])
    return Slip(copied, frozenset(), frozenset({2 * line, 2 * line + 1} | {2 * a for a in above}), True)


SLIPS: dict[str, Callable[[Sample, random.Random], Slip | None]] = {
    "digit": digit,
    "sign": sign,
    "transposed": transposed,
    "row dropped": dropped,
    "row doubled": doubled,
    "subtotal stale": stale,
}
