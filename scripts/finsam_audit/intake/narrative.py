"""Numbers outside of tables: those that belong to something printed in a table, and what the others are."""

import re
from collections.abc import Iterator, Sequence

from finsam_audit.intake.amounts import AMOUNT, SENTENCE, sentence_of
from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import Piece, is_sentence, pieces_of, plain
from finsam_audit.intake.paragraphs import paragraphs_of
from finsam_audit.intake.parts import CONTENTS
from finsam_audit.intake.printed import Printed, Tables, worth_of
from finsam_audit.intake.row_names import row_named, words_of
from finsam_audit.intake.told import Address, Told, share_of
from finsam_audit.intake.words import constant, form, kind_of, told_name
from finsam_audit.mapping.state import EXPONENTS, unit_in
from finsam_audit.mapping.words import first, said


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
        for match in AMOUNT.finditer(flat):
            before, end = flat[end : match.start()], match.end()
            digits = re.sub(r"[ .']", "", match.group(2) or match.group(6))
            reading = digits + (match.group(3) or match.group(7) or "")
            unit = said(match.group(4) or "")
            is_money = not unit or bool(unit_in(unit))
            kind = "percent" if form("percent").search(unit) else "number"
            if len(digits) < constant("label_digits") and not unit:
                continue
            exponent = EXPONENTS.get(unit_in(unit), 0) if is_money else 0
            tied = _tied(Printed(kind, *worth_of(reading, exponent), ()), tables, flat, match.span(), is_money)
            label, beside, same_as = tied or ("", "", None)
            is_tied = bool(label)
            # an amount in thousands has as many digits in kronor
            if not label and is_money and unit and _has_digits(reading, exponent):
                label = row_named(tables.named, form("part_of_whole").sub(" ", SENTENCE.split(before)[-1]))
            start, stop = sentence_of(flat, match.span())
            before = before[max(0, len(before) - (match.start() - start)) :]
            after = AMOUNT.split(flat[match.end() : stop], maxsplit=1)[0]
            clauses = flat[start : match.start() - len(before)]
            is_change = form("change_before").search(before) or form("change_after").match(after)
            # by so much, so many per cent: one change in two units
            is_same_change = last is not None and last.is_change and form("same_change").fullmatch(before) is not None
            if kind == "percent" and last is not None and is_same_change:
                label, before, clauses = last.label, last.before, last.clauses
            elif not label and is_change:
                label = _changed(tables, before) or _changed(tables, f"{clauses}{before}")
            elif not label and kind == "percent" and not form("goal_in_text").search(before):
                share = share_of(flat[start:stop], before, after)
                label = row_named(tables.shares, before)
                if not label and share == "share":
                    label = row_named(tables.named, form("cost_word").sub(" ", flat[start : match.start()]))
                elif not label and share:
                    label = tables.equity
            if not is_tied and is_money and not tables.is_special(label) and form("cost_in_text").search(before):
                # what a sentence tells of a cost is of the thing that the one before it names (`Insatsen kostade`), or
                # of the row that heads its text
                goes_on = form("same_thing").match(flat[start:]) is not None
                label = (tables.subject(_sentence_before(flat, start)) if goes_on else "") or heading or label
            if not label and is_money and unit and (total := form("total_in_text").match(flat[start : match.start()])):
                label = total.group(1).capitalize()
            is_of_year = form("year_result_before").search(before) and form("year_result_after").search(after)
            if not label and is_money and unit and is_of_year:
                label = tables.result
            is_deficit = form("deficit_before").search(before) and not form("difference_after").search(after)
            if form("result_name").search(label) and is_deficit:
                label = told_name("deficit")
            if not label and not (is_money and kind == "number"):
                cell = tables.cell_named(kind, before, flat[start:stop])
                label, beside, same_as = (cell.names[0], cell.names[1], cell.address) if cell else ("", "", None)
            spot = paragraph.begins_at(match.start())
            if label and spot is not None:
                sign = (match.group(1) or match.group(5) or "").strip()
                # a number stands where it begins; its unit may stand on the next line
                shown, end_of_piece = paragraph.printed[slice(*match.span())], spot.start + len(match.group())
                reading = ("-" if sign == "-" else "") + reading
                piece = Piece(shown.strip(), kind, (reading,), spot.start, min(end_of_piece, spot.end))
                last = Told(spot.text, label, piece, is_tied, beside, before, after, flat[start:stop], clauses, same_as)
                yield last


def _changed(tables: Tables, clause: str) -> str:
    """Return what a clause says that rose or fell: a row, or all costs, income, contributions, equity."""
    found = list(form("all_that_changed").finditer(clause))
    return row_named(tables.named, clause) or (found[-1].group(1).capitalize() if found else "")


def _sentence_before(flat: str, start: int) -> str:
    """Return the sentence of a paragraph that ends where another one begins; nothing where that is the first."""
    return SENTENCE.split(flat[:start].rstrip().rstrip(".!?"))[-1] if start else ""


def _has_digits(reading: str, exponent: int) -> bool:
    """Tell whether an amount has the digits of one that a table's row may print; of thousands one may be left out.

    Of millions those behind the comma count.
    """
    digits = reading.replace(",", "") if exponent > EXPONENTS["tkr"] else reading.split(",")[0]
    return len(digits) >= constant("label_digits") - (1 if exponent else 0)


def _tied(
    one: Printed, tables: Tables, text: str, span: tuple[int, int], is_money: bool
) -> tuple[str, str, Address] | None:
    """Return under which name in the text a table prints a number, exactly or rounded, its cell's other name and place.

    Nothing where no table prints it.

    The text must say a word of the name; its sentence all of it where few digits make chance likely, and of counts and
    percentages, which are alike more often.
    """
    start, stop = sentence_of(text, span)
    sentence, whole = words_of(text[start:stop]), words_of(text)
    few = constant("label_digits") - 1
    beside = f"{text[start : span[0]]} {AMOUNT.split(text[span[1] : stop], maxsplit=1)[0]}"
    is_of_year_end = form("year_end_in_text").search(beside) is not None
    best: tuple[tuple[bool, int, int], tuple[str, str, Address]] | None = None
    for other in tables.near(one):
        is_exact = other.value == one.value
        is_rounded = (
            abs(other.value - one.value) <= max(other.step, one.step) / 2 and min(one.digits, other.digits) >= few
        )
        if other.kind != one.kind or not (is_exact or (is_rounded and is_money)):
            continue
        for name, other_name in zip(other.names, reversed(other.names), strict=True):
            words = words_of(name)
            if not words or (is_of_year_end and first("openings", said(name), "kind")):
                continue
            near = words & sentence
            is_whole = near == words
            if is_whole or (is_money and one.digits >= few and (near or words & whole)):
                rank = (is_exact, len(near), len(words & whole))
                if best is None or rank > best[0]:
                    best = rank, (name, other_name, other.address)
    return best[1] if best else None


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
