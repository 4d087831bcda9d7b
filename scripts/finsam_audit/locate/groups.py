"""The open relations of an association: in groups that share cells, each searched, and together where they meet."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .call import located, not_searched
from .system import TEXT_RANK
from .together import broken_together, changes


class Part(NamedTuple):
    """A group: its deviating relations, what holds and was found to be broken by its edits, and its answer."""

    ids: frozenset[int]
    held: frozenset[int]
    answer: dict[str, Any]


def locate_groups(text: str) -> str:
    """Find the likeliest edits of everything that is open in an association.

    Groups are the connected parts of the deviating relations. Groups whose edits touch one relation are searched once
    more as one, and so is a group whose edits break what it did not see: what is suggested holds together.

    Args:
        text: cells and relations in the wire format of a group, JSON.

    Returns:
        Canonical JSON, rows that a table can be made of: `groups` [group, status, reason, nodes, relations], `edits`
        [edit, group, cell, value, cause, certainty, log odds, evidence, set, event,
        total, missing amount], `moved` [edit, cell, value], `lacking` [edit, total, missing amount],
        `mends` [edit, relation], `candidates` [group, rank, cell, value, cause, log odds]. Never raises: where the
        text cannot be read there is one group, `not_searched`, with its reason.

    """
    try:
        whole = json.loads(text)
        parts = [Part(ids, frozenset(), _searched(_part(whole, ids))) for ids in _connected(whole)]
        parts = [_unaided(whole, part) for part in _agreed(whole, _joined(whole, parts))]
        found = _rows(parts)
    except (RecursionError, KeyError, TypeError, ValueError, IndexError) as error:
        found = _rows([Part(frozenset(), frozenset(), not_searched(f"{type(error).__name__}: {error}"))])
    return json.dumps(found, sort_keys=True, separators=(",", ":"))


def _searched(part: dict[str, Any], parts: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Search one group; one that cannot be searched does not take the others with it."""
    try:
        return located(part, parts)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        return not_searched(f"{type(error).__name__}: {error}")


def _cells(relation: Sequence[Any]) -> set[int]:
    return {term[0] for definition in relation[5] for term in definition[4]}


def _total_rows(relation: Sequence[Any], places: Mapping[int, tuple[int, ...]]) -> set[object]:
    """Return the rows of a sum's totals: what they lack in several columns may be one row."""
    if relation[1] != "sum" or not relation[4]:
        return set()
    return {places[cell] for definition in relation[5] for cell, role, _ in definition[4] if role == "t"}


def _connected(whole: Mapping[str, Any]) -> list[frozenset[int]]:
    """Return the ids of deviating relations in groups that share cells or a row of totals, by the smallest id."""
    places = {cell[0]: (cell[6], cell[7], cell[8]) for cell in whole["cells"]}
    relations = sorted((r for r in whole["relations"] if r[3]), key=lambda r: int(r[0]))
    bundles = _bundles([_cells(relation) | _total_rows(relation, places) for relation in relations])
    return [frozenset(relations[n][0] for n in bundle) for bundle in bundles]


def _bundles(met: Sequence[set[object] | set[int]]) -> list[list[int]]:
    """Return the places of those that share something, directly or through others, together; by the first of each."""
    bundles: list[tuple[list[int], set[object]]] = []
    for place, things in enumerate(met):
        own: tuple[list[int], set[object]] = ([place], set(things))
        apart = []
        for bundle in bundles:
            if bundle[1].isdisjoint(own[1]):
                apart.append(bundle)
            else:
                own = (bundle[0] + own[0], bundle[1] | own[1])
        bundles = [*apart, own]
    return sorted((sorted(places) for places, _ in bundles), key=min)


def _carriers(whole: Mapping[str, Any], suspects: set[int]) -> dict[int, set[int]]:
    """Return the sums that hold and carry cells upwards, from total to total, each with its totals."""
    upwards: dict[int, set[int]] = {}
    sums = [
        (r[0], _sided(r, "n"), _sided(r, "t")) for r in whole["relations"] if r[1] == "sum" and r[4] and not r[3]
    ]  # fmt: skip
    frontier = set(suspects)
    while frontier:
        reached = {number: totals for number, terms, totals in sums if number not in upwards and terms & frontier}
        upwards |= reached
        frontier = set().union(*reached.values()) if reached else set()
    return upwards


