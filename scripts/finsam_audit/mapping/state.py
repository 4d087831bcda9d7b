"""What the mapping knows of a report so far; every step fills in more of it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from finsam_audit.mapping.columns import YEAR, Column
from finsam_audit.mapping.report import Number, Report, Row, Table
from finsam_audit.mapping.words import constant, first, patterns, said, slug, table, without

MONEY_MEASURES = frozenset(
    f"{side}{role}" for side in ("", "income_", "cost_", "net_") for role in ("actual", "budget", "deviation")
) | {"income", "cost", "net", "other_plan"}
# the role and measure of a budget or limit of a year beside the one that its outcome is held against
OTHER_PLAN = "other_plan"
UNCODED = "row"
# statements whose rows are what spends: activities and administration; the account of them all first
ACCOUNTS = ("operating_account", "cost_by_purpose", "note_costs")
FACE = ("income_statement", "balance_sheet", "cash_flow")
PERCENT = "percent"


@dataclass
class MappedRow:
    """A row: what its words say it is (total, of_which, bare, closing or nothing), its code and its member.

    `is_named_alone`: it is a party by its place, its name says not of what kind. `called`: what it is called where the
    heading of its table says that, and its label not. `line`: the row of a statement that the closing row of a note is.
    """

    bare: Row
    kinds: frozenset[str]
    code: str = ""
    member: str = ""
    is_named_alone: bool = False
    called: str = ""
    line: "MappedRow | None" = None

    @property
    def label(self) -> str:
        """The label as patterns read it."""
        return said(self.bare.label)

    @property
    def is_total(self) -> bool:
        """Whether its words make it a sum."""
        return "total" in self.kinds and "of_which" not in self.kinds


@dataclass
class MappedTable:
    """A table: statement, columns, rows, the unit that it prints and the power of ten that its ties bear out.

    `page` is the table as it is printed, where its rows are years and it is read turned. `persons` are its counts of
    all who took part, and of the women and men among them, by line, column and place in the cell.
    """

    bare: Table
    columns: dict[int, Column]
    statement: str
    lead: float
    rows: list[MappedRow]
    printed_unit: str = ""
    exponent: int = 0
    exponent_is_tied: bool = False
    signs: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    page: Table | None = None
    persons: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def cells(self, column_no: int | None = None) -> Iterator[tuple[MappedRow, Number]]:
        """Yield the numbers of the table, or of one of its columns, with their rows."""
        for row in self.rows:
            for number in row.bare.numbers:
                if column_no is None or number.column_no == column_no:
                    yield row, number


@dataclass(frozen=True)
class Undecided:
    """What the mapping left open and why."""

    table_no: int | None
    source_line: str
    column_no: int | None
    subject: str
    reason: str


@dataclass
class State:
    """A report on its way. `participants` are the numbers of its running text that count all who took part."""

    report: Report
    tables: list[MappedTable]
    fiscal_year: int | None = None
    undecided: list[Undecided] = field(default_factory=list)
    participants: set[tuple[str, int, int]] = field(default_factory=set)


def kinds_of(label: str) -> frozenset[str]:
    """Return what the words of a label say of its row's place in the table."""
    text = said(label)
    return frozenset(word["kind"] for word in patterns("totals") if word.pattern.search(text))


def kinds_of_row(row: Row, bare: Table, statement: str) -> frozenset[str]:
    """Return what a row is by its label; without one among rows that have theirs it is a sum.

    In a statement equations tell what such a row is.
    """
    is_sum = not row.label and statement not in FACE and sum(bool(other.label) for other in bare.rows) >= 2
    return frozenset({"total", "bare"}) if is_sum else kinds_of(row.label)


def column_suffixes(mapped: MappedTable) -> dict[int, str]:
    """Return what tells columns of one measure and year apart: words of their headings; a column of all has none.

    Where one is of cash beside what is given in kind, that one has none.
    """
    suffixes: dict[int, str] = {}
    # who is left from the year before stands alone in that year, and is not all who came in it
    groups = _columns_alike(mapped)
    apart = mapped.statement == "participants" and any(len(numbers) > 1 for numbers in groups)
    for numbers in groups:
        if len(numbers) < 2 and not apart:
            continue
        taken: set[str] = set()
        plain = _of_whole(mapped, numbers)
        for number in numbers:
            name = "" if number in plain else slug(YEAR.sub("", mapped.columns[number].heading))
            if name in taken:
                name = f"{name}_c{number}".strip("_")
            taken.add(name)
            suffixes[number] = name
    return suffixes


