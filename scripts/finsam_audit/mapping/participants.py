"""Who took part in a year: the same count in overviews, tables of participants and running text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from finsam_audit.mapping.coding.amounts import holds_as_sum
from finsam_audit.mapping.columns import YEAR, Column
from finsam_audit.mapping.report import Number, Text
from finsam_audit.mapping.state import MappedRow, MappedTable, State, kinds_of
from finsam_audit.mapping.words import constant, first, said

CODE = "participants"
# what a row or a column counts of those who took part
ALL = "all"
SEXES = ("women", "men")
# whom the numbers of a sentence count that tells women, men and all of them
COUNTED_AS = {"women_and_men": ALL, "women": "women", "men": "men"}
NO_COUNTS = frozenset({"share", "money", "mean"})
SUMMARIES = ("multi_year_overview", "context")


@dataclass(frozen=True)
class Source:
    """What may count all who took part: a table or a number of the running text.

    Attributes:
        counts: its numbers by year and by whom they count: all, women, men.
        mapped: the table.
        row: the row of an overview, all of whose years are such counts.
        text: the number of the running text.

    """

    counts: Mapping[tuple[int, str], Number]
    mapped: MappedTable | None = None
    row: MappedRow | None = None
    text: Text | None = None

    @property
    def of_all(self) -> dict[int, Decimal]:
        """The counts of all, by year."""
        return {year: number.read.value for (year, persons), number in self.counts.items() if persons == ALL}


def settle_participants(state: State) -> None:
    """Find the prints of one quantity, all who took part in a year: in overviews, tables of participants and texts.

    Tables count many things under such words. One that agrees with another in a year, or differs from it as a slip
    would make it differ, counts the same; any other counts something else, and nothing is said of it.
    """
    tables = [source for mapped in state.tables if (source := _of_table(mapped)) is not None]
    texts = [
        Source({(state.fiscal_year, ALL): text.number}, text=text)
        for text in state.report.texts
        if text.told_as == CODE and state.fiscal_year is not None
    ]
    year = state.fiscal_year
    for text in state.report.texts if year is not None else ():
        counts = {(year, COUNTED_AS[role]): n for role, n in text.worked_out if role in COUNTED_AS and year is not None}
        if any(persons == ALL for _, persons in counts):
            texts.append(Source(counts, text=text))
    sources = [*tables, *texts]
    usual = _usual(sources)
    # a text that divides its count as the rows of a table counts the same, whatever the two print
    told = {text.same_as for text in (source.text for source in texts) if text is not None and text.same_as}
    divided = {place(n) for source in tables for (_, who), n in source.counts.items() if who == ALL} & told
    for source in sources:
        places = {place(number) for number in source.counts.values()}
        is_divided = not divided.isdisjoint({*places, source.text.same_as} if source.text is not None else places)
        is_told_alike = any(agree(source.of_all, other.of_all) for other in sources if other is not source)
        if not is_divided and not (is_told_alike and agree(source.of_all, usual)):
            continue
        if source.row is not None:
            source.row.code = CODE
        if source.mapped is not None:
            source.mapped.persons |= {place(n): "" if who == ALL else who for (_, who), n in source.counts.items()}
        if source.text is not None:
            state.participants |= places


def agree(one: Mapping[int, Decimal], other: Mapping[int, Decimal]) -> bool:
    """Tell whether two count alike, by year, or differ as slips would make them differ: a digit, or another year's."""
    common = one.keys() & other.keys()
    beside = {year: {counts.get(near) for counts in (one, other) for near in (year - 1, year + 1)} for year in common}
    return bool(common) and all(
        is_slip(one[year], other[year]) or beside[year] & {one[year], other[year]} for year in common
    )


def is_slip(one: Decimal, other: Decimal) -> bool:
    """Tell whether two counts are the same, or differ in one digit or in two that changed places."""
    if one == other:
        return True
    digits, others = str(int(one)), str(int(other))
    if len(digits) != len(others) or len(digits) < constant("slip_digits"):
        return False
    differing = [n for n, (a, b) in enumerate(zip(digits, others, strict=True)) if a != b]
    is_turned = differing == [differing[0], differing[0] + 1] and sorted(digits) == sorted(others)
    return len(differing) == 1 or is_turned


