"""Takes down what a page paints: characters, areas and lines that are let through."""

import itertools
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import UNREADABLE, Area, Box, Colour, Glyph, Matrix, Page

WEIGHTS = ("bold", "black", "heavy", "semibold", "demi")
# text rendering modes that leave no ink
NO_INK = (3, 7)


class TooLongError(Exception):
    """The time for a page is over."""


def is_private(sign: str) -> bool:
    """Return whether a character says nothing: a control code, or one of the private areas of Unicode."""
    return unicodedata.category(sign) in ("Cc", "Co", "Cn")


class State(PDFGraphicState):
    """A graphic state that also knows what is let through and where it may paint."""

    def __init__(self) -> None:
        super().__init__()
        self.alpha = 1.0
        self.is_blended = False
        self.clip: Box | None = None

    def copy(self) -> "State":
        """Return a copy."""
        other = State()
        other.__dict__.update(self.__dict__)
        return other


def colour_of(space: PDFColorSpace, colour: Any) -> Colour | None:
    """Return a colour as red, green, blue from 0 to 1; None where it cannot be told (a pattern)."""
    try:
        parts = [float(part) for part in (colour if isinstance(colour, (list, tuple)) else [colour])]
    except (TypeError, ValueError):
        return None
    if space.name in ("Separation", "DeviceN"):
        # full tint is ink, none is paper
        return (1 - parts[0],) * 3 if len(parts) == 1 else None
    if len(parts) == 1:
        return (parts[0],) * 3
    if len(parts) == 3 and space.name != "Lab":
        return (parts[0], parts[1], parts[2])
    if len(parts) == 4:
        return tuple((1 - part) * (1 - parts[3]) for part in parts[:3])  # type: ignore[return-value]
    return None


