"""What is seen of a paragraph of Word: changes accepted, fields by their results, no hidden text."""

import re
from dataclasses import dataclass, field
from typing import Any

from finsam_audit.intake.cells import seen
from finsam_audit.intake.docx_styles import MC, Style, W, is_on, value_of
from finsam_audit.intake.markup import MARK

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# what was taken away by a change, or is an instruction and no text
GONE = {W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "footnoteRef")}
WRAPPERS = {W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "bdo", "dir", "sdtContent")}
# signs of the font Symbol that stand in figures
SYMBOLS = {0x2D: "\u2212", 0x2B: "+", 0xB1: "\u00b1", 0x25: "%", 0xA3: "\u2264", 0xB3: "\u2265", 0xA0: "\u20ac"}


@dataclass
class Shown:
    """What is seen of a paragraph."""

    text: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    doubt: str = ""

    def line(self) -> str:
        """Return its text as a viewer shows it."""
        return seen("".join(self.text))

    @property
    def is_bold(self) -> bool:
        """Return whether all its letters are bold."""
        return self.letters > 0 and self.bold == self.letters


class Runs:
    """Walks through paragraphs; a field may be open from one to the next."""

    def __init__(self) -> None:
        # fields that are open: what they are, and whether their result is being shown
        self.fields: list[tuple[str, bool]] = []

    def shown(self, paragraph: Any, style: Style) -> Shown:
        """Return what is seen of a paragraph of a style."""
        shown = Shown()
        if not style.is_hidden:
            self._walk(paragraph, shown, style)
        return shown

    def _walk(self, element: Any, shown: Shown, style: Style) -> None:
        for child in element:
            tag = child.tag
            if tag in GONE or not isinstance(tag, str):
                continue
            if tag == W + "r":
                self._run(child, shown, style)
            elif tag == W + "sdt":
                control = child.find(W + "sdtPr")
                content = child.find(W + "sdtContent")
                if content is not None and not is_on(control, "showingPlcHdr"):
                    self._walk(content, shown, style)
            elif tag in WRAPPERS or tag == W + "fldSimple":
                self._walk(child, shown, style)
            elif tag in (M + "oMath", M + "oMathPara"):
                if self._is_shown():
                    shown.text.append("".join(found.text or "" for found in child.iter(M + "t")))
            elif tag == MC + "AlternateContent":
                self._alternative(child, shown, style)

    def _alternative(self, element: Any, shown: Shown, style: Style) -> None:
        chosen = element.find(MC + "Choice")
        if chosen is None:
            chosen = element.find(MC + "Fallback")
        if chosen is not None:
            self._drawings(chosen, shown)
            self._walk(chosen, shown, style)

    def _drawings(self, element: Any, shown: Shown) -> None:
        shown.boxes.extend(box for box in element.iter(W + "txbxContent") if not is_inside_box(box, element))

    def _is_shown(self) -> bool:
        return all(shows for _, shows in self.fields)

    def _run(self, run: Any, shown: Shown, style: Style) -> None:
        properties = run.find(W + "rPr")
        # what is struck through was replaced, and is no amount
        is_hidden = any(is_on(properties, name) for name in ("vanish", "webHidden", "strike", "dstrike"))
        align = value_of(properties.find(W + "vertAlign")) if properties is not None else ""
        bold = properties.find(W + "b") if properties is not None else None
        is_bold = style.is_bold if bold is None else is_on(properties, "b")
        text: list[str] = []
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag == W + "instrText":
                self._instruction(child.text or "")
            elif is_hidden or not self._is_shown():
                continue
            elif tag == W + "t":
                text.append(child.text or "")
            elif tag in (W + "tab", W + "ptab"):
                text.append("\t")
            elif tag in (W + "br", W + "cr"):
                text.append("\n")
            elif tag == W + "noBreakHyphen":
                text.append("-")
            elif tag == W + "sym":
                text.append(self._symbol(child, shown))
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                shown.marks.append(child.get(W + "id", ""))
            elif tag == W + "ruby":
                base = child.find(W + "rubyBase")
                if base is not None:
                    self._walk(base, shown, style)
            elif tag == MC + "AlternateContent":
                self._alternative(child, shown, style)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawings(child, shown)
        words = "".join(text)
        if align == "superscript" and MARK.fullmatch(words.strip()):
            shown.marks.append(words.strip())
            return
        if words:
            shown.text.append(words)
            count = len(re.findall(r"\w", words))
            shown.letters += count
            shown.bold += count * is_bold

    def _symbol(self, child: Any, shown: Shown) -> str:
        font, code = child.get(W + "font", ""), child.get(W + "char", "")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else 0
        # signs of such fonts lie in a private part of Unicode
        low = number - 0xF000 if number >= 0xF000 else number
        if font.lower() == "symbol":
            if low in SYMBOLS:
                return SYMBOLS[low]
            if 0x20 <= low < 0x7F:
                return chr(low)
        elif number < 0xE000 and number:
            return chr(number)
        shown.doubt = "symbol"
        return ""

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(("", False))
        elif kind == "separate" and self.fields:
            self.fields[-1] = (self.fields[-1][0], True)
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _instruction(self, text: str) -> None:
        if self.fields and not self.fields[-1][1] and not self.fields[-1][0] and text.strip():
            self.fields[-1] = (text.split()[0].upper(), False)


def is_inside_box(box: Any, top: Any) -> bool:
    """Tell whether a text box lies inside another one, or in the second form of one that is there already."""
    above = box.getparent()
    while above is not None and above is not top:
        if above.tag in (W + "txbxContent", MC + "Fallback"):
            return True
        above = above.getparent()
    return False