def _columns_alike(mapped: MappedTable) -> list[list[int]]:
    """Return the columns of a table, those of one measure, side and year together."""
    groups: dict[tuple[str, str, int | None], list[int]] = defaultdict(list)
    for number, column in sorted(mapped.columns.items()):
        if column.role in ("target", "consumed"):
            groups[(column.role, "", column.year)].append(number)
        elif column.kind == "share":
            # a share has no side and no role in its measure: it may be of costs and of income
            groups[("share", "", column.year)].append(number)
        elif column.kind in ("mean", "things") and mapped.statement != "participants":
            # what is counted, and what each of them gets, are no amounts beside the others
            groups[(column.kind, "", column.year)].append(number)
        elif column.role not in ("note_number", "verdict"):
            groups[(column.role, column.side, column.year)].append(number)
    return list(groups.values())


def _of_cash(mapped: MappedTable, numbers: list[int]) -> list[int]:
    """Return the only column of cash among several alike, if there is one: beside it stands what is given in kind.

    It says so, or it is the one that is neither in kind nor of all.
    """
    kinds = {n: first("cash_columns", said(mapped.columns[n].heading), "kind") for n in numbers}
    found = [n for n in numbers if kinds[n] == "cash"]
    if not found and "in_kind" in kinds.values():
        found = [n for n in numbers if kinds[n] is None and not _is_of_all(mapped.columns[n].heading)]
    return found if len(found) == 1 else []


def _of_whole(mapped: MappedTable, numbers: list[int]) -> list[int]:
    """Return which of several columns alike are what the accounts have: the one of cash, else those of all."""
    return _of_cash(mapped, numbers) or [n for n in numbers if _is_of_all(mapped.columns[n].heading)]


def _is_part(mapped: MappedTable, column_no: int) -> bool:
    """Tell whether a column of money is a part of another, or more than what is accounted for.

    Beside a column of all that is what the others are of: payments by quarter, what one member pays. Beside cash it is
    what is given in kind, and both together. Where several are alike and none is of all, each is a part: the accounts
    would add all of them up.
    """
    column = mapped.columns.get(column_no)
    if column is None or column.kind == "share" or mapped.statement in UNSUMMED:
        return False
    for numbers in _columns_alike(mapped):
        if column_no in numbers and len(numbers) > 1:
            whole = _of_whole(mapped, numbers)
            # of several budgets beside the one that counts none is the accounts'
            return column.role == OTHER_PLAN or (len(whole) < 2 and column_no not in whole)
    return False


def _is_of_all(heading: str) -> bool:
    """Tell whether a heading says nothing but that its column is of all."""
    rest = YEAR.sub("", said(heading)).strip(" /,.:")
    return not rest or bool(kinds_of(rest) & {"bare", "total"})


def row_kind(row: MappedRow) -> str:
    """Return money, count, mean or percent where the words of a row say it, else nothing."""
    found = first("kinds", row.label, "kind")
    return found or ""


def measure_of(mapped: MappedTable, row: MappedRow, number: Number) -> str:
    """Return the measure of a number: by its column, its row and its print."""
    column = mapped.columns.get(number.column_no)
    if column is None:
        return "date" if number.read.kind == "date" else "verdict" if number.read.kind == "text" else "actual"
    if column.role == "note_number":
        return "note_number"
    if number.read.kind == "date":
        return "date"
    if column.role == "verdict" or (number.read.kind == "text" and mapped.statement == "goals"):
        return "verdict"
    if column.role in ("target", "consumed", OTHER_PLAN):
        return column.role
    if column.kind == "mean" or (mapped.statement == "participants" and row_kind(row) == "mean"):
        return "ratio"
    if column.role == "deviation" and (mapped.statement == "goals" or row.code in COUNT_CODES):
        # what lies between outcome and goal is no outcome, what a count rose by is none
        return column.role
    if number.read.kind == "percent" or column.kind == "share" or is_percent_row(row):
        is_ratio = column.role != "deviation" and code_of(mapped, row, number) in RATIOS
        return "ratio" if is_ratio else "share"
    if is_count(mapped, row, column):
        return "count"
    if column.side:
        return column.side if column.role == "actual" else f"{column.side}_{column.role}"
    return column.role


BEHIND = re.compile(r"(?:.*,|.*\(|.* i (?=procent|%))([^,(]*)$")
"""What stands behind the name of a row: after a comma, in brackets, or `i procent`."""


def is_percent_row(row: MappedRow) -> bool:
    """Tell whether a row says that its plain numbers are in percent: in a cell of its own, or behind its name."""
    behind = BEHIND.search(said(row.bare.label))
    said_behind = first("kinds", behind.group(1), "kind") if behind else None
    is_unit = row.code in RATIOS or without("unit", row.label) != row.label
    return row.bare.unit == PERCENT or (is_unit and said_behind == "share")


