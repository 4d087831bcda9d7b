"""A mapped report as rows of the seeds: columns exactly as theirs, what stays open in a list of its own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from finsam_audit.mapping.codes import candidates
from finsam_audit.mapping.columns import YEAR
from finsam_audit.mapping.goals import goals_of
from finsam_audit.mapping.names import Names, association_of
from finsam_audit.mapping.report import Number, Text
from finsam_audit.mapping.report import Row as BareRow
from finsam_audit.mapping.signs import reading_of
from finsam_audit.mapping.state import (
    OVERVIEWS,
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
from finsam_audit.mapping.words import constant

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
# a label in the seeds is no longer than this
LABEL = 60
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
        # members of tables whose count a sentence works a share out of: the first that does is held against the table
        self.told_parts: set[str] = set()

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
        called = called_in_tables(self.state)
        codes = text_codes(report.texts, called)
        told = Counter((text.label, text.told_as) for text in report.texts if text.told_as)
        for text in report.texts:
            if text.worked_out:
                self._worked_out(text)
                continue
            told_as = text.told_as if told[text.label, text.told_as] == 1 else ""
            if told_as == CHANGE:
                named = CHANGED.get(text_code(text, called), "")
            else:
                named = codes.get(text.label, "") if text.is_own_outcome else ""
            if not self._as_in_a_table(text, told_as):
                self._text(text.label, text.number, named, told_as)
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
            heading=bare.heading,
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
            if not _is_without_change(mapped, row, cell):
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
            member = f"{member}_{suffix}".strip("_")
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
        self.add(
            "line_items",
            source_line=number.place[0],
            column_no=number.place[1],
            number_no=number.number_no,
            table_no=mapped.bare.table_no,
            statement=mapped.statement,
            label=row.bare.label[:LABEL],
            line_item=code_of(mapped, row, number),
            member=member,
            measure=measure,
            period=column.year if column is not None else self.state.fiscal_year,
            printed=number.printed,
            unit=unit_of(mapped, row, number, measure),
            reading=reading_of(mapped, row, number),
        )

    def _as_in_a_table(self, text: Text, told_as: str) -> bool:
        """Write a number of the running text as the quantity that a table prints, and tell whether it is one.

        It is a count or share of participants at the cell that it is the same as, or what a member pays.
        """
        number, measure = text.number, _measure_of_text(text.number)
        if told_as == CONTRIBUTION:
            same = self._paid_by(text.label) if measure == "actual" else None
        else:
            same = self._written(text.same_as) if text.same_as is not None else None
            same = same if same is not None and _is_participants(same, measure) else None
        if same is None:
            return False
        unit = "percent" if measure == "share" else "count" if measure == "count" else unit_in(number.printed)
        self._told("narrative", text.label, number, same["line_item"], same["member"], measure, unit, same["period"])
        return True

    def _paid_by(self, label: str) -> Row | None:
        """Return the row of what the member of a name pays in the report's year; nothing where no one or several do."""
        paid = [
            row
            for row in self.rows["line_items"]
            if row["label"] == label[:LABEL]
            and (row["statement"], row["line_item"]) == ("contributions_overview", "contribution")
            and row["member"]
            and row["period"] == str(self.state.fiscal_year)
        ]
        return paid[0] if len({row["member"] for row in paid}) == 1 else None

    def _written(self, address: tuple[str, int, int]) -> Row | None:
        """Return the row that was written of a number, by its line, column and place in the cell."""
        wanted = [str(at) for at in address]
        rows = self.rows["line_items"]
        return next((r for r in rows if [r["source_line"], r["column_no"], r["number_no"]] == wanted), None)

    def _text(self, label: str, number: Number, named: str, told_as: str) -> None:
        """Write a number of the running text: what its name or its sentence says, the date of the decision."""
        statement, code, member = "narrative", UNCODED, ""
        measure = _measure_of_text(number)
        unit = {"share": "percent", "count": "count", "date": "date", "verdict": "text"}.get(
            measure, unit_in(number.printed)
        )
        if measure == "date" and "decision_date" in candidates("cover", MappedRow(BareRow("", label, ()), frozenset())):
            statement, code = "cover", "decision_date"
        elif named in RATIOS or told_as in RATIOS:
            code, measure = named if named in RATIOS else told_as, "ratio"
        elif named and measure == "actual" and told_as == CHANGE:
            code, measure = named, "deviation"
        elif named and measure == "actual" and told_as not in DIFFERENCES:
            code = named
        elif (
            told_as and measure in ("actual", told_as) and (activity := self.names.named("activity", label)) is not None
        ):
            code, measure = (told_as, "deviation") if told_as in DIFFERENCES else ("activity", told_as)
            member = activity.code
        else:
            # two numbers with one short name are two things
            member = self.names.another(label).code
        self._told(statement, label, number, code, member, measure, unit)

    def _worked_out(self, text: Text) -> None:
        """Write what a sentence works out by itself: women and men, a share of two counts, one of an amount."""
        found = dict(text.worked_out)
        if "amount" in found:
            self._share_of_costs(text.label, found["amount"], found["share_of_costs"])
            return
        same = self._written(text.same_as) if text.same_as is not None else None
        is_same = same is not None and _is_participants(same, "count") and same["period"] == str(self.state.fiscal_year)
        if same is not None and is_same and same["member"] not in self.told_parts:
            self.told_parts.add(same["member"])
            whole = same["member"]
        else:
            whole = self.names.another(text.label).code
        for role, number in text.worked_out:
            code, measure, unit = WORKED_OUT[role]
            member = whole
            if code == "part" and measure == "count" and "other_part" in found:
                # two counts that the share is of are parts of one thing
                part = self.names.another(text.label)
                part.parent, member = whole, part.code
            # 83 kvinnor: what is counted stands behind the number
            counted = number.printed.split()[-1].capitalize()
            label = counted if measure == "count" and counted.isalpha() else text.label
            self._told("narrative", label, number, code, member, measure, unit)

    def _share_of_costs(self, label: str, amount: Number, share: Number) -> None:
        """Write the share of all costs that an amount is, under the name that the amount has where it has one."""
        written = self._written((amount.source_line, amount.column_no, amount.number_no))
        if written is not None and written["line_item"] in (UNCODED, "activity"):
            label, member = written["label"], written["member"]
        else:
            member = self.names.another(label).code
        if written is None:
            self._told("narrative", label, amount, UNCODED, member, "actual", unit_in(amount.printed))
        self._told("narrative", label, share, UNCODED, member, "share", "percent")

    def _told(
        self,
        statement: str,
        label: str,
        number: Number,
        code: str,
        member: str,
        measure: str,
        unit: str,
        period: str = "",
    ) -> None:
        self.add(
            "line_items",
            source_line=number.source_line,
            column_no=number.column_no,
            number_no=number.number_no,
            table_no=self._table_of_texts(statement, number.source_line),
            statement=statement,
            label=label[:LABEL],
            line_item=code,
            member=member,
            measure=measure,
            period=period or self.state.fiscal_year,
            printed=number.printed,
            unit=unit,
        )

    def _table_of_texts(self, statement: str, line: str) -> str:
        """Return the number of the table that holds the running text of one statement, its last line moved on."""
        for row in self.rows["tables"]:
            if row["statement"] == statement and row["heading"] == "":
                row["last_line"] = line
                return row["table_no"]
        table_no = max((int(row["table_no"]) for row in self.rows["tables"]), default=0) + 1
        self.add("tables", table_no=table_no, statement=statement, first_line=line, last_line=line)
        return str(table_no)

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
            # an income statement that sets activities against their budget accounts for them itself
            if mapped.statement in ("income_statement", "note_costs") and _is_account(mapped):
                first_lines.setdefault("operating_account", mapped.bare.rows[0].source_line)
        for section in (*SECTIONS, "notes", "goals", "budget_plan", "balance_requirement"):
            if section in first_lines or (section in SECTIONS and not is_narrow):
                self.add("document_sections", section=section, source_line=first_lines.get(section, ""))
        for row in self.rows["line_items"]:
            if row["line_item"] == "decision_date" and row["measure"] == "date":
                self.add("document_sections", section="decision_date", source_line=row["source_line"])
                break


