"""The workbook: casting sheets whose sums Excel works out itself, findings, misstatements, goals, coverage."""

import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from finsam_audit.names import Names
from finsam_audit.project.visible import visible
from finsam_audit.report import marks, wording
from finsam_audit.report.database import Database, Document, Row, key_of
from finsam_audit.report.schedule import Schedule, schedules
from finsam_audit.report.site import Folder
from finsam_audit.report.workbook_columns import (
    CAST_COLUMNS,
    COVERAGE_COLUMNS,
    FINDING_COLUMNS,
    GOAL_COLUMNS,
    MISSTATEMENT_COLUMNS,
    SAID,
)
from finsam_audit.report.workbook_tables import PREFIX, tables_sheet

NAME = "finsam_audit.xlsx"
# characters across an A4 page that lies down, at a size that can still be read
PAGE_CHARACTERS = 190
# points of a line of text, and the lines that a row shows at most
LINE_HEIGHT, MOST_LINES = 13.0, 25
LONGEST_TEXT = 32_000
LONGEST_SHEET_NAME = 31
HEADER_ROW = 3
AMOUNT_COLUMN = 7
MARKED_COLUMNS = (5, 6)  # printed and ticks carry the mark of a wrong number
LINEAR = ("term", "compared")
EQUALITIES = ("sum", "tie")


def sheet_names(document_ids: Iterable[str], taken: Sequence[str]) -> dict[str, str]:
    """Return a sheet name per document: at most 31 characters, no forbidden ones, unique without regard to case."""
    used = {name.lower() for name in taken}
    names: dict[str, str] = {}
    for document_id in document_ids:
        base = re.sub(r"[\[\]:*?/\\']", "-", visible(document_id))[:LONGEST_SHEET_NAME] or "document"
        name, count = base, 1
        while name.lower() in used:
            count += 1
            suffix = f"~{count}"
            name = base[: LONGEST_SHEET_NAME - len(suffix)] + suffix
        used.add(name.lower())
        names[document_id] = name
    return names


@dataclass(frozen=True)
class Link:
    """A way to a cell of another sheet, with what is shown for it."""

    sheet: str
    row: int
    column: int
    text: str

    @property
    def target(self) -> str:
        """The address as the workbook holds it."""
        return f"internal:'{self.sheet}'!{xl_rowcol_to_cell(self.row, self.column)}"


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many characters."""
    return sum(max(1, math.ceil(len(line) / max(width - 1, 1))) for line in text.split("\n"))


def cell_value(value: Any) -> Any:
    """Return a value as the workbook holds it: numbers as numbers, everything else as harmless text."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    return visible(value)[:LONGEST_TEXT]


class Sheets:
    """The workbook in the making, with the formats that its sheets share."""

    def __init__(self, path: Path) -> None:
        self.book: Workbook = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.book.set_properties({"title": "Finsam Audit", "created": datetime(2000, 1, 1)})
        font = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        self.plain = self.book.add_format(font)
        self.wrap = self.book.add_format({**font, "text_wrap": True})
        self.title = self.book.add_format({**font, "bold": True, "font_size": 15})
        self.head = self.book.add_format({**font, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#F3F0E8"})
        self.money = self.book.add_format({**font, "num_format": "#,##0.00;-#,##0.00;0.00"})
        self.wrong = self.book.add_format({**font, "bold": True, "font_color": "#9B1C1C"})
        self.link = self.book.add_format({**font, "font_color": "#1F4E79", "underline": 1, "text_wrap": True})
        self.bold = self.book.add_format({**font, "bold": True})
        self.field = self.book.add_format({**font, "bottom": 1})

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, wrap: bool = False) -> None:
        """Write one value: amounts with their format, booleans in words, text always as text."""
        if isinstance(value, Link):
            sheet.write_url(row, column, value.target, self.link, visible(value.text))
            return
        value = cell_value(value)
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_string(row, column, SAID["yes"] if value else SAID["no"], self.plain)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.plain)
        elif isinstance(value, float | Decimal):
            sheet.write_number(row, column, float(value), self.money)
        else:
            sheet.write_string(row, column, value, self.wrap if wrap else self.plain)

    def table(self, name: str, title: str, columns: Sequence[tuple[str, str, float]], rows: Iterable[Row]) -> None:
        """Write a sheet of rows with frozen heading, widths, filter and A4 print set-up.

        Args:
            name: of the sheet.
            title: above the heading.
            columns: key of the row, heading, width in characters.
            rows: what is listed.

        """
        sheet = self.book.add_worksheet(name)
        for place, (_, _, width) in enumerate(columns):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, title, self.title)
        sheet.set_row(HEADER_ROW - 1, LINE_HEIGHT * max(lines_of(head, width) for _, head, width in columns))
        for place, (_, heading, _) in enumerate(columns):
            sheet.write_string(HEADER_ROW - 1, place, heading, self.head)
        last = HEADER_ROW - 1
        for last, row in enumerate(rows, HEADER_ROW):
            # a height of its own, since not every program works one out for text that goes over several lines
            texts = [(visible(row[key]), width) for key, _, width in columns if isinstance(row[key], str)]
            lines = max((lines_of(text, width) for text, width in texts), default=1)
            sheet.set_row(last, LINE_HEIGHT * min(lines, MOST_LINES))
            for place, (key, _, _) in enumerate(columns):
                self.put(sheet, last, place, row[key], wrap=True)
        finish(sheet, last, [width for *_, width in columns])


