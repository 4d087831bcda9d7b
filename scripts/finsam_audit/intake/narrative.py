"""Numbers outside of tables: those that belong to something printed in a table, and what the others are."""

import re
from collections.abc import Iterator, Sequence

from finsam_audit.intake.amounts import amounts_in, words_of_limit
from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import Piece, is_sentence, pieces_of, plain
from finsam_audit.intake.paragraphs import paragraphs_of
from finsam_audit.intake.parts import CONTENTS
from finsam_audit.intake.printed import Tables
from finsam_audit.intake.text_names import Around, follows_count, kind_of_unit, name_of
from finsam_audit.intake.told import Told
from finsam_audit.intake.words import constant, kind_of
from finsam_audit.mapping.words import said


def told_again(texts: Sequence[Text], tables: Tables) -> Iterator[Told]:
    """Yield the numbers of running text that a table prints too, rounded perhaps, and amounts behind a name of a table.

    Args:
        texts: the texts of the document that stand in no table.
        tables: the numbers of the tables.

    """
    heading = ""
    for paragraph in paragraphs_of(texts):
        flat = paragraph.flat
        if paragraph.level > 0:
            heading = tables.called(flat)
        end = 0
        last: Told | None = None
        for amount in amounts_in(flat):
            around = Around.of(flat, amount, end)
            end = amount.end
            unit = said(amount.unit)
            if len(re.sub(r",.*", "", amount.reading)) < constant("label_digits") and not unit:
                continue
            named = name_of(amount, around, tables, heading, last)
            spot = paragraph.begins_at(amount.start)
            if named.label and spot is not None:
                # a number stands where it begins; its unit may stand on the next line
                shown = paragraph.printed[amount.start : amount.end]
                end_of_piece = min(spot.start + len(shown), spot.end)
                reading = ("-" if amount.sign == "-" else "") + amount.reading
                printed = words_of_limit(flat[: amount.start]) + shown.strip()
                piece = Piece(printed, kind_of_unit(unit), (reading,), spot.start, end_of_piece)
                last = Told(
                    spot.text, named.label, piece, named.is_tied, named.beside,
                    named.around.before, around.after, around.sentence, named.around.clauses, named.same_as,
                    follows_count(around, last, tables), named.things,
                    quoted=named.quoted,
                )  # fmt: skip
                yield last
            else:
                last = None


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
