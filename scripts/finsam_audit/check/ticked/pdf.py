"""Ticks in a PDF: annotations that are written behind the file, every byte of which stays as it is."""

import io
import re
from collections import defaultdict
from collections.abc import Sequence

from pypdf import PdfWriter
from pypdf.annotations import MarkupAnnotation
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from finsam_audit.check.ticked.marks import Mark

PLACE = re.compile(r"p(\d+):(-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+)")
# each sign as one line through a square of ten by ten
CIRCLE = ((5, 9), (7.8, 7.8), (9, 5), (7.8, 2.2), (5, 1), (2.2, 2.2), (1, 5), (2.2, 7.8), (5, 9))
STROKES: dict[str, Sequence[tuple[float, float]]] = {
    "footed": ((8, 9), (2, 9), (6, 5), (2, 1), (8, 1)),
    "cross_footed": ((1, 5), (9, 5), (6, 8), (9, 5), (6, 2)),
    "tied": ((1, 5), (4, 1), (9, 9)),
    "prior_year": ((9, 1), (9, 7), (1, 7), (4, 9.5), (1, 7), (4, 4.5)),
    "recomputed": ((1, 3), (3.5, 7), (6.5, 3), (9, 7)),
    "goal": ((5, 9), (9, 5), (5, 1), (1, 5), (5, 9)),
    "wrong": ((1, 1), (9, 9), (5, 5), (1, 9), (9, 1)),
    "candidate": ((5, 9), (9, 1), (1, 1), (5, 9)),
    "exception": ((5, 1), (5, 9), (5, 6.5), (2, 6.5), (8, 6.5), (5, 6.5), (5, 3.5), (2, 3.5), (8, 3.5)),
    "review": ((2.5, 7), (4, 9), (6.5, 9), (7.5, 7), (5, 4.5), (5, 3)),
    "untested": CIRCLE,
}
GREEN, RED, AMBER, GREY = (0.05, 0.5, 0.2), (0.8, 0.05, 0.05), (0.8, 0.45, 0.0), (0.45, 0.45, 0.45)
COLOURS = {"wrong": RED, "candidate": AMBER, "exception": AMBER, "review": AMBER, "untested": GREY}
# points; as high as small print, so that a sign fits between two columns
SIZE, GAP, NOTE, MARGIN = 4.5, 0.8, 20.0, 2.0
# a cross is seen when a page is leafed through
LARGE = 8.0
AUTHOR = "Finsam Audit"
PRINTED = 4