def finish(sheet: Worksheet, last_row: int, widths: Sequence[float]) -> None:
    """Freeze the heading, set the filter and the print layout of a sheet: as many pages across as can be read."""
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.autofilter(HEADER_ROW - 1, 0, max(last_row, HEADER_ROW), len(widths) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(math.ceil(sum(widths) / PAGE_CHARACTERS), 0)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_footer("&L&A&R&P / &N")


def front_sheet(sheets: Sheets, made_of: dict[str, Any], names: Names) -> None:
    """Write the front sheet: sources and hashes, versions, tick legend, fields for who prepared and reviewed."""
    sheet = sheets.book.add_worksheet(SAID["front"])
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 72)
    sheet.set_column(2, 2, 70)
    row = 0
    sheet.write_string(row, 0, SAID["title"], sheets.title)
    for label in (SAID["prepared"], SAID["date"], SAID["reviewed"], SAID["date"]):
        row += 1
        sheet.write_string(row + 1, 0, label, sheets.plain)
        sheet.write_blank(row + 1, 1, None, sheets.field)
    row += 3
    blocks: list[tuple[str, list[tuple[str, str, str]]]] = [
        (
            SAID["sources"],
            [(d["document_id"], d["source_file"], d["sha256"]) for d in made_of["documents"]],
        ),
        (SAID["software"], [(p["name"], p["version"], "") for p in made_of["programs"]]),
        (SAID["legend"], [(sign, names.both(name), "") for name, sign in wording.TICKS.items() if sign]),
        (
            SAID["fingerprint"],
            [
                ("SHA-256", made_of["about"]["input_digest"], made_of["about"]["commit_id"]),
                (wording.both_of("newest_input"), made_of["about"]["inputs_committed_at"] or "", ""),
            ],
        ),
        (
            SAID["how_to_read"],
            [
                (
                    SAID["amount"],
                    SAID["in_sek"],
                    "",
                ),
                (
                    SAID["excel_computes"],
                    SAID["live"],
                    "",
                ),
            ],
        ),
    ]
    for heading, lines in blocks:
        sheet.write_string(row, 0, heading, sheets.head)
        for line in lines:
            row += 1
            for place, value in enumerate(line):
                sheet.write_string(row, place, visible(value), sheets.wrap)
        row += 2
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def live_formula(relation: Row, terms: list[Row], here: str, names: dict[str, str]) -> tuple[str, str] | None:
    """Return the Excel formulas of computed amount and difference, or None when the relation is no plain sum.

    A relation is a plain sum when its terms, each with its sign, give what the rules computed: then Excel works it
    out from the cells of the sheets, in the signs that they hold, and a wrong cell shows.
    """
    total = [term for term in terms if term["role"] == "total"]
    parts = [term for term in terms if term["role"] in LINEAR]
    if relation["kind"] not in EQUALITIES:
        return None
    if len(total) != 1 or not parts or len(total) + len(parts) != len(terms) or total[0]["amount"] is None:
        return None
    if any(part["amount"] is None for part in parts) or relation["computed_amount"] is None:
        return None
    reached = sum((part["weight"] * part["amount"] for part in parts), Decimal(0))
    if abs(abs(reached) - abs(relation["computed_amount"])) > Decimal("0.005"):
        return None
    if abs(abs(total[0]["amount"] - reached) - abs(relation["difference"] or 0)) > Decimal("0.005"):
        return None  # a constant is part of the relation, as in 100 − 50

    def address(term: Row) -> str:
        if term["sheet_row"] is None:
            # a document without a sheet here
            return f"({term['amount']})"
        cell = xl_rowcol_to_cell(HEADER_ROW + int(term["sheet_row"]), AMOUNT_COLUMN)
        return cell if term["document_id"] == here else f"'{names[term['document_id']]}'!{cell}"

    signs = [("-" if part["weight"] < 0 else "+", part) for part in parts]
    computed = "".join(f"{sign}{address(part)}" for sign, part in signs)
    return f"={computed.removeprefix('+')}", address(total[0])


