"""`finsam measure --trees`: the trees of tables whose own tree is hidden, held against it, and against slips."""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finsam_audit.measure.tree_samples import Key, Relation, Sample, from_keys, shipped, tree_words
from finsam_audit.measure.tree_slips import SLIPS
from finsam_audit.project.errors import UserError
from finsam_audit.project.paths import project_root
from finsam_audit.trees import infer_table

SYNTHETIC = "provstad"


@dataclass(frozen=True, slots=True)
class Cast:
    """A sum that the answer evaluates: its kind, its total, its cells with weights, and what it deviates by."""

    kind: str
    total: Key
    terms: tuple[tuple[Key, int], ...]
    deviates: bool
    is_told: bool

    def relation(self) -> Relation:
        """Return the sum as weights."""
        return dict(self.terms) | {self.total: -1}


def casts(sample: Sample, answer: dict[str, Any], is_true: bool) -> list[Cast]:
    """Return the sums that follow from an answer, evaluated as the models do."""
    values = sample.values(is_true)
    doubts = {(kind, line, column) for line, column, kind, _ in answer["doubts"]}
    plain = {column for column, *_, judged, _, _ in answer["columns"] if judged}
    turned = {row[0] for row in answer["columns"] if row[6]}
    turn = {row[0]: row[5] for row in answer["rows"]}
    summed = {row[0] for row in answer["rows"] if row[1] in ("subtotal", "total")}
    units = {key[1]: key[2] for key in values if key[2] != "percent"}
    found = []

    def add(kind: str, total: Key, terms: list[tuple[Key, int]], place: tuple[str, int, int]) -> None:
        there = [(key, weight) for key, weight in terms if key in values]
        if total not in values or not there:
            return
        difference = values[total][0] - sum(weight * values[key][0] for key, weight in there)
        bound = values[total][1] + sum(values[key][1] for key, _ in there)
        off = 2 * abs(difference) > bound
        found.append(Cast(kind, total, tuple(there), off, off and place not in doubts))

    below: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for line, role, parent, weight, *_ in answer["rows"]:
        if parent is not None and role != "of_which":
            below[parent].append((line, weight))
    for parent, parts in below.items():
        for line, column, unit in values:
            if line == parent and unit != "percent":
                side = -1 if column in turned else 1
                terms = [((part, column, unit), side * (1 if column in plain else weight)) for part, weight in parts]
                add("rows", (parent, column, unit), terms, ("rows", parent, column))
    for top in below:
        deep = list(_details(below, top, 1))
        if all(line in dict(below[top]) for line, _ in deep):
            continue
        for line, column, unit in values:
            if line == top and unit != "percent":
                side = -1 if column in turned else 1
                terms = [((part, column, unit), side * (1 if column in plain else weight)) for part, weight in deep]
                add("details", (top, column, unit), terms, ("details", top, column))
    across: dict[tuple[str, int], list[tuple[int, int, str, int]]] = defaultdict(list)
    for axis, total, term, weight, role, of_root in answer["terms"]:
        across[axis, total].append((term, weight, role, of_root))
    roots = [row[0] for row in answer["rows"] if row[1] == "total"]
    for (axis, total), consists in across.items():
        if consists[0][2] == "term":
            for line, _ in sample.rows:
                unit = units.get(total, "money")
                side = turn.get(line, 1) if total in plain else 1
                # sums that are printed in the other sign than their rows
                other = {p for p in (total, *(p for p, *_ in consists)) if p in turned and line in summed}
                terms = [
                    ((line, p, unit), (-1 if (p in other) != (total in other) else 1) * side * w)
                    for p, w, _, _ in consists
                ]
                add("columns", (line, total, unit), terms, ("columns", line, total))
            continue
        for place in [line for line, _ in sample.rows] if axis == "column" else sorted(units):
            cell = (place, total, "percent") if axis == "column" else (total, place, "percent")
            if cell not in values:
                continue
            sides: dict[str, list[tuple[Key, int]]] = {"numerator": [], "denominator": []}
            for term, weight, role, of_root in consists:
                line, column = (place, term) if axis == "column" else (term, place)
                sides[role].append(((roots[0] if of_root else line, column, units.get(column, "money")), weight))
            if any(key not in values for side_cells in sides.values() for key, _ in side_cells):
                continue
            top, bottom = (sum(w * values[key][0] for key, w in sides[s]) for s in ("numerator", "denominator"))
            if not bottom:
                continue
            share = 100_000 * top / bottom
            spread = (100_000 * sum(values[k][1] for k, _ in sides["numerator"]) / 2
                      + abs(share) * sum(values[k][1] for k, _ in sides["denominator"]) / 2) / abs(bottom)  # fmt: skip
            off = abs(values[cell][0] - share) > spread + values[cell][1] / 2
            found.append(Cast("shares", cell, tuple(sides["numerator"] + sides["denominator"]), off,
                              off and ("shares", *cell[:2]) not in doubts))  # fmt: skip
    before = {row[0]: row[7] for row in answer["columns"] if row[7] is not None}
    for line, *_, closing in answer["rows"]:
        if closing is not None:
            for column, earlier in before.items():
                unit = units.get(column, "money")
                add("openings", (line, column, unit), [((closing, earlier, unit), 1)], ("openings", line, column))
    return found