TOLD_OF = {
    "net_result": "net_result",
    "equity": "equity",
    "cash": "cash",
    "operating_income": "total_income",
    "operating_costs": "total_costs",
    "equity_ratio": "equity_ratio",
    "equity_to_contributions": "equity_to_contributions",
}
RATIOS = frozenset({"equity_ratio", "equity_to_contributions"})
# what numbers that a sentence works out are written as: line item, measure, unit
WORKED_OUT = {
    "part": ("part", "count", "count"),
    "other_part": ("part", "count", "count"),
    "whole": ("whole", "count", "count"),
    "share": ("part", "share", "percent"),
    "women": ("women", "count", "count"),
    "men": ("men", "count", "count"),
    "women_and_men": ("women_and_men", "count", "count"),
    "women_share": ("women", "share", "percent"),
    "men_share": ("men", "share", "percent"),
}
# what a text tells as left of a budget or beyond it
DIFFERENCES = frozenset({"surplus", "deficit"})
# what a text tells as the change from the year before, and of what
CHANGE = "change"
CONTRIBUTION = "contribution"
CHANGED = {
    "total_costs": "costs_change",
    "total_income": "income_change",
    "contribution": "contributions_change",
    "equity": "equity_change",
}


def called_in_tables(state: State) -> dict[str, str]:
    """Return the codes of the running text by the labels of rows of the statements and overviews that have one."""
    called: dict[str, set[str]] = defaultdict(set)
    for mapped in state.tables:
        if mapped.statement in ("income_statement", "balance_sheet", *OVERVIEWS):
            for row in mapped.rows:
                called[row.bare.label].add(TOLD_OF.get(row.code, ""))
    return {label: codes.pop() for label, codes in called.items() if len(codes) == 1}


