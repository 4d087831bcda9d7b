"""The call: text in, text out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .answer import answer
from .group import read_group
from .relations import steady
from .search import Said, Search
from .system import Group


def locate_group(text: str) -> str:
    """Find the likeliest edits of one group.

    Args:
        text: a group in the wire format, JSON.

    Returns:
        The edits, canonical JSON; `not_searched` with its reason where the text cannot be read. Never raises.

    """
    try:
        found = located(json.loads(text))
    except RecursionError:
        found = not_searched("nested too deeply")
    except Exception as error:
        found = not_searched(f"{type(error).__name__}: {error}")
    return json.dumps(found, sort_keys=True, separators=(",", ":"))


def not_searched(reason: str) -> dict[str, Any]:
    """Return the answer for what could not be searched."""
    return {"status": "not_searched", "reason": reason, "nodes": 0, "edits": [], "moved": [], "candidates": []}


def located(text: dict[str, Any], parts: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Find the likeliest edits of one group, decoded; what cannot be read raises.

    Args:
        text: the group.
        parts: answers of groups that it was joined from.

    """
    priors = {str(name): float(value) for name, value in text["priors"].items()}
    group = prepared(read_group(text))
    search = Search(group, priors)
    return answer(group, search, search.run([said for part in parts for said in _said(part)]), priors)


def _said(part: Mapping[str, Any]) -> Iterator[Said]:
    """Yield the edits of an answer."""
    for index, (cell, value, *_, place) in enumerate(part["edits"]):
        moved = frozenset((number, to) for edit, number, to in part["moved"] if edit == index)
        yield cell, value, None if place is None else tuple(place), moved


def prepared(group: Group) -> Group:
    """Return the group with the relations that its figures bear out."""
    values = [cell.value for cell in group.cells]
    relations = steady(group.relations, values)
    placed: list[list[int]] = [[] for _ in group.cells]
    for n, relation in enumerate(relations):
        for cell in relation.cells:
            placed[cell].append(n)
    return Group(group.cells, relations, group.lookalikes, group.lines, placed)
