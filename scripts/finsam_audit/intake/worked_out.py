"""What running text works out: a share, so many of so many or an amount of all costs; women and men and all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import GROUPED, plain
from finsam_audit.intake.narrative import SENTENCE, UNIT
from finsam_audit.intake.words import form, told_name

# an amount, the words after it, and a percentage
AMOUNT_AND_SHARE = re.compile(
    rf"(?<![\w/,.§-])((?:{GROUPED}|\d+)(?:,\d+)?{UNIT})(?!\w)([^\d;:]{{1,90}}?)(\d{{1,2}}(?:,\d+)?\s?(?:{form('percent').pattern}))",
    re.IGNORECASE,
)
# how a sentence puts it, and where its count, the count of all, the words between and the percentage then stand
COUNTS = {"whole_before_part": (3, 1, 4, 5), "part_before_whole": (1, 2, 3, 4)}
# where the counts of women, of men and of all then stand
SEXES = {"women_and_men": (3, 4, 1), "men_and_women": (4, 3, 1)}


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
    """A number that running text works out.

    Attributes:
        label: the words beside it, or what such a number is called.
        parts: of a share the count and the count of all, or the amount alone; of a count women and men.
        result: the percentage, or the count of all.
        is_share: whether it is a percentage.

    """

    label: str
    parts: tuple[Spot, ...]
    result: Spot
    is_share: bool = True

    @property
    def spots(self) -> tuple[Spot, ...]:
        """All its numbers."""
        return (*self.parts, self.result)


def worked_out(texts: Sequence[Text]) -> Iterator[WorkedOut]:
    """Yield what sentences work out; what is of goals and of other years is not that."""
    for paragraph in _paragraphs(texts):
        flat = " ".join(plain(text.text) for text in paragraph)
        for name, (part, whole, words, share) in COUNTS.items():
            for found in form(name).finditer(flat):
                counts = [int(re.sub(r"[ .]", "", found.group(n))) for n in (part, whole)]
                if 0 < counts[0] <= counts[1] and not form("no_worked_out").search(found.group()):
                    label = re.sub(r"\s+", " ", found.group(words)).strip(" ,(–-")
                    yield from _placed(paragraph, label, (found.span(part), found.span(whole)), found.span(share))
        for name, places in SEXES.items():
            for found in form(name).finditer(flat):
                if not form("no_women_and_men").search(f"{found.group()}{SENTENCE.split(flat[found.end() :])[0]}"):
                    women, men, both = (found.span(place) for place in places)
                    yield from _placed(paragraph, told_name("women_and_men"), (women, men), both, is_share=False)
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
    paragraph: Sequence[Text],
    label: str,
    parts: Sequence[tuple[int, int]],
    result: tuple[int, int],
    is_share: bool = True,
) -> Iterator[WorkedOut]:
    """Yield what is worked out with its numbers in their texts; nothing where one of them runs over a line's end."""
    spots = [_spot(paragraph, span) for span in (*parts, result)]
    whole = [spot for spot in spots if spot is not None]
    if len(whole) == len(spots):
        yield WorkedOut(label, tuple(whole[:-1]), whole[-1], is_share)


def _spot(paragraph: Sequence[Text], span: tuple[int, int]) -> Spot | None:
    before = 0
    for text in paragraph:
        if before <= span[0] and span[1] <= before + len(text.text):
            return Spot(text, span[0] - before, span[1] - before)
        before += len(text.text) + 1
    return None
