"""Word's marks and styles: names of its elements, and what the styles of a document say of their paragraphs."""

import re
from dataclasses import dataclass
from typing import Any

from finsam_audit.intake.sizes import size_of, whole_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
HEADING = re.compile(r"(heading|rubrik|\u00f6verskrift)\s?(\d)", re.IGNORECASE)
TITLE = re.compile(r"(title|subtitle|rubrik|underrubrik)", re.IGNORECASE)
CONTENTS = re.compile(r"(toc|inneh\u00e5ll)\s?\d", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """What a style says of its paragraphs: heading level, list of contents, bold, hidden."""

    level: int = 0
    is_contents: bool = False
    is_bold: bool = False
    is_hidden: bool = False


def styles_of(part: Any) -> dict[str, Style]:
    """Return what the styles of a document say of their paragraphs, those that they are based on included."""
    raw: dict[str, tuple[Style, str]] = {}
    for style in part.iter(W + "style"):
        name = value_of(style.find(W + "name"))
        heading = HEADING.fullmatch(name)
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        level = int(heading.group(2)) if heading else 1 if TITLE.fullmatch(name) else 0
        if not level and (outline_level := whole_of(value_of(outline))) is not None and outline_level < 9:
            level = outline_level + 1
        own = style.find(W + "rPr")
        found = Style(level, bool(CONTENTS.fullmatch(name)), is_on(own, "b"), is_on(own, "vanish"))
        raw[style.get(W + "styleId", "")] = (found, value_of(style.find(W + "basedOn")))
    made = {}
    for key, (style, base) in raw.items():
        seen_keys = {key}
        while base in raw and base not in seen_keys:
            seen_keys.add(base)
            above, next_base = raw[base]
            style = Style(
                style.level or above.level,
                style.is_contents or above.is_contents,
                style.is_bold or above.is_bold,
                style.is_hidden or above.is_hidden,
            )
            base = next_base
        made[key] = style
    return made


def value_of(element: Any) -> str:
    """Return the value of a property; empty where there is none."""
    return "" if element is None else str(element.get(W + "val", ""))


def is_on(properties: Any, name: str) -> bool:
    """Tell whether a property of runs is on."""
    element = None if properties is None else properties.find(W + name)
    return element is not None and value_of(element) not in ("0", "false", "off", "none")


def count_of(properties: Any, name: str) -> int:
    """Return a property that counts; 0 where there is none."""
    element = None if properties is None else properties.find(W + name)
    return size_of(value_of(element), 0)
