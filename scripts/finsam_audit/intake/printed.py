"""The numbers that the tables of a document print, as running text may tell them again."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR
from decimal import Decimal

from finsam_audit.intake.amounts import Amount
from finsam_audit.intake.cells import value_of
from finsam_audit.intake.row_names import bare, is_special, row_named, says_whole, words_of
from finsam_audit.intake.tables import ReadTable
from finsam_audit.intake.told import Address
from finsam_audit.intake.words import constant, form
from finsam_audit.locate.slips import slip_in_place
from finsam_audit.mapping.columns import YEAR, column_of
from finsam_audit.mapping.state import EXPONENTS, kinds_of, unit_in
from finsam_audit.mapping.words import said


@dataclass(frozen=True)
class Printed:
    """A number of a table: kind, value in kronor, worth and count of its digits, label of its row, heading, place.

    `table` is the place of its table among all.
    """

    kind: str
    value: Decimal
    step: Decimal
    digits: int
    names: tuple[str, ...]
    address: Address = field(default=("", 0, 0), compare=False)
    table: int = field(default=0, compare=False)


class Tables:
    """The numbers of the tables, by their value, and the words of their rows' names."""

    def __init__(self, cells: Sequence[Printed], headings: Sequence[str]) -> None:
        """Take the numbers of all tables in order, and the headings of the tables."""
        self.cells, self.headings = cells, headings
        # what is printed alike under one name says nothing more the second time
        self.printed = printed = list(dict.fromkeys(cells))
        self.order = sorted(range(len(printed)), key=lambda n: printed[n].value)
        self.values = [printed[n].value for n in self.order]
        self.step = max((one.step for one in printed), default=Decimal(0))
        self.named = _words_of_names(printed)
        self.shares = _words_of_names(one for one in printed if one.kind == "percent")
        self.result = next((name for name in self.named if form("result_name").search(name)), "")
        self.equity = min((name for name in self.named if form("equity_word").search(name)), key=len, default="")

    def called(self, text: str) -> str:
        """Return the name of the row that a text is, if it says more than cost or income; else nothing."""
        words = words_of(text)
        return next((name for name, own in self.named.items() if own == words and is_special(name)), "")

    def cell_named(self, kind: str, clause: str, sentence: str) -> Printed | None:
        """Return the one number of a table whose row a clause names and whose column its sentence does, both whole.

        A count of which a sentence says no column is that of all. Nothing where the sentence compares, or speaks of
        what is to be.
        """
        if form("no_worked_out").search(sentence):
            return None
        said_before, said_all = words_of(clause), words_of(sentence)
        rows = [
            (self.named[one.names[0]], one)
            for one in self.printed
            if one.kind == kind
            and is_special(one.names[0])
            and self.named[one.names[0]] <= said_before
            and says_whole(one.names[0], clause)
            and not _is_half(self.named[one.names[0]], clause)
        ]
        cells = [(own, one) for own, one in rows if (heading := _column_words(one)) and heading <= said_all]
        if not cells and kind == "number":
            of_all = [one for _, one in rows if not _column_words(one) and form("sum_word").search(one.names[1])]
            latest = max((_year_of(one) for one in of_all), default=0)
            cells = [(own, one) for own, one in rows if one in of_all and _year_of(one) == latest]
        # of two names of which one holds the other the clause says the longer one
        named = [one for own, one in cells if not any(own < other for other, _ in cells)]
        if len(named) > 1:
            # names that begin alike: the one that stands there letter by letter
            named = [one for one in named if one.names[0].lower() in clause.lower()]
        return named[0] if len(named) == 1 else None

    def subject(self, sentence: str) -> str:
        """Return the one name of a row that a sentence says, if it says more than cost or income; else nothing."""
        name = row_named(self.named, sentence)
        return name if is_special(name) else ""

    def things_named(self, clause: str) -> tuple[str, tuple[str, ...]]:
        """Return what a clause names together, as it says it and each by itself.

        Nothing where one of them is not the name of rows that say more than cost or income.
        """
        found = form("things_together").match(clause)
        if found is None:
            return "", ()
        things = tuple(form("between_things").split(found["things"]))
        names = [own for name, own in self.named.items() if "total" not in kinds_of(name)]
        are_rows = all(words_of(thing) and any(words_of(thing) <= own for own in names) for thing in things)
        is_list = len(things) > 1 and are_rows and all(map(is_special, things))
        return (found["things"], things) if is_list else ("", ())

    def amount_named(self, name: str) -> Printed | None:
        """Return the amount of the last year that a table prints in a row of a name; nothing where several do."""
        cells = [
            one
            for one in self.cells
            if one.names[0] == name and one.kind == "number" and column_of(one.names[1]).role in ("", "actual")
        ]
        latest = [one for one in cells if _year_of(one) == max(map(_year_of, cells))]
        latest = [one for one in latest if not _column_words(one)] or latest
        return latest[0] if len({one.value for one in latest}) == 1 else None

    def slip_of(self, sentence: str, amount: Amount, years: Collection[int]) -> Printed | None:
        """Return the one amount of the rows that a sentence names whole that a slip of digits makes this one.

        Of the years that are named, or else of the last. Nothing where there is none, or several. Digits of a round
        amount are alike by chance; of few digits one that is replaced is any other.
        """
        unit = unit_in(said(amount.unit))
        digits = re.sub(r"\D", "", amount.reading)
        telling = len(digits.strip("0"))
        if not unit or telling < constant("label_digits"):
            return None
        _, step, _ = worth_of(amount.reading, EXPONENTS.get(unit, 0))
        said_all = words_of(sentence)
        named = {name for name, own in self.named.items() if own and own <= said_all and says_whole(name, sentence)}
        cells = [one for one in self.cells if one.names[0] in named and one.kind == "number" and one.step == step]
        meant = years or {max(map(_year_of, cells), default=0)}
        slips = {
            one.value: one
            for one in cells
            if _year_of(one) in meant
            if (slip := slip_in_place(digits, _digits(one)))
            if slip != "digit_replaced" or telling > constant("label_digits")
        }
        return next(iter(slips.values())) if len(slips) == 1 else None

    def says_a_name(self, clause: str) -> bool:
        """Tell whether a clause says the name of a row that is no sum and says more than cost or income."""
        words = words_of(clause)
        return any(
            own and own <= words and is_special(name) and "total" not in kinds_of(name)
            for name, own in self.named.items()
        )

    def part_named(self, whole: Decimal, words: str, sentence: str) -> Address | None:
        """Return where a table prints the count that words name, in the column that prints the whole that it is of.

        Nothing where no row is called what the words say, or several counts are; a column is not meant whose heading
        says what the sentence does not.
        """
        said_all = words_of(sentence)
        columns = {
            (one.table, one.address[1])
            for one in self.cells
            if one.kind == "number" and one.value == whole
            if words_of(form("measure_word").sub(" ", one.names[1].lower())) <= said_all
        }
        own = _things(words)
        parts = [
            one
            for one in self.cells
            if (one.table, one.address[1]) in columns and one.kind == "number" and own and _things(one.names[0]) == own
            # the words may be of the whole: 48 of 100 ended
            if one.value != whole
        ]
        return parts[0].address if len({one.value for one in parts}) == 1 else None

    def all_of(self, counts: Sequence[Decimal]) -> Address | None:
        """Return where a table prints the sum of a column whose rows are such counts, in their order; else nothing."""
        columns: dict[tuple[int, int], list[Printed]] = {}
        for one in self.cells:
            if one.kind == "number":
                columns.setdefault((one.table, one.address[1]), []).append(one)
        for cells in columns.values():
            totals = [one for one in cells if kinds_of(one.names[0]) & {"total", "bare"}]
            if totals and [one.value for one in cells if one not in totals] == list(counts):
                return totals[-1].address
        return None

    def all_ended(self) -> Printed | None:
        """Return the one count of all who ended: the total of a column that says so, or a total that does by its name.

        Nothing where tables have no such total, or several that differ.
        """
        totals = [
            one
            for one in self.printed
            if one.kind == "number"
            and kinds_of(one.names[0]) & {"total", "bare"}
            and (
                form("ended_word").search(" ".join(one.names))
                # of a table of those who ended the column of all
                or (form("ended_word").search(self.headings[one.table]) and kinds_of(one.names[1]) & {"total", "bare"})
            )
            and column_of(one.names[1]).role in ("", "actual")
        ]
        latest = [one for one in totals if _year_of(one) == max(map(_year_of, totals))]
        return latest[0] if len({one.value for one in latest}) == 1 else None

    def near(self, one: Printed) -> list[Printed]:
        """Return those that may be a number rounded, in the order of the tables."""
        reach = max(self.step, one.step) / 2
        first, last = bisect_left(self.values, one.value - reach), bisect_right(self.values, one.value + reach)
        return [self.printed[n] for n in sorted(self.order[first:last])]


