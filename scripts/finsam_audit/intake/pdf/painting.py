"""The pages of a document painted: content, shown fields and notes, within the area that is seen."""

import contextlib
import itertools
import logging
import time
from dataclasses import replace
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, decode_text, mult_matrix

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.fonts import Resources
from finsam_audit.intake.pdf.glyphs import Box, Glyph, Matrix, Page, frame
from finsam_audit.intake.pdf.interpreter import Interpreter
from finsam_audit.intake.pdf.painter import Painter, TooLongError

# flags of an annotation: invisible, hidden, not shown on the screen
NOT_SHOWN = 1 | 2 | 32
PASSWORD = 1 << 13
BLACK = (0.0, 0.0, 0.0)

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def painted(document: PDFDocument, pdf_page: PDFPage, number: int, resources: Resources, until: float) -> Page:
    """Return a page with all that it paints; one whose lines run up or down is turned until they run across."""
    page = painted_at(document, pdf_page, number, resources, until, pdf_page.rotate)
    if len(page.upright) > len(page.glyphs):
        angle = pdf_page.rotate + (90 if 2 * page.upward >= len(page.upright) else 270)
        page = painted_at(document, pdf_page, number, resources, until, angle)
    page.glyphs += lines_of(page.upright)
    return page


def lines_of(upright: list[Glyph]) -> list[Glyph]:
    """Return text that stands on its side, as headings of narrow columns do: each line as one wide character.

    The lowest foot of those beside each other is their baseline, so that they are one row.
    """
    lines: list[list[Glyph]] = []
    for glyph in upright:
        last = lines[-1][-1] if lines else None
        reach = constant("stretch_gap") * glyph.size
        near = last is not None and abs(last.box.x0 - glyph.box.x0) < constant("line_reach") * glyph.size
        if last is not None and near and distance(last.box, glyph.box) < reach:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    found = []
    for line in lines:
        text, box = "", line[0].box
        for before, glyph in itertools.pairwise([line[0], *line]):
            is_apart = distance(before.box, glyph.box) > constant("space_gap") * glyph.size
            text += (" " if is_apart else "") + glyph.text
            box = box.joined(glyph.box)
        text = " ".join(text.split())
        if text:
            found.append(replace(line[0], text=text, box=box))
    beside = [[line for line in found if distance(line.box, other.box) <= 0] for other in found]
    # one alone is a text in the margin
    return [
        replace(line, y=max(other.box.bottom for other in others))
        for line, others in zip(found, beside, strict=True)
        if len(others) > 1
    ]


def distance(one: Box, other: Box) -> float:
    """Return how far an area stands above or below another."""
    return max(one.top - other.bottom, other.top - one.bottom)


def painted_at(
    document: PDFDocument, pdf_page: PDFPage, number: int, resources: Resources, until: float, angle: int
) -> Page:
    """Return a page painted at an angle."""
    page, matrix = frame(number, visible(pdf_page), angle)
    painter = Painter(resources, page, until)
    interpreter = Interpreter(resources, painter)
    interpreter.layers_off = layers_off(document)
    painter.set_ctm(matrix)
    interpreter.render_contents(resolve1(pdf_page.resources) or {}, pdf_page.contents, ctm=matrix)
    form = resolve1(document.catalog.get("AcroForm"))
    form = form if isinstance(form, dict) else {}
    for reference in resolve1(pdf_page.annots) or []:
        annotation = resolve1(reference)
        if isinstance(annotation, dict):
            with contextlib.suppress(TypeError, ValueError, KeyError, IndexError, AttributeError):
                annotate(annotation, form, page, matrix, interpreter)
    page.glyphs = [
        glyph
        for glyph in page.glyphs
        if 0 <= glyph.box.middle <= page.width and 0 <= glyph.y - glyph.size / 4 <= page.height
    ]
    return page


def visible(pdf_page: PDFPage) -> tuple[float, float, float, float]:
    """Return the part of the page that viewers show: the crop box within the media box."""
    media, crop = pdf_page.mediabox, pdf_page.cropbox
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return box if box[0] < box[2] and box[1] < box[3] else media


def layers_off(document: PDFDocument) -> frozenset[int]:
    """Return the numbers of the layers that are not shown when the document is opened."""
    properties = resolve1(document.catalog.get("OCProperties"))
    setting = resolve1(properties.get("D")) if isinstance(properties, dict) else None
    if not isinstance(setting, dict):
        return frozenset()
    state = resolve1(setting.get("BaseState"))
    off = resolve1(setting.get("OFF")) or []
    if getattr(state, "name", "") == "OFF":
        on = {getattr(layer, "objid", None) for layer in resolve1(setting.get("ON")) or []}
        off = [layer for layer in resolve1(properties.get("OCGs")) or [] if getattr(layer, "objid", None) not in on]
    return frozenset(layer.objid for layer in off if hasattr(layer, "objid"))


def inherited(field: dict[str, Any], name: str) -> Any:
    """Return an entry of a field, or of the fields above it."""
    for _ in range(int(constant("deepest_form"))):
        if name in field:
            return resolve1(field[name])
        parent = resolve1(field.get("Parent"))
        if not isinstance(parent, dict):
            return None
        field = parent
    return None


