"""Years of columns that print none: the year under which their lines agree with printed years elsewhere."""

from collections import defaultdict
from dataclasses import replace

from finsam_audit.mapping.state import MappedTable, State, Undecided
from finsam_audit.mapping.units import NATS_A_DIGIT, NATS_LESS, Figure, figures

# another year than the default must be borne out by so much more, in nats
BETTER = 4.0
# a figure with fewer digits than this says nothing of its year
DIGITS = 3


def settle_years(state: State) -> None:
    """Give columns without a printed year the year of their ties, where one is far better borne out than theirs."""
    printed = _printed_figures(state)
    for mapped in state.tables:
        for number, column in sorted(mapped.columns.items()):
            if (
                column.printed_year is not None
                or column.role in ("note_number", "verdict", "target")
                or column.year is None
            ):
                continue
            votes = _votes(mapped, number, printed)
            best = max(votes, key=lambda year: (votes[year], year), default=column.year)
            if best != column.year and votes[best] >= votes.get(column.year, 0.0) + BETTER:
                mapped.columns[number] = replace(column, year=best)
    _tell_alike(state)


def _printed_figures(state: State) -> dict[tuple[str, str], list[tuple[int, Figure, int, int]]]:
    found = defaultdict(list)
    for mapped in state.tables:
        years = {column.year for column in mapped.columns.values() if column.printed_year is not None}
        for figure in figures(mapped):
            if figure.key[2] in years or any(year and figure.key[2] == year - 1 for year in years):
                found[figure.key[:2]].append((figure.key[2], figure, mapped.exponent, mapped.bare.table_no))
    return found


def _votes(
    mapped: MappedTable, column_no: int, printed: dict[tuple[str, str], list[tuple[int, Figure, int, int]]]
) -> dict[int, float]:
    """Return what speaks for each year of a column, in nats; a line that agrees with two years says nothing."""
    votes: dict[int, float] = defaultdict(float)
    alone = replace_columns(mapped, column_no)
    column = mapped.columns[column_no]
    for figure in figures(alone):
        if figure.digits < DIGITS or column.year is None:
            continue
        shift = figure.key[2] - column.year
        years = set()
        for year, other, exponent, table_no in printed.get(figure.key[:2], []):
            if table_no == mapped.bare.table_no:
                continue
            mine, theirs = figure.value * 10.0**mapped.exponent, other.value * 10.0**exponent
            if abs(mine - theirs) <= figure.half * 10.0**mapped.exponent + other.half * 10.0**exponent:
                years.add(year - shift)
        if len(years) == 1:
            votes[years.pop()] += NATS_A_DIGIT * figure.digits - NATS_LESS
    return votes


def replace_columns(mapped: MappedTable, column_no: int) -> MappedTable:
    """Return a table with one of its columns alone."""
    return replace(mapped, columns={column_no: mapped.columns[column_no]})


def _tell_alike(state: State) -> None:
    """Two plain columns of one role and one year without a printed year are undecided."""
    for mapped in state.tables:
        seen: dict[tuple[str, str, str, int | None, str], int] = {}
        for number, column in sorted(mapped.columns.items()):
            if column.role in ("note_number", "verdict") or column.printed_year is not None:
                continue
            key = (column.role, column.side, column.kind, column.year, column.heading)
            if key in seen and mapped.statement not in ("participants", "cover", "context"):
                mapped.columns[number] = replace(column, year=None)
                state.undecided.append(Undecided(mapped.bare.table_no, "", number, "period", "two_columns_alike"))
            seen.setdefault(key, number)
