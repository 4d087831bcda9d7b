"""What an amount of running text is called: by a table that prints it, by its sentence, by the row that words name."""

import re
from dataclasses import dataclass, replace

from finsam_audit.intake.amounts import AMOUNT, SENTENCE, Amount, sentence_of
from finsam_audit.intake.printed import Printed, Tables, worth_of
from finsam_audit.intake.row_names import bare, has_account, is_special, row_named, says_nothing_else, words_of
from finsam_audit.intake.told import Address, Told, counts_participants, sex_of, share_of
from finsam_audit.intake.words import constant, form, told_name
from finsam_audit.mapping.columns import YEAR
from finsam_audit.mapping.state import EXPONENTS, kinds_of, unit_in
from finsam_audit.mapping.words import first, said

# a count without a word for what it counts, no year and no age
BARE_COUNT = re.compile(r"(?<![\w,.-])\d{1,3}(?![\w,.%-])")


@dataclass(frozen=True)
class Around:
    """What stands about an amount in its sentence: before it from the amount before on, after it, before all that.

    `reach` is what stands between it and the amount before, other sentences included; `earlier` what its paragraph
    says before its sentence.
    """

    paragraph: str
    sentence: str
    before: str
    after: str
    clauses: str
    reach: str
    earlier: str

    @classmethod
    def of(cls, flat: str, amount: Amount, end: int) -> "Around":
        """Return what stands about an amount; the one before it ends at `end`."""
        start, stop = sentence_of(flat, (amount.start, amount.end))
        begin = max(start, end)
        after = AMOUNT.split(flat[amount.end : stop], maxsplit=1)[0]
        clauses, before = flat[start:begin], flat[begin : amount.start]
        reach = flat[end : amount.start]
        if clauses and form("of_amount_before").fullmatch(before):
            # 280 tkr in contributions and 257 tkr from a fund: what stands between is of the first
            before = reach = ""
        return cls(flat, flat[start:stop], before, after, clauses, reach, flat[:start])

    @property
    def lead(self) -> str:
        """What its sentence says before it."""
        return f"{self.clauses}{self.before}"

    @property
    def beside(self) -> str:
        """What its sentence says before it, and after it up to the next amount."""
        return f"{self.lead} {self.after}"

    @property
    def is_of_each(self) -> bool:
        """Tell whether the words beside it say that it is one amount for each of many."""
        return form("for_each").search(self.beside) is not None


@dataclass(frozen=True)
class Named:
    """Under which name an amount is told, whether a table prints it, its cell's other name and place, its words.

    `things` are the rows that the amount is of together, as its sentence names them; `quoted` is where a table prints
    the amount that it repeats, which a slip of a digit may part from it.
    """

    label: str
    around: Around
    is_tied: bool = False
    beside: str = ""
    same_as: Address | None = None
    things: tuple[str, ...] = ()
    quoted: Address | None = None


def kind_of_unit(unit: str) -> str:
    """Return the kind of a number with a unit."""
    return "percent" if form("percent").search(unit) else "number"


