"""A mapped report as rows of the seeds: columns exactly as theirs, what stays open in a list of its own."""

from collections import Counter, defaultdict

from finsam_audit.mapping.associations import association_of
from finsam_audit.mapping.columns import YEAR
from finsam_audit.mapping.empty_cells import is_no_gap
from finsam_audit.mapping.goals import goals_of
from finsam_audit.mapping.names import Names
from finsam_audit.mapping.participants import CODE as PARTICIPANTS
from finsam_audit.mapping.participants import place
from finsam_audit.mapping.report import Number
from finsam_audit.mapping.signs import reading_of
from finsam_audit.mapping.state import (
    UNCODED,
    MappedRow,
    MappedTable,
    State,
    code_of,
    column_suffixes,
    measure_of,
    own_unit,
    unit_in,
)
from finsam_audit.mapping.statements import is_of_one
from finsam_audit.mapping.text_rows import TextRows, shortened
from finsam_audit.mapping.words import constant, slug

Row = dict[str, str]
COLUMNS = {
    "line_items": "document_id source_line column_no number_no table_no statement label line_item member measure"
    " period printed unit reading",
    "tables": "document_id table_no statement first_line last_line heading printed_unit",
    "table_columns": "document_id table_no column_no heading measure period sign cost_sign total_sign line_item"
    " member parent_column weight base_column",
    "table_rows": "document_id table_no source_line role parent_line weight",
    "goal_definitions": "goal_id document_id goal kind name_sv name_en operator basis unit",
    "document_sections": "document_id section source_line",
    "members": "association_id member name kind parent aliases",
    "documents": "document_id association_id document_kind fiscal_year source_file sha256",
    "associations": "association_id name organisation_number",
    "undecided": "document_id table_no source_line column_no label subject reason",
}
KINDS = {"annual_report": "ar", "plan": "vp"}
# parts of an annual report that are tables: their absence can be told
SECTIONS = ("income_statement", "balance_sheet", "cash_flow", "operating_account")


def unit_of(mapped: MappedTable, row: MappedRow, number: Number, measure: str) -> str:
    """Return the unit that a number prints, or its row, its column or its table for it; empty where none does."""
    own_column = mapped.columns.get(number.column_no)
    is_mean = own_column is not None and own_column.kind == "mean"
    if (measure in ("share", "ratio", "consumed") and not is_mean) or number.read.kind == "percent":
        return "percent"
    if measure in ("count", "note_number"):
        return "count"
    if measure in ("date", "verdict"):
        return "date" if measure == "date" else "text"
    if measure == "target" and not any(measure_of(mapped, row, other) == "actual" for other in row.bare.numbers):
        return unit_in(number.printed) or "count"
    column = mapped.bare.columns.get(number.column_no, "")
    own = unit_in(number.printed) or own_unit(row)
    return own or unit_in(column) or mapped.printed_unit


