"""Shares that a sentence works out by itself: so many of so many, and the percentage that this is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import plain
from finsam_audit.intake.words import form

# how a sentence puts it, and where its count, the count of all, the words between and the percentage then stand
FORMS = {"whole_before_part": (3, 1, 4, 5), "part_before_whole": (1, 2, 3, 4)}


@dataclass(frozen=True)
class WorkedOut:
    """A share of a text: what it is called, and where the text prints count, count of all and percentage."""

    text: Text
    label: str
    part: tuple[int, int]
    whole: tuple[int, int]
    share: tuple[int, int]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where its three numbers stand, in the order part, whole, share."""
        return self.part, self.whole, self.share


def worked_out(texts: Sequence[Text]) -> Iterator[WorkedOut]:
    """Yield the shares of counts that sentences work out; those of goals, of other years and of money are none."""
    for text in texts:
        flat = plain(text.text)
        for name, (part, whole, words, share) in FORMS.items():
            for found in form(name).finditer(flat):
                counts = [int(re.sub(r"[ .]", "", found.group(n))) for n in (part, whole)]
                if 0 < counts[0] <= counts[1] and not form("no_worked_out").search(found.group()):
                    label = re.sub(r"\s+", " ", found.group(words)).strip(" ,(–-")
                    yield WorkedOut(text, label, found.span(part), found.span(whole), _with_unit(found, share))


def _with_unit(found: re.Match[str], share: int) -> tuple[int, int]:
    """Return where a percentage stands with its sign or word, which ends the match."""
    return found.start(share), found.end()
