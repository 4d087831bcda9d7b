"""Percentages that running text works out: so many of so many, or an amount and the share of all costs that it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import GROUPED, plain
from finsam_audit.intake.narrative import UNIT
from finsam_audit.intake.words import form, told_name

# an amount, the words after it, and a percentage
AMOUNT_AND_SHARE = re.compile(
    rf"(?<![\w/,.§-])((?:{GROUPED}|\d+)(?:,\d+)?{UNIT})(?!\w)([^\d;:]{{1,90}}?)(\d{{1,2}}(?:,\d+)?\s?(?:{form('percent').pattern}))",
    re.IGNORECASE,
)
# how a sentence puts it, and where its count, the count of all, the words between and the percentage then stand
COUNTS = {"whole_before_part": (3, 1, 4, 5), "part_before_whole": (1, 2, 3, 4)}


@dataclass(frozen=True)
class Spot:
    """Where a number stands: its text, and from where to where there."""

    text: Text
    start: int
    end: int

    @property
    def key(self) -> tuple[str, int]:
        """Its text's address and its end there."""
        return self.text.address, self.end

    @property
    def printed(self) -> str:
        """The number as it stands."""
        return self.text.text[self.start : self.end].strip()


@dataclass(frozen=True)
class WorkedOut:
    """A share that running text works out.

    Attributes:
        label: the words beside it, or what such a share is called.
        parts: the count and the count of all, or the amount alone.
        share: the percentage.

    """

    label: str
    parts: tuple[Spot, ...]
    share: Spot


def worked_out(texts: Sequence[Text]) -> Iterator[WorkedOut]:
    """Yield the shares that sentences work out; those of goals and of other years are none."""
    for paragraph in _paragraphs(texts):
        flat = " ".join(plain(text.text) for text in paragraph)
        for name, (part, whole, words, share) in COUNTS.items():
            for found in form(name).finditer(flat):
                counts = [int(re.sub(r"[ .]", "", found.group(n))) for n in (part, whole)]
                if 0 < counts[0] <= counts[1] and not form("no_worked_out").search(found.group()):
                    label = re.sub(r"\s+", " ", found.group(words)).strip(" ,(–-")
                    yield from _placed(paragraph, label, (found.span(part), found.span(whole)), found.span(share))
        for found in AMOUNT_AND_SHARE.finditer(flat):
            is_of_costs = form("share_of_costs").search(flat[found.end() :])
            if is_of_costs and not form("no_worked_out").search(found.group(2)):
                yield from _placed(paragraph, told_name("share_of_costs"), (found.span(1),), found.span(3))


def _paragraphs(texts: Sequence[Text]) -> Iterator[list[Text]]:
    """Yield the texts of each paragraph: of plain text the lines that follow each other, else one."""
    paragraph: list[Text] = []
    for text in texts:
        goes_on = (
            paragraph
            and not (text.level or paragraph[-1].level)
            and text.address.isdigit()
            and paragraph[-1].address.isdigit()
            and int(text.address) == int(paragraph[-1].address) + 1
        )
        if paragraph and not goes_on:
            yield paragraph
            paragraph = []
        paragraph.append(text)
    if paragraph:
        yield paragraph


def _placed(
    paragraph: Sequence[Text], label: str, parts: Sequence[tuple[int, int]], share: tuple[int, int]
) -> Iterator[WorkedOut]:
    """Yield a share with its numbers in their texts; nothing where one of them runs over the end of a line."""
    spots = [_spot(paragraph, span) for span in (*parts, share)]
    whole = [spot for spot in spots if spot is not None]
    if len(whole) == len(spots):
        yield WorkedOut(label, tuple(whole[:-1]), whole[-1])


def _spot(paragraph: Sequence[Text], span: tuple[int, int]) -> Spot | None:
    before = 0
    for text in paragraph:
        if before <= span[0] and span[1] <= before + len(text.text):
            return Spot(text, span[0] - before, span[1] - before)
        before += len(text.text) + 1
    return None