class Painter(PDFTextDevice):
    """Takes down what is painted on one page."""

    def __init__(self, resources: PDFResourceManager, page: Page, until: float) -> None:
        super().__init__(resources)
        self.page = page
        self.until = until
        self.place = 0
        self.mode = 0
        self.hidden = 0
        self.tags: list[bool] = []

    def next_place(self) -> int:
        """Return the next place in the order of painting; end where the time is over."""
        self.place += 1
        if self.place % 500 == 0 and time.monotonic() > self.until:
            raise TooLongError
        if self.place > constant("most_marks"):
            raise TooLongError
        return self.place

    def render_string(self, textstate: Any, seq: Any, ncs: PDFColorSpace, graphicstate: PDFGraphicState) -> None:
        """Keep the rendering mode for the characters of the string."""
        self.mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Take down a character."""
        try:
            text = UNREADABLE if cid in getattr(font, "finsam_unnamed", ()) else font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNREADABLE
        place = self.next_place()
        advance = font.char_width(cid) * fontsize * scaling
        if isinstance(font, PDFType3Font):
            fontsize = fontsize * abs(font.vscale) * 1000
        low = min(0.0, max(-0.35, font.get_descent()))
        corners = [
            apply_matrix_pt(matrix, (x, y + rise))
            for x in (0.0, advance)
            for y in (low * fontsize, (1 + low) * fontsize)
        ]
        start = apply_matrix_pt(matrix, (0.0, rise))
        along = (matrix[0] * advance, matrix[1] * advance)
        state = graphicstate if isinstance(graphicstate, State) else State()
        xs, ys = [x for x, _ in corners], [self.page.height - y for _, y in corners]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        has_ink = self.mode not in NO_INK and not self.hidden and state.alpha > constant("least_alpha")
        window = Box(0, 0, self.page.width, self.page.height) if state.clip is None else state.clip
        is_let_through = window.holds(box.middle, self.page.height - start[1] - box.height / 4)
        if has_ink and not is_let_through and text.strip():
            self.cut(box, self.page.height - start[1])
        is_seen = has_ink and is_let_through
        is_upright = abs(along[1]) > abs(along[0])
        if is_seen and (is_upright or (along[0] >= 0 and fontsize > 0)):
            if not text or UNREADABLE in text or any(is_private(sign) for sign in text.strip()):
                text = UNREADABLE
            name = (font.fontname if isinstance(font.fontname, str) else "").lower()
            size = box.width if is_upright else box.height
            reach = constant("cut_reach") * size
            (self.page.upright if is_upright else self.page.glyphs).append(
                Glyph(
                    text,
                    box,
                    self.page.height - start[1],
                    size,
                    any(word in name for word in WEIGHTS) or self.mode == 2,
                    "italic" in name or "oblique" in name,
                    colour_of(ncs, graphicstate.ncolor),
                    place,
                    getattr(font, "finsam_hollow", False),
                    box.x1 > window.x1 + reach or box.x0 < window.x0 - reach,
                )
            )
            self.page.upward += is_upright and along[1] > 0
        return advance

    def cut(self, box: Box, y: float) -> None:
        """Note that what follows the last character is out of sight."""
        last = self.page.glyphs[-1] if self.page.glyphs else None
        if last is not None and abs(last.y - y) < 1 and abs(box.x0 - last.box.x1) < constant("space_gap") * last.size:
            self.page.glyphs[-1] = replace(last, is_cut=True)

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Take down an image as an area: the unit square."""
        ends = [apply_matrix_pt(self.ctm, point) for point in ((0.0, 0.0), (1.0, 1.0))]  # type: ignore[arg-type]
        self.area(ends, None, "SMask" not in stream and "Mask" not in stream and not stream.get("ImageMask"), True)

    def area(
        self, ends: Sequence[tuple[float, float]], colour: Colour | None, is_opaque: bool, is_image: bool = False
    ) -> None:
        """Take down an area by its points."""
        xs, ys = [x for x, _ in ends], [self.page.height - y for _, y in ends]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if not self.hidden:
            self.page.areas.append(Area(box, colour, self.next_place(), is_opaque, is_image))

    def paint_path(
        self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        """Take down lines and filled rectangles; other shapes are ornaments."""
        state = graphicstate if isinstance(graphicstate, State) else State()
        if self.hidden or state.alpha <= constant("least_alpha"):
            return
        for points, is_closed, is_curved in shapes(path):
            shown = [apply_matrix_pt(self.ctm, point) for point in points]  # type: ignore[arg-type]
            xs, ys = [x for x, _ in shown], [self.page.height - y for _, y in shown]
            box = Box(min(xs), min(ys), max(xs), max(ys))
            clip = state.clip
            if clip is not None:
                box = Box(
                    max(box.x0, clip.x0), max(box.top, clip.top), min(box.x1, clip.x1), min(box.bottom, clip.bottom)
                )
                if box.width < 0 or box.height < 0:
                    continue
            thin = constant("line_thickness")
            is_box = is_closed and len(points) >= 4 and is_upright(shown)
            if fill and not is_curved:
                if box.height <= thin < box.width:
                    self.page.across.append(box)
                elif box.width <= thin < box.height:
                    self.page.down.append(box)
                elif is_box:
                    colour = colour_of(graphicstate.ncs, graphicstate.ncolor)
                    opaque = state.alpha >= 1 and not state.is_blended
                    self.page.areas.append(Area(box, colour, self.next_place(), opaque))
            if stroke and not is_curved:
                self.lines(shown, is_closed)

    def lines(self, shown: Sequence[tuple[float, float]], is_closed: bool) -> None:
        """Take down the lines of a path that run across or down."""
        ends = [*shown, shown[0]] if is_closed else list(shown)
        thin = constant("line_thickness")
        for (ax, ay), (bx, by) in itertools.pairwise(ends):
            self.next_place()
            box = Box(min(ax, bx), self.page.height - max(ay, by), max(ax, bx), self.page.height - min(ay, by))
            if box.height <= thin < box.width:
                self.page.across.append(box)
            elif box.width <= thin < box.height:
                self.page.down.append(box)

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Keep whether marked content is of a layer that is not shown."""
        self.tags.append(bool(props is True))
        self.hidden += self.tags[-1]

    def end_tag(self) -> None:
        """End marked content."""
        if self.tags:
            self.hidden -= self.tags.pop()

    def do_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Leave out points of marked content."""


def shapes(path: Sequence[Any]) -> list[tuple[list[tuple[float, float]], bool, bool]]:
    """Return the subpaths of a path: points, whether closed, whether curved."""
    found: list[tuple[list[tuple[float, float]], bool, bool]] = []
    points: list[tuple[float, float]] = []
    is_closed = is_curved = False
    for step in [*path, ("m",)]:
        if step[0] == "m":
            if len(points) > 1:
                ends = points[:-1] if points[0] == points[-1] and len(points) > 2 else points
                found.append((ends, is_closed or len(ends) < len(points), is_curved))
            points, is_closed, is_curved = [], False, False
        if step[0] == "h":
            is_closed = True
        elif len(step) > 2:
            is_curved = is_curved or step[0] not in ("m", "l")
            points.append((step[-2], step[-1]))
    return found


def is_upright(points: Sequence[tuple[float, float]]) -> bool:
    """Return whether all sides run across or down."""
    sides = zip(points, [*points[1:], points[0]], strict=True)
    return all(abs(ax - bx) < 0.1 or abs(ay - by) < 0.1 for (ax, ay), (bx, by) in sides)
