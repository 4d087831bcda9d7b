"""What a page shows: glyphs, filled areas and lines, upright, in the order of painting."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pdfminer.utils import apply_matrix_pt, mult_matrix

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
UNREADABLE = "\ufffd"


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
    """A character as it stands on the page.

    `y` is its baseline, `place` the order in which it was painted; one that `is_cut`
    reaches out of sight, or what follows it does.
    """

    text: str
    box: Box
    y: float
    size: float
    is_bold: bool
    is_italic: bool
    colour: Colour | None
    place: int
    is_doubtful: bool = False
    is_cut: bool = False


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
    # characters whose line runs up or down the page, and how many of them run up
    upright: list[Glyph] = field(default_factory=list)
    upward: int = 0

    def in_file(self, box: Box) -> str:
        """Return the place of an area: `p3:x0,y0,x1,y1`, user space of the file, lower left corner first."""
        ends = [apply_matrix_pt(self.back, (box.x0, box.top)), apply_matrix_pt(self.back, (box.x1, box.bottom))]
        xs, ys = sorted(x for x, _ in ends), sorted(y for _, y in ends)
        return f"p{self.number}:{xs[0]:.2f},{ys[0]:.2f},{xs[1]:.2f},{ys[1]:.2f}"


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
