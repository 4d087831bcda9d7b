"""Percentages that running text works out: so many of so many, or an amount and the share of all costs that it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import plain
from finsam_audit.intake.words import form, table

# how a sentence puts it, and where its count, the count of all, the words between and the percentage then stand
COUNTS = {"whole_before_part": (3, 1, 4, 5), "part_before_whole": (1, 2, 3, 4)}


@dataclass(frozen=True)
class WorkedOut:
    """A share of a text: what it is called, and where the text prints it and what it is worked out from.

    Attributes:
        text: the paragraph.
        label: the words beside it, or what such a share is called.
        parts: where the count and the count of all stand, or the amount alone.
        share: where the percentage stands.

    """

    text: Text
    label: str
    parts: tuple[tuple[int, int], ...]
    share: tuple[int, int]


def worked_out(texts: Sequence[Text]) -> Iterator[WorkedOut]:
    """Yield the shares that sentences work out; those of goals and of other years are none."""
    names = {row["name"]: row["label"] for row in table("told_names")}
    for text in texts:
        flat = plain(text.text)
        for name, (part, whole, words, share) in COUNTS.items():
            for found in form(name).finditer(flat):
                counts = [int(re.sub(r"[ .]", "", found.group(n))) for n in (part, whole)]
                if 0 < counts[0] <= counts[1] and not form("no_worked_out").search(found.group()):
                    label = re.sub(r"\s+", " ", found.group(words)).strip(" ,(–-")
                    yield WorkedOut(
                        text, label, (found.span(part), found.span(whole)), (found.start(share), found.end())
                    )
        for found in form("amount_before_share").finditer(flat):
            if not form("no_worked_out").search(found.group(3)):
                yield WorkedOut(text, names["share_of_costs"], (found.span(1),), found.span(4))
