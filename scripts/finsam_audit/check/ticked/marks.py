"""What stands at each number of a ticked copy: its signs, and what they say."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finsam_audit.check.messages import message, placed
from finsam_audit.check.sources import Source
from finsam_audit.names import Names
from finsam_audit.project.connection import connect
from finsam_audit.project.visible import visible
from finsam_audit.report.database import POINTED
from finsam_audit.report.formats import line_in_words, titled
from finsam_audit.report.marks import signs
from finsam_audit.report.wording import TICKS
from finsam_audit.report.wording import text as worded

# a finding without a cell of its own stands at the first number of its row or table
LEDGER = """
    select c.source_line, c.column_no, c.number_no, c.mark, c.ticks, c.reason, c.finding_key, c.printed,
        p.table_no
    from marts.coverage_ledger as c
    inner join marts.printed_numbers as p using (document_id, source_line, column_no, number_no)
    where c.document_id = ?
    order by p.table_no, p.line_order, c.source_line, c.column_no, c.number_no
"""
FINDINGS = """
    select finding_key, source_line, column_no, table_no, message_sv, message_en from marts.findings
    where document_id = ? order by finding_key
"""

# what is said before the findings that a number points to
POINTS = {"candidate": "instead_of", "exception": "sought_at"}


@dataclass(frozen=True)
class Mark:
    """A mark at a number.

    Attributes:
        place: where the number stands in the file.
        kind: what the number is: holds, wrong, candidate, exception, review, untested.
        signs: codes of its signs, the ticks of what was checked among them.
        text: what the signs say; of a wrong number the message of its finding.
        printed: the number as it stands.
        author: who a comment is by; those at wrong numbers can be told from the ticks by it.

    """

    place: str
    kind: str
    signs: tuple[str, ...]
    text: str
    printed: str = ""
    author: str = "Finsam Audit"

    @property
    def comment(self) -> str:
        """Return the mark where a format takes text alone: signs, number, what they say."""
        symbols = " ".join(TICKS[sign] for sign in self.signs if TICKS.get(sign))
        return f"{symbols} {self.printed}: {self.text}"


def marks_of(database: Path, source: Source, language: str) -> list[Mark]:
    """Return the marks of a report's numbers that have a place in its file, in the order of print."""
    with connect(database, read_only=True) as connection:
        names = Names.of(connection)

        def rows(sql: str, name: str | list[str] = source.document_id) -> list[dict[str, Any]]:
            result = connection.execute(sql, [name])
            columns = [column[0] for column in result.description or ()]
            return [dict(zip(columns, values, strict=True)) for values in result.fetchall()]

        numbers, findings = rows(LEDGER), rows(FINDINGS)
        pointed = defaultdict(list)
        for one in rows(POINTED, [source.document_id]):
            pointed[(one["own_line"], one["own_column"], one["own_number"]), one["mark"]].append(one)
    told = {finding["finding_key"]: visible(placed(finding[f"message_{language}"], language)) for finding in findings}
    marked = {number["finding_key"] for number in numbers if number["mark"] == "wrong"}
    elsewhere = _elsewhere([finding for finding in findings if finding["finding_key"] not in marked], numbers)
    found = []
    for number in numbers:
        address = (number["source_line"], number["column_no"], number["number_no"])
        place = source.places.get(address)
        if place is None or number["mark"] == "blank":
            continue
        codes = ["wrong"] if address in elsewhere else [code for code in signs(number) if code != "blank"]
        messages = [told[key] for key in elsewhere.get(address, ())]
        if number["mark"] == "wrong":
            messages.insert(0, told[number["finding_key"]])
        text = "\n".join(messages)
        if not text:
            text = ", ".join(names.name(code, language, _vocabulary(code)) for code in codes)
            if number["mark"] == "untested" and number["reason"]:
                text += f": {names.name(number['reason'], language, 'reason')}"
            own = pointed[address, number["mark"]]
            if own:
                places = "; ".join(_named(one, names, language) for one in own)
                text += f". {worded(POINTS[number['mark']], language)}: {places}"
            text = visible(text)
        kind = "wrong" if messages else number["mark"]
        author = message("author_wrong" if kind == "wrong" else "author_tick", language)
        found.append(Mark(place, kind, tuple(codes), text, visible(number["printed"]), author))
    return found


def _named(finding: dict[str, Any], names: Names, language: str) -> str:
    label = titled(finding["label"] or names.name(finding["line_item"], language), finding["fiscal_year"])
    part = names.name(finding["statement"], language)
    # nobody can count the blocks of a Word file
    if (finding["source_line"] or "").startswith("b"):
        return f"{label} ({part})"
    return f"{label} ({part}, {line_in_words(finding['source_line'], language, finding['column_no'])})"


def _vocabulary(code: str) -> str:
    return "mark" if code in ("wrong", "candidate") else "tick"


def _elsewhere(
    findings: Sequence[dict[str, Any]], numbers: Sequence[dict[str, Any]]
) -> dict[tuple[str, int, int], list[str]]:
    """Return the findings that name no printed number, by the number where a reader looks for them.

    That is the first one of the same row and column, else of the same row, else of the same table.
    """
    found: dict[tuple[str, int, int], list[str]] = {}
    for finding in findings:
        for fields in (("source_line", "column_no"), ("source_line",), ("table_no",)):
            near = [
                number
                for number in numbers
                if all(finding[field] is not None and number[field] == finding[field] for field in fields)
            ]
            if near:
                address = (near[0]["source_line"], near[0]["column_no"], near[0]["number_no"])
                found.setdefault(address, []).append(finding["finding_key"])
                break
    return found
