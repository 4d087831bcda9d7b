"""Marks of Markdown and HTML inside a line: what is seen of it, and which footnotes it refers to."""

import html
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from finsam_audit.intake.cells import seen

# (each of these is looked for no further than it reaches in a report: one that never ends costs no more than that)
STRUCK = re.compile(r"~~.{0,1000}?~~|<(del|s|strike)\b[^>]{0,200}>.{0,1000}?</\1>", re.IGNORECASE)
RAISED = re.compile(r"<sup\b[^>]{0,200}>(.{0,200}?)</sup>", re.IGNORECASE)
# raised text of Pandoc
CARET = re.compile(r"\^([^\s^]{1,4})\^")
REFERENCE = re.compile(r"\[\^([^\]]{1,200})\]")
IMAGE = re.compile(r"!\[[^\]]{0,1000}\]\([^)]{0,1000}\)")
LINK = re.compile(r"\[([^\]]{0,1000})\]\([^)]{0,1000}\)")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^>]{0,1000}>")
# what opens and what closes: bold, italic
STRONG = re.compile(r"(\*\*|__)(?=\S)"), re.compile(r"(?<=\S)(?=(\*\*|__))")
EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])"), re.compile(r"(?<=[^\s*_\\])(?=([*_])(?![\w*]))")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>])")
MARK = re.compile(r"[\d*a-d\u2020)]{1,3}")


@dataclass(frozen=True)
class Seen:
    """A text as it is seen, whether all of it is bold, the marks that were left out."""

    text: str
    is_bold: bool = False
    marks: str = ""


def _without_pairs(text: str, opener: re.Pattern[str], closer: re.Pattern[str]) -> str:
    """Return a text without marks that stand in pairs: one that opens, and the next of its kind that closes.

    A pair stands in one line. All that close are found at once: many that open and none that closes cost no more than
    their number.
    """
    closing: dict[str, list[int]] = defaultdict(list)
    for found in closer.finditer(text):
        closing[found[1]].append(found.start())
    ends = [found.start() for found in re.finditer("\n", text)]
    kept: list[str] = []
    done = at = 0
    while (opening := opener.search(text, at)) is not None:
        mark, inside = opening[1], opening.end()
        places = closing[mark]
        place = bisect_left(places, inside + 1)
        line = bisect_left(ends, inside)
        if place == len(places) or (line < len(ends) and ends[line] < places[place]):
            at = opening.start() + 1
            continue
        kept += [text[done : opening.start()], text[inside : places[place]]]
        done = at = places[place] + len(mark)
    return "".join([*kept, text[done:]])


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
    text = _without_pairs(text, *STRONG)
    text = _without_pairs(text, *EMPHASIS)
    text = html.unescape(text.replace("`", ""))
    # a file may hold these signs itself, or write them as entities
    text = re.sub("\ue000([0-9]{1,9})\ue001", lambda found: "".join(kept[int(found[1]) :][:1]), text)
    return Seen(seen(text).strip(" \t\r"), is_bold, ",".join(marks))
