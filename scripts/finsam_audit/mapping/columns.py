"""What a column holds: a grammar over its joined headings; the year is the greatest in them."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from finsam_audit.mapping.report import Table
from finsam_audit.mapping.words import first, said

# years that a report of such an association can print
YEAR = re.compile(r"(?<!\d)(20[0-4]\d|199\d)(?!\d)")
# a day at which years begin or end: 151231, 15-12-31; alone or behind words the month too: 1712
DAY = re.compile(r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./] ?\d{1,2})(?!\d)")
SHORT_DAY = re.compile(r"(?<!\d)([0-4]\d)(?P<dash>-?)(?:12(?P=dash)31|06(?P=dash)30|0[17](?P=dash)01)(?!\d)")
SHORT_MONTH = re.compile(r"(?:\D*[^\d\W.]\s+)?([0-4]\d)12")
# statements whose columns stand at a day: one may be the day on which the year opens
OPENED = frozenset({"balance_sheet", "note_receivables", "note_current_liabilities"})
YEAR_BESIDE = re.compile(rf"^{YEAR.pattern}[ ,:/]+|[ ,:/]+{YEAR.pattern}$")
# the later year less the earlier one; a span of years goes the other way
YEAR_LESS_YEAR = re.compile(rf"(?:\w+ )?{YEAR.pattern} ?(?:-|minus) ?(?:\w+ )?{YEAR.pattern}")


@dataclass(frozen=True)
class Column:
    """A column as its headings say.

    Attributes:
        role: actual, budget, deviation, consumed, target, verdict or note_number.
        side: income, cost, net, or empty.
        kind: share, count, people, money, or empty where the heading says none.
        year: the year that it is about, if anything says it.
        printed_year: whether its own heading prints that year.
        is_bare_year: the heading says a year or date and nothing else.
        said_role: whether the heading names the role.

    """

    heading: str
    role: str
    side: str
    kind: str
    year: int | None
    printed_year: int | None
    is_bare_year: bool
    said_role: bool


def year_in(text: str) -> int | None:
    """Return the greatest year in a text."""
    years = [int(found) for found in YEAR.findall(text)]
    if not years:
        month = SHORT_MONTH.fullmatch(text)
        days = [day.group(1) for day in SHORT_DAY.finditer(text)]
        years = [2000 + int(found) for found in days or ([month.group(1)] if month else [])]
    return max(years) if years else None


def is_only_a_year(text: str) -> bool:
    """Tell whether a heading says a year, a date or a span of dates and nothing else."""
    return year_in(text) is not None and not re.search("[a-z]", re.sub("t?kr", "", text))


def column_of(heading: str) -> Column:
    """Return what a heading says by itself."""
    text = said(heading)
    # a heading over several columns sets the year beside what each of them is
    role = "deviation" if _is_year_less_year(text) else said_role(text) or said_role(YEAR_BESIDE.sub("", text))
    side = first("sides", text, "side") or ""
    kind = first("kinds", text, "kind") or ""
    year = year_in(text)
    if role in (None, "budget") and DAY.search(text) and first("decided", text, "kind"):
        # the day on which a budget was decided is no day of its year
        role, year = "budget", None
    return Column(heading, role or "actual", side, kind, year, year, is_only_a_year(text), role is not None)


def said_role(text: str) -> str | None:
    """Return the role that the words of a heading say."""
    return first("columns", text, "role")


def _is_year_less_year(text: str) -> bool:
    found = YEAR_LESS_YEAR.fullmatch(text)
    return found is not None and found.group(1) > found.group(2)


def columns_of(bare: Table) -> dict[int, Column]:
    """Return the columns of a table by their headings alone, sides and years that go on from the left filled in."""
    found = {number: column_of(heading) for number, heading in sorted(bare.columns.items())}
    has_sides = len({column.side for column in found.values()} & {"income", "cost", "net"}) >= 2
    if {"cost", "net"} <= {column.side for column in found.values()}:
        # what stands beside cost and net is the income, whatever it is called
        found = {number: _beside_costs(column) for number, column in found.items()}
    found = _beside_grants(found)
    # where every amount is said to be net, so is what lies between them
    is_net = {c.side for c in found.values() if c.role in ("actual", "budget") and c.kind != "share"} == {"net"}
    has_budget = any(column.role == "budget" for column in found.values())
    if not has_budget and not any(column.role == "target" for column in found.values()):
        # a limit alone is what is to be reached
        found = {n: replace(c, role="target") if c.role == "other_plan" else c for n, c in found.items()}
    found = _with_one_year(found)
    latest = max((column.year for column in found.values() if column.year and column.role == "actual"), default=None)
    budgeted = {column.year for column in found.values() if column.year and column.role == "budget"}
    headings = Counter(said(column.heading) for column in found.values() if column.year is None)
    left: Column | None = None
    for number, column in found.items():
        if column.role == "note_number":
            continue
        new = column
        if column.kind == "share" and headings[said(column.heading)] > 1 and left is not None and left.printed_year:
            # one heading behind each year: the share is of that year
            new = replace(new, year=left.year, printed_year=left.year)
        if (
            (has_sides or is_net)
            and not column.side
            and column.kind != "share"
            and column.role in ("actual", "budget", "deviation")
        ):
            new = replace(new, side="net")
        goes_on = left is not None and (column.side or column.role == "deviation") and left.printed_year is None
        if new.year is None and new.role == "deviation" and not has_budget:
            # a change from the year before is one of the later year
            new = replace(new, year=latest)
        before = {c.year for n, c in found.items() if n < number and c.role == "actual"}
        if new.year is None and new.role in ("deviation", "consumed") and len(budgeted) == 1 and budgeted <= before:
            # of the one year that has a budget and an outcome before it, whatever stands between
            new = replace(new, year=max(budgeted))
        if new.year is None and left is not None and left.year is not None and (goes_on or _follows(left, column)):
            new = replace(new, year=left.year)
        found[number] = new
        left = new
    return found


def _with_one_year(columns: dict[int, Column]) -> dict[int, Column]:
    """Return columns in which the parts of a year that is longer than twelve months have its year, the later one."""
    headings = {number: said(column.heading) for number, column in columns.items()}
    parts = {number for number, text in headings.items() if first("long_years", text, "kind") == "part"}
    is_long = any(first("long_years", text, "kind") == "whole" for text in headings.values())
    years = [columns[number].year or 0 for number in parts]
    if not is_long or len(parts) < 2:
        return columns
    return {
        number: replace(column, year=max(years), printed_year=max(years)) if number in parts else column
        for number, column in columns.items()
    }


def _beside_grants(columns: dict[int, Column]) -> dict[int, Column]:
    """Return columns in which what was used of a grant is the outcome, and what is left of it the deviation."""
    said_roles = {column.role for column in columns.values() if column.said_role and column.kind != "share"}
    if "budget" not in said_roles or "actual" in said_roles:
        return columns
    return {
        number: replace(column, role=role)
        if column.kind != "share"
        and column.role != "other_plan"
        and (role := first("roles_beside", said(column.heading), "role"))
        else column
        for number, column in columns.items()
    }


def _beside_costs(column: Column) -> Column:
    """Return a column with the side that it has beside costs and net."""
    side = column.side or (column.kind != "share" and first("sides_beside", said(column.heading), "side")) or ""
    return replace(column, side=side)


def _follows(left: Column, column: Column) -> bool:
    """Tell whether a column without a year belongs to the group of the one to its left."""
    return bool(column.side) or column.role in ("deviation", "consumed")


def fiscal_year_of(tables: list[tuple[str, dict[int, Column]]], is_plan: bool) -> int | None:
    """Return the fiscal year: the commonest greatest year of outcome in the face statements, else in all tables.

    Of a plan it is the first year that is budgeted.
    """
    if is_plan:
        planned = [
            column.year
            for _, columns in tables
            for column in columns.values()
            if column.year and column.role == "budget"
        ]
        if planned:
            return min(planned)
    for names in (("income_statement", "balance_sheet", "cash_flow"), None):
        years = [
            max(column.year for column in columns.values() if column.year and column.role == "actual")
            for statement, columns in tables
            if (names is None or statement in names)
            and any(column.year and column.role == "actual" for column in columns.values())
        ]
        if years:
            counts = Counter(years)
            return max(counts, key=lambda year: (counts[year], year))
    return None


def with_years(
    columns: dict[int, Column], heading: str, fiscal_year: int | None, statement: str, in_report: bool
) -> dict[int, Column]:
    """Return the columns with the year of the table's heading, else the fiscal year, where theirs is not said.

    Args:
        columns: what the headings say.
        heading: of the table.
        fiscal_year: of the report.
        statement: of the table: in a budget or plan a plain year after the fiscal year is budget, and what a balance
            sheet or a note on it opens with is the year before's.
        in_report: whether the document tells of the fiscal year, and does not plan it.

    """
    year = year_in(said(heading))
    is_plan = statement == "budget_plan"
    filled = {}
    for number, column in columns.items():
        role = column.role
        # a plan in a report is of years to come, an outcome in a plan of a year before: which of them nothing says
        is_other = is_plan and role == ("budget" if in_report else "actual") and column.said_role
        default = None if is_other else fiscal_year
        own = column.year if column.year is not None else (_offset(column.heading, fiscal_year) or year or default)
        if is_plan and column.role == "actual" and not column.said_role and own and fiscal_year and own > fiscal_year:
            role = "budget"
        filled[number] = replace(column, year=own, role=role)
        if statement in OPENED and own and first("openings", said(column.heading), "kind"):
            filled[number] = replace(column, year=own - 1, printed_year=own - 1, role=role)
    return filled


def _offset(heading: str, fiscal_year: int | None) -> int | None:
    found = first("years", said(heading), "offset")
    return fiscal_year + int(found) if found is not None and fiscal_year is not None else None
