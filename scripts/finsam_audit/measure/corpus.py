"""Reports and their copies, written where dbt's variable `input_relations` can point."""

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from finsam_audit.measure import details, overviews, statements
from finsam_audit.measure.events import plant_event
from finsam_audit.measure.inject import draw_kind, plant_any
from finsam_audit.measure.ledger import Association, association
from finsam_audit.measure.planted import Page, Planted, Spoilt
from finsam_audit.measure.reports import Report, Style, choose_style, styled_years
from finsam_audit.project.connection import connect
from finsam_audit.project.relations import quoted

LAST_YEAR = 2025
SEQUENCE = 3
# years of the ledger before the first report: what its overview tells of
BEFORE = 6
LAYOUT = {
    "line_items": (
        "document_id varchar, source_line varchar, column_no integer, number_no integer, table_no integer, "
        "statement varchar, label varchar, line_item varchar, member varchar, measure varchar, period varchar, "
        "printed varchar, unit varchar"
    ),
    "associations": "association_id varchar, name varchar, organisation_number varchar",
    "documents": (
        "document_id varchar, association_id varchar, document_kind varchar, fiscal_year integer, "
        "source_file varchar, sha256 varchar"
    ),
    "members": ("association_id varchar, member varchar, name varchar, kind varchar, parent varchar, aliases varchar"),
    "tables": (
        "document_id varchar, table_no integer, statement varchar, first_line integer, last_line integer, "
        "heading varchar, printed_unit varchar"
    ),
    "table_columns": (
        "document_id varchar, table_no integer, column_no integer, heading varchar, measure varchar, period varchar, "
        "sign varchar, cost_sign varchar, total_sign varchar, line_item varchar, member varchar, "
        "parent_column integer, weight integer, base_column integer"
    ),
    "table_rows": (
        "document_id varchar, table_no integer, source_line varchar, role varchar, parent_line varchar, weight integer"
    ),
    "document_sections": "document_id varchar, section varchar, source_line varchar",
    "goal_definitions": (
        "goal_id varchar, document_id varchar, goal varchar, kind varchar, name_sv varchar, name_en varchar, "
        "operator varchar, basis varchar, unit varchar"
    ),
    "acknowledged_findings": (
        "finding_key varchar, printed varchar, suggested varchar, difference varchar, kind varchar, reason varchar, "
        "acknowledged_on varchar"
    ),
}


@dataclass
class Sequenced:
    """An association with its consecutive reports, oldest first."""

    association: Association
    style: Style
    reports: list[Report]


@dataclass
class Copy:
    """A copy of an association up to the report with the planted error: what it is called, what is wrong in it."""

    suffix: str
    source: Sequenced
    upto: int
    spoilt: Spoilt

    @property
    def planted(self) -> Planted:
        """The error and where it is."""
        year = self.source.reports[self.upto].year
        code = self.source.association.code
        return Planted(self.suffix, code, year, self.spoilt.error, self.spoilt.moved)


def print_report(association_: Association, style: Style, year: int) -> Report:
    """Set the annual report of a year."""
    code = association_.code
    report = Report(f"{code}_ar_{year}", code, year)
    years = styled_years(association_, year, 2)
    overviews.cover(report)
    seen = styled_years(association_, year, style.overview_years)
    overviews.multi_year_overview(report, style, seen)
    if style.has_contributions:
        overviews.contributions_overview(report, style, seen)
    overviews.running_text(report, style, years[0])
    if style.has_goals:
        overviews.goals(report, style, years[0])
    if style.has_purpose:
        overviews.cost_by_purpose(report, style, association_, years)
    if style.has_balance_requirement:
        overviews.balance_requirement(report, style, years[0])

    def begin(section: str) -> None:
        report.sections.append((report.document_id, section, str(report.line + 2)))

    begin("income_statement")
    statements.income_statement(report, style, years)
    begin("balance_sheet")
    statements.balance_sheet(report, style, years)
    begin("cash_flow")
    statements.cash_flow(report, style, years)
    begin("operating_account")
    details.operating_account(report, style, association_, years)
    begin("notes")
    details.note_income(report, style, association_, years)
    details.note_costs(report, style, association_, years)
    details.note_balances(report, style, years)
    if style.has_plan:
        overviews.budget_plan(report, style, association_, years[0])
    report.sections += [(report.document_id, "management_report", "5"), (report.document_id, "signatures", "9")]
    return report


def generate(seed: int, number: int, count: int = SEQUENCE) -> Sequenced:
    """Return the number-th association of a seed with consecutive reports.

    Args:
        seed: where every choice comes from.
        number: of the association.
        count: how many reports, one a year.

    """
    name = f"{seed}/{number}"
    first = LAST_YEAR - count + 1
    made = association(f"g{number:05d}", name, first - BEFORE, LAST_YEAR)
    style = choose_style(name)
    return Sequenced(made, style, [print_report(made, style, year) for year in range(first, LAST_YEAR + 1)])