def cast_sheet(
    sheets: Sheets, document: Document, sheet_of: dict[str, str], finding_row: dict[str, int], names: Names
) -> dict[str, int]:
    """Write the casting sheet of a document: a row per printed number, its sums worked out by Excel beside it.

    Args:
        sheets: the workbook.
        document: what is cast.
        sheet_of: the sheet of each document.
        finding_row: the row of each finding in the list, to which a wrong number leads.
        names: what codes are called.

    Returns:
        the row of each number, by its cell.

    """
    name = document.row["document_id"]
    sheet = sheets.book.add_worksheet(sheet_of[name])
    for place, (_, width) in enumerate(CAST_COLUMNS):
        sheet.set_column(place, place, width)
    title = f"{document.row['association_name'] or document.row['association_id']} – {name}"
    sheet.write_string(0, 0, visible(title)[:250], sheets.title)
    sheet.set_row(HEADER_ROW - 1, 44)
    for place, (heading, _) in enumerate(CAST_COLUMNS):
        sheet.write_string(HEADER_ROW - 1, place, heading, sheets.head)
    headings = {table["table_no"]: table["heading"] for table in document.tables}
    row, row_of = HEADER_ROW, {}
    for number in document.numbers:
        row_of[number["cell"]] = row
        totals = [
            relation
            for relation in document.relations.get(key_of(number), [])
            if relation["role"] == "total"
            and relation["document_id"] == name
            and relation["state"] not in ("not_evaluated", "not_applicable")
        ]
        what = (
            int(number["source_line"]) if number["source_line"].isdecimal() else number["source_line"],
            headings.get(number["table_no"]) or names.both(number["statement"]),
            number["label"],
            names.both(number["measure"], "measure"),
            number["period"],
            number["printed"],
            " ".join(wording.TICKS.get(sign, sign) for sign in marks.signs(number)),
            number["amount"],
        )
        is_wrong = number["mark"] == "wrong"
        for place, value in enumerate(what):
            if is_wrong and place in MARKED_COLUMNS:
                sheet.write_string(row, place, visible(value), sheets.wrong)
            else:
                sheets.put(sheet, row, place, value)
        if is_wrong:
            key = number["finding_key"]
            # a list of findings may leave some out
            told = Link(SAID["findings"], finding_row[key], 0, key) if key in finding_row else key
            sheets.put(sheet, row, len(CAST_COLUMNS) - 1, told)
        elif number["points_to"]:
            keys = ", ".join(finding["finding_key"] for finding in number["points_to"])
            pointed = visible(f"{wording.TICKS[number['mark']]} {keys}")
            sheet.write_string(row, len(CAST_COLUMNS) - 1, pointed, sheets.plain)
        for turn, relation in enumerate(totals):
            relation_row(
                sheets,
                sheet,
                row + turn,
                relation,
                live_formula(relation, document.terms.get(relation["relation_id"], []), name, sheet_of),
                names,
            )
        row += max(1, len(totals))
    finish(sheet, row - 1, [width for _, width in CAST_COLUMNS])
    return row_of


