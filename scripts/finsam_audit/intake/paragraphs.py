"""Running text as its paragraphs: of plain text the lines that a sentence runs over, else one text each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import plain


@dataclass(frozen=True)
class Spot:
    """Where a number stands: its text, and from where to where there."""

    text: Text
    start: int
    end: int

    @property
    def key(self) -> tuple[str, int]:
        """Its text's address and its beginning there."""
        return self.text.address, self.start

    @property
    def printed(self) -> str:
        """The number as it stands."""
        return self.text.text[self.start : self.end].strip()


@dataclass(frozen=True)
class Paragraph:
    """The texts of a paragraph, of which a space parts each from the next."""

    texts: tuple[Text, ...]

    @property
    def printed(self) -> str:
        """What it says, as printed."""
        return " ".join(text.text for text in self.texts)

    @property
    def flat(self) -> str:
        """What it says, with plain signs, each in its place."""
        return plain(self.printed)

    @property
    def level(self) -> int:
        """The level of a heading, which is a paragraph by itself; 0 of running text."""
        return self.texts[0].level

    @property
    def joined(self) -> Text:
        """The paragraph as one text, which knows where each of its lines stands."""
        if len(self.texts) == 1:
            return self.texts[0]
        ends = accumulate(len(text.text) + 1 for text in self.texts)
        places = tuple((end, text.place) for end, text in zip(ends, self.texts, strict=True))
        return replace(self.texts[0], text=self.printed, spots=places)

    def begins_at(self, place: int) -> Spot | None:
        """Return the text that holds a place, from there to its end; nothing between two texts."""
        before = 0
        for text in self.texts:
            if before <= place < before + len(text.text):
                return Spot(text, place - before, len(text.text))
            before += len(text.text) + 1
        return None

    def spot(self, span: tuple[int, int]) -> Spot | None:
        """Return where a span of the paragraph stands; nothing where it runs over a line's end."""
        found = self.begins_at(span[0])
        if found is None or found.start + span[1] - span[0] > found.end:
            return None
        return Spot(found.text, found.start, found.start + span[1] - span[0])


def paragraphs_of(texts: Sequence[Text]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document's texts in order."""
    run: list[Text] = []
    for text in texts:
        if run and not _is_next_line(run[-1], text):
            yield from _parted(run)
            run = []
        run.append(text)
    if run:
        yield from _parted(run)


def _is_next_line(text: Text, following: Text) -> bool:
    """Tell whether two texts are lines of plain text, one right below the other, and none is a heading."""
    are_lines = text.address.isdigit() and following.address.isdigit()
    return are_lines and not (text.level or following.level) and int(following.address) == int(text.address) + 1


def _parted(run: Sequence[Text]) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that follow each other: one ends where the next word had found room on its line."""
    width = max(len(text.text.rstrip()) for text in run)
    paragraph: list[Text] = []
    for text in run:
        if paragraph and len(paragraph[-1].text.rstrip()) + 1 + len((text.text.split() or [""])[0]) <= width:
            yield Paragraph(tuple(paragraph))
            paragraph = []
        paragraph.append(text)
    if paragraph:
        yield Paragraph(tuple(paragraph))
