"""Notes that are headed by a number and a subject alone, under one heading for all of them."""

from collections.abc import Iterable
from dataclasses import replace

from finsam_audit.intake.blocks import Block, Text
from finsam_audit.intake.cells import is_sentence
from finsam_audit.intake.words import form

# what stands before the numbers of notes; some numbers may be of notes that hold no table and no heading of their own
NOTE = "Not"
FARTHEST = 3


def with_note_word(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks in which such headings say that they are of notes; what they print stays in `shown`.

    The notes begin with a low number, each has a higher one than the note before, and a heading as high as that of
    all notes ends them.
    """
    found: list[Block] = []
    level: int | None = None
    last = 0
    for block in blocks:
        if not isinstance(block, Text) or is_sentence(block.text):
            found.append(block)
            continue
        numbered = form("numbered_heading").match(block.text)
        if form("all_notes").match(block.text):
            level, last = block.level, 0
        elif level is not None and numbered and last < int(numbered.group(1)) <= last + FARTHEST:
            last = int(numbered.group(1))
            found.append(replace(block, text=f"{NOTE} {block.text}", shown=block.text))
            continue
        elif level is not None and 0 < block.level <= level:
            level = None
        found.append(block)
    return tuple(found)