def name_of(amount: Amount, around: Around, tables: Tables, heading: str, last: Told | None) -> Named:
    """Return what an amount is called: as a table that prints it, as its change, as the cell or row that words name.

    Args:
        amount: the amount.
        around: the words about it.
        tables: the numbers of the tables.
        heading: the name of the row that heads its text.
        last: the amount before it in its paragraph.

    """
    unit = said(amount.unit)
    is_money = not unit or bool(unit_in(unit))
    kind = kind_of_unit(unit)
    exponent = EXPONENTS.get(unit_in(unit), 0) if is_money else 0
    worth = worth_of(amount.reading, exponent)
    tied = _tied(Printed(kind, *worth, ()), tables, around, is_money)
    if around.clauses and form("same_change").fullmatch(around.before):
        # by so much, so many per cent: one change in two units
        if kind == "percent" and last is not None and last.is_change:
            as_said = replace(around, before=last.before, clauses=last.clauses)
            return Named(last.label, as_said, *(tied[1:] if tied else ()))
        # so much, by which it is more than before: of the same thing
        if form("change_after").match(around.after):
            return Named(last.label if last is not None else "", around, *(tied[1:] if tied else ()))
    is_change = form("change_before").search(around.before) or form("change_after").match(around.after)
    has_digits = is_money and bool(unit) and _has_digits(amount.reading, exponent)
    label, is_tied, beside, same_as = tied or ("", False, "", None)
    if not label and has_digits:
        label = row_named(tables.named, form("part_of_whole").sub(" ", SENTENCE.split(around.reach)[-1]))
        if around.is_of_each and not is_special(label):
            label = ""
    if not label and is_change:
        label = _changed(tables, around.before) or _changed(tables, around.lead)
        label = label or (told_name("participants") if follows_count(around, last, tables) else "")
    if is_money and kind == "number":
        label = label if is_tied else _named_money(bool(unit), around, tables, heading, label)
        is_deficit = form("deficit_before").search(around.before) and not form("difference_after").search(around.after)
        if form("result_name").search(label) and is_deficit and label != told_name("budgeted_deficit"):
            label = told_name("deficit")
        elif (
            not is_tied
            and unit
            and says_nothing_else(label, around.lead)
            and form("participants_after").match(around.after)
        ):
            same = tables.amount_named(label)
            same_as = same.address if same is not None else None
    elif not label and kind == "percent" and _is_equity_ratio(around, last):
        label = told_name("equity_ratio")
    elif not label:
        # when something was, and what it is a part of, is not what is counted
        apart = ("after_it_ended", "of_them")
        before, sentence = around.before, around.sentence
        for words in apart:
            before, sentence = (form(words).sub(" ", text) for text in (before, sentence))
        cell = tables.cell_named(kind, before, sentence)
        if cell is not None and _is_of_another_count(before, tables.named[cell.names[0]]):
            cell = None
        if cell is None and kind == "number" and _counts_ended(amount.unit, around):
            cell = tables.all_ended()
        if cell is not None:
            label, beside, same_as = cell.names[0], cell.names[1], cell.address
            if "total" in kinds_of(label) and form("ended_word").search(beside):
                # of the total of a column its heading says more
                label = beside
        elif kind == "percent":
            others = form("participants_words").sub(" ", around.lead)
            sex = sex_of(around.lead, around.paragraph[amount.start : amount.end], around.after)
            sex = "" if tables.says_a_name(others) else sex
            label = told_name(sex) if sex else _named_share(around, tables)
        elif counts_participants(f"{around.lead}{unit}", around.lead, around.after):
            label = told_name("participants")
    things: tuple[str, ...] = ()
    if not label and not is_change:
        is_cost = bool(unit) and form("cost_in_text").search(around.before) and not around.is_of_each
        is_share = kind == "percent" and share_of(around.sentence, around.before, around.after) == "share"
        label, things = tables.things_named(around.before) if is_share or (is_money and is_cost) else ("", ())
    quoted = same_as if is_tied else None
    if not (is_tied or is_change or things):
        slip = tables.slip_of(around.sentence, amount, _years_of(around)) if kind == "number" else None
        if slip is not None and _repeats(slip.names[0], around):
            label, quoted = label or slip.names[0], slip.address
    return Named(label, around, is_tied, beside, same_as, things, quoted)


def _years_of(around: Around) -> set[int]:
    """Return the years that the words about an amount name, right beside it or else in its sentence."""
    near = YEAR.findall(around.before) or YEAR.findall(around.after) or YEAR.findall(around.sentence)
    return {int(year) for year in near}


def _repeats(name: str, around: Around) -> bool:
    """Tell whether an amount may be that of a row: its words name nothing else, no difference and no part of it.

    What they say of another time without its year leaves open which amount of the row is meant.
    """
    is_apart = (
        around.is_of_each
        or form("difference_after").search(around.after)
        or form("planned_in_text").search(around.before)
    )
    is_open = form("another_time").search(form("year_number").sub(" ", around.sentence))
    return not (is_apart or is_open) and says_nothing_else(name, around.lead)


def _is_equity_ratio(around: Around, last: Told | None) -> bool:
    """Tell whether the words before a percentage say that it is the equity ratio, or what that went to from another."""
    if form("goal_in_text").search(around.lead):
        return False
    went_on = last is not None and last.label == told_name("equity_ratio") and last.is_earlier
    return went_on or form("equity_ratio_word").search(around.before) is not None


def _is_of_another_count(clause: str, words: frozenset[str]) -> bool:
    """Tell whether a clause says a name of the count before alone: `har 14 avslutats och vid årsskiftet var`."""
    counts = [found.end() for found in BARE_COUNT.finditer(clause)]
    behind = form("joins_clauses").split(clause[counts[-1] :]) if counts else []
    return len(behind) > 1 and not words <= words_of(behind[-1])


def _counts_ended(unit: str, around: Around) -> bool:
    """Tell whether a sentence counts all who ended in the year, and names nothing else before."""
    return (
        not around.clauses
        and form("participants_thing").search(unit) is not None
        and form("ended_before").fullmatch(around.before) is not None
    )


def follows_count(around: Around, last: Told | None, tables: Tables) -> bool:
    """Tell whether the number before an amount counts all who took part, and nothing was named since."""
    is_count = last is not None and (last.count_as != "" or last.is_after_count)
    return is_count and not tables.says_a_name(form("participants_words").sub(" ", around.reach))


