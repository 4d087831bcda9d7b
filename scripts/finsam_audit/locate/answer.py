"""The answer: the best explanation told as edits, with odds, certainty and the candidates that lost."""

from collections.abc import Mapping
from typing import Any

from .group import Group
from .search import Edit, Outcome, Search


def answer(group: Group, search: Search, outcome: Outcome, priors: Mapping[str, float]) -> dict[str, Any]:
    """Return the answer as an object of the wire format."""
    ranked = outcome.ranked()
    best, edits = ranked[0]
    rows: list[list[Any]] = []
    moved: list[list[int]] = []
    for edit in sorted(edits, key=lambda e: (-1 if e.cell is None else e.cell, e.value or 0, e.explains)):
        odds = min((cost - best for cost, others in ranked[1:] if not _has(others, edit)), default=priors["slack"])
        odds = min(odds, priors["slack"])
        mends = _mends(group, search, edit)
        certainty = _certainty(group, edit, odds, mends, priors)
        for cell, value in edit.moved:
            moved.append([len(rows), group.cells[cell].number, value])
        rows.append([
            None if edit.cell is None else group.cells[edit.cell].number, edit.value, edit.cause, certainty,
            round(1000 * odds), edit.evidence, 0, mends, list(edit.place) if edit.place else None,
        ])  # fmt: skip
    rows += _known(group, search, edits)
    return {
        "status": "past_budget" if outcome.past_budget else "searched", "reason": None, "nodes": outcome.nodes,
        "edits": rows, "moved": moved, "candidates": _candidates(group, ranked, edits),
    }  # fmt: skip


def _has(others: tuple[Edit, ...], edit: Edit) -> bool:
    return any((o.cell, o.value is None, o.place) == (edit.cell, edit.value is None, edit.place) for o in others)


def _mends(group: Group, search: Search, edit: Edit) -> list[int]:
    """Return the ids of the deviating relations that an edit touches or explains."""
    places = set(edit.explains) or {n for c, _ in edit.changes() for n in group.relations_of[c]}
    return sorted(number for n in places if group.relations[n].deviates for number in group.relations[n].numbers)


def _certainty(group: Group, edit: Edit, odds: float, mends: list[int], priors: Mapping[str, float]) -> str:
    if edit.value is None and not edit.moved:
        return "unknown"
    if odds < priors["likely"]:
        return "unknown"
    different = sum(any(number in mends for number in r.numbers) for r in group.relations if r.deviates)
    if edit.cause != "unknown" and odds >= priors["certain"] and different >= 2:
        return "certain"
    return "likely"


def _known(group: Group, search: Search, edits: tuple[Edit, ...]) -> list[list[Any]]:
    """Return the acknowledged cells that deviating relations hold by."""
    values = [cell.value for cell in group.cells]
    for edit in edits:
        for cell, value in edit.changes():
            values[cell] = value
    asked: dict[int, set[int]] = {}
    given_up = {n for e in edits for n in e.explains}
    for n, relation in enumerate(group.relations):
        if not relation.deviates or n in given_up:
            continue
        for cell, printed, _ in search.known[n]:
            if values[cell] == printed and search.pays(n, values) is not None:
                without = [k for k in search.known[n] if k[0] != cell]
                if strain_without(search, n, values, without) is None:
                    asked.setdefault(cell, set()).update(relation.numbers)
    return [
        [group.cells[cell].number, group.cells[cell].known, search.prices.price(cell, group.cells[cell].known or 0).way.cause,
         "likely", round(1000 * search.priors["slack"]), None, 0, sorted(numbers), None]
        for cell, numbers in sorted(asked.items())
    ]  # fmt: skip


def strain_without(search: Search, relation: int, values: list[int], known: list[tuple[int, int, int]]) -> float | None:
    """Return what a relation pays when only some acknowledged cells count."""
    from .relations import strain_beside_known

    return strain_beside_known(search.group.relations[relation], values, known)


def _candidates(group: Group, ranked: list[tuple[float, tuple[Edit, ...]]], edits: tuple[Edit, ...]) -> list[list[Any]]:
    """Return the best others, at most twelve: rank, cell, value, cause, how far behind (thousandths of a nat)."""
    taken = {(e.cell, e.value) for e in edits}
    rows: list[list[Any]] = []
    for cost, others in ranked[1:]:
        for other in others:
            if other.cell is None or other.value is None or (other.cell, other.value) in taken:
                continue
            taken.add((other.cell, other.value))
            number = group.cells[other.cell].number
            rows.append([len(rows) + 1, number, other.value, other.cause, round(1000 * (cost - ranked[0][0]))])
            if len(rows) == 12:
                return rows
    return rows
