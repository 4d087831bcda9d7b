"""From bare rows to rows of the seeds, in the order in which each step can lean on the one before."""

from collections.abc import Iterable

from finsam_audit.mapping.associations import association_of
from finsam_audit.mapping.budgets import settle_budgets, settle_changes, settle_plans, settle_rests
from finsam_audit.mapping.coding.by_words import code_by_words
from finsam_audit.mapping.columns import columns_of, fiscal_year_of, with_years
from finsam_audit.mapping.goals import code_own_goals
from finsam_audit.mapping.names import Names
from finsam_audit.mapping.naming import name_rows
from finsam_audit.mapping.note_lines import code_lines_of_notes
from finsam_audit.mapping.participants import settle_participants
from finsam_audit.mapping.periods import settle_years
from finsam_audit.mapping.report import Report
from finsam_audit.mapping.seeds import Row, Writer
from finsam_audit.mapping.signs import settle_signs
from finsam_audit.mapping.state import MappedRow, MappedTable, State, kinds_of_row
from finsam_audit.mapping.statements import OTHER_NOTE, beside_face, statement_of
from finsam_audit.mapping.sums import code_by_sums
from finsam_audit.mapping.turned import is_turned, turned
from finsam_audit.mapping.units import settle_units, tell_units


def map_state(report: Report, known: Iterable[Row] = ()) -> tuple[State, Names]:
    """Return what the mapping makes of a report, and the members that it names.

    Args:
        report: its bare rows.
        known: members as the seeds have them; those of the report's association are taken.

    """
    association = association_of(report)
    members = [row for row in known if row["association_id"] == association]
    tables = []
    for page in report.tables:
        bare = turned(page) if is_turned(page) else page
        columns = columns_of(bare)
        statement, lead = statement_of(bare, columns)
        rows = [MappedRow(row, kinds_of_row(row, bare, statement)) for row in bare.rows]
        tables.append(MappedTable(bare, columns, statement, lead, rows, page=page if bare is not page else None))
    year = report.fiscal_year or fiscal_year_of(
        [(mapped.statement, mapped.columns) for mapped in tables], report.kind == "plan"
    )
    for mapped in beside_face(tables):
        mapped.statement = OTHER_NOTE
    state = State(report, tables, year)
    for mapped in tables:
        mapped.columns = with_years(mapped.columns, mapped.bare.heading, year, mapped.statement, report.kind != "plan")
    code_by_words(state)
    code_lines_of_notes(state)
    name_rows(state, members, by_numbers=False)
    settle_units(state)
    settle_years(state)
    settle_budgets(state)
    settle_rests(state)
    settle_changes(state)
    settle_plans(state)
    code_by_sums(state)
    settle_units(state)
    code_own_goals(state)
    settle_participants(state)
    names = name_rows(state, members)
    settle_signs(state)
    tell_units(state)
    return state, names


def map_report(report: Report, known: Iterable[Row] = ()) -> dict[str, list[Row]]:
    """Return the rows of every seed for a report; its bare rows and known members as for `map_state`."""
    state, names = map_state(report, known)
    return Writer(state, names).write()
