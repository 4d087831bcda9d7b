"""Marks of Markdown and HTML inside a line: what is seen of it, and which footnotes it refers to."""

import html
import re
from dataclasses import dataclass

from finsam_audit.intake.cells import seen

STRUCK = re.compile(r"~~.*?~~|<(del|s|strike)\b[^>]*>.*?</\1>", re.IGNORECASE)
RAISED = re.compile(r"<sup\b[^>]*>(.*?)</sup>", re.IGNORECASE)
# raised text of Pandoc
CARET = re.compile(r"\^([^\s^]{1,4})\^")
REFERENCE = re.compile(r"\[\^([^\]]+)\]")
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_\\])\1(?![\w*])")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>])")
MARK = re.compile(r"[\d*a-d\u2020)]{1,3}")


@dataclass(frozen=True)
class Seen:
    """A text as it is seen, whether all of it is bold, the marks that were left out."""

    text: str
    is_bold: bool = False
    marks: str = ""


def inline(text: str) -> Seen:
    """Return what is seen of a line; line breaks become line feeds."""
    marks: list[str] = []

    def raised(match: re.Match[str]) -> str:
        inner = TAG.sub("", match.group(1)).strip()
        if MARK.fullmatch(inner):
            marks.append(inner)
            return ""
        return inner

    def referred(match: re.Match[str]) -> str:
        marks.append(match.group(1))
        return ""

    # what is escaped is set aside, so that no mark is seen in it
    kept: list[str] = []

    def aside(match: re.Match[str]) -> str:
        kept.append(match.group(1))
        return f"\ue000{len(kept) - 1}\ue001"

    text = ESCAPED.sub(aside, text)
    text = STRUCK.sub("", text)
    text = REFERENCE.sub(referred, text)
    text = RAISED.sub(raised, text)
    text = CARET.sub(raised, text)
    text = LINK.sub(r"\1", IMAGE.sub("", text))
    text = BREAK.sub("\n", text)
    stripped = text.strip()
    is_bold = bool(re.fullmatch(r"(\*\*|__).+?\1|<(b|strong)>.*?</\2>", stripped))
    text = TAG.sub("", text)
    text = STRONG.sub(r"\2", text)
    text = EMPHASIS.sub(r"\2", text)
    text = html.unescape(text.replace("`", ""))
    # a file may hold these signs itself, or write them as entities
    text = re.sub("\ue000([0-9]{1,9})\ue001", lambda found: "".join(kept[int(found[1]) :][:1]), text)
    return Seen(seen(text).strip(" \t\r"), is_bold, ",".join(marks))
