"""What running text works out: a share, so many of so many or an amount of all costs; women and men and all of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from finsam_audit.intake.amounts import SENTENCE, UNIT
from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import GROUPED
from finsam_audit.intake.paragraphs import Paragraph, Spot, paragraphs_of
from finsam_audit.intake.words import form, told_name

# an amount, the words after it, and a percentage
AMOUNT_AND_SHARE = re.compile(
    rf"(?<![\w/,.§-])((?:{GROUPED}|\d+)(?:,\d+)?{UNIT})(?!\w)([^\d;:]{{1,90}}?)(\d{{1,2}}(?:,\d+)?\s?(?:{form('percent').pattern}))",
    re.IGNORECASE,
)
# how a sentence puts a share of counts, and where its count, the count of all, the percentage and the words beside
# it then stand
COUNTS = {
    "whole_before_part": (3, 1, 5, (4,)),
    "part_before_whole": (1, 2, 4, (3,)),
    "all_before_part_of_them": (2, 1, 4, (3,)),
    "all_before_so_many_of_them": (2, 1, 4, (3, 5)),
    "so_many_of_them_before_part": (3, 1, 5, (4, 2)),
}
# where of two counts that share is then of: the count of all, the one, the other, the percentage
WHOLE, PART, OTHER, SHARE = 1, 3, 5, 7
# where the counts of women, of men and of all then stand
SEXES = {
    "women_and_men": (3, 4, 1),
    "men_and_women": (4, 3, 1),
    "women_and_men_then_all": (1, 2, 3),
    "men_and_women_then_all": (2, 1, 3),
    "women_before_men": (1, 2),
    "men_before_women": (2, 1),
}
SEX_ROLES = ("women", "men", "women_and_men")


@dataclass(frozen=True)
class WorkedOut:
    """Numbers of running text of which one follows from the others.

    Attributes:
        label: the words beside them, or what such numbers are called.
        spots: by what they are: part, whole and share, of two parts other_part too; amount and share_of_costs; women,
            men and some of women_and_men, women_share and men_share.

    """

    label: str
    spots: tuple[tuple[str, Spot], ...]


def worked_out(texts: Sequence[Text]) -> Iterator[WorkedOut]:
    """Yield what sentences work out; what is of goals and of other years is not that."""
    for paragraph in paragraphs_of(texts):
        flat = paragraph.flat
        # women and men first: a share of theirs is one of two
        yield from _of_sexes(paragraph, flat)
        yield from _of_counts(paragraph, flat)
        yield from _of_costs(paragraph, flat)


def _of_sexes(paragraph: Paragraph, flat: str) -> Iterator[WorkedOut]:
    """Yield counts of women and men, with all of them and with their shares in this sentence or a later one."""
    for name, places in SEXES.items():
        for found in form(name).finditer(flat):
            spans = dict(zip(SEX_ROLES, (found.span(place) for place in places), strict=False))
            stops = [found.end(), *(stop.end() for stop in SENTENCE.finditer(flat, found.end())), len(flat)]
            own = flat[found.start() : stops[1]]
            if form("no_women_and_men").search(own):
                continue
            spans |= _shares_of_sexes(paragraph, own, found.start())
            for start, stop in pairwise(stops[1:]):
                if len(spans) == len(places) and not form("no_share_of_sexes").search(flat[start:stop]):
                    spans |= _shares_of_sexes(paragraph, flat[start:stop], start)
            if len(spans) > 2:
                yield from _placed(paragraph, told_name("women_and_men"), spans)


def _of_counts(paragraph: Paragraph, flat: str) -> Iterator[WorkedOut]:
    """Yield the share that so many, or so many and so many, are of so many."""
    for found in form("whole_before_two_parts").finditer(flat):
        whole, part, other = (int(re.sub(r"\D", "", found.group(n))) for n in (WHOLE, PART, OTHER))
        if 0 < part + other <= whole and not form("no_worked_out").search(found.group()):
            places = {"part": PART, "other_part": OTHER, "whole": WHOLE, "share": SHARE}
            yield from _placed(paragraph, told_name("share_of_them"), {r: found.span(n) for r, n in places.items()})
    for name, (part, whole, share, words) in COUNTS.items():
        for found in form(name).finditer(flat):
            counts = [int(re.sub(r"\D", "", found.group(n))) for n in (part, whole)]
            # how many more there were than before is told beside
            told = form("counted_more_than").sub(" ", found.group())
            if 0 < counts[0] <= counts[1] and not form("no_worked_out").search(told):
                beside = (re.sub(r"\s+", " ", found.group(n)).strip(" ,(–-)").split(",")[0] for n in words)
                label = next((text for text in beside if text), told_name("share_of_them"))
                spans = {"part": found.span(part), "whole": found.span(whole), "share": found.span(share)}
                yield from _placed(paragraph, label, spans)


def _of_costs(paragraph: Paragraph, flat: str) -> Iterator[WorkedOut]:
    """Yield the share that an amount is of all costs, which stand behind it or were the last that were named."""
    for found in AMOUNT_AND_SHARE.finditer(flat):
        before, after = flat[: found.start()], flat[found.end() :]
        is_of_these = form("share_of_these_costs").search(after) and form("all_costs_last").search(before)
        is_of_all = form("share_of_costs").search(after) or is_of_these
        # a sentence about something else has a share of its own
        goes_on = all(form("goes_on").match(found.group(2)[end.end() :]) for end in SENTENCE.finditer(found.group(2)))
        is_of_another = form("another_thing").search(found.group(2))
        if is_of_all and goes_on and not is_of_another and not form("no_worked_out").search(found.group(2)):
            spans = {"amount": found.span(1), "share_of_costs": found.span(3)}
            yield from _placed(paragraph, told_name("share_of_costs"), spans)


def _shares_of_sexes(paragraph: Paragraph, said: str, start: int) -> dict[str, tuple[int, int]]:
    """Return where the shares of women and of men stand, each on one line, in words that begin at a place."""
    shares: dict[str, tuple[int, int]] = {}
    for role in ("women_share", "men_share"):
        if (found := form(role).search(said)) is not None:
            at = next(n for n, text in enumerate(found.groups(), start=1) if text)
            span = start + found.start(at), start + found.end(at)
            shares |= {role: span} if paragraph.spot(span) is not None else {}
    return shares


def _placed(paragraph: Paragraph, label: str, spans: Mapping[str, tuple[int, int]]) -> Iterator[WorkedOut]:
    """Yield what is worked out with its numbers in their texts; nothing where one of them runs over a line's end."""
    spots = [(role, spot) for role, span in spans.items() if (spot := paragraph.spot(span)) is not None]
    if len(spots) == len(spans):
        yield WorkedOut(label, tuple(spots))