def text_codes(texts: Iterable[Text], called: Mapping[str, str]) -> dict[str, str]:
    """Return the codes of names of the running text; a code that two amounts bear may be of two years: none has it.

    Args:
        texts: the numbers of the running text.
        called: the codes of the rows of tables whose names they may bear.

    """
    named: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        code = text_code(text, called)
        kind = "percent" if code in RATIOS else "number"
        if code and text.number.read.kind == kind and text.is_own_outcome:
            named[code].append(text.label)
    return {labels[0]: code for code, labels in named.items() if len(labels) == 1}


def text_code(text: Text, called: Mapping[str, str]) -> str:
    """Return the code that the name of a number of the running text has by its words or by a table's row."""
    words = candidates("narrative", MappedRow(BareRow("", text.label, ()), frozenset()))
    return words[0] if words else called.get(text.label, "")


def _is_participants(row: Row, measure: str) -> bool:
    """Tell whether a row is a count or share of participants that its member alone names."""
    return (row["statement"], row["line_item"], row["measure"]) == ("participants", UNCODED, measure)


def _measure_of_text(number: Number) -> str:
    """Return the measure that a number of the running text shows: an amount has a unit, a count has none."""
    measure = {"percent": "share", "date": "date", "text": "verdict"}.get(number.read.kind, "actual")
    return "count" if measure == "actual" and not unit_in(number.printed) else measure


def _is_without_change(mapped: MappedTable, row: MappedRow, number: Number) -> bool:
    """Tell whether a cell is empty because its row of an overview prints no change between years at all."""
    changes = {n for n, column in mapped.columns.items() if column.role == "deviation"}
    return (
        mapped.statement in OVERVIEWS
        and number.column_no in changes
        and all(other.read.kind == "blank" for other in row.bare.numbers if other.column_no in changes)
    )


def _is_base(row: MappedRow, number: Number) -> bool:
    """Tell whether a number is what the one before it in its cell is a part of."""
    return any(
        (other.column_no, other.number_no) == (number.column_no, number.number_no - 1) and other.read.tail == "av"
        for other in row.bare.numbers
    )


def _is_account(mapped: MappedTable) -> bool:
    """Tell whether an income statement or a note on it itemises costs beside their budget."""
    has_budget = any(column.role == "budget" for column in mapped.columns.values())
    return has_budget and sum(row.code in ("activity", "cost_row") for row in mapped.rows) > 1


# statements whose rows have no codes of their own
OPEN = frozenset({"participants", "context", "cover", "note_other", "investments", "goals", "narrative"})