def annotate(
    annotation: dict[str, Any], form: dict[str, Any], page: Page, matrix: Matrix, interpreter: Interpreter
) -> None:
    """Paint a form field or a note that stands on the page."""
    kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
    flags = resolve1(annotation.get("F")) or 0
    if kind not in ("Widget", "FreeText") or flags & NOT_SHOWN or interpreter.is_off(annotation.get("OC")):
        return
    x0, y0, x1, y1 = (float(resolve1(value)) for value in resolve1(annotation["Rect"]))
    rect = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    is_text = kind == "FreeText" or getattr(inherited(annotation, "FT"), "name", "") in ("Tx", "Ch")
    stream = appearance(annotation)
    is_stale = is_text and kind == "Widget" and bool(resolve1(form.get("NeedAppearances")))
    if stream is not None and not is_stale:
        paint_form(stream, rect, matrix, interpreter)
    elif is_text and not (kind == "Widget" and (inherited(annotation, "Ff") or 0) & PASSWORD):
        value = inherited(annotation, "V") if kind == "Widget" else resolve1(annotation.get("Contents"))
        value = value[0] if isinstance(value, list) and value else value
        style = inherited(annotation, "DA") or resolve1(form.get("DA")) or b""
        if isinstance(value, bytes):
            write(decode_text(value), style, inherited(annotation, "Q") or 0, rect, page, matrix)


def appearance(annotation: dict[str, Any]) -> PDFStream | None:
    """Return the stream that shows an annotation in its present state."""
    states = resolve1(annotation.get("AP"))
    normal = resolve1(states.get("N")) if isinstance(states, dict) else None
    if isinstance(normal, dict):
        chosen = resolve1(annotation.get("AS"))
        normal = resolve1(normal.get(chosen.name)) if isinstance(chosen, PSLiteral) else None
    return normal if isinstance(normal, PDFStream) else None


def paint_form(
    stream: PDFStream, rect: tuple[float, float, float, float], matrix: Matrix, interpreter: Interpreter
) -> None:
    """Paint an appearance into its rectangle, as the format says: its box, transformed, is fitted to the rectangle."""
    inner: Any = tuple(float(resolve1(value)) for value in resolve1(stream.get("Matrix")) or (1, 0, 0, 1, 0, 0))
    x0, y0, x1, y1 = (float(resolve1(value)) for value in resolve1(stream["BBox"]))
    corners = [apply_matrix_pt(inner, (x, y)) for x in (x0, x1) for y in (y0, y1)]
    left, low = min(x for x, _ in corners), min(y for _, y in corners)
    wide, high = max(x for x, _ in corners) - left, max(y for _, y in corners) - low
    if not wide or not high:
        return
    scale_x, scale_y = (rect[2] - rect[0]) / wide, (rect[3] - rect[1]) / high
    fit: Matrix = (scale_x, 0, 0, scale_y, rect[0] - left * scale_x, rect[1] - low * scale_y)
    at = mult_matrix(inner, mult_matrix(fit, matrix))
    inside = interpreter.dup()
    inside.inherited = None
    interpreter.device.set_ctm(at)
    inside.render_contents(resolve1(stream.get("Resources")) or {}, [stream], ctm=at)
    interpreter.device.set_ctm(matrix)


def write(
    text: str, style: Any, side: int, rect: tuple[float, float, float, float], page: Page, matrix: Matrix
) -> None:
    """Set the value of a field that has no appearance of its own: viewers do so when they open the file."""
    words = style.split() if isinstance(style, bytes) else []
    size = float(words[words.index(b"Tf") - 1]) if b"Tf" in words[1:] else 0.0
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    size = size or min((rect[3] - rect[1]) / max(1, len(lines)) * 0.7, 12.0)
    step = size * constant("assumed_width")
    for number, line in enumerate(lines):
        width = step * len(line)
        room = rect[2] - rect[0] - width
        start = rect[0] + (2.0, room / 2, room - 2.0)[side if side in (0, 1, 2) else 0]
        low = (rect[1] + rect[3]) / 2 - 0.35 * size if len(lines) == 1 else rect[3] - (number + 1) * size * 1.15
        for place, sign in enumerate(line):
            points = [
                apply_matrix_pt(matrix, (start + place * step, low)),
                apply_matrix_pt(matrix, (start + (place + 1) * step, low + 0.8 * size)),
            ]
            xs, ys = sorted(x for x, _ in points), sorted(page.height - y for _, y in points)
            box = Box(xs[0], ys[0], xs[1], ys[1])
            page.glyphs.append(Glyph(sign, box, ys[1], size, False, False, BLACK, 1 << 40))


def pages_of(document: PDFDocument, pdf_pages: list[PDFPage]) -> tuple[list[Page], dict[int, str]]:
    """Return the pages that could be painted, and the reasons for those that could not, by number."""
    resources, found, reasons = Resources(), [], {}
    end = time.monotonic() + constant("most_seconds")
    for number, pdf_page in enumerate(pdf_pages, 1):
        until = min(end, time.monotonic() + constant("most_page_seconds"))
        try:
            found.append(painted(document, pdf_page, number, resources, until))
        except (TooLongError, MemoryError):
            if time.monotonic() > end:
                raise TimeoutError from None
            reasons[number] = "page_too_long"
        except Exception:
            # the library lets every kind of error through on damaged content
            reasons[number] = "page_damaged"
    return found, reasons