def ticked_pdf(content: bytes, marks: Sequence[Mark]) -> bytes:
    """Return a PDF with a sign at every number and a note beside every one that is wrong.

    Args:
        content: the file.
        marks: their places are `p<page>:x0,y0,x1,y1` in points from the lower left corner.

    """
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    by_page: dict[int, list[tuple[Mark, tuple[float, float, float, float]]]] = defaultdict(list)
    for mark in marks:
        found = PLACE.fullmatch(mark.place)
        if found:
            x0, y0, x1, y1 = (float(found[n]) for n in range(2, 6))
            by_page[int(found[1]) - 1].append((mark, (x0, y0, x1, y1)))
    looks: dict[tuple[str, str, int], IndirectObject] = {}
    for page_no, own in sorted(by_page.items()):
        page = writer.pages[page_no]
        turn = page.rotation % 360
        edge = max(x for x, _ in _corners(tuple(map(float, page.cropbox)), turn))
        notes: list[float] = []
        for mark, box in own:
            seen = _corners(box, turn)
            x, middle = max(x for x, _ in seen) + GAP, sum(y for _, y in seen) / 2
            for sign in mark.signs:
                if sign not in STROKES:
                    continue
                colour = COLOURS.get(sign if mark.kind == "holds" else mark.kind, GREEN)
                size = LARGE if sign == "wrong" else SIZE
                key = (sign, "".join(map(str, colour)), turn)
                if key not in looks:
                    looks[key] = writer._add_object(_look(sign, colour, turn))
                drawn = _sign(sign, (x, middle - size / 2), size, colour, mark.text, turn)
                drawn[NameObject("/AP")] = DictionaryObject({NameObject("/N"): looks[key]})
                writer.add_annotation(page_no, drawn)
                x += size + GAP
            if mark.kind == "wrong":
                # notes of one row stand beside each other: of two at one place only the upper can be opened
                beside = sum(abs(middle - other) < NOTE / 2 for other in notes)
                notes.append(middle)
                corner = (edge - (beside + 1) * (NOTE + MARGIN), middle - NOTE / 2)
                writer.add_annotation(page_no, _note(_box(corner, NOTE, turn), mark.text))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _corners(box: Sequence[float], turn: int) -> list[tuple[float, float]]:
    """Return two opposite corners of a box as a reader sees them on a page that is turned."""
    x0, y0, x1, y1 = box
    return [_turned(x, y, turn) for x, y in ((x0, y0), (x1, y1))]


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a point turned clockwise."""
    return {0: (x, y), 90: (y, -x), 180: (-x, -y), 270: (-y, x)}[turn]


def _box(corner: tuple[float, float], size: float, turn: int) -> tuple[float, float, float, float]:
    """Return the box in the file of a square whose lower left corner a reader sees there."""
    x, y = corner
    ends = [_turned(*end, -turn % 360) for end in ((x, y), (x + size, y + size))]
    xs, ys = sorted(x for x, _ in ends), sorted(y for _, y in ends)
    return xs[0], ys[0], xs[1], ys[1]


def _numbers(values: Sequence[float]) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 2)) for value in values)


def _look(sign: str, colour: Sequence[float], turn: int) -> DecodedStreamObject:
    """Return how a sign is drawn: readers differ in what they make of a line that has no look of its own."""
    strokes = STROKES[sign]
    path = " ".join(f"{x} {y} {'m' if place == 0 else 'l'}" for place, (x, y) in enumerate(strokes))
    dot = " 5 1.2 m 5 0.8 l" if sign == "review" else ""
    made = DecodedStreamObject()
    red, green, blue = colour
    made.set_data(f"q {red} {green} {blue} RG 1.4 w 1 J 1 j {path}{dot} S Q".encode())
    made.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _numbers((0, 0, 10, 10)),
            NameObject("/Matrix"): _numbers((*_turned(1, 0, -turn % 360), *_turned(0, 1, -turn % 360), 0, 0)),
            NameObject("/Resources"): DictionaryObject(),
        }
    )
    return made


def _annotation(kind: str, box: Sequence[float], colour: Sequence[float], text: str) -> MarkupAnnotation:
    made = _Markup(title_bar=AUTHOR)
    made.update(
        {
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): _numbers(box),
            NameObject("/C"): _numbers(colour),
            NameObject("/F"): NumberObject(PRINTED),
            NameObject("/Contents"): TextStringObject(text),
        }
    )
    return made


class _Markup(MarkupAnnotation):
    """An annotation whose kind is said by its entries."""


def _sign(
    sign: str, corner: tuple[float, float], size: float, colour: Sequence[float], text: str, turn: int
) -> MarkupAnnotation:
    """Return a sign: a circle at an untested number, else a line through its corners."""
    is_circle = sign == "untested"
    made = _annotation("/Circle" if is_circle else "/PolyLine", _box(corner, size, turn), colour, text)
    if not is_circle:
        x, y = corner
        points = (_turned(x + px * size / 10, y + py * size / 10, -turn % 360) for px, py in STROKES[sign])
        made[NameObject("/Vertices")] = _numbers([coordinate for point in points for coordinate in point])
    return made


def _note(box: Sequence[float], text: str) -> MarkupAnnotation:
    made = _annotation("/Text", box, RED, text)
    made[NameObject("/Name")] = NameObject("/Comment")
    return made