def code_of(mapped: MappedTable, row: MappedRow, number: Number) -> str:
    """Return the code of a number: its row's, but a percentage beside equity is a share of contributions.

    A part of what the row says in another column goes into no sum of the accounts, nor does what is given in kind, nor
    a result of nothing with which a balance sheet opens its year. By how much per cent a contribution rose is no share
    of all of them.
    """
    column = mapped.columns.get(number.column_no)
    is_change = column is not None and column.role == "deviation"
    is_percent = number.read.kind == "percent" or row.bare.unit == PERCENT
    is_share = is_percent or (column is not None and column.kind == "share")
    if mapped.statement == "balance_sheet" and row.code == "net_result" and column is not None:
        # a year may open when the result of the year before is a part of the other equity
        if not number.read.value and first("openings", said(column.heading), "kind"):
            return "of_which"
    if _is_part(mapped, number.column_no) or (row.code == "contribution" and is_change and is_share):
        return "of_which"
    if row.code == "equity" and is_percent and mapped.statement in OVERVIEWS and not is_change:
        return "equity_to_contributions"
    return row.code


# statements whose columns are of persons, or of what no rule adds up
UNSUMMED = frozenset({"participants", "context", "cover", "goals"})
OVERVIEWS = frozenset({"multi_year_overview", "contributions_overview"})
RATIOS = frozenset({"equity_ratio", "equity_to_contributions", "quick_ratio"})
# statements whose numbers are persons and things unless their words say money
COUNTED = frozenset({"participants", "context", "cover"})
COUNT_CODES = frozenset({"employees", "participants"})


def is_count(mapped: MappedTable, row: MappedRow, column: Column) -> bool:
    """Tell whether a number counts persons or things."""
    if row.code in COUNT_CODES or column.kind == "things":
        return True
    if mapped.statement == "participants":
        return column.kind != "money" and not (column.side and not column.kind)
    if mapped.statement in COUNTED or mapped.statement == "goals":
        is_in_money = unit_in(row.label) or any(unit_in(number.printed) for number in row.bare.numbers)
        if row.code in MONEY_CODES or is_in_money or column.kind == "money":
            return False
        return row_kind(row) == "count" or mapped.statement == "goals" or not _has_money_size(row)
    return False


MONEY_CODES = frozenset(
    {"within_budget", "equity_buffer", "net_result", "equity", "contribution", "operating_costs", "operating_income"}
)


def _has_money_size(row: MappedRow) -> bool:
    return any(abs(number.read.value) >= constant("counts_below") for number in row.bare.numbers)


def unit_in(text: str) -> str:
    """Return the unit of money that a text names, or shows by the sign behind whole kronor."""
    return first("units", said(text.replace(":-", " kr")), "unit") or ""


EXPONENTS = {"kr": 0, "tkr": 3, "mkr": 6}


def quantity_of(statement: str, code: str, member: str = "") -> tuple[str, int] | None:
    """Return the quantity that a code names, and the years to add to the column's; None where it names none."""
    if code == "contribution" and member:
        # one party's share
        return None
    if not code or code in (UNCODED, "subtotal", "of_which", "note_row", "cost_row", "activity", "administration"):
        return None
    for row in table("quantities"):
        if row["statement"] == statement and row["line_item"] in (code, "*"):
            return (code if row["quantity"] == "=" else row["quantity"]), int(row["year_offset"])
    return None


def own_unit(row: MappedRow) -> str:
    """Return the unit of money that a row prints for itself, in a cell or its label."""
    return (row.bare.unit if row.bare.unit != PERCENT else "") or unit_in(row.bare.label)


def own_shift(mapped: MappedTable, row: MappedRow) -> int:
    """Return by how many powers of ten a row that prints another unit than its table is larger."""
    unit = own_unit(row)
    return EXPONENTS[unit] - EXPONENTS[mapped.printed_unit] if unit and mapped.printed_unit else 0


def amount(mapped: MappedTable, row: MappedRow, number: Number) -> Decimal:
    """Return a number in kronor under the unit of its table and row, signed as printed."""
    return number.read.value.scaleb(mapped.exponent + own_shift(mapped, row))


def half_step(mapped: MappedTable, row: MappedRow, number: Number) -> Decimal:
    """Return half of what its last digit is worth, in kronor."""
    return Decimal(5).scaleb(mapped.exponent + own_shift(mapped, row) - number.read.decimals - 1)