def _sided(relation: Sequence[Any], side: str) -> set[int]:
    return {cell for definition in relation[5] for cell, role, _ in definition[4] if role == side}


def _part(whole: Mapping[str, Any], ids: frozenset[int], held: frozenset[int] = frozenset()) -> dict[str, Any]:
    """Return the text of one group: its deviating relations, those that hold beside or above them, and their cells.

    Args:
        whole: the text of the association.
        ids: the deviating relations.
        held: relations that hold and are of it too, because its edits would break them.

    """
    suspects = {c for r in whole["relations"] if r[0] in ids for c in _cells(r)}
    above = _carriers(whole, suspects)
    relations = [
        r for r in whole["relations"]
        if r[0] in ids or r[0] in above or r[0] in held or (not r[3] and not suspects.isdisjoint(_cells(r)))
    ]  # fmt: skip
    inside = {r[0] for r in relations}
    seen = {c for r in relations for c in _cells(r)}
    further: dict[int, int] = {}
    for relation in whole["relations"]:
        if relation[0] not in inside and not relation[3]:
            for cell in _cells(relation) & seen:
                further[cell] = further.get(cell, 0) + 1
    documents = {c[6] for c in whole["cells"] if c[0] in seen}
    return {
        "priors": whole["priors"],
        "cells": [[*c[:14], c[14] + further.get(c[0], 0), *c[15:]] for c in whole["cells"] if c[0] in seen],
        "lookalikes": [x for x in whole["lookalikes"] if x[0] in suspects],
        "relations": relations,
        "lines": [x for x in whole["lines"] if x[1] in documents],
    }


def _joined(whole: Mapping[str, Any], parts: Sequence[Part]) -> list[Part]:
    """Search groups once more together that meet in a relation that holds, or in a line that nothing else explains."""
    cells = {c[0]: c for c in whole["cells"]}
    bundles = _bundles([_meetings(whole, part.ids, part.answer, cells) for part in parts])
    return [_one(whole, [parts[n] for n in bundle]) for bundle in bundles]


def _agreed(whole: Mapping[str, Any], parts: Sequence[Part]) -> list[Part]:
    """Search again whatever breaks a relation that it did not see, and together what breaks one by two edits.

    A group sees what holds of its suspects; its edits may lead to cells beyond them. What an event makes void is seen
    and stays. Each round shows a group more or makes two of them one, so the rounds end.
    """
    while True:
        broken = broken_together(whole, [part.answer for part in parts])
        relations = [r for r in whole["relations"] if r[0] in broken]
        moved = [{cell for cell, _ in changes(part.answer)} for part in parts]
        seen = [{r[0] for r in _part(whole, part.ids, part.held)["relations"]} for part in parts]
        asked: list[set[int]] = [set() for _ in parts]
        for relation in relations:
            touching = [n for n, cells in enumerate(moved) if not cells.isdisjoint(_cells(relation))]
            if len(touching) > 1 or any(relation[0] not in seen[n] for n in touching):
                for n in touching:
                    asked[n].add(relation[0])
        if not any(asked):
            return list(parts)
        parts = [
            _one(whole, [parts[n] for n in bundle], frozenset().union(*(asked[n] for n in bundle)))
            for bundle in _bundles(asked)
        ]  # fmt: skip


def _one(whole: Mapping[str, Any], parts: Sequence[Part], held: frozenset[int] = frozenset()) -> Part:
    """Return several groups searched as one, beside relations that they would break; one alone as it is."""
    if len(parts) == 1 and not held:
        return parts[0]
    ids = frozenset().union(*(part.ids for part in parts))
    every = held.union(*(part.held for part in parts))
    return Part(ids, every, _searched(_part(whole, ids, every), [part.answer for part in parts]))


