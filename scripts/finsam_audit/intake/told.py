"""A number of running text with what its sentence says of it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from finsam_audit.intake.blocks import Text
from finsam_audit.intake.cells import Piece
from finsam_audit.intake.row_names import is_special
from finsam_audit.intake.words import form, told_name
from finsam_audit.mapping.columns import YEAR
from finsam_audit.mapping.words import first, said

# a count among the words of a sentence, and no share or part of a number
COUNT = re.compile(r"(?<![\d,.])\d{1,4}(?!\d|[,.]\d|\s?(?:%|procent))")
Address = tuple[str, int, int]


@dataclass(frozen=True)
class Told:
    """A number of running text that a table prints too, or that stands behind a name that a table has.

    `beside` is what else the table's cell stands under, its column's heading or its row's label; `before`, `after` and
    `sentence` what its sentence says before it, from the amount before on, after it, up to the next, and as a whole;
    `clauses` what it says before all that. `same_as` is where a table prints the same quantity.
    `quoted` is where a table prints the amount that it repeats: the same, or one that a slip of a digit parts from it.
    `things` are the rows that it is of together. `is_after_count` says that the number before it counts all who took
    part, and that nothing was named since; `is_paid_share` that it is what a municipality pays of what they pay
    together.
    """

    text: Text
    label: str
    piece: Piece
    is_tied: bool
    beside: str = ""
    before: str = ""
    after: str = ""
    sentence: str = ""
    clauses: str = ""
    same_as: Address | None = None
    is_after_count: bool = False
    things: tuple[str, ...] = ()
    is_paid_share: bool = False
    quoted: Address | None = None

    @property
    def share_as(self) -> str:
        """Return of what it is said to be a share, see `share_of`."""
        return share_of(self.sentence, self.before, self.after) if self.piece.kind == "percent" else ""

    @property
    def sex_as(self) -> str:
        """Return women_share or men_share where it is the share of one sex of all who took part, see `sex_of`."""
        sex = sex_of(f"{self.clauses}{self.before}", self.piece.printed, self.after)
        return f"{sex}_share" if self.piece.kind == "percent" and sex and self.label == told_name(sex) else ""

    @property
    def deviation_as(self) -> str:
        """Return surplus or deficit where the words beside it say that something was under or over its budget by it."""
        under = form("under_budget_after").search(self.after) or form("under_budget_before").search(self.before)
        over = form("over_budget_after").search(self.after) or form("over_budget_before").search(self.before)
        if self.label == told_name("budgeted_deficit"):
            return ""
        if is_special(self.label) and self.label != told_name("deficit"):
            # what an activity has left or lacks is of its budget
            under = under or form("surplus_before").search(self.before)
            over = over or form("shortfall_before").search(self.before)
        return ("surplus" if under else "deficit") if bool(under) != bool(over) else ""

    @property
    def is_change(self) -> bool:
        """Tell whether the words beside it say that something rose or fell by it, or is so much more than before."""
        if form("change_after").match(self.after):
            return True
        is_by_it = form("change_before").search(self.before) is not None
        return is_by_it and form("change_verb").search(f"{self.clauses}{self.before}") is not None

    @property
    def is_earlier(self) -> bool:
        """Tell whether the words beside it say that something went from it to another amount."""
        came_from = form("earlier_amount_before").search(self.before)
        return came_from is not None and form("later_amount_after").match(self.after) is not None

    def is_since_year_before(self, fiscal_year: int | None) -> bool:
        """Tell whether a change is one from the year before: no other year is named, no budget.

        Of one cost only where its name says which.
        """
        if form("one_cost").search(f"{self.clauses}{self.before}") and not is_special(self.label):
            return False
        years = {int(found.group()) for found in YEAR.finditer(self.sentence)}
        is_of_years = fiscal_year is not None and years <= {fiscal_year, fiscal_year - 1}
        is_of_plan = form("budget_in_text").search(self.sentence) or form("planned_sentence").match(self.sentence)
        is_of_several = form("several_years").search(self.sentence)
        return self.is_change and is_of_years and not (is_of_plan or is_of_several)

    @property
    def cost_as(self) -> str:
        """Return actual or budget where the words before it say what something cost or may cost, and all of it."""
        if self.is_change:
            return ""
        # what the sentence says of another amount is not of this one
        if form("no_whole_in_text").search(f"{self.clauses}{self.before} {self.after}"):
            return ""
        if form("budget_difference_before").search(self.before) or self.is_earlier:
            return ""
        if form("budget_in_text").search(self.before):
            return "budget"
        return "actual" if form("cost_in_text").search(self.before) else ""

    @property
    def contribution_as(self) -> str:
        """Return contribution where the words beside it say that someone pays it to the association."""
        before = f"{self.clauses}{self.before}"
        if form("difference_after").search(self.after):
            return ""
        is_paid = form("contribution_before").search(before) and not form("paid_elsewhere_after").search(self.after)
        return "contribution" if is_paid else ""

    @property
    def count_as(self) -> str:
        """Return participants where its sentence counts all who took part and names nothing else."""
        before = f"{self.clauses}{self.before}"
        is_count = self.piece.kind == "number" and not self.is_change and not self.is_earlier
        is_of_all = is_count and counts_participants(f"{before}{self.piece.printed}", before, self.after)
        return "participants" if is_of_all else ""

    @property
    def counts_listed(self) -> list[Decimal]:
        """Return the counts into which its sentence divides it; two at least."""
        rest = self.sentence.partition(self.piece.printed)[2]
        found = form("divided_into").search(rest)
        counts = [Decimal(count) for count in COUNT.findall(rest[found.end() :])] if found is not None else []
        return counts if len(counts) > 1 else []

    def is_said_of(self, fiscal_year: int | None) -> bool:
        """Tell whether the words beside it say that it is of a year: its number, or the end of the year told of."""
        if fiscal_year is None or form("planned_in_text").search(self.before):
            return False
        years = {int(found.group()) for found in YEAR.finditer(self.before)}
        if years:
            return years == {fiscal_year} and not form("compared_year").search(YEAR.split(self.before)[0])
        behind = _years_in(self.after)
        if behind:
            return behind == {fiscal_year}
        beside = f"{self.before} {self.after}"
        is_of_end = form("year_end_in_text").search(beside) is not None
        return is_of_end and first("years", said(beside), "offset") in (None, "0")

    @property
    def years_beside(self) -> set[int]:
        """Return the years that the words beside it name, those before it first."""
        before = {int(found.group()) for found in YEAR.finditer(self.before)}
        return before or {int(found.group()) for found in YEAR.finditer(self.after)}

    @property
    def is_compared_with(self) -> bool:
        """Tell whether the words right beside it say that something else is compared with it."""
        return bool(form("compared_before").search(self.before) or form("compared_after").match(self.after))

    @property
    def says_no_other_year(self) -> bool:
        """Tell whether its sentence speaks of no other year or plan and compares nothing: it is of the year."""
        return not form("another_time").search(self.sentence)

    def is_said_of_another(self, fiscal_year: int | None) -> bool:
        """Tell whether the words before it name years, and not the one told of."""
        years = _years_in(self.before)
        return fiscal_year is not None and bool(years) and fiscal_year not in years

    def is_of(self, fiscal_year: int | None) -> bool:
        """Tell whether its sentence lets it be an outcome of a year: names no other and does not speak of a plan."""
        is_planned = form("planned_in_text").search(self.before) or form("planned_sentence").match(self.sentence)
        return not is_planned and self.is_of_year(fiscal_year)

    def is_of_year(self, fiscal_year: int | None) -> bool:
        """Tell whether its sentence names no other year, and no amount that came after it.

        Years that stand nearer before it decide; one that the amount is only compared with does not.
        """
        if self.is_earlier or form("of_several_years").search(f"{self.clauses}{self.before}"):
            return False
        for words in (self.before, self.sentence):
            years = _years_in(words)
            if years:
                return fiscal_year is None or fiscal_year in years
        return True


def _years_in(words: str) -> set[int]:
    """Return the years that words name, but for those that an amount is only compared with."""
    return {
        int(found.group()) for found in YEAR.finditer(words) if not form("compared_year").search(words[: found.start()])
    }


def share_of(sentence: str, before: str, after: str) -> str:
    """Return of what a percentage is said to be a share: all costs, or equity of what the members pay; else nothing."""
    if form("goal_in_text").search(before):
        return ""
    if form("share_of_costs").search(after):
        return "share"
    is_equity = form("equity_word").search(sentence) and form("share_of_contributions").search(after)
    return "equity_to_contributions" if is_equity else ""


def sex_of(before: str, percentage: str, after: str) -> str:
    """Return women or men where words say that a percentage is theirs of all who took part; nothing where of others."""
    if form("no_share_of_sexes").search(form("participants_words").sub(" ", f"{before} {after}")):
        return ""
    for sex in ("women", "men"):
        found = form(f"{sex}_share").search(f"{before}{percentage}{after}")
        if found is not None and percentage in found.group():
            return sex
    return ""


def counts_participants(said_up_to: str, before: str, after: str) -> bool:
    """Tell whether a sentence counts all who took part and names nothing else.

    Args:
        said_up_to: what it says up to the number and what that counts.
        before: what it says before the number.
        after: what it says after it, up to the next.

    """
    is_of_persons = form("participants_thing").search(said_up_to) is not None
    return is_of_persons and bool(form("participants_before").match(before) and form("participants_after").match(after))
