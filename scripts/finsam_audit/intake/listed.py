"""Counts that a sentence lists and a table prints in one column: the one that the table has otherwise."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from finsam_audit.intake.amounts import SENTENCE
from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import Piece
from finsam_audit.intake.paragraphs import paragraphs_of
from finsam_audit.intake.printed import Printed, Tables
from finsam_audit.intake.row_names import row_named
from finsam_audit.intake.told import Told
from finsam_audit.intake.words import form
from finsam_audit.locate.slips import slip_in_place

# words of a sentence whose counts are not those that a table has of the year
OF_ANOTHER = ("another_time", "goal_in_text", "change_verb")
NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Counted:
    """A count of a sentence, where it stands in its paragraph, and the row that the words right behind it name."""

    count: str
    span: tuple[int, int]
    row: str


def listed(texts: Sequence[Text], tables: Tables) -> Iterator[Told]:
    """Yield the counts of running text that differ from a table which has the others of their sentence.

    `27 till arbete och 9 till studier`: what stands right behind each count names its row. All but one are what one
    column prints, and that one differs by a slip.

    Args:
        texts: the texts of the document that stand in no table.
        tables: the numbers of the tables.

    """
    for paragraph in paragraphs_of(texts):
        flat = paragraph.flat
        if paragraph.level > 0:
            continue
        stops = [0, *(found.end() for found in SENTENCE.finditer(flat)), len(flat)]
        for start, stop in pairwise(stops):
            if any(form(words).search(flat[start:stop]) for words in OF_ANOTHER):
                continue
            found = _of_slip(_counted(flat, (start, stop), tables), tables)
            spot = paragraph.spot(found[0].span) if found is not None else None
            if found is not None and spot is not None:
                counted, cell = found
                piece = Piece(spot.printed, "number", (counted.count,), spot.start, spot.end)
                before, after = flat[start : counted.span[0]], flat[counted.span[1] : stop]
                yield Told(
                    spot.text, cell.names[0], piece, False, cell.names[1], before, after, flat[start:stop],
                    same_as=cell.address,
                )  # fmt: skip


def _counted(flat: str, sentence: tuple[int, int], tables: Tables) -> list[Counted]:
    """Return the counts of a sentence behind which a row is named."""
    found = list(form("went_to").finditer(flat, *sentence))
    ends = [*(one.start() for one in found[1:]), sentence[1]][: len(found)]
    counted = (
        Counted(one["count"], one.span("count"), row_named(tables.named, NUMBER.split(flat[one.end() : end])[0]))
        for one, end in zip(found, ends, strict=True)
    )
    return [one for one in counted if one.row]


def _of_slip(counted: Sequence[Counted], tables: Tables) -> tuple[Counted, Printed] | None:
    """Return the one count that a column prints otherwise that prints all others, and what it prints there.

    Nothing where a column prints them all, or several columns print others.
    """
    rows = [one.row for one in counted]
    if len(set(rows)) < len(rows) or len(rows) < 2:
        return None
    columns: dict[tuple[int, int], dict[str, list[Printed]]] = defaultdict(lambda: defaultdict(list))
    for cell in tables.cells:
        if cell.kind == "number" and cell.names[0] in rows:
            columns[cell.table, cell.address[1]][cell.names[0]].append(cell)
    found: list[tuple[Counted, Printed]] = []
    for cells in columns.values():
        if len(cells) < len(rows) or any(len(alike) > 1 for alike in cells.values()):
            continue
        wrong = [(one, cells[one.row][0]) for one in counted if cells[one.row][0].value != int(one.count)]
        if not wrong:
            return None
        # one digit of one is any other
        if len(wrong) == 1 and len(wrong[0][0].count) > 1 and slip_in_place(wrong[0][0].count, str(wrong[0][1].value)):
            found += wrong
    return found[0] if len({(one.span, cell.value) for one, cell in found}) == 1 else None
