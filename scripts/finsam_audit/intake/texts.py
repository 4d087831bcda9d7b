"""Running text as bare rows: the numbers that belong to a table's or to each other."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from finsam_audit.intake.blocks import Block, Text
from finsam_audit.intake.goals import Unclear
from finsam_audit.intake.listed import listed
from finsam_audit.intake.narrative import told_again
from finsam_audit.intake.paid_shares import paid_shares
from finsam_audit.intake.parts import CONTENTS
from finsam_audit.intake.printed import Tables
from finsam_audit.intake.told import Address, Told
from finsam_audit.intake.words import constant
from finsam_audit.intake.worked_out import WorkedOut, worked_out
from finsam_audit.mapping.columns import Column, column_of
from finsam_audit.mapping.report import Number
from finsam_audit.mapping.report import Text as BareText
from finsam_audit.mapping.state import unit_in

# what a table prints as a deviation, where it prints it
DIFFERENCES = ("surplus", "deficit", "change", "participants_change")


@dataclass(frozen=True)
class ReadNumber:
    """How one number was read: a row of `reading.csv`.

    Attributes:
        address: source_line, column_no, number_no.
        printed: as it stands.
        reading: what it is taken for.
        confidence: from 0 to 1.
        reason: why it is taken for that (a key of the messages).
        is_flagged: whether a person should look at it.
        needs_reading: the print cannot be read as it stands; the models take the reading instead.

    """

    address: Address
    printed: str
    reading: str
    confidence: float
    reason: str
    is_flagged: bool
    needs_reading: bool = False


def headings_over(blocks: Iterable[Block]) -> dict[str, str]:
    """Return the headings under which texts stand, by the texts' addresses."""
    over: dict[str, str] = {}
    heading = ""
    for block in blocks:
        if not isinstance(block, Text):
            continue
        if block.level > 0:
            heading = block.shown or block.text
        else:
            over[block.address] = heading
    return over


def _is_of_this_year(told: Told, column: Column, fiscal_year: int | None) -> bool:
    """Tell whether a sentence tells an amount of its own year though a table prints it for another one.

    It says its own year; or the table's is the year before, and it speaks of no other time and compares nothing.
    """
    if told.is_compared_with:
        return False
    is_of_last = column.role == "actual" and column.year is not None and column.year + 1 == fiscal_year
    return told.is_said_of(fiscal_year) or (is_of_last and told.piece.kind == "number" and told.says_no_other_year)