def relation_row(
    sheets: Sheets, sheet: Worksheet, row: int, relation: Row, formulas: tuple[str, str] | None, names: Names
) -> None:
    """Write one evaluated relation: rule, what Excel computes, difference, bound and both verdicts."""
    first = AMOUNT_COLUMN + 1
    sheet.write_string(row, first, relation["rule_id"], sheets.plain)
    bound = float(relation["rounding_bound"] or 0)
    deviates = relation["state"] == "deviation"
    if formulas:
        computed, total = formulas
        own = xl_rowcol_to_cell(row, first + 1)
        reached = float(relation["computed_amount"])
        printed = float(relation["printed_amount"])
        sheet.write_formula(row, first + 1, computed, sheets.money, reached)
        sheet.write_formula(row, first + 2, f"={total}-{own}", sheets.money, printed - reached)
        sheet.write_number(row, first + 3, bound, sheets.money)
        difference, allowed = xl_rowcol_to_cell(row, first + 2), xl_rowcol_to_cell(row, first + 3)
        verdict = f'=IF(ABS({difference})<={allowed}+0.001,"{SAID["holds"]}","{SAID["deviates"]}")'
        sheet.write_formula(row, first + 4, verdict, sheets.plain, SAID["deviates" if deviates else "holds"])
    else:
        if relation["computed_amount"] is not None:
            sheet.write_number(row, first + 1, float(relation["computed_amount"]), sheets.money)
            sheet.write_string(row, first + 4, SAID["value"], sheets.plain)
    sheet.write_string(row, first + 5, names.both(relation["state"]), sheets.bold if deviates else sheets.plain)


COVERAGE = f"""
select document_id, statement, {marks.COUNTS}
from marts.coverage_ledger
group by document_id, statement order by document_id, statement
"""
REASONS = """
select distinct document_id, statement, reason
from marts.coverage_ledger where reason is not null order by all
"""


def worded(rows: Iterable[Row], codes: Sequence[str], names: Names) -> Iterable[Row]:
    """Yield rows with the named codes in words of both languages; a column is called as its vocabulary."""
    for row in rows:
        yield {**row, **{name: names.both(row[name], name) for name in codes if name in row}}


def counted(row: Row, names: Names) -> Row:
    """Return a finding or misstatement with its unit in words; dates, and what nothing measures, have no amounts."""
    unit = row["unit"]
    out = {**row, "unit": in_words(unit, names)}
    if unit in (None, "days"):
        out.update(printed_amount=None, suggested_amount=None)
    return out


def cast_link(finding: Row, sheet_of: dict[str, str]) -> Link:
    """Return the way from a finding to its row of the casting sheet."""
    row = HEADER_ROW + (finding["sheet_row"] or 0)
    text = finding["printed"] or finding["source_line"] or finding["document_id"]
    return Link(sheet_of[finding["document_id"]], row, 0, text)


def schedule_rows(listed: Iterable[Schedule], names: Names) -> Iterable[Row]:
    """Yield the rows of each schedule, after a report's own years their net; the last columns are to fill in."""
    empty = {key: None for key, _, _ in MISSTATEMENT_COLUMNS}
    for schedule in listed:
        for part in schedule.own:
            yield from (schedule_row(row, part.name, names) for row in part.rows)
        said = wording.both_of("net_of_year")
        yield {**empty, "document_id": schedule.first["document_id"], "part": said, **schedule.net}
        for part in [*([schedule.trivial] if schedule.trivial else []), *schedule.others]:
            yield from (schedule_row(row, part.name, names) for row in part.rows)


