"""Numbers outside of tables: those that belong to something printed in a table, and what the others are."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam_audit.intake.blocks import Cell, Line, Text
from finsam_audit.intake.cells import GROUPED, Piece, is_sentence, pieces_of, plain, value_of
from finsam_audit.intake.parts import CONTENTS, Part
from finsam_audit.intake.tables import Found
from finsam_audit.intake.words import constant, form, kind_of
from finsam_audit.mapping.state import EXPONENTS, unit_in
from finsam_audit.mapping.words import said

UNIT = r"(?:\s?(?:tkr|tsek|kkr|mkr|mnkr|msek|kr|kronor|sek|miljoner kronor|miljoner|:-))"
# an amount of running text: with a unit behind it, or with its thousands parted
AMOUNT = re.compile(
    rf"(?<![\w/,.§-])([-+]\s?)?({GROUPED}|\d+)(,\d+)?({UNIT})(?![\w])|(?<![\w/,.§-])([-+]\s?)?({GROUPED})(,\d+)?(?![\w/,])",
    re.IGNORECASE,
)
LONE = re.compile(
    rf"([A-ZÅÄÖa-zåäö][^\d.:;]{{2,58}}?):?\s+([-+(]?\s?(?:{GROUPED}|\d+)(?:,\d+)?\)?{UNIT}?)\.?", re.IGNORECASE
)
# the mark of a footnote before its text, and where the next one begins
NOTE_MARK = re.compile(r"^(\d{1,2}\)?|[*\u2020]+)\s+(?=[A-ZÅÄÖ])")
NEXT_NOTE = re.compile(r"(?<=\.)\s+(?=\d{1,2}\)?\s+[A-ZÅÄÖ])")


def lone_rows(parts: Sequence[Part | Text]) -> list[Part | Text]:
    """Return the parts, with each text that is a label and an amount and nothing else as a table of one row.

    Such a text is a key figure in a box, or a footnote; several footnotes may stand in one paragraph.
    """
    made: list[Part | Text] = []
    for part in parts:
        if isinstance(part, Part):
            made.append(part)
            continue
        notes = NEXT_NOTE.split(part.text.strip()) if NOTE_MARK.match(part.text.strip()) else [part.text.strip()]
        lone = [line for n, note in enumerate(notes) if (line := _lone(part, NOTE_MARK.sub("", note), n)) is not None]
        made.extend(Part([], [line], 0, [Text(part.address, line.cells[0].text)]) for line in lone)
        if len(lone) < len(notes):
            made.append(part)
    return made


def _lone(text: Text, words: str, n: int) -> Line | None:
    """Return a label and an amount as a line, the n-th of its text; nothing where the words are more than that."""
    found = LONE.fullmatch(plain(words).strip())
    if found is None or form("verb").search(found.group(1).lower()):
        return None
    amount = found.group(2)
    if not unit_in(said(amount)) and not re.search(GROUPED, amount):
        return None
    label, printed = words[: found.end(1)], words[found.start(2) : found.end(2)]
    return Line(text.address, (Cell(label, 2 * n, 1, text.place), Cell(printed, 2 * n + 1, 1, text.place)))


def told_again(
    texts: Sequence[Text], found: Sequence[Found], units: dict[int, int]
) -> Iterator[tuple[Text, str, Piece]]:
    """Yield numbers of running text that a table prints too: the text, the label there, the number.

    Args:
        texts: paragraphs.
        found: the numbers of the tables.
        units: the power of ten of each table's unit by its place in `found`.

    """
    by_value: dict[Decimal, list[str]] = defaultdict(list)
    for n, one in enumerate(found):
        if one.piece.kind == "number" and one.piece.readings and one.piece.readings[0] and one.label:
            value = abs(value_of(one.piece.readings[0])).scaleb(units.get(n, 0))
            if one.label not in by_value[value]:
                by_value[value].append(one.label)
    for text in texts:
        flat = plain(text.text)
        for match in AMOUNT.finditer(flat):
            digits = re.sub(r"[ .']", "", match.group(2) or match.group(6))
            decimals = match.group(3) or match.group(7) or ""
            if len(digits) < constant("label_digits") and not match.group(4):
                continue
            reading = digits + decimals
            exponent = EXPONENTS.get(unit_in(said(match.group(4) or "kr")), 0)
            labels = by_value.get(value_of(reading).scaleb(exponent), [])
            near = _nearest(labels, flat)
            if near and len(digits) >= constant("label_digits") - 1:
                printed = text.text[match.start() : match.end()].strip()
                sign = (match.group(1) or match.group(5) or "").strip()
                reading = "-" + reading if sign == "-" else reading
                yield text, near, Piece(printed, "number", (reading,), match.start(), match.end())


def _nearest(labels: Sequence[str], text: str) -> str:
    """Return the label with most words in the text; the text must say one of them."""
    words = {word[:5] for word in re.findall(r"[a-zåäö]{4,}", text.lower())}
    scored = [(len({w[:5] for w in re.findall(r"[a-zåäö]{4,}", label.lower())} & words), label) for label in labels]
    best = max(scored, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] else ""


def kind_of_digits(text: str, level: int) -> str:
    """Return what the digits of a text are that is no table."""
    found = "contents" if level == CONTENTS else kind_of("left_out", text)
    if found:
        return found
    if level:
        return "heading"
    if not re.search(r"\d", re.sub(r"(?<!\d)(19|20)\d{2}(?!\d)", "", plain(text))):
        return "year"
    return "text_number" if is_sentence(text) or pieces_of(text) else "label_code"