def _words_of_names(printed: Iterable[Printed]) -> dict[str, frozenset[str]]:
    """Return the words of the names of rows, but for those for a sum."""
    return {one.names[0]: words_of(form("sum_word").sub(" ", bare(one.names[0]).lower())) for one in printed}


def _is_half(words: frozenset[str], clause: str) -> bool:
    """Tell whether a clause joins what words say with what they do not: `arbete eller studier` is no `studier`."""
    pairs = [(words_of(one), words_of(other)) for one, other in form("either_or").findall(clause)]
    return any(bool(one & words) != bool(other & words) for one, other in pairs if one and other)


def _column_words(one: Printed) -> frozenset[str]:
    """Return the words of a column's heading that say more than what its numbers are."""
    return words_of(form("measure_word").sub(" ", one.names[1].lower()))


def _year_of(one: Printed) -> int:
    """Return the year of a column's heading; one without is of the report's own, the last."""
    found = YEAR.search(one.names[1])
    return int(found.group()) if found is not None else MAXYEAR


def _digits(one: Printed) -> str:
    """Return the digits that an amount is printed with."""
    return str(abs(int(one.value / one.step)))


def _things(text: str) -> frozenset[str]:
    """Return the words of a text that name something, whole."""
    return frozenset(re.findall(r"[^\W\d_]+", form("grammar_words").sub(" ", text.lower())))


def printed_in(tables: Sequence[ReadTable]) -> Tables:
    """Return the numbers of tables, each in the unit that its table or its cell prints."""
    cells: list[Printed] = []
    for place, read in enumerate(tables):
        unit = unit_in(said(read.table.unit_text)) or unit_in(said(read.table.heading)) or "kr"
        for one in read.found:
            if not (one.piece.is_number and one.piece.readings and one.piece.readings[0] and one.label):
                continue
            kind = "percent" if one.piece.kind == "percent" else "number"
            exponent = 0 if kind == "percent" else EXPONENTS.get(one.unit or unit, 0)
            worth = worth_of(one.piece.readings[0].lstrip("-"), exponent)
            cells.append(Printed(kind, *worth, (one.label, one.column_heading), one.address, place))
    return Tables(cells, [read.table.heading for read in tables])


def worth_of(reading: str, exponent: int) -> tuple[Decimal, Decimal, int]:
    """Return a reading in kronor, what its last digit is worth, and how many digits it has."""
    value = value_of(reading)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent) + exponent)
    return value.scaleb(exponent), step, len(reading.replace(",", "").lstrip("0"))