def _details(below: dict[int, list[tuple[int, int]]], line: int, weight: int) -> Iterator[tuple[int, int]]:
    """Yield the rows at the foot of a tree with the weights that they add with."""
    for part, sign in below[line]:
        if part in below:
            yield from _details(below, part, weight * sign)
        else:
            yield part, weight * sign


class Basis:
    """Relations in reduced form, so that what follows from them is told quickly."""

    PRIME = 2_147_483_647

    def __init__(self, zeros: Iterable[Key]) -> None:
        """Take the cells that are zero, which every relation may leave out."""
        self.zeros = frozenset(zeros)
        self.rows: dict[Key, Relation] = {}

    def _reduce(self, relation: Relation) -> Relation:
        left = {k: w % self.PRIME for k, w in relation.items() if k not in self.zeros and w % self.PRIME}
        while True:
            pivot = next((k for k in sorted(left) if k in self.rows), None)
            if pivot is None:
                return left
            factor = left[pivot]
            for k, w in self.rows[pivot].items():
                left[k] = (left.get(k, 0) - factor * w) % self.PRIME
                if not left[k]:
                    del left[k]

    def add(self, relation: Relation) -> None:
        """Add a relation."""
        left = self._reduce(relation)
        if left:
            pivot = min(left)
            inverse = pow(left[pivot], self.PRIME - 2, self.PRIME)
            self.rows[pivot] = {k: w * inverse % self.PRIME for k, w in left.items()}

    def follows(self, relation: Relation) -> bool:
        """Tell whether a relation follows from those added."""
        return not self._reduce(relation)


def basis(found: Iterable[Cast], values: dict[Key, tuple[int, int]]) -> Basis:
    """Return the sums of an answer in reduced form."""
    one = Basis(key for key, (value, _) in values.items() if not value)
    for cast in found:
        if cast.kind != "shares":
            one.add(cast.relation())
    return one


@dataclass(slots=True)
class Score:
    """What was counted."""

    counts: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    accused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    spoilt: set[str] = field(default_factory=set)


def score(samples: Iterable[Sample], words: Sequence[Sequence[str]]) -> Score:
    """Infer every table with its tree hidden and count what is evaluated and what is accused."""
    total = Score()
    for sample in samples:
        started = time.perf_counter()
        answer = json.loads(infer_table(sample.text(words, True)))
        total.seconds.append(time.perf_counter() - started)
        if answer["status"] == "not_searched":
            total.missed.append(f"{sample.name}: {answer['reason']}")
        found = casts(sample, answer, True)
        values = sample.values(True)
        reduced = basis(found, values)
        for kind, relation in sample.sums:
            total.counts[f"{kind} of key"] += 1
            if reduced.follows(relation):
                total.counts[f"{kind} evaluated"] += 1
            else:
                total.missed.append(f"{sample.name}: {kind} {sorted(k[:2] for k, w in relation.items() if w == -1)}")
        total.counts["tables"] += 1
        total.counts["sums inferred"] += len(found)
        total.counts["doubted"] += sum(c.deviates and not c.is_told for c in found)
        told = [cast for cast in found if cast.is_told]
        if told:
            total.counts["tables accused"] += 1
            total.spoilt.add(sample.name)
            total.accused += [f"{sample.name}: {c.kind} {c.total}" for c in told]
    return total


