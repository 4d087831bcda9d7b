"""Years of columns that print none or a wrong one: those under which their lines agree with printed years elsewhere."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from finsam_audit.mapping.columns import Column, year_in
from finsam_audit.mapping.state import MappedTable, State, Undecided
from finsam_audit.mapping.units import Figure, figures, nats
from finsam_audit.mapping.words import constant, said

# statements whose columns may be alike without being of two years
PERSONS = frozenset({"participants", "cover", "context"})
Printed = dict[tuple[str, str], list[tuple[int, Figure, int, int]]]


def settle_years(state: State) -> None:
    """Give columns without a printed year the year of their ties, else of their neighbours; alike ones stay open.

    A column whose heading prints a year that nothing bears out gets the year of its ties too, and keeps its heading.
    """
    printed = _printed_figures(state)
    for mapped in state.tables:
        mapped.columns.update(_misprinted(state, mapped, printed))
        unsaid = [n for n, column in sorted(mapped.columns.items()) if _is_unsaid(column)]
        settled = {}
        for number in unsaid:
            column = mapped.columns[number]
            if mapped.statement == "budget_plan" and column.role == "budget":
                # budgets of years to come stand nowhere else, and those that do are round
                continue
            votes = _votes(mapped, number, printed)
            best = max(votes, key=lambda year: (votes[year], year), default=None)
            if best is not None and (
                best == column.year or votes[best] >= votes.get(column.year or 0, 0.0) + constant("year_better")
            ):
                settled[number] = best
                mapped.columns[number] = replace(column, year=best)
        for number, year in _under_misprinted(mapped, settled).items():
            settled[number] = year
            mapped.columns[number] = replace(mapped.columns[number], year=year)
        steps = _by_steps(mapped, settled)
        for number, year in steps.items():
            mapped.columns[number] = replace(mapped.columns[number], year=year)
        _leave_alike_open(state, mapped, [n for n in unsaid if n not in settled and n not in steps], unsaid)


def _misprinted(state: State, mapped: MappedTable, printed: Printed) -> dict[int, Column]:
    """Return the columns of outcomes whose printed year their ties contradict, with the year of those.

    A table tells the report's year and those before it, one after another: only where the headings do not, and the
    years of the ties do, is a heading taken for wrong.
    """
    told = {n: c for n, c in mapped.columns.items() if c.printed_year is not None and c.role == "actual"}
    found = {}
    for kind in {(c.side, c.kind) for c in told.values()}:
        alike = {n: c for n, c in told.items() if (c.side, c.kind) == kind}
        mended = {}
        for number, column in alike.items():
            votes = _votes(mapped, number, printed)
            best = max(votes, key=lambda year: (votes[year], year), default=None)
            if best is not None and column.year not in votes and votes[best] >= constant("year_against_print"):
                mended[number] = replace(column, year=best)
        years = [column.year for column in alike.values()]
        if (
            len(years) > 1
            and not _is_run(years, state.fiscal_year)
            and _is_run([mended.get(n, c).year for n, c in alike.items()], state.fiscal_year)
        ):
            found.update(mended)
    return found


def _under_misprinted(mapped: MappedTable, settled: Mapping[int, int]) -> dict[int, int]:
    """Return the columns that have the year of their table's heading, with the one year of the ties beside them.

    Two columns at least of those without a year of their own must be of that year, and none of the heading's. What is
    headed by a later year is a plan.
    """
    said_year = year_in(said(mapped.bare.heading))
    years = list(settled.values())
    if said_year is None or len(years) < 2 or len(set(years)) > 1 or said_year >= years[0]:
        return {}
    return {n: years[0] for n, column in mapped.columns.items() if _is_unsaid(column) and column.year == said_year}


def _is_run(years: list[int | None], last: int | None) -> bool:
    """Tell whether these are a year and some before it, each once and none left out."""
    return last is not None and sorted(years, key=lambda year: year or 0) == list(
        range(last - len(years) + 1, last + 1)
    )


def _is_unsaid(column: Column) -> bool:
    return column.printed_year is None and column.role not in ("note_number", "verdict", "target")


def _printed_figures(state: State) -> Printed:
    """Return the figures of columns that print their year, by what they are."""
    found: Printed = defaultdict(list)
    for mapped in state.tables:
        columns = {n: column for n, column in mapped.columns.items() if column.printed_year is not None}
        for figure in figures(replace(mapped, columns=columns)):
            found[figure.key[:2]].append((figure.key[2], figure, mapped.exponent, mapped.bare.table_no))
    return found


def _votes(mapped: MappedTable, column_no: int, printed: Printed) -> dict[int, float]:
    """Return what speaks for each year of a column, in nats; a line that agrees with two years says nothing."""
    votes: dict[int, float] = defaultdict(float)
    column = mapped.columns[column_no]
    start = column.year or 0
    for figure in figures(replace(mapped, columns={column_no: replace(column, year=start)})):
        if figure.digits < constant("year_digits"):
            continue
        offset = figure.key[2] - start
        years = set()
        for year, other, exponent, table_no in printed.get(figure.key[:2], []):
            if table_no == mapped.bare.table_no:
                continue
            mine, theirs = figure.value * 10.0**mapped.exponent, other.value * 10.0**exponent
            if abs(mine - theirs) <= figure.half * 10.0**mapped.exponent + other.half * 10.0**exponent:
                years.add(year - offset)
        if len(years) == 1:
            votes[years.pop()] += nats(figure.digits)
    return votes


def _by_steps(mapped: MappedTable, settled: dict[int, int]) -> dict[int, int]:
    """Return the years of columns beside settled ones of their kind, where those go by one year at a time."""
    columns = mapped.columns
    found: dict[int, int] = {}
    kinds = {(columns[n].role, columns[n].side, columns[n].kind) for n in settled}
    for kind in sorted(kinds):
        alike = [n for n, c in sorted(columns.items()) if (c.role, c.side, c.kind) == kind]
        known = [(place, settled[n]) for place, n in enumerate(alike) if n in settled]
        if len(known) < constant("year_settled"):
            continue
        step = 1 if known[1][1] > known[0][1] else -1
        if any(year != known[0][1] + step * (place - known[0][0]) for place, year in known):
            continue
        for place, n in enumerate(alike):
            if n not in settled and _is_unsaid(columns[n]):
                found[n] = known[0][1] + step * (place - known[0][0])
    return found


def _leave_alike_open(state: State, mapped: MappedTable, open_columns: list[int], unsaid: list[int]) -> None:
    """Take the year from columns that differ from another in nothing; tell those that have none."""
    for number in open_columns:
        own = mapped.columns[number]
        alike = [
            n
            for n in unsaid
            if n != number
            and (mapped.columns[n].role, mapped.columns[n].side, mapped.columns[n].kind)
            == (own.role, own.side, own.kind)
            and mapped.columns[n].heading == own.heading
        ]
        if alike and mapped.statement not in PERSONS:
            mapped.columns[number] = replace(own, year=None)
            state.undecided.append(Undecided(mapped.bare.table_no, "", number, "period", "two_columns_alike"))
        elif own.year is None:
            state.undecided.append(Undecided(mapped.bare.table_no, "", number, "period", "no_year_said"))
