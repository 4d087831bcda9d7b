"""An annual report printed from a closed ledger: rows as the seeds have them, with its tables and columns."""

import random
from dataclasses import dataclass, field
from typing import NamedTuple

from finsam_audit.measure.ledger import Association, Year
from finsam_audit.measure.printing import NumberStyle, number_style

PLAIN_SIGNS = ("natural", "signed", "natural")
# line_item, member, parent_column, weight, base_column of a column that adds into none
NO_PARENT = ("", "", "", "", "")
MAY_BE_BLANK = ("operating_account", "contributions_overview", "budget_plan", "cost_by_purpose")


class Row(NamedTuple):
    """One printed number; the first thirteen fields are the columns of a line item seed."""

    document_id: str
    source_line: str
    column_no: int
    number_no: int
    table_no: int
    statement: str
    label: str
    line_item: str
    member: str
    measure: str
    period: str
    printed: str
    unit: str


class TreeRow(NamedTuple):
    """A row of a table and the row that it adds into; the fields are the columns of table_rows."""

    document_id: str
    table_no: int
    source_line: str
    role: str
    parent_line: str = ""
    weight: int = 1


@dataclass(frozen=True)
class Column:
    """A value column: what it is about and the signs that it prints.

    `parent` is the place (from 0) of the column that it adds into, `minus` says that it is taken off there.
    """

    heading: str
    measure: str
    year: int
    sign: str = "natural"
    cost_sign: str = "signed"
    total_sign: str = ""
    parent: int | None = None
    minus: bool = False

    def factor(self, is_cost: bool, is_total: bool) -> int:
        """Return 1 or -1: what turns income positive, cost negative into what this column prints."""
        if is_total and self.total_sign and self.total_sign != self.sign:
            return -1 if self.total_sign == "reversed" else 1
        return (-1 if self.sign == "reversed" else 1) * (-1 if self.cost_sign == "unsigned" and is_cost else 1)


@dataclass(frozen=True)
class Sum:
    """A printed total and the lines that the document itself adds up to it, with their weights in printed signs."""

    table_no: int
    total: str
    lines: tuple[str, ...]
    weights: tuple[int, ...]


@dataclass
class Report:
    """One document."""

    document_id: str
    association_id: str
    year: int
    rows: list[Row] = field(default_factory=list)
    tables: list[tuple[object, ...]] = field(default_factory=list)
    columns: list[tuple[object, ...]] = field(default_factory=list)
    sections: list[tuple[str, str, str]] = field(default_factory=list)
    goals: list[tuple[object, ...]] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    tree: list[TreeRow] = field(default_factory=list)
    line: int = 10


@dataclass(frozen=True)
class Style:
    """How an association sets its reports, the same from year to year."""

    numbers: NumberStyle
    face_unit: str
    operating_unit: str
    note_unit: str
    overview_unit: str
    prints_units: bool
    income_cost_sign: str
    overview_cost_sign: str
    note_cost_sign: str
    liability_sign: str
    purpose_sign: str
    plan_sign: str
    operating: str
    operating_sign: str
    equity: str
    has_net_cost: bool
    has_liability_total: bool
    repeats_liabilities: bool
    has_change_in_cash: bool
    has_activity_subtotal: bool
    grouped_note: str
    overview_years: int
    has_contributions: bool
    has_purpose: bool
    has_balance_requirement: bool
    has_plan: bool
    has_goals: bool
    depreciation_place: str
    overview_scope: str = "operating"


def choose_style(seed: str) -> Style:
    """Return the style of an association; the same seed gives the same style."""
    rng = random.Random(f"style/{seed}")
    face = rng.choices(("kr", "tkr"), (65, 35))[0]

    def other(share: float) -> str:
        return {"kr": "tkr", "tkr": "kr"}[face] if rng.random() < share else face

    return Style(
        numbers=number_style(rng),
        face_unit=face,
        operating_unit=other(0.3),
        note_unit=other(0.1),
        overview_unit=other(0.15),
        prints_units=rng.random() < 0.7,
        income_cost_sign=rng.choices(("signed", "unsigned"), (85, 15))[0],
        overview_cost_sign=rng.choices(("signed", "unsigned"), (40, 60))[0],
        note_cost_sign=rng.choices(("reversed", "natural"), (60, 40))[0],
        liability_sign=rng.choices(("natural", "reversed"), (75, 25))[0],
        purpose_sign=rng.choices(("reversed", "natural"), (75, 25))[0],
        plan_sign=rng.choice(("unsigned", "reversed")),
        operating=rng.choices(("eight", "four"), (70, 30))[0],
        operating_sign=rng.choices(("natural", "reversed", "mixed"), (45, 25, 30))[0],
        equity=rng.choice(("opening", "other", "unsummed")),
        has_net_cost=rng.random() < 0.2,
        has_liability_total=rng.random() < 0.2,
        repeats_liabilities=rng.random() < 0.3,
        has_change_in_cash=rng.random() < 0.4,
        has_activity_subtotal=rng.random() < 0.3,
        grouped_note=rng.choices(("same", "grouped", "by_nature"), (60, 25, 15))[0],
        overview_years=rng.randint(3, 6),
        has_contributions=rng.random() < 0.4,
        has_purpose=rng.random() < 0.35,
        has_balance_requirement=rng.random() < 0.4,
        has_plan=rng.random() < 0.5,
        has_goals=rng.random() < 0.5,
        depreciation_place=rng.choice(("administration", "own_row")),
    )