def schedule_row(row: Row, part: str, names: Names) -> Row:
    """Return a misstatement in words; what the figures do not decide has no amount that it should be."""
    out = counted(row, names)
    if row["certainty"] == "unknown":
        out["suggested_amount"] = None
    years = wording.both_of("own_year" if row["year_kind"] == "own" else row["year_kind"])
    said = wording.both_of("trivial" if part == "trivial" else row["category"])
    return {**out, "years": years, "part": said, "corrected": None, "signed": None}


def in_words(unit: str | None, names: Names) -> str | None:
    """Return what a difference is counted in, in both languages."""
    if unit is None:
        return None
    swedish, english = names.pair(unit, "difference_unit")
    return f"{swedish} / {english}".replace("(", "").replace(")", "")


def goal_row(row: Row, names: Names) -> Row:
    """Return a goal in words; its amounts are SEK whatever the report prints them in."""
    unit = {"percent": "%", "kr": "kr", "tkr": "kr", "mkr": "kr"}.get(row["unit"]) or names.both(row["unit"])
    return {**row, "unit": unit, "reason": names.both(row["gap"], "reason")}


def coverage_rows(rows: list[Row], reasons: list[Row], names: Names) -> Iterable[Row]:
    """Yield the rows of the coverage sheet in words, after each document the sum of its statements."""
    counts = ("number_count", "tested_count", *marks.SHOWN)
    why: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in reasons:
        why[row["document_id"], row["statement"]].append(names.both(row["reason"], "reason"))
    for document_id, group in groupby(rows, key=itemgetter("document_id")):
        own = list(group)
        for row in own:
            said = "; ".join(why[document_id, row["statement"]])
            yield {**row, "statement": names.both(row["statement"], "statement"), "share": share(row), "reasons": said}
        whole = {name: sum(row[name] for row in own) for name in counts}
        yield {**whole, "document_id": document_id, "statement": SAID["sum"], "share": share(whole), "reasons": None}


def share(row: Row) -> float | None:
    """Return the share of numbers that are tested, in percent."""
    return 100 * row["tested_count"] / row["number_count"] if row["number_count"] else None


def write_workbook(folder: Folder, database: Database, made_of: dict[str, Any], names: Names) -> None:
    """Write the workbook beside the pages; same data, same bytes."""
    fixed = (SAID["front"], SAID["findings"], SAID["misstatements"], SAID["goals"], SAID["coverage"])
    sheet_of = sheet_names([row["document_id"] for row in made_of["documents"]], fixed)
    taken = [*fixed, *sheet_of.values()]
    set_names = sheet_names([f"{PREFIX}{name}" for name in sheet_of], taken)
    laid_out = {name: set_names[f"{PREFIX}{name}"] for name in sheet_of}
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / NAME
        sheets = Sheets(path)
        front_sheet(sheets, made_of, names)
        listed = database.findings()
        finding_row = {row["finding_key"]: place for place, row in enumerate(listed, HEADER_ROW)}
        findings = (
            {
                **counted(row, names),
                "state": SAID["known"] if row["is_acknowledged"] else SAID["new"],
                "rule_ids": ", ".join(row["rule_ids"]),
                "cast": cast_link(row, sheet_of),
            }
            for row in worded(listed, ("class", "statement", "cause", "certainty"), names)
        )
        sheets.table(SAID["findings"], SAID["findings_title"], FINDING_COLUMNS, findings)
        sheets.table(
            SAID["misstatements"],
            SAID["misstatements_title"],
            MISSTATEMENT_COLUMNS,
            schedule_rows(schedules(database.misstatements()), names),
        )
        sheets.table(
            SAID["goals"], SAID["goals_title"], GOAL_COLUMNS, (goal_row(row, names) for row in database.goals())
        )
        sheets.table(
            SAID["coverage"],
            SAID["coverage_title"],
            COVERAGE_COLUMNS,
            coverage_rows(database.rows(COVERAGE), database.rows(REASONS), names),
        )
        for document in database.documents():
            name = document.row["document_id"]
            row_of = cast_sheet(sheets, document, sheet_of, finding_row, names)
            tables_sheet(sheets, document, laid_out[name], sheet_of[name], row_of, AMOUNT_COLUMN)
        sheets.book.close()
        folder.write(NAME, path.read_bytes())
