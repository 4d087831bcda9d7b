"""What each municipality pays of what they pay together, where a sentence divides it in percent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from finsam_audit.intake.amounts import SENTENCE
from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import Piece
from finsam_audit.intake.paragraphs import paragraphs_of
from finsam_audit.intake.printed import Tables
from finsam_audit.intake.told import Told
from finsam_audit.intake.words import form

NUMBER = re.compile(r"\d{1,2}(?:,\d+)?")


def paid_shares(texts: Sequence[Text], tables: Tables) -> Iterator[Told]:
    """Yield the percentages into which sentences divide what the municipalities pay, each under its municipality's row.

    `Av kommunernas del betalar Granlunda 70 procent och Ekvik 30 procent`: the name stands before each, or after each.

    Args:
        texts: the texts of the document that stand in no table.
        tables: the numbers of the tables.

    """
    called = _municipalities(tables)
    if len(called) < 2:
        return
    for paragraph in paragraphs_of(texts):
        flat = paragraph.flat
        stops = [0, *(found.end() for found in SENTENCE.finditer(flat)), len(flat)]
        for start, stop in pairwise(stops):
            sentence = flat[start:stop]
            if not form("municipal_part").search(sentence) or form("no_municipal_part").search(sentence):
                continue
            found = list(form("percentage_in_text").finditer(flat, start, stop))
            rows = _rows_beside(flat, [start, *(edge for one in found for edge in one.span()), stop], called)
            for one, row in zip(found, rows, strict=False):
                spot = paragraph.spot(one.span())
                reading = NUMBER.match(one.group())
                if spot is not None and reading is not None:
                    piece = Piece(spot.printed, "percent", (reading.group(),), spot.start, spot.end)
                    yield Told(spot.text, row, piece, False, sentence=sentence, is_paid_share=True)


def _municipalities(tables: Tables) -> dict[str, str]:
    """Return the rows of municipalities by their bare names."""
    found = {label: form("municipality_row").fullmatch(label) for label in tables.named}
    return {name: label for label, match in found.items() if match is not None for name in match.groups() if name}


def _rows_beside(flat: str, edges: Sequence[int], called: Mapping[str, str]) -> list[str]:
    """Return the row of each percentage: the one named before each of them, else after each; none where either lacks.

    Args:
        flat: the paragraph.
        edges: where the sentence begins, where each percentage begins and ends, where the sentence ends.
        called: the rows by the names of their municipalities.

    """
    between = [flat[edges[n] : edges[n + 1]] for n in range(0, len(edges), 2)]
    if len(between) < 3:
        return []
    for gaps in (between[:-1], between[1:]):
        rows = [[row for name, row in called.items() if re.search(rf"\b{re.escape(name)}s?\b", gap)] for gap in gaps]
        if all(len(named) == 1 for named in rows) and len({named[0] for named in rows}) == len(rows):
            return [named[0] for named in rows]
    return []
