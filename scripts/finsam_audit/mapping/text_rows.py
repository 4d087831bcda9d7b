"""The numbers of running text as rows of the seeds: what a table prints too, and what a sentence works out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from finsam_audit.mapping.coding.candidates import candidates
from finsam_audit.mapping.names import Member, Names, stems
from finsam_audit.mapping.participants import ALL, COUNTED_AS
from finsam_audit.mapping.participants import CODE as PARTICIPANTS
from finsam_audit.mapping.participants import place as place_of
from finsam_audit.mapping.prints import read
from finsam_audit.mapping.report import Number, Text
from finsam_audit.mapping.report import Row as BareRow
from finsam_audit.mapping.state import ACCOUNTS, OVERVIEWS, UNCODED, MappedRow, State, unit_in
from finsam_audit.mapping.statements import NO_STATEMENT

Row = dict[str, str]
# a label in the seeds is no longer than this
LABEL = 60
TOLD_OF = {
    "net_result": "net_result",
    "equity": "equity",
    "cash": "cash",
    "operating_income": "total_income",
    "operating_costs": "total_costs",
    "costs_with_depreciation": "total_costs",
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
# the measures of what something cost, net or not
SPENT = frozenset({"actual", "cost", "net"})
# what a text tells as left of a budget or beyond it
DIFFERENCES = frozenset({"surplus", "deficit"})
# what has a budget as a whole, and on which side of it a text says that it was
BUDGETED = {"total_costs": "costs", "net_result": "result"}
SIDES = {
    ("costs", "surplus"): "below",
    ("costs", "deficit"): "above",
    ("result", "surplus"): "above",
    ("result", "deficit"): "below",
}
# what a text tells as the change from the year before, and of what
CHANGE = "change"
# rows without a member that a text repeats under their own code
REPEATED = frozenset(
    {"opening_cash", "net_cash_flow", "operating_cash_flow", "financial_net", "financial_costs", "depreciation"}
)
# statements whose rows with members a text repeats
REPEATED_IN = frozenset(
    {"income_statement", "operating_account", "cost_by_purpose", "budget_plan", "note_costs", "note_income"}
)
# what the result of the year was to be
PLANNED = ("net_result", "budget")
# the measure of a change by that of what is printed: an amount, a percentage
CHANGE_MEASURES = {"actual": "deviation", "share": "share"}
PARTICIPANTS_CHANGE = "participants_change"
# the share of one sex of all who took part
SHARES_OF_SEXES = {"women_share": "women", "men_share": "men"}
# statements whose rows have no codes of their own: a text tells such a row by its member
WHOLES = frozenset(
    {
        "note_costs",
        "note_income",
        "note_receivables",
        "note_current_liabilities",
        "note_other",
        "context",
        "participants",
    }
)
# statements whose rows are told as what they rose or fell by
COMPARED = WHOLES - {"participants"} | {"cost_by_purpose"}
CONTRIBUTION = "contribution"
# what one municipality pays of what they pay together
PAID_SHARE = "paid_share"
# statements that print what each member pays
PAID_IN = ("contributions_overview", "note_income", "income_statement")
# the codes of what spends
SPENDERS = frozenset({"activity", "administration", "cost_row", "individual_activity", "structural_activity"})
CHANGED = {
    "total_costs": "costs_change",
    "total_income": "income_change",
    "contribution": "contributions_change",
    "equity": "equity_change",
    "cash": "cash_change",
}


def shortened(label: str) -> str:
    """Return a label that the seeds can hold: a longer one ends after a word, with three dots."""
    if len(label) <= LABEL:
        return label
    words = label[: LABEL - 1].rsplit(" ", 1)[0]
    return f"{words.rstrip(' ,;:(-')} …" if len(words) < LABEL - 1 else f"{words}…"


class Add(Protocol):
    """Adds a row to a seed; what is not given is empty."""

    def __call__(self, name: str, /, **values: object) -> None:
        """Add it."""


class TextRows:
    """Writes the numbers of running text."""

    def __init__(self, state: State, names: Names, add: Add, rows: Mapping[str, list[Row]]) -> None:
        """Take the report, its members, what adds a row to a seed and the rows that the tables gave."""
        self.state, self.names, self.add, self.rows = state, names, add, rows
        self.over = {number.source_line: text.heading for text in state.report.texts for number in text.numbers}
        self.of_texts: dict[tuple[str, str], Row] = {}
        # members of tables whose count a sentence works a share out of: the first that does is held against the table
        self.told_parts: set[str] = set()
        # what the text repeats of the tables: code, member, measure and year
        self.repeated: set[tuple[str, str, str, str]] = set()

    def write(self) -> None:
        """Write all numbers of the running text."""
        texts = self.state.report.texts
        called = called_in_tables(self.state)
        codes = text_codes(texts, called)
        told = Counter(_told_of(text) for text in texts if text.told_as)
        for text in texts:
            if text.worked_out:
                self._worked_out(text)
                continue
            if place_of(text.number) in self.state.participants:
                self._told("narrative", text.label, text.number, PARTICIPANTS, "", "count", "count")
                continue
            told_as = text.told_as if told[_told_of(text)] == 1 and text.told_as != PARTICIPANTS else ""
            if told_as == CHANGE:
                named = CHANGED.get(text_code(text, called), "")
                if not named and self._change_of_row(text):
                    continue
            else:
                is_apart = self._is_of_a_member(text) or self._is_of_a_project(text)
                named = codes.get(text.label, "") if text.is_own_outcome and not is_apart else ""
            if self._of_the_whole(text, told_as, text_code(text, called)):
                continue
            if self._of_rows_together(text, told_as) or self._as_in_a_table(text, told_as):
                continue
            if named or told_as or not self._repeated(text, codes.values()):
                # what someone pays who is no member is an amount like any other
                self._text(text.label, text.number, named, "" if told_as in (CONTRIBUTION, PAID_SHARE) else told_as)

    def _change_of_row(self, text: Text) -> bool:
        """Write what a row of a note or list rose or fell by since the year before; false where none is called so.

        Nothing where several rows bear the name, or it has no year before.
        """
        measure = _measure_of_text(text.number)
        year = self.state.fiscal_year
        if measure not in CHANGE_MEASURES or year is None:
            return False
        years: dict[str, set[str]] = defaultdict(set)
        for row in self.rows["line_items"]:
            if row["statement"] in COMPARED and row["label"] == shortened(text.label) and row["measure"] == "actual":
                years[row["member"]].add(row["period"])
        if len(years) != 1:
            return False
        ((member, periods),) = years.items()
        if not member or not {str(year), str(year - 1)} <= periods:
            return False
        unit = "percent" if measure == "share" else unit_in(text.number.printed)
        self._told("narrative", text.label, text.number, "told_change", member, CHANGE_MEASURES[measure], unit)
        return True

    def _repeated(self, text: Text, codes: Iterable[str]) -> bool:
        """Write an amount that repeats the row of a table under the code of that row; false where it repeats none.

        Args:
            text: the number.
            codes: those that numbers of the text have for the report's own year; each is told once.

        """
        same = self._written(text.quoted) if text.quoted is not None else None
        if same is None or _measure_of_text(text.number) != "actual":
            return False
        code, measure, period, member = same["line_item"], same["measure"], same["period"], ""
        if same["member"] and same["statement"] in REPEATED_IN:
            code, member = "told", same["member"]
        elif same["member"] or (measure != "actual" and (code, measure) != PLANNED):
            return False
        else:
            code = TOLD_OF.get(code, code if code in REPEATED or code == CONTRIBUTION else "")
            if (
                code == "net_result"
                and measure == "actual"
                and read(same["printed"]).value < 0 < text.number.read.value
            ):
                # a text tells a loss without its sign
                code = "deficit"
        key = (code, member, measure, period)
        if (
            not code
            or key in self.repeated
            or (code in codes and measure == "actual" and period == str(self.state.fiscal_year))
        ):
            return False
        self.repeated.add(key)
        self._told("narrative", text.label, text.number, code, member, measure, unit_in(text.number.printed), period)
        return True

    def _of_the_whole(self, text: Text, told_as: str, code: str) -> bool:
        """Write what the budget of the whole was, or by how much it was missed; false where it is not that."""
        if (code, told_as) == ("deficit", "budget"):
            self._told("narrative", text.label, text.number, code, "", told_as, unit_in(text.number.printed))
            return True
        whole = BUDGETED.get(code, "") if told_as in DIFFERENCES else ""
        if not whole or _measure_of_text(text.number) != "actual":
            return False
        named = f"{whole}_{SIDES[whole, told_as]}_budget"
        self._told("narrative", text.label, text.number, named, "", "deviation", unit_in(text.number.printed))
        return True

    def _as_in_a_table(self, text: Text, told_as: str) -> bool:
        """Write a number of the running text as the quantity that a table prints, and tell whether it is one.

        It is a count or share of participants at the cell that it is the same as, or what a member pays.
        """
        number, measure = text.number, _measure_of_text(text.number)
        if told_as == PAID_SHARE:
            same = self._paid_by(text.label)
            if same is not None:
                self._told("narrative", text.label, number, PAID_SHARE, same["member"], "share", "percent")
            return same is not None
        if told_as == CONTRIBUTION:
            same = self._paid_by(text.label) if measure == "actual" else None
        elif measure == "actual" and not told_as and text.same_as is not None:
            same = self._whole_of(text)
            if same is not None:
                self._told("narrative", text.label, number, "told", same["member"], measure, unit_in(number.printed))
                return True
        else:
            same = self._written(text.same_as) if text.same_as is not None else None
            same = same if same is not None and _is_participants(same, measure) else None
        if same is None:
            return False
        unit = "percent" if measure == "share" else "count" if measure == "count" else unit_in(number.printed)
        self._told("narrative", text.label, number, same["line_item"], same["member"], measure, unit, same["period"])
        return True

    def _of_rows_together(self, text: Text, told_as: str) -> bool:
        """Write what several rows of an account cost together, or their share of all costs; false where it is not that.

        They are the parts of a whole that the text alone has.
        """
        if not text.things or told_as not in ("actual", "share"):
            return False
        parts = self._spenders(text.things)
        if not parts:
            return False
        whole = self.names.another(text.label)
        for part in parts:
            part.parent = whole.code
        unit = "percent" if told_as == "share" else unit_in(text.number.printed)
        self._told("narrative", text.label, text.number, "activity", whole.code, told_as, unit)
        return True

    def _spenders(self, things: Iterable[str]) -> list[Member]:
        """Return the rows of one account that bear names, one each and parts of nothing else; none where one lacks."""
        for statement in ACCOUNTS:
            spent = {
                row["member"]: stems(row["label"])
                for row in self.rows["line_items"]
                if row["statement"] == statement
                and row["line_item"] in SPENDERS
                and row["measure"] in SPENT
                and row["period"] == str(self.state.fiscal_year)
            }
            named = [[member for member, words in spent.items() if stems(thing) <= words] for thing in things]
            codes = {found[0] for found in named if len(found) == 1}
            parts = [self.names.members[code] for code in sorted(codes) if code in self.names.members]
            if len(parts) == len(named) and not any(part.parent for part in parts):
                return parts
        return []

    def _whole_of(self, text: Text) -> Row | None:
        """Return the row of a note or list, all of which a text tells; nothing where no rule holds amounts to it."""
        same = self._written(text.same_as) if text.same_as is not None else None
        if same is None or same["statement"] not in WHOLES or not same["member"]:
            return None
        is_turned = (read(same["printed"]).value < 0) != (text.number.read.value < 0)
        if is_turned and same["statement"] == NO_STATEMENT:
            # nothing says how such a table prints what comes in and what goes out
            return None
        return same if (same["measure"], same["period"]) == ("actual", str(self.state.fiscal_year)) else None

    def _is_of_a_member(self, text: Text) -> bool:
        """Tell whether a table prints a number of the text in a column or row of its own, not in one of the whole."""
        same = self._written(text.same_as) if text.same_as is not None else None
        return same is not None and bool(same["member"]) and same["line_item"] not in (UNCODED, "activity")

    def _is_of_a_project(self, text: Text) -> bool:
        """Tell whether a table of no statement prints a number of the text, as the account of a project does."""
        same = self._written(text.same_as) if text.same_as is not None else None
        return same is not None and (same["statement"], same["line_item"]) == (NO_STATEMENT, UNCODED)

    def _paid_by(self, label: str) -> Row | None:
        """Return the row of what the member of a name pays in the report's year; nothing where no one or several do."""
        paid = [
            row
            for row in self.rows["line_items"]
            if row["label"] == shortened(label)
            and row["statement"] in PAID_IN
            and (row["line_item"], row["measure"]) == ("contribution", "actual")
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
        elif named and measure in CHANGE_MEASURES and told_as == CHANGE:
            code, measure = named, CHANGE_MEASURES[measure]
        elif named and measure == "actual" and told_as not in DIFFERENCES:
            code = named
        elif told_as == PARTICIPANTS_CHANGE and self.state.participants:
            code, measure = told_as, "share" if measure == "share" else "deviation"
        elif told_as in SHARES_OF_SEXES and self.state.participants:
            code, member = PARTICIPANTS, self.names.plain(SHARES_OF_SEXES[told_as], label).code
        elif told_as and measure in ("actual", told_as) and (activity := self._spender(label)) is not None:
            code, measure = (told_as, "deviation") if told_as in DIFFERENCES else ("activity", told_as)
            member = activity.code
        else:
            # two numbers with one short name are two things
            member = self.names.another(label).code
        self._told(statement, label, number, code, member, measure, unit)

    def _spender(self, label: str) -> Member | None:
        """Return what bears a name and costs something this year; else the activity of that name, which may not."""
        found = [self.names.named(nature, label) for nature in ("activity", "income_statement")]
        spent = {
            row["member"] for row in self.rows["line_items"]
            if row["period"] == str(self.state.fiscal_year) and row["measure"] in SPENT
        }  # fmt: skip
        return next((one for one in found if one is not None and one.code in spent), found[0])

    def _worked_out(self, text: Text) -> None:
        """Write what a sentence works out by itself: women and men, a share of two counts, one of an amount."""
        found = dict(text.worked_out)
        if "amount" in found:
            self._share_of_costs(text.label, found["amount"], found["share_of_costs"])
            return
        if found.keys() == COUNTED_AS.keys() and all(place_of(n) in self.state.participants for n in found.values()):
            # women and men of all who took part, whom a table counts too
            for role, number in text.worked_out:
                member = "" if COUNTED_AS[role] == ALL else COUNTED_AS[role]
                self._told("narrative", _counted(number) or text.label, number, PARTICIPANTS, member, "count", "count")
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
            label = (_counted(number) if measure == "count" else "") or text.label
            self._told("narrative", label, number, code, member, measure, unit)

    def _share_of_costs(self, label: str, amount: Number, share: Number) -> None:
        """Write the share of all costs that an amount is, under the name that the amount has where it has one."""
        written = self._written((amount.source_line, amount.column_no, amount.number_no))
        if written is not None and written["line_item"] in (UNCODED, "activity", "told"):
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
            label=shortened(label),
            line_item=code,
            member=member,
            measure=measure,
            period=period or self.state.fiscal_year,
            printed=number.printed,
            unit=unit,
        )

    def _table_of_texts(self, statement: str, line: str) -> str:
        """Return the number of the table that holds the text under a heading of a statement, its last line moved on."""
        heading = self.over.get(line, "")
        table = self.of_texts.get((statement, heading))
        if table is None:
            table_no = max((int(row["table_no"]) for row in self.rows["tables"]), default=0) + 1
            self.add("tables", table_no=table_no, statement=statement, first_line=line, heading=heading)
            table = self.of_texts[statement, heading] = self.rows["tables"][-1]
        table["last_line"] = line
        return table["table_no"]


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


def _told_of(text: Text) -> tuple[str, str, str]:
    """Return of what a number of the running text is told and as what; an amount and a percentage are two things."""
    return text.label, text.told_as, text.number.read.kind


def _counted(number: Number) -> str:
    """Return what a number counts: it stands behind it, as in `83 kvinnor`; nothing where no word does."""
    counted = number.printed.split()[-1].capitalize()
    return counted if counted.isalpha() else ""


def _is_participants(row: Row, measure: str) -> bool:
    """Tell whether a row is a count or share of participants: of those that its member names, or of all."""
    is_of_persons = (row["statement"], row["measure"]) == ("participants", measure)
    return is_of_persons and row["line_item"] in (UNCODED, PARTICIPANTS)


def _measure_of_text(number: Number) -> str:
    """Return the measure that a number of the running text shows: an amount has a unit, a count has none."""
    measure = {"percent": "share", "date": "date", "text": "verdict"}.get(number.read.kind, "actual")
    return "count" if measure == "actual" and not unit_in(number.printed) else measure