def numbers_of_texts(
    texts: list[Text],
    tables: Tables,
    numbers: list[ReadNumber],
    places: dict[Address, str],
    fiscal_year: int | None,
    unclear: list[Unclear],
) -> tuple[list[BareText], set[str]]:
    """Return the numbers of running text that belong to a table's or to each other, and the addresses of their texts.

    Numbers beside goals that belong to none are noted as not understood.

    Args:
        texts: the texts that stand in no table.
        tables: the numbers of the tables.
        numbers: how each number was read; those of the texts are added.
        places: where each stands in the file; those of the texts are added.
        fiscal_year: the report's own.
        unclear: numbers beside goals of which nothing decides what they are.

    """
    made: list[BareText] = []
    taken: set[str] = set()
    at: dict[tuple[str, int], Number] = {}
    counts: dict[str, int] = {}
    said = [text for text in texts if text.level != CONTENTS]
    paid = list(paid_shares(said, tables))
    divided = {(told.text.address, told.piece.start) for told in paid}
    again = [*(t for t in told_again(said, tables) if (t.text.address, t.piece.start) not in divided), *paid]
    starts = {(told.text.address, told.piece.start): told for told in again}
    again += [told for told in listed(said, tables) if (told.text.address, told.piece.start) not in starts]
    of_texts: list[WorkedOut] = []
    own: set[tuple[str, int]] = set()
    for one in worked_out(texts):
        # a number belongs to one thing that is worked out; an amount is a table's besides
        keys = {spot.key for role, spot in one.spots if role != "amount"}
        if _is_of_its_own(one, starts) and keys.isdisjoint(own):
            of_texts.append(one)
            own |= keys
    for told in again:
        text, piece = told.text, told.piece
        if (text.address, piece.start) in own:
            continue
        counts[text.address] = counts.get(text.address, 0) + 1
        address = (text.address, 0, counts[text.address])
        if address in places:
            continue
        column = column_of(told.beside)
        is_of_year = column.year in (None, fiscal_year)
        if told.is_tied and not is_of_year and _is_of_this_year(told, column, fiscal_year):
            # an amount of another year, in a sentence of this one, is no tie
            told, column, is_of_year = replace(told, is_tied=False, same_as=None), column_of(""), True
        # what a table prints is of its column, unless the words say of which year it is; what only a name tells is of
        # the year of its sentence
        is_own = column.role in ("", "actual") and column.kind != "mean"
        is_tied_to_year = (is_of_year or told.is_said_of(fiscal_year)) and not told.is_said_of_another(fiscal_year)
        is_own = is_own and (is_tied_to_year if told.is_tied else told.is_of(fiscal_year))
        is_of_year = is_of_year and (told.is_tied or told.is_of_year(fiscal_year))
        # what something rose or fell by is no amount of it
        is_own = is_own and not told.is_change
        # so many kronor are no participants
        change = "participants_change" if told.is_after_count and not unit_in(piece.printed) else "change"
        change_as = change if told.is_since_year_before(fiscal_year) else ""
        told_by = (told.share_as, told.sex_as, told.deviation_as, told.cost_as, told.contribution_as, told.count_as)
        said_as = "paid_share" if told.is_paid_share else change_as or next(filter(None, told_by), "")
        told_as = said_as if is_of_year else ""
        is_difference = not told.is_tied or column.role == "deviation"
        is_budget = not told.is_tied or column.role == "budget"
        may_be = {"budget": is_budget, **dict.fromkeys(DIFFERENCES, is_difference)}
        told_as = told_as if may_be.get(told_as, is_own) else ""
        at[text.address, piece.start] = Number(*address, piece.printed)
        if told_as == "participants" and told.same_as is None:
            # the rows that its sentence counts one by one say of which table it is the sum
            told = replace(told, same_as=tables.all_of(told.counts_listed))
        same_as = told.same_as if is_own or (told.is_tied and not told.is_change) else None
        # the amount of another year than its words name is not the one that they tell
        is_of_named_year = (
            not told.is_tied or column.year is None or column.year in (told.years_beside or (column.year,))
        )
        quoted = told.quoted if is_of_named_year and not (told_as or told.is_change) else None
        made.append(
            BareText(
                told.label, at[text.address, piece.start], is_own, told_as,
                same_as=same_as, quoted=quoted, things=told.things,
            )
        )  # fmt: skip
        reason = "text_tie" if told.is_tied else "text_name"
        numbers.append(ReadNumber(address, piece.printed, piece.readings[0], constant("plain"), reason, False))
        places[address] = text.place_at(piece.end - 1)
        taken.add(text.address)
    for one in of_texts:
        for _, spot in one.spots:
            if spot.key in at:
                continue
            line = spot.text.address
            counts[line] = counts.get(line, 0) + 1
            address = (line, 0, counts[line])
            at[spot.key] = Number(*address, spot.printed)
            numbers.append(ReadNumber(address, spot.printed, spot.printed, constant("plain"), "text_share", False))
            places[address] = spot.text.place_at(spot.end - 1)
            taken.add(line)
        by_role = tuple((role, at[spot.key]) for role, spot in one.spots)
        counts_by_role = {role: spot.printed for role, spot in one.spots}
        same_as = None
        if "part" in counts_by_role and "other_part" not in counts_by_role:
            whole = Decimal(re.sub(r"\D", "", counts_by_role["whole"]))
            same_as = tables.part_named(whole, one.label, one.spots[0][1].text.text)
        made.append(BareText(one.label, by_role[0][1], worked_out=by_role, same_as=same_as))
    order = {text.address: n for n, text in enumerate(texts)}
    made.sort(key=lambda text: order[text.number.source_line])
    for beside in unclear:
        taken.add(beside.address)
        if (beside.address, beside.piece.start) in at:
            continue
        counts[beside.address] = counts.get(beside.address, 0) + 1
        address = (beside.address, 0, counts[beside.address])
        reading, sure = beside.piece.readings[0], constant("unread_number")
        numbers.append(ReadNumber(address, beside.piece.printed, reading, sure, "goal_unclear", True))
        places[address] = beside.place
    return made, taken


def _is_of_its_own(one: WorkedOut, told: Mapping[tuple[str, int], Told]) -> bool:
    """Tell whether numbers are held against each other and not against a table.

    A share of costs is where no table prints it and its amount is not of the same row; counts are with a share beside
    them or where a table has not all.

    Args:
        one: what a sentence works out.
        told: the numbers that belong to a table's, by where they begin.

    """
    in_table = {role: told.get(spot.key) for role, spot in one.spots}
    if "share_of_costs" in in_table:
        share, amount = in_table["share_of_costs"], in_table.get("amount")
        return share is None or not (share.is_tied or amount is None or amount.label == share.label)
    return any(role.endswith("share") for role in in_table) or not all(in_table.values())
