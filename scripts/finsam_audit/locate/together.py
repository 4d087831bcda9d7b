"""Whether what several groups suggest holds together: the relations that do not hold with all of it put in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .call import prepared
from .group import read_group
from .relations import acknowledged, strain_beside_known

UNCHANGED = ("scope_differs", "restated")
"""Causes that change no figure: their value says what would agree."""
FIRST_SETS = (0, 1)
"""What is put in: of sets that exclude each other the first."""


def changes(answer: Mapping[str, Any], sets: Sequence[int] = FIRST_SETS) -> Iterator[tuple[int, int]]:
    """Yield the cells that an answer's edits change, with their values."""
    chosen = {n for n, edit in enumerate(answer["edits"]) if edit[6] in sets and edit[2] not in UNCHANGED}
    for n, (cell, value, *_) in enumerate(answer["edits"]):
        if n in chosen and cell is not None and value is not None:
            yield cell, value
    for n, cell, value in answer["moved"]:
        if n in chosen:
            yield cell, value


def broken_together(whole: Mapping[str, Any], answers: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return the ids of the relations that do not hold with the edits of all answers put in."""
    group = prepared(read_group({**whole, "lookalikes": ()}))
    place = {cell.number: n for n, cell in enumerate(group.cells)}
    values = [cell.value for cell in group.cells]
    for answer in answers:
        for cell, value in changes(answer):
            values[place[cell]] = value
    return {
        number for relation in group.relations for number in relation.numbers
        if strain_beside_known(relation, values, acknowledged(group, relation)) is None
    }  # fmt: skip
