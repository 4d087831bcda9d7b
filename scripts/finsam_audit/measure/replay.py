"""Replays groups with planted errors through the search and counts what it names.

Input: JSON lines, one copy a line: `association`, `copy` (empty for the unspoilt report), `kind`, `wrong` (per wrong
cell its number, what it should say, what it says, in how many relations it is, whether the error exceeds rounding)
and `groups` in the wire format, without priors. Times are of the processor.
"""

import csv
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finsam_audit.locate import locate_group

COLUMNS = ("errors", "detected", "cell", "set", "value", "first3", "findings")


def read_priors(path: Path) -> dict[str, float]:
    """Return the priors of the seed by name."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


@dataclass
class Tally:
    """Counts of a kind of errors; all but `errors` over the detected ones."""

    errors: int = 0
    detected: int = 0
    cell: int = 0
    exact: int = 0
    value: int = 0
    first3: int = 0
    findings: int = 0

    def line(self, name: str) -> str:
        """Return the counts as a line of a table, in per cent of the detected."""
        of = max(self.detected, 1)
        shares = [100 * n / of for n in (self.cell, self.exact, self.value, self.first3)]
        return (
            f"{name:24} {self.errors:5} {100 * self.detected / max(self.errors, 1):6.1f} "
            + " ".join(f"{s:6.1f}" for s in shares)
            + f" {self.findings / of:6.2f}"
        )


@dataclass
class Replay:
    """What a replay found."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    times: list[float] = field(default_factory=list)
    single_times: list[float] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)
    past_budget: int = 0
    certainties: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))


def joined(groups: list[dict[str, Any]], answers: list[dict[str, Any]]) -> list[list[int]]:
    """Return which groups are searched once more together: their edits touch one relation that holds."""
    owner = list(range(len(groups)))

    def root(n: int) -> int:
        while owner[n] != n:
            n = owner[n]
        return n

    met: dict[object, int] = {}
    for n, (group, answer) in enumerate(zip(groups, answers, strict=True)):
        touched = {m[1] for m in answer["moved"]}
        for edit in answer["edits"]:
            if edit[1] is not None:
                touched.add(edit[0])
            else:
                touched |= {c[0] for r in group["relations"] if r[0] in edit[7] for d in r[5] for c in d[4]}
        for place in undecided_lines(group, answer, touched):
            owner[root(n)] = root(met.setdefault(place, n))
        for relation in group["relations"]:
            if not relation[3] and any(c[0] in touched for d in relation[5] for c in d[4]):
                owner[root(n)] = root(met.setdefault(relation[0], n))
    sets: dict[int, list[int]] = defaultdict(list)
    for n in range(len(groups)):
        sets[root(n)].append(n)
    return list(sets.values())


def undecided_lines(group: dict[str, Any], answer: dict[str, Any], touched: set[int]) -> list[tuple[object, ...]]:
    """Return the rows and columns of the cells of an answer that found no slip: an event of a line may explain it."""
    if all(edit[2] not in ("unknown", "row_not_printed") for edit in answer["edits"]):
        return []
    totals = {number for edit in answer["edits"] if edit[8] and edit[8][0] == "total" for number in edit[8][1::2]}
    cells = [cell for cell in group["cells"] if cell[0] in touched | totals and cell[10] < 4]
    return [("row", *cell[6:9]) for cell in cells] + [("column", *cell[6:8], cell[9]) for cell in cells]


def united(groups: list[dict[str, Any]]) -> dict[str, Any]:
    """Return several groups as one; what a relation of another one says no longer lies outside."""
    uses: dict[int, int] = {}
    relations: dict[int, Any] = {}
    cells: dict[int, Any] = {}
    for group in groups:
        within: dict[int, int] = defaultdict(int)
        for relation in group["relations"]:
            relations[relation[0]] = relation
            for cell in {c[0] for d in relation[5] for c in d[4]}:
                within[cell] += 1
        for cell in group["cells"]:
            cells[cell[0]] = cell
            uses[cell[0]] = cell[14] + within[cell[0]]
    now: dict[int, int] = defaultdict(int)
    for relation in relations.values():
        for cell in {c[0] for d in relation[5] for c in d[4]}:
            now[cell] += 1
    return {
        "cells": [[*cell[:14], max(0, uses[n] - now[n])] for n, cell in cells.items()],
        "relations": list(relations.values()),
        "lookalikes": [list(x) for x in {tuple(look): 1 for g in groups for look in g["lookalikes"]}],
        "lines": [list(x) for x in {tuple(line): 1 for g in groups for line in g["lines"]}],
    }


Found = list[tuple[Any, Any, Any, tuple[tuple[int, Any], ...]]]


def search(group: dict[str, Any], priors: Mapping[str, float], replay: Replay) -> dict[str, Any]:
    """Return the answer for one group and note the time."""
    text = json.dumps({**group, "priors": priors})
    start = time.process_time()
    result: dict[str, Any] = json.loads(locate_group(text))
    spent = time.process_time() - start
    replay.times.append(spent)
    if result["status"] == "not_searched":
        raise AssertionError(result["reason"])
    if len(result["edits"]) == 1:
        replay.single_times.append(spent)
    replay.past_budget += result["status"] == "past_budget"
    return result


