"""What a page paints: glyphs, filled areas and lines, upright as a viewer shows it, in the order of painting."""

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pdfminer.encodingdb import name2unicode
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, mult_matrix

from finsam_audit.intake.pdf.constants import constant

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
UNREADABLE = "\ufffd"
WEIGHTS = ("bold", "black", "heavy", "semibold", "demi")
# text rendering modes that leave no ink
NO_INK = (3, 7)


@dataclass(frozen=True, slots=True)
class Box:
    """An area in points from the upper left corner of the page as it is shown."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the width."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Return the height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the middle of the width."""
        return (self.x0 + self.x1) / 2

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point is inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def joined(self, other: "Box") -> "Box":
        """Return the smallest area that holds both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as it stands on the page; `y` is its baseline, `place` the order in which it was painted."""

    text: str
    box: Box
    y: float
    size: float
    is_bold: bool
    is_italic: bool
    colour: Colour | None
    place: int
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area or an image; an image has no colour, what is seen through has `is_opaque` unset."""

    box: Box
    colour: Colour | None
    place: int
    is_opaque: bool
    is_image: bool = False


@dataclass
class Page:
    """A page as it is shown: its size, its marks, and the way back to the coordinates of the file."""

    number: int
    width: float
    height: float
    back: Matrix
    glyphs: list[Glyph] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    # horizontal and vertical lines
    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    # characters whose line runs up or down the page
    upward: int = 0
    downward: int = 0

    def in_file(self, box: Box) -> str:
        """Return the place of an area: `p3:x0,y0,x1,y1`, user space of the file, lower left corner first."""
        ends = [apply_matrix_pt(self.back, (box.x0, box.top)), apply_matrix_pt(self.back, (box.x1, box.bottom))]
        xs, ys = sorted(x for x, _ in ends), sorted(y for _, y in ends)
        return f"p{self.number}:{xs[0]:.2f},{ys[0]:.2f},{xs[1]:.2f},{ys[1]:.2f}"


class TooLongError(Exception):
    """The time for a page is over."""


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


def is_hollow(font: PDFFont, spec: dict[str, Any]) -> bool:
    """Return whether an embedded font has codes of its own and no table that says which characters they are.

    Its letters can come out wrong without any sign of it.
    """
    flags = font.flags if isinstance(font.flags, int) else 0
    is_embedded = any(name in font.descriptor for name in ("FontFile2", "FontFile3"))
    is_simple = getattr(spec.get("Subtype"), "name", "") in ("TrueType", "Type1")
    return is_simple and is_embedded and bool(flags & 4) and "ToUnicode" not in spec and "Encoding" not in spec


def unnamed(spec: dict[str, Any]) -> frozenset[int]:
    """Return the codes of a simple font that have a name of the producer's own: the library would read them as usual.

    A table from codes to characters, where there is one, tells them.
    """
    encoding = resolve1(spec.get("Encoding"))
    if "ToUnicode" in spec or not isinstance(encoding, dict):
        return frozenset()
    found, code = set(), 0
    for item in resolve1(encoding.get("Differences")) or []:
        item = resolve1(item)
        if isinstance(item, int):
            code = item
            continue
        name = str(getattr(item, "name", ""))
        try:
            name2unicode(name)
        except (KeyError, ValueError):
            if name != ".notdef":
                found.add(code)
        code += 1
    return frozenset(found)


class Resources(PDFResourceManager):
    """Fonts, each with what the file says of it."""

    def get_font(self, objid: object, spec: Any) -> PDFFont:
        """Return a font that knows whether its codes can be trusted."""
        font = super().get_font(objid, spec)
        if not hasattr(font, "finsam_unnamed"):
            font.finsam_unnamed = unnamed(spec)  # type: ignore[attr-defined]
            font.finsam_hollow = is_hollow(font, spec)  # type: ignore[attr-defined]
        return font


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
        is_seen = (
            self.mode not in NO_INK
            and not self.hidden
            and state.alpha > constant("least_alpha")
            and (state.clip is None or state.clip.holds(box.middle, self.page.height - start[1] - box.height / 4))
        )
        if is_seen and abs(along[1]) > abs(along[0]):
            self.page.upward += along[1] > 0
            self.page.downward += along[1] < 0
        elif is_seen and along[0] >= 0 and fontsize > 0:
            if not text or UNREADABLE in text or any(ord(sign) < 32 for sign in text.strip()):
                text = UNREADABLE
            name = (font.fontname if isinstance(font.fontname, str) else "").lower()
            self.page.glyphs.append(
                Glyph(
                    text,
                    box,
                    self.page.height - start[1],
                    box.height,
                    any(word in name for word in WEIGHTS) or self.mode == 2,
                    "italic" in name or "oblique" in name,
                    colour_of(ncs, graphicstate.ncolor),
                    place,
                    getattr(font, "finsam_hollow", False),
                )
            )
        return advance

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


class Interpreter(PDFPageInterpreter):
    """Reads a content stream with what matters for seeing: transparency, clipping, hidden layers."""

    device: Painter
    inherited: State | None = None
    depth = 0
    layers_off: frozenset[int] = frozenset()
    is_clipping = False

    def dup(self) -> "Interpreter":
        """Return an interpreter for what is painted inside: it begins with this state."""
        other = self.__class__(self.rsrcmgr, self.device)
        other.inherited = self.graphicstate.copy()  # type: ignore[assignment]
        other.depth = self.depth + 1
        other.layers_off = self.layers_off
        return other

    def init_state(self, ctm: Matrix) -> None:
        """Begin with the state that is inherited."""
        super().init_state(ctm)
        self.graphicstate = self.inherited.copy() if self.inherited is not None else State()

    def do_gs(self, name: Any) -> None:
        """Take transparency from a dictionary of graphic states."""
        states = resolve1(self.resources.get("ExtGState")) or {}
        found = resolve1(states.get(getattr(name, "name", name))) or {}
        state = self.graphicstate
        if isinstance(found, dict) and isinstance(state, State):
            alpha = resolve1(found.get("ca"))
            if isinstance(alpha, (int, float)):
                state.alpha = float(alpha)
            if "BM" in found:
                blend = resolve1(found["BM"])
                blend = blend[0] if isinstance(blend, list) and blend else blend
                state.is_blended = getattr(blend, "name", "Normal") not in ("Normal", "Compatible")

    def do_W(self) -> None:  # noqa: N802
        """Keep that the path becomes a clip when it ends."""
        self.is_clipping = True

    def do_W_a(self) -> None:  # noqa: N802
        """Do as above: even-odd makes no difference to a rectangle."""
        self.is_clipping = True

    def clip(self) -> None:
        """Narrow what may be painted to the path, where that is a rectangle."""
        if not self.is_clipping:
            return
        self.is_clipping = False
        found = shapes(self.curpath)
        if len(found) != 1 or found[0][2] or len(found[0][0]) < 4:
            return
        shown = [apply_matrix_pt(self.ctm, point) for point in found[0][0]]
        if is_upright(shown) and isinstance(self.graphicstate, State):
            height = self.device.page.height
            xs, ys = [x for x, _ in shown], [height - y for _, y in shown]
            box, old = Box(min(xs), min(ys), max(xs), max(ys)), self.graphicstate.clip
            if old is not None:
                box = Box(max(box.x0, old.x0), max(box.top, old.top), min(box.x1, old.x1), min(box.bottom, old.bottom))
            self.graphicstate.clip = box

    def do_n(self) -> None:
        """End a path."""
        self.clip()
        super().do_n()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """Paint a form or an image, not deeper than anything real is."""
        if self.depth > constant("deepest_form"):
            raise TooLongError
        xobject = resolve1(self.xobjmap.get(getattr(xobjid_arg, "name", xobjid_arg)))
        if isinstance(xobject, PDFStream) and self.is_off(xobject.get("OC")):
            return
        super().do_Do(xobjid_arg)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        """Say to the painter whether the content is of a layer that is not shown."""
        is_off = False
        if getattr(tag, "name", "") == "OC":
            named = resolve1(self.resources.get("Properties")) or {}
            is_off = self.is_off(named.get(getattr(props, "name", "")))
        self.device.begin_tag(tag, is_off)

    def is_off(self, layer: Any) -> bool:
        """Return whether a layer, or all of a group of layers, is not shown."""
        if layer is None:
            return False
        if getattr(layer, "objid", None) in self.layers_off:
            return True
        content = resolve1(layer)
        members = resolve1(content.get("OCGs")) if isinstance(content, dict) else None
        members = members if isinstance(members, list) else []
        return bool(members) and all(getattr(member, "objid", None) in self.layers_off for member in members)


def turned(page: Page) -> Matrix:
    """Return the matrix from a page as shown, y down, to y up."""
    return (1, 0, 0, -1, 0, page.height)


def inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a matrix that turns and shifts."""
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    return (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)


def frame(number: int, box: Sequence[float], angle: int) -> tuple[Page, Matrix]:
    """Return an empty page for a visible box of the file turned by an angle, and the matrix from file to page."""
    x0, y0, x1, y1 = box
    matrices: dict[int, Matrix] = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }
    matrix = matrices.get(angle % 360, (1, 0, 0, 1, -x0, -y0))
    width, height = (x1 - x0, y1 - y0) if angle % 180 == 0 else (y1 - y0, x1 - x0)
    page = Page(number, width, height, (1, 0, 0, 1, 0, 0))
    return replace(page, back=mult_matrix(turned(page), inverse(matrix))), matrix