def _meetings(
    whole: Mapping[str, Any], ids: frozenset[int], answer: Mapping[str, Any], cells: Mapping[int, Sequence[Any]]
) -> set[object]:
    """Return where an answer's edits may meet those of another group.

    The relations that hold and contain a cell of an edit (of a relation left unexplained, every cell); and, where an
    edit is of no known slip, the rows and columns of its cells: an event of a whole line may explain several groups.
    A sign and a unit are what a whole column may have wrong: their edits meet in their column.
    """
    touched = {cell for _, cell, _ in answer["moved"]}
    for cell, value, *_, mends, _ in answer["edits"]:
        if cell is not None and value is not None:
            touched.add(cell)
        elif value is None:
            touched |= {c for r in whole["relations"] if r[0] in mends for c in _cells(r)}
    met: set[object] = {r[0] for r in whole["relations"] if not r[3] and not touched.isdisjoint(_cells(r))}
    met |= {
        ("column", *cells[edit[0]][6:8], cells[edit[0]][9]) for edit in answer["edits"]
        if edit[2] in ("sign_flipped", "scale") and cells[edit[0]][10] < TEXT_RANK
    }  # fmt: skip
    if any(edit[2] in ("unknown", "row_not_printed") for edit in answer["edits"]):
        # a wrong row that was added up as printed stands in every total above it
        suspects = {c for r in whole["relations"] if r[0] in ids for c in _cells(r)}
        met |= {("cell", c) for c in suspects.union(*_carriers(whole, suspects).values()) if cells[c][10] < TEXT_RANK}
        totals = {number for edit in answer["edits"] if edit[8] and edit[8][0] == "total" for number in edit[8][1::2]}
        for number in touched | totals:
            cell = cells[number]
            if cell[10] < TEXT_RANK:
                met |= {("row", *cell[6:9]), ("column", *cell[6:8], cell[9])}
    return met


def _unaided(whole: Mapping[str, Any], told: Part) -> Part:
    """Tell acknowledged edits as the search would without knowing of them, where it comes to the same values.

    What it weighed against them stands beside them: the other cells, and what it would have named instead.
    """
    answer = told.answer
    known = {c[0]: c[13] for c in whole["cells"] if c[13] is not None}
    if all(known.get(edit[0], None) != edit[1] or edit[1] is None for edit in answer["edits"]):
        return told
    part = _part(whole, told.ids, told.held)
    part["cells"] = [[*c[:13], None, *c[14:]] for c in part["cells"]]
    unaided = _searched(part)
    found = {(edit[0], edit[1]): edit for edit in unaided["edits"] if edit[0] is not None}
    edits = []
    for edit in answer["edits"]:
        other = found.get((edit[0], edit[1]))
        if other is not None and known.get(edit[0]) == edit[1]:
            edits.append([*edit[:2], *other[2:6], *edit[6:]])
        else:
            edits.append(edit)
    return told._replace(answer={**answer, "edits": edits, "candidates": _rivals(edits, unaided)})


def _rivals(edits: Sequence[Sequence[Any]], unaided: Mapping[str, Any]) -> list[list[Any]]:
    """Return the candidates of a search that knew of nothing acknowledged: its edits of other cells, and who lost."""
    named = {edit[0] for edit in edits}
    instead = [(cell, value, cause, 0) for cell, value, cause, *_ in unaided["edits"] if None not in (cell, value)]
    lost = [(cell, value, cause, odds) for _, cell, value, cause, odds in unaided["candidates"]]
    rivals = {
        cell: [cell, value, cause, odds] for cell, value, cause, odds in reversed(instead + lost) if cell not in named
    }
    return [[rank, *rival] for rank, rival in enumerate(sorted(rivals.values(), key=lambda r: (r[3], r[0])), start=1)]


def _rows(parts: Sequence[Part]) -> dict[str, list[list[Any]]]:
    rows: dict[str, list[list[Any]]] = {
        "groups": [],
        "edits": [],
        "moved": [],
        "lacking": [],
        "mends": [],
        "candidates": [],
    }
    for group, (ids, _, answer) in enumerate(parts, start=1):
        rows["groups"].append([group, answer["status"], answer["reason"], answer.get("nodes", 0), len(ids)])
        first = len(rows["edits"]) + 1
        for edit, told in enumerate(answer.get("edits", ()), start=first):
            cell, value, cause, certainty, odds, evidence, set_no, mends, place = told
            # a row that is not printed has the first of the totals that count it for its place
            event, *where = place or [None]
            lacking = where if event == "total" else [None, None]
            rows["edits"].append(
                [edit, group, cell, value, cause, certainty, odds, evidence, set_no, event, *lacking[:2]]
            )
            if event == "total":
                rows["lacking"] += [[edit, *pair] for pair in zip(lacking[::2], lacking[1::2], strict=True)]
            rows["mends"] += [[edit, relation] for relation in mends]
        rows["moved"] += [[first + index, cell, value] for index, cell, value in answer.get("moved", ())]
        rows["candidates"] += [[group, *candidate] for candidate in answer.get("candidates", ())]
    return rows
