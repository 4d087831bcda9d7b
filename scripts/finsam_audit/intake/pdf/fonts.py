"""Fonts, and which of their codes say no character."""

from typing import Any

from pdfminer.encodingdb import name2unicode
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import resolve1


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