def _named_money(has_unit: bool, around: Around, tables: Tables, heading: str, label: str) -> str:
    """Return what an amount of money is of that no table prints, by what its sentence says of it."""
    if has_unit and form("correction_before").search(around.before):
        return told_name("correction")
    if has_unit and form("municipal_before").search(around.lead):
        return told_name("municipal_contributions")
    whole = form("whole_cost").match(around.before) if has_unit and not around.clauses else None
    # a name that says no more than that the activity cost something may be that of a part
    if whole is not None and words_of(bare(label)) <= words_of(whole.group()):
        return told_name("all_costs")
    if form("cost_in_text").search(around.before) and not (around.is_of_each or is_special(label)):
        # what a sentence tells of a cost is of the thing that the one before it names (`Insatsen kostade`), or of the
        # row that heads its text
        goes_on = form("same_thing").match(around.sentence) is not None
        subject = tables.subject(_last_sentence(around.earlier)) if goes_on else ""
        # the cost of several things that its sentence names is not that of the one above
        label = subject or ("" if not label and tables.says_a_name(around.lead) else heading) or label
    if label or not has_unit:
        return label
    if form("budgeted_deficit_before").search(around.lead):
        return told_name("budgeted_deficit")
    if form("result_than_budget").match(around.after) and form("result_word").search(around.lead):
        return tables.result
    total = form("total_in_text").match(form("part_of_whole").sub(" ", around.lead))
    if total is not None:
        return total.group(1).capitalize()
    if form("interest_before").search(around.lead) and not any(form("interest_word").search(n) for n in tables.named):
        return told_name("interest")
    is_of_year = form("year_result_before").search(around.before) and form("year_result_after").search(around.after)
    return tables.result if is_of_year else ""


def _named_share(around: Around, tables: Tables) -> str:
    """Return what a percentage is of that no table prints: the row that has it, or whose share of all costs it is."""
    if form("goal_in_text").search(around.before):
        return ""
    share = share_of(around.sentence, around.before, around.after)
    label = row_named(tables.shares, around.before)
    if not label and share == "share":
        label = row_named(tables.named, form("cost_word").sub(" ", around.lead))
    return label or (tables.equity if share and share != "share" else "")


def _changed(tables: Tables, clause: str) -> str:
    """Return what a clause says that rose or fell: a row, or all costs, income, contributions, equity."""
    clause = form("part_of_whole").sub(" ", clause)
    found = list(form("all_that_changed").finditer(clause))
    return row_named(tables.named, clause) or (found[-1].group(1).capitalize() if found else "")


def _last_sentence(earlier: str) -> str:
    """Return the last sentence of what a paragraph says before another one; nothing where that is the first."""
    return SENTENCE.split(earlier.rstrip().rstrip(".!?"))[-1] if earlier else ""


def _has_digits(reading: str, exponent: int) -> bool:
    """Tell whether an amount has the digits of one that a row may print; of thousands and millions one may be left out.

    Of these the digits behind the comma count, and tell that the amount is as fine as two digits can be: `7,8 mnkr`.
    """
    whole, _, decimals = reading.partition(",")
    digits = whole + decimals if exponent else whole
    may_lack = (1 if exponent else 0) + (1 if exponent and decimals else 0)
    return len(digits) >= constant("label_digits") - may_lack


def _tied(one: Printed, tables: Tables, around: Around, is_money: bool) -> tuple[str, bool, str, Address] | None:
    """Return under which name in the text a table prints a number, exactly or rounded, its cell's other name and place.

    Nothing where no table prints it. True stands between them: it is tied.

    The text must say a word of the name; its sentence all of it where few digits make chance likely, and of counts and
    percentages, which are alike more often.
    """
    sentence, whole = words_of(around.sentence), words_of(around.paragraph)
    few = constant("label_digits") - 1
    is_of_year_end = form("year_end_in_text").search(around.beside) is not None
    best: tuple[tuple[bool, int, int, bool], tuple[str, bool, str, Address]] | None = None
    for other in tables.near(one):
        is_exact = other.value == one.value
        is_rounded = (
            abs(other.value - one.value) <= max(other.step, one.step) / 2 and min(one.digits, other.digits) >= few
        )
        if other.kind != one.kind or not (is_exact or (is_rounded and is_money)):
            continue
        for name, other_name in zip(other.names, reversed(other.names), strict=True):
            words = words_of(bare(name))
            if not words or (is_of_year_end and first("openings", said(name), "kind")):
                continue
            near = words & sentence
            is_whole = near == words
            if is_whole or (is_money and one.digits >= few and (near or words & whole)):
                rank = (is_exact, len(near), len(words & whole), not has_account(name))
                if best is None or rank > best[0]:
                    best = rank, (name, True, other_name, other.address)
    return best[1] if best else None