def locate(
    groups: list[dict[str, Any]], priors: Mapping[str, float], replay: Replay
) -> tuple[Found, list[Any], list[Any]]:
    """Return the edits of a copy as (cell, value, place), the answers' edits and their candidates."""
    edits: Found = []
    told: list[Any] = []
    others: list[Any] = []
    first = [search(group, priors, replay) for group in groups]
    for chosen in joined(groups, first):
        result = first[chosen[0]]
        if len(chosen) > 1:
            result = search(united([groups[n] for n in chosen]), priors, replay)
        for place, edit in enumerate(result["edits"]):
            cells = [(edit[0], edit[1])] if edit[0] is not None else []
            cells += [(m[1], m[2]) for m in result["moved"] if m[0] == place]
            edits.append((edit[0], edit[1], json.dumps(edit[8]), tuple(cells)))
            told.append(edit)
        others += result["candidates"]
    return edits, told, others


def count_absent(tally: Tally, amounts: list[int], new: list[tuple[Any, Any]]) -> None:
    """Count a row that is not there: named by one event that tells what its totals lack, to a step of rounding."""
    told = [row[8][2::2] for _, row in new if row[2] == "row_not_printed"]
    lacking = [amount for place in told for amount in place]
    right = [any(abs(abs(amount) - abs(lack)) <= 100 for amount in amounts) for lack in lacking]
    tally.errors += 1
    if new:
        tally.detected += 1
        tally.cell += bool(told)
        tally.exact += bool(told) and len(new) == 1
        tally.value += bool(right) and all(right)
        tally.first3 += bool(told)
        tally.findings += len(new)


def replay(lines: Iterable[str], priors: Mapping[str, float]) -> Replay:
    """Replay copies; what a clean report of the association says already does not count."""
    result = Replay()
    clean: dict[str, set[object]] = {}
    for line in lines:
        copy = json.loads(line)
        edits, told, others = locate(copy["groups"], priors, Replay() if not copy["copy"] else result)
        if not copy["copy"]:
            clean[copy["association"]] = set(edits)
            continue
        before = clean.get(copy["association"], set())
        new = [e for e in zip(edits, told, strict=True) if e[0] not in before]
        if copy["wrong"] and all(w[2] is None for w in copy["wrong"]):
            count_absent(result.tallies[copy["kind"] + " (row)"], [w[1] for w in copy["wrong"]], new)
            continue
        seen = {cell[0] for group in copy["groups"] for cell in group["cells"]}
        copy["wrong"] = [w for w in copy["wrong"] if w[0] in seen or len(copy["wrong"]) <= 2]
        if not copy["wrong"]:
            continue
        wrong = {w[0]: w for w in copy["wrong"]}
        outside = all(w[4] for w in copy["wrong"])
        relations = min((w[3] for w in copy["wrong"]), default=0)
        if not relations:
            continue
        moved = {cell: value for edit, _ in new for cell, value in edit[3]}
        named = set(moved)
        detected = bool(new)
        hit = set(wrong) <= named
        exact = named == set(wrong) and len(new) <= len(wrong)
        value = hit and all(moved[c] is not None and abs(moved[c] - wrong[c][1]) < 1 for c in wrong)
        first3 = set(wrong) <= named | {o[1] for o in others[:3]}
        if outside and len(copy["wrong"]) == 1:
            for edit, row in new:
                count = result.certainties[row[3]]
                count[0] += 1
                count[1] += set(wrong) == {cell for cell, _ in edit[3]}
        band = "outside" if outside else "within rounding"
        names = [band]
        if outside:
            names += [copy["kind"], "in one relation" if relations == 1 else "in two or more"]
            if detected and not (exact and value):
                told_of = {key: copy[key] for key in ("copy", "association", "kind", "wrong")}
                edits_new = [row for _, row in new]
                result.misses.append({**told_of, "exact": exact, "edits": edits_new, "others": others[:6]})
        for name in names:
            tally = result.tallies[name]
            tally.errors += 1
            if detected:
                tally.detected += 1
                tally.cell += hit
                tally.exact += exact
                tally.value += value
                tally.first3 += first3
                tally.findings += len(new)
    return result


def report(result: Replay) -> str:
    """Return the counts as text."""
    rows = [f"{'':24} {'errors':>5} {'det.':>6} {'cell':>6} {'set':>6} {'value':>6} {'first3':>6} {'find.':>6}"]
    rows += [result.tallies[name].line(name) for name in sorted(result.tallies, key=lambda n: (n != "outside", n))]
    for name, times in (("group", result.times), ("one edit", result.single_times)):
        spent = sorted(1000 * t for t in times) or [0.0]
        rows.append(
            f"CPU ms per {name}: mean {statistics.mean(spent):.2f} median {statistics.median(spent):.2f} "
            f"p99 {spent[int(len(spent) * 0.99)]:.1f} most {spent[-1]:.1f} ({len(spent)})"
        )
    rows.append(f"past the budget: {result.past_budget}")
    rows += [f"{name}: {right} of {count} right" for name, (count, right) in sorted(result.certainties.items())]
    return "\n".join(rows)


if __name__ == "__main__":
    groups_file, priors_file = Path(sys.argv[1]), Path(sys.argv[2])
    with groups_file.open(encoding="utf-8") as file:
        outcome = replay(file, read_priors(priors_file))
    print(report(outcome))
    if len(sys.argv) > 3:
        Path(sys.argv[3]).write_text("\n".join(json.dumps(m) for m in outcome.misses), encoding="utf-8")
