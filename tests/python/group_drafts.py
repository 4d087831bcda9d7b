"""Groups drafted for tests of the search: cells and relations by hand or at random, written in the wire format."""

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finsam_audit.locate import locate_group

ROOT = Path(__file__).resolve().parents[2]
KRONA = 100


def priors() -> dict[str, float]:
    """Return the priors of the seed."""
    with (ROOT / "seeds/reference/locating_priors.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


@dataclass
class Draft:
    """A group in kronor; `printed` is what stands there, `amounts` grows with `cell`."""

    printed: list[int | None] = field(default_factory=list)
    cells: list[list[Any]] = field(default_factory=list)
    relations: list[tuple[str, str, bool, list[tuple[int, list[tuple[int, int]]]], list[int]]] = field(
        default_factory=list
    )
    lookalikes: list[list[Any]] = field(default_factory=list)
    lines: list[list[Any]] = field(default_factory=list)

    def cell(self, amount: int | None, *, table: int = 1, row: int = 1, column: int = 1, document: int = 0,
             rank: int = 0, year: int = 0, flags: str = "", known: int | None = None, outside: int = 0, kind: str = "m",
             step: int = KRONA, sign: int = 1) -> int:  # fmt: skip
        """Add a cell, amount in kronor (or one), and return its number."""
        number = len(self.cells)
        self.printed.append(amount)
        told = None if known is None else known * KRONA
        self.cells.append(
            [number, None, sign, step, step, kind, document, table, row, column, rank, year, flags, told, outside]
        )
        return number

    def relation(self, total: int, terms: Sequence[tuple[int, int]], kind: str = "sum", *, severity: str = "e",
                 is_open: bool = False, others: Iterable[tuple[int, Sequence[tuple[int, int]]]] = (),
                 below: Sequence[int] = ()) -> int:  # fmt: skip
        """Add a relation; terms are (cell, weight); `others` are further definitions with how often they were seen."""
        definitions = [(1, list(terms)), *((seen, list(parts)) for seen, parts in others)]
        self.relations.append(
            (kind, severity, is_open, [(seen, [(total, 0), *parts]) for seen, parts in definitions], list(below))
        )
        return len(self.relations) - 1

    def tie(self, print_again: int, first: int, **options: Any) -> int:
        """Let two prints be of one quantity."""
        return self.relation(print_again, [(first, 1)], "tie", **options)

    def like(self, cell: int, what: str, amount: int, other: int | None = None) -> None:
        """Note a print near a cell."""
        self.lookalikes.append([cell, what, amount * KRONA, other])

    def off(self, number: int, values: Sequence[int | None], definition: int = 0) -> float:
        """Return total minus computed of a relation, in kronor (per cent for a ratio)."""
        kind, _, _, definitions, below = self.relations[number]
        (total, _), *terms = definitions[definition][1]
        top: float = sum(weight * (values[cell] or 0) for cell, weight in terms)
        if kind == "ratio":
            top = 100 * top / sum(values[cell] or 0 for cell in below)
        return (values[total] or 0) - top

    def bound(self, number: int, definition: int = 0) -> float:
        """Return what rounding explains, in kronor: half a step a cell; nothing but a step between two prints."""
        kind, _, _, definitions, _ = self.relations[number]
        parts = definitions[definition][1]
        if kind == "ratio":
            return 0.5
        return sum(float(self.cells[cell][4]) / KRONA * (abs(weight) or 1) for cell, weight in parts) / 2

    def deviates(self, number: int, values: Sequence[int | None]) -> bool:
        """Tell whether no definition of a relation holds."""
        count = len(self.relations[number][3])
        return all(abs(self.off(number, values, d)) > self.bound(number, d) + 1e-9 for d in range(count))

    def wire(self) -> dict[str, Any]:
        """Return the group as the object of the wire format, without priors."""
        cells = [
            [c[0], None if p is None else p * KRONA, *c[2:]] for c, p in zip(self.cells, self.printed, strict=True)
        ]
        relations = []
        for number, (kind, severity, is_open, definitions, below) in enumerate(self.relations):
            written = [
                [n + 1, seen, 0, self.bound(number, n) * KRONA,
                 [*([c, "n" if place else "t", w or 1] for place, (c, w) in enumerate(parts)),
                  *([c, "d", 1] for c in below)]]
                for n, (seen, parts) in enumerate(definitions)
            ]  # fmt: skip
            relations.append([number, kind, severity, int(self.deviates(number, self.printed)), int(is_open), written])
        return {"cells": cells, "relations": relations, "lookalikes": self.lookalikes, "lines": self.lines}

    def located(self, weights: Mapping[str, float] | None = None) -> dict[str, Any]:
        """Return the answer of the search."""
        return answer(self.wire(), weights)

    def changes(self, weights: Mapping[str, float] | None = None) -> list[tuple[Any, Any, str]]:
        """Return cell, value in kronor and cause of the edits, in order."""
        return [(e[0], None if e[1] is None else e[1] / KRONA, e[2]) for e in self.located(weights)["edits"]]


def answer(group: Mapping[str, Any], weights: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Return the answer to a group of the wire format."""
    text = json.dumps({**group, "priors": dict(weights) if weights is not None else priors()})
    result: dict[str, Any] = json.loads(locate_group(text))
    return result


def told(result: Mapping[str, Any]) -> list[list[Any]]:
    """Return what an answer says happened: cell, value, cause, set and place of each edit, and what they move."""
    return [[e[0], e[1], e[2], e[6], e[8]] for e in result["edits"]] + [list(m) for m in result["moved"]]


def smallest_repairs(draft: Draft, most: int) -> tuple[int, set[frozenset[int]]]:
    """Return the size of the smallest repair and every set of cells that does it, by trying all.

    Args:
        draft: linear relations of one definition each.
        most: the largest number of cells to try.

    Returns:
        Size (most + 1 when there is none) and the sets.

    """
    for size in range(most + 1):
        found = {frozenset(chosen) for chosen in _repairs(draft, list(draft.printed), (), size)}
        if found:
            return size, found
    return most + 1, set()


def _repairs(draft: Draft, values: list[int | None], chosen: tuple[int, ...], left: int) -> Iterable[tuple[int, ...]]:
    wrong = [n for n in range(len(draft.relations)) if draft.deviates(n, values)]
    if not wrong:
        yield chosen
        return
    if left == 0:
        return
    tried: set[tuple[int, int]] = set()
    for number in wrong:
        (total, _), *terms = draft.relations[number][3][0][1]
        difference = round(draft.off(number, values))
        for cell, coefficient in [(total, 1), *((c, -w) for c, w in terms)]:
            value = (values[cell] or 0) - difference // coefficient
            if cell in chosen or (cell, value) in tried:
                continue
            tried.add((cell, value))
            yield from _repairs(draft, [*values[:cell], value, *values[cell + 1 :]], (*chosen, cell), left - 1)


def grid(generator: random.Random, low: int = 1000, high: int = 99999) -> Draft:
    """Return a consistent table with row totals and column totals, its sum printed again, and a roll-forward."""
    draft = Draft()
    rows, columns = generator.randint(2, 4), generator.randint(2, 3)
    at: dict[tuple[int, int], int] = {}
    for i in range(rows):
        for j in range(columns):
            at[i, j] = draft.cell(generator.randint(low, high), row=i + 1, column=j + 1)
        across = sum(draft.printed[at[i, j]] or 0 for j in range(columns))
        at[i, columns] = draft.cell(across, row=i + 1, column=columns + 1, flags="t")
        draft.relation(at[i, columns], [(at[i, j], 1) for j in range(columns)])
    for j in range(columns + 1):
        at[rows, j] = draft.cell(
            sum(draft.printed[at[i, j]] or 0 for i in range(rows)), row=rows + 1, column=j + 1, flags="t"
        )
        draft.relation(at[rows, j], [(at[i, j], 1) for i in range(rows)])
    total = at[rows, columns]
    again = draft.cell(draft.printed[total], table=2, rank=3)
    draft.tie(again, total)
    opening = draft.cell(generator.randint(low, high), table=3, row=1)
    closing = draft.cell((draft.printed[opening] or 0) + (draft.printed[total] or 0), table=3, row=2)
    draft.relation(closing, [(opening, 1), (total, 1)])
    return draft


def spoil(draft: Draft, generator: random.Random, errors: int) -> frozenset[int]:
    """Change that many numbers by amounts that have nothing to do with each other."""
    chosen = generator.sample(range(len(draft.cells)), errors)
    for cell in chosen:
        draft.printed[cell] = (draft.printed[cell] or 0) + generator.choice((-1, 1)) * generator.randint(137, 9731)
    return frozenset(chosen)