class Writer:
    """Collects the rows of a mapped report."""

    def __init__(self, state: State, names: Names) -> None:
        self.state, self.names = state, names
        report = state.report
        self.association = association_of(report)
        year = state.fiscal_year
        self.document = (
            report.document_id or f"{self.association}_{KINDS.get(report.kind, report.kind)}_{year or 'unknown'}"
        )
        self.rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}

    def add(self, name: str, /, **values: object) -> None:
        """Add a row to a seed; what is not given is empty."""
        full = dict.fromkeys(COLUMNS[name].split(), "")
        full |= {"document_id": self.document} if "document_id" in full else {}
        self.rows[name].append(full | {key: "" if value is None else str(value) for key, value in values.items()})

    def write(self) -> dict[str, list[Row]]:
        """Return the rows of every seed."""
        report = self.state.report
        self.add(
            "associations",
            association_id=self.association,
            name=report.association,
            organisation_number=report.organisation_number,
        )
        self.add(
            "documents",
            association_id=self.association,
            document_kind=report.kind,
            fiscal_year=self.state.fiscal_year,
            source_file=report.name,
        )
        for mapped in self.state.tables:
            self._table(mapped)
        TextRows(self.state, self.names, self.add, self.rows).write()
        self._goals()
        self._sections()
        for member in self.names.members.values():
            aliases = [label for label in member.labels if label != member.name]
            self.add(
                "members",
                association_id=self.association,
                member=member.code,
                name=member.name,
                kind=member.kind,
                parent=member.parent,
                aliases="|".join(aliases),
            )
        for found in self.state.undecided:
            self.add(
                "undecided",
                table_no=found.table_no,
                source_line=found.source_line,
                column_no=found.column_no,
                subject=found.subject,
                reason=found.reason,
            )
        return self.rows

    def _table(self, mapped: MappedTable) -> None:
        bare = mapped.page or mapped.bare
        lines = [row.source_line for row in bare.rows]
        self.add(
            "tables",
            table_no=bare.table_no,
            statement=mapped.statement,
            first_line=lines[0],
            last_line=lines[-1],
            heading=bare.title,
            printed_unit=mapped.printed_unit,
        )
        suffixes = column_suffixes(mapped)
        measures = self._column_measures(mapped)
        if mapped.page is not None:
            self._turned_columns(mapped)
        for number, column in sorted(mapped.columns.items()) if mapped.page is None else ():
            sign, cost_sign, total_sign = mapped.signs.get(number, ("", "", ""))
            self.add(
                "table_columns",
                table_no=bare.table_no,
                column_no=number,
                heading=column.heading,
                measure=measures.get(number, column.role),
                period=column.year,
                sign=sign,
                cost_sign=cost_sign,
                total_sign=total_sign,
                member=suffixes.get(number, ""),
            )
        for row, cell in mapped.cells():
            if not is_no_gap(mapped, row, cell):
                self._number(mapped, row, cell, suffixes.get(cell.column_no, ""))
        for row in mapped.rows:
            if row.code == UNCODED and mapped.statement not in OPEN:
                self.add(
                    "undecided",
                    table_no=bare.table_no,
                    source_line=row.bare.source_line,
                    label=row.bare.label,
                    subject="line_item",
                    reason="no_word_or_sum",
                )
        if mapped.lead < constant("narrow"):
            self.add(
                "undecided",
                table_no=bare.table_no,
                source_line=lines[0],
                label=bare.heading,
                subject="statement",
                reason="narrow",
            )

    def _turned_columns(self, mapped: MappedTable) -> None:
        """Write the columns of a table whose rows are years: each is a line, under the convention of most years."""
        signs = Counter(sign for sign in mapped.signs.values() if sign)
        sign, cost_sign, total_sign = max(signs, key=lambda found: (signs[found], found), default=("", "", ""))
        page = mapped.page or mapped.bare
        for (number, heading), row in zip(sorted(page.columns.items()), mapped.rows, strict=True):
            measures = Counter(measure_of(mapped, row, found) for found in row.bare.numbers)
            self.add(
                "table_columns",
                table_no=mapped.bare.table_no,
                column_no=number,
                heading=heading,
                measure=max(measures, key=lambda name: (measures[name], name), default="actual"),
                period=self.state.fiscal_year,
                sign=sign,
                cost_sign=cost_sign,
                total_sign=total_sign,
            )

    def _column_measures(self, mapped: MappedTable) -> dict[int, str]:
        """Return the commonest measure of each column."""
        counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row, number in mapped.cells():
            counts[number.column_no][measure_of(mapped, row, number)] += 1
        return {column: max(found, key=lambda name: (found[name], name)) for column, found in counts.items()}

    def _number(self, mapped: MappedTable, row: MappedRow, number: Number, suffix: str) -> None:
        measure = measure_of(mapped, row, number)
        column = mapped.columns.get(number.column_no)
        member = "" if measure == "note_number" and not row.member else row.member
        if suffix and measure not in ("note_number", "verdict"):
            # a part of a sum has the name of the sum: the table's sums are not one quantity
            own = member or (slug(row.bare.label) if code_of(mapped, row, number) == "of_which" else "")
            member = f"{own}_{suffix}".strip("_")
            heading = YEAR.sub("", mapped.columns[number.column_no].heading).strip(" /,.:")
            self.names.plain(member, f"{row.bare.label}, {heading}")
        if measure == "target" and row.code == UNCODED and number.number_no > 1:
            # the upper limit of a range is another number than the lower one
            member = f"{member}_to".strip("_")
            self.names.plain(member, f"{row.bare.label}, 2")
        if measure == "count" and _is_base(row, number):
            # 13 of 104: the second is another quantity than the row's
            member = f"{member}_base".strip("_")
            self.names.plain(member, f"{row.bare.label}, bas")
        elif measure != "target" and _is_beside_another(mapped, row, number, measure):
            member = f"{member}_{number.number_no}".strip("_")
            self.names.plain(member, f"{row.bare.label}, {number.number_no}")
        code = code_of(mapped, row, number)
        counted = mapped.persons.get(place(number))
        if counted is not None:
            # women and men of all: one quantity in every table, whatever its rows and columns are called
            heading = mapped.bare.columns.get(number.column_no, "")
            code = PARTICIPANTS
            member = self.names.plain(counted, f"{row.bare.label}, {heading}").code if counted else ""
        self.add(
            "line_items",
            source_line=number.place[0],
            column_no=number.place[1],
            number_no=number.number_no,
            table_no=mapped.bare.table_no,
            statement=mapped.statement,
            label=shortened(row.bare.label),
            line_item=code,
            member=member,
            measure=measure,
            period=column.year if column is not None else self.state.fiscal_year,
            printed=number.printed,
            unit=unit_of(mapped, row, number, measure),
            reading=reading_of(mapped, row, number),
        )

    def _goals(self) -> None:
        found, open_rows = goals_of(self.state)
        for goal in found:
            self.add(
                "goal_definitions",
                goal_id=f"{self.document}/{goal.code}",
                goal=goal.code,
                kind=goal.kind,
                name_sv=goal.name_sv,
                name_en=goal.name_en,
                operator=goal.operator,
                basis="",
                unit=goal.unit,
            )
        for mapped, row, reason in open_rows:
            self.add(
                "undecided",
                table_no=mapped.bare.table_no,
                source_line=row.bare.source_line,
                label=row.bare.label,
                subject="goal",
                reason=reason,
            )

    def _sections(self) -> None:
        if self.state.report.kind != "annual_report":
            return
        first_lines: dict[str, str] = {}
        for mapped in self.state.tables:
            section = "notes" if mapped.statement.startswith("note_") else mapped.statement
            first_lines.setdefault(section, mapped.bare.rows[0].source_line)
        is_narrow = any(mapped.lead < constant("narrow") for mapped in self.state.tables)
        for mapped in self.state.tables:
            # an income statement or a note that sets activities against their budget accounts for them itself, as do
            # tables of each of them
            is_account = mapped.statement in ("income_statement", "note_costs", "note_other") and _is_account(mapped)
            if is_account or is_of_one(mapped.bare):
                first_lines.setdefault("operating_account", mapped.bare.rows[0].source_line)
        for section in (*SECTIONS, "notes", "goals", "budget_plan", "balance_requirement"):
            if section in first_lines or (section in SECTIONS and not is_narrow):
                self.add("document_sections", section=section, source_line=first_lines.get(section, ""))
        for row in self.rows["line_items"]:
            if row["line_item"] == "decision_date" and row["measure"] == "date":
                self.add("document_sections", section="decision_date", source_line=row["source_line"])
                break


def _is_base(row: MappedRow, number: Number) -> bool:
    """Tell whether a number is what the one before it in its cell is a part of."""
    return any(
        (other.column_no, other.number_no) == (number.column_no, number.number_no - 1) and other.read.tail == "av"
        for other in row.bare.numbers
    )


def _is_beside_another(mapped: MappedTable, row: MappedRow, number: Number, measure: str) -> bool:
    """Tell whether a number stands behind another one of its measure in one cell: `39 % (42 % delvis)` are two."""
    return any(
        other.column_no == number.column_no
        and other.number_no < number.number_no
        and measure_of(mapped, row, other) == measure
        for other in row.bare.numbers
    )


def _is_account(mapped: MappedTable) -> bool:
    """Tell whether an income statement or a note itemises costs beside their budget."""
    itemised = ("activity", "cost_row", *((UNCODED, "") if mapped.statement == "note_other" else ()))
    has_budget = any(column.role == "budget" for column in mapped.columns.values())
    return has_budget and sum(row.code in itemised for row in mapped.rows) > 1


# statements whose rows have no codes of their own
OPEN = frozenset({"participants", "context", "cover", "note_other", "investments", "goals", "narrative"})