def spoil(seed: int, number: int, source: Sequenced, events: Sequence[str] = ()) -> Copy:
    """Return a copy with an error in one of its reports.

    Args:
        seed: the same seed gives the same error.
        number: which copy of the corpus.
        source: what is copied.
        events: kinds of more than one cell, taken in turn; else slips, drawn by their shares.

    """
    rng = random.Random(f"inject/{seed}/{number}")
    spoilt: Spoilt | None = None
    while spoilt is None:
        upto = rng.randrange(len(source.reports))
        report = source.reports[upto]
        page = Page(report.rows, report.sums, report.tree)
        spoilt = (
            plant_event(rng, page, events[number % len(events)]) if events else plant_any(rng, page, draw_kind(rng))
        )
    return Copy(f"_e{number:05d}", source, upto, spoilt)


def members_of(association_: Association) -> list[tuple[str, str, str, str, str, str]]:
    """Return the member rows of an association; rows that a coarser note groups name their group."""
    code = association_.code
    rows = [(code, m.code, m.name, m.kind, "", "") for m in association_.parties]
    rows += [(code, m.code, m.name, m.kind, f"group_{m.kind}", "") for m in association_.activities]
    names = {"activity": "Insatser", "administration": "Administration", "other_row": "Övrigt"}
    rows += [(code, f"group_{kind}", name, kind, "", "") for kind, name in names.items()]
    rows.append((code, "members", "Medlemmarna", "group", "", ""))
    others = {**details.NAMES, "purchased_services": "Köp av tjänster", "external_services": "Övriga externa tjänster",
              "depreciation": "Avskrivningar", "financial_items": "Finansiella poster"}  # fmt: skip
    rows += [(code, member, name, "other_row", "", "") for member, name in others.items()]
    return rows


class Writer:
    """Writes associations under a suffix into one CSV per input, then Parquet."""

    def __init__(self, folder: Path) -> None:
        """Open the files in an existing folder."""
        self.folder = folder
        self.files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in LAYOUT}
        self.writers = {name: csv.writer(file, lineterminator="\n") for name, file in self.files.items()}

    def rows(self, name: str, rows: Iterable[Sequence[object]], suffixed: Sequence[int], suffix: str) -> None:
        """Write rows, with the suffix put to the columns that are ids."""
        writer = self.writers[name]
        for row in rows:
            writer.writerow([f"{v}{suffix}" if n in suffixed else v for n, v in enumerate(row)])

    def add(self, source: Sequenced, suffix: str = "", upto: int | None = None, spoilt: Spoilt | None = None) -> None:
        """Write an association with its reports up to one, which may be a spoilt one."""
        made = source.association
        self.rows("associations", [(made.code, made.name, "")], (0,), suffix)
        self.rows("members", members_of(made), (0,), suffix)
        last = len(source.reports) - 1 if upto is None else upto
        for place, report in enumerate(source.reports[: last + 1]):
            here = spoilt if place == last else None
            document = (
                report.document_id,
                made.code,
                "annual_report",
                report.year,
                f"{report.document_id}.txt",
                "0" * 64,
            )
            self.rows("documents", [document], (0, 1), suffix)
            self.rows("line_items", here.rows if here else report.rows, (0,), suffix)
            self.rows("goal_definitions", report.goals, (0, 1), suffix)
            layout: dict[str, Sequence[Sequence[object]]] = {
                "tables": report.tables, "table_columns": report.columns, "document_sections": report.sections,
                "table_rows": report.tree,
            }  # fmt: skip
            for name, rows in layout.items():
                moved = here.moved if here else None
                self.rows(name, moved.layout(name, rows) if moved else rows, (0,), suffix)

    def close(self) -> dict[str, str]:
        """Turn the files into Parquet and return dbt's variable `input_relations`."""
        return {name: self._parquet(name) for name in LAYOUT}

    def _parquet(self, name: str) -> str:
        self.files[name].close()
        source, target = self.folder / f"{name}.csv", self.folder / f"{name}.parquet"
        columns = ", ".join(f"'{c.split()[0]}': '{c.split()[1]}'" for c in LAYOUT[name].split(", "))
        with connect() as connection:
            read = (
                f"read_csv({quoted(source)}, header = false, auto_detect = false, columns = {{{columns}}}, "
                "quote = '\"', escape = '\"', delim = ',')"
            )
            connection.execute(
                f"copy (select * replace ({_no_null(name)}) from {read}) to {quoted(target)} (format parquet)"
            )
        source.unlink()
        return f"read_parquet({quoted(target)})"


def _no_null(name: str) -> str:
    texts = [c.split()[0] for c in LAYOUT[name].split(", ") if c.endswith("varchar")]
    return ", ".join(f"nullif({c}, '') as {c}" for c in texts)