def _usual(sources: Iterable[Source]) -> dict[int, Decimal]:
    """Return what most count as all by year; of several alike the first."""
    found: dict[int, Counter[Decimal]] = defaultdict(Counter)
    for source in sources:
        for year, value in source.of_all.items():
            found[year][value] += 1
    return {year: values.most_common(1)[0][0] for year, values in found.items()}


def _of_table(mapped: MappedTable) -> Source | None:
    """Return a table as one that may count all who took part; nothing where its words say that it counts others."""
    if mapped.statement in SUMMARIES:
        rows = [(row, ALL) for row in mapped.rows if whom(row.label) == ALL]
        if len(rows) != 1:
            return None
    elif mapped.statement == CODE and whom(mapped.bare.heading) != "other":
        rows = [(row, of_row) for row in mapped.rows if (of_row := _whom_of_row(mapped, row))]
    else:
        return None
    found: dict[tuple[int, str], list[Number]] = defaultdict(list)
    for row, of_row in rows:
        for number, year, of_column in _cells(mapped, row):
            persons = sorted({of_row, of_column} - {ALL} or {ALL})
            if len(persons) == 1:
                found[year, persons[0]].append(number)
    # two numbers of which either may be meant are none
    counts = {key: numbers[0] for key, numbers in found.items() if len(numbers) == 1}
    if not any(of == ALL for _, of in counts):
        return None
    return Source(counts, mapped, rows[0][0] if mapped.statement in SUMMARIES else None)


def _cells(mapped: MappedTable, row: MappedRow) -> Iterator[tuple[Number, int, str]]:
    """Yield the counts of a row under columns that are of all, of women or of men, with their years."""
    for number in row.bare.numbers:
        column = mapped.columns.get(number.column_no)
        if column is None or column.year is None or column.role != "actual" or column.kind in NO_COUNTS:
            continue
        of_column = _whom_of_column(mapped, column)
        if of_column and number.read.kind == "number" and not number.read.decimals and number.number_no == 1:
            yield number, column.year, of_column


def _whom_of_row(mapped: MappedTable, row: MappedRow) -> str:
    """Return whom a row of a table of participants counts: all of the table, its women or its men; else nothing."""
    found = whom(row.label)
    if found in SEXES:
        return found if sum(whom(other.label) == found for other in mapped.rows) == 1 else ""
    if found == "other" or "of_which" in row.kinds:
        return ""
    totals = [other for other in mapped.rows if other.is_total]
    if totals:
        return ALL if row is totals[-1] and ("bare" in row.kinds or len(totals) == 1) else ""
    is_last = row is mapped.rows[-1]
    return ALL if is_last and (len(mapped.rows) == 1 or holds_as_sum(mapped, mapped.rows)) else ""


def _whom_of_column(mapped: MappedTable, column: Column) -> str:
    """Return whom a column counts by what its heading says beside a year: all where it is a sum, the only one then."""
    text = _without_year(column)
    found = whom(text)
    if found in SEXES:
        return found
    if not text or "bare" in kinds_of(text) or found in (ALL, "column"):
        return ALL
    is_sum = "total" in kinds_of(text) and found != "other"
    beside = [_without_year(other) for other in mapped.columns.values() if other.year == column.year]
    sums = [other for other in beside if kinds_of(other) & {"total", "bare"} and whom(other) not in SEXES]
    return ALL if is_sum and len(sums) == 1 else ""


def _without_year(column: Column) -> str:
    return YEAR.sub("", said(column.heading)).strip(" /,.:-–")


def whom(text: str) -> str:
    """Return whom a text counts: all, women, men, others; nothing where it says none of them."""
    return first("participants", said(text), "kind") or ""


def place(number: Number) -> tuple[str, int, int]:
    """Return where a number stands: line, column, place in the cell."""
    return *number.place, number.number_no