class Table:
    """One table being set: rows of amounts in öre (income, assets, debts positive, costs negative) under columns."""

    def __init__(self, report: Report, style: Style, statement: str, heading: str, unit: str, columns: list[Column],
                 *, notes: bool = False, prints_unit: bool = True) -> None:  # fmt: skip
        """Open a table; `notes` adds the column of note references, `prints_unit` puts the unit in its heading."""
        self.report, self.style, self.statement, self.unit, self.columns = report, style, statement, unit, columns
        self.table_no = len(report.tables) + 1
        self.first = 2 if notes else 1
        # an honest document says where a table is in another unit than its statements
        says = (prints_unit and style.prints_units) or unit != style.face_unit
        self.printed_unit = unit if says else ""
        self._costs: dict[str, bool] = {}
        report.line += 2
        start = report.line
        report.tables.append((report.document_id, self.table_no, statement, start, start, heading, self.printed_unit))
        if notes:
            report.columns.append(
                (report.document_id, self.table_no, 1, "Not", "note_number", str(report.year), *PLAIN_SIGNS, *NO_PARENT)
            )  # fmt: skip
        for number, column in enumerate(columns, self.first):
            adds = NO_PARENT if column.parent is None else ("", "", self.first + column.parent, self._adds(column), "")
            report.columns.append(
                (report.document_id, self.table_no, number, column.heading, column.measure, str(column.year),
                 column.sign, column.cost_sign, column.total_sign or column.sign, *adds)
            )  # fmt: skip

    def _adds(self, column: Column) -> int:
        """Return the weight, in printed signs, with which a column adds into its parent."""
        into = self.columns[column.parent or 0].factor(is_cost=False, is_total=False)
        return into * column.factor(is_cost=False, is_total=False) * (-1 if column.minus else 1)

    def row(self, label: str, line_item: str, values: list[int | str | None], *, member: str = "", cost: bool = False,
            total: bool = False, note: int = 0, unit: str = "", measure: str = "") -> str:  # fmt: skip
        """Print a row: amounts (öre), texts as they stand, None for a blank. Return its line."""
        report, style = self.report, self.style
        report.line += 1
        line = str(report.line)
        report.tables[-1] = (*report.tables[-1][:4], report.line, *report.tables[-1][5:])
        if note:
            report.rows.append(
                Row(report.document_id, line, 1, 1, self.table_no, self.statement, label, line_item, member,
                    "note_number", str(report.year), str(note), "count")
            )  # fmt: skip
        for number, (column, value) in enumerate(zip(self.columns, values, strict=True), self.first):
            if isinstance(value, int):
                signed = value * column.factor(cost, total)
                printed = style.numbers.amount(signed, self.unit, deviation="deviation" in column.measure)
                if printed == "" and self.statement not in MAY_BE_BLANK:
                    printed = "0"
            else:
                printed = value or ""
            report.rows.append(
                Row(report.document_id, line, number, 1, self.table_no, self.statement, label[:60], line_item, member,
                    measure or column.measure, str(column.year), printed, unit or self.printed_unit)
            )  # fmt: skip
        report.tree.append(TreeRow(report.document_id, self.table_no, line, "memo"))
        self._costs[line] = cost
        return line

    def second(self, values: list[str], line_item: str, measure: str) -> None:
        """Print a second number (a percentage) into the cells of the row just set."""
        last = self.report.rows[-len(self.columns) :]
        for cell, text in zip(last, values, strict=True):
            self.report.rows.append(
                cell._replace(number_no=2, line_item=line_item, measure=measure, printed=text, unit="percent")
            )

    def total(self, label: str, line_item: str, values: list[int | str | None], lines: list[str], *,
              cost: bool = False) -> str:  # fmt: skip
        """Print a total row and remember the lines that it adds up."""
        line = self.row(label, line_item, values, cost=cost, total=True)
        if lines:
            self.adds(line, lines)
        return line

    def adds(self, total: str, lines: list[str]) -> None:
        """Remember that a printed row adds up lines; a line that adds into a row already goes by that row."""
        weights = {line: self._weight(line, total) for line in lines}
        self.report.sums.append(Sum(self.table_no, total, tuple(weights), tuple(weights.values())))
        tree = {row.source_line: place for place, row in enumerate(self.report.tree) if row.table_no == self.table_no}
        rows = self.report.tree
        for line in lines:
            top = line
            while rows[tree[top]].parent_line:
                top = rows[tree[top]].parent_line
            if top == total:
                continue
            role = "detail" if rows[tree[top]].role == "memo" else "subtotal"
            rows[tree[top]] = rows[tree[top]]._replace(
                role=role, parent_line=total, weight=self._weight(top, total)
            )  # fmt: skip
        rows[tree[total]] = rows[tree[total]]._replace(role="subtotal" if rows[tree[total]].parent_line else "total")

    def _weight(self, line: str, total: str) -> int:
        """Return the weight in printed signs; where a column prints its totals in another sign, total_sign says so."""
        column = self.columns[0]
        return column.factor(self._costs[line], is_total=False) * column.factor(self._costs[total], is_total=False)


def styled_years(association: Association, year: int, count: int) -> list[Year]:
    """Return the year and those before it, newest first, as many as there are up to count."""
    return [association.years[y] for y in range(year, year - count, -1) if y in association.years]