def plant(samples: Sequence[Sample], words: Sequence[Sequence[str]], many: int, seed: int) -> Counter[tuple[str, str]]:
    """Plant a slip in a right table so many times, and count what is told by kind."""
    chooser = random.Random(seed)
    counted: Counter[tuple[str, str]] = Counter()
    able = [sample for sample in samples if sample.sums]
    planted = tries = 0
    while planted < many and tries < 50 * many:
        tries += 1
        sample, kind = chooser.choice(able), chooser.choice(list(SLIPS))
        slip = SLIPS[kind](sample, chooser)
        if slip is None:
            continue
        planted += 1
        counted[kind, "planted"] += 1
        answer = json.loads(infer_table(slip.sample.text(words, False)))
        told = [cast for cast in casts(slip.sample, answer, False) if cast.is_told]
        mine = {cast for cast in told if _is_about(cast, slip.cells, slip.lines if slip.is_row else frozenset())}
        counted[kind, "told"] += bool(mine)
        counted[kind, "something else accused"] += len(set(told) - mine) > 0
    return counted


def _is_about(cast: Cast, cells: frozenset[Key], lines: frozenset[int]) -> bool:
    """Tell whether a sum has a wrong cell in it, or is a sum that a row is missing from or stands in twice."""
    keys = (cast.total, *(key for key, _ in cast.terms))
    return any(key in cells for key in keys) or any(key[0] in lines for key in keys)


def measure_trees(folder: Path | None, slips: int, seed: int) -> int:
    """Measure the trees of the shipped tables, or of a folder of keys, and print the outcome.

    Args:
        folder: keys, `*.cells.csv`; None for the shipped documents and the synthetic association.
        slips: how many slips are planted in right tables.
        seed: where every choice comes from.

    Returns:
        0: the measurement was made, whatever it says.

    Raises:
        UserError: nothing to measure.

    """
    root = project_root()
    words = tree_words(root)
    samples = shipped(root) if folder is None else list(from_keys(folder))
    if not any(sample.sums for sample in samples):
        raise UserError(f"{folder or 'seeds'} has no table with a tree; give a folder of *.cells.csv")
    result = score(samples, words)
    count = result.counts
    for kind, shown in (("down", "sums of rows"), ("across", "sums of columns")):
        asked, found = count[f"{kind} of key"], count[f"{kind} evaluated"]
        print(f"{shown} of the key evaluated: {found} of {asked} ({100 * found / max(1, asked):.1f} %)")
    print(f"right tables accused: {count['tables accused']} of {count['tables']}")
    print(f"sums inferred: {count['sums inferred']}; that deviate and are not told: {count['doubted']}")
    times = sorted(result.seconds)
    print(f"a table: median {1000 * times[len(times) // 2]:.0f} ms, slowest {1000 * times[-1]:.0f} ms")
    for line in (*result.missed, *(f"accused: {line}" for line in result.accused)):
        print(f"  {line}")
    # a synthetic association of round thousands shows nothing of slips
    right = [sample for sample in samples if sample.name not in result.spoilt and not sample.name.startswith(SYNTHETIC)]
    planted = plant(right, words, slips, seed)
    for kind in SLIPS:
        many = planted[kind, "planted"]
        told, other = planted[kind, "told"], planted[kind, "something else accused"]
        print(f"{kind}: {told} of {many} told ({100 * told / max(1, many):.1f} %), something else accused in {other}")
    whole = sum(number for (_, what), number in planted.items() if what == "planted")
    told = sum(number for (_, what), number in planted.items() if what == "told")
    other = sum(number for (_, what), number in planted.items() if what == "something else accused")
    print(f"all: {told} of {whole} told ({100 * told / max(1, whole):.1f} %), something else accused in {other}")
    return 0
