"""Reads a page's content with what matters for seeing: transparency, clipping, hidden layers."""

from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import apply_matrix_pt

from finsam_audit.intake.pdf.constants import constant
from finsam_audit.intake.pdf.glyphs import Box, Matrix
from finsam_audit.intake.pdf.painter import Painter, State, TooLongError, is_upright, shapes


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
