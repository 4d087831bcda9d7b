"""What a check came to: numbers, findings and the exit code, for the terminal, for machines and for the page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from finsam_audit import swedish
from finsam_audit.check.cast import Cast
from finsam_audit.check.messages import is_said, message, placed
from finsam_audit.check.sources import Source
from finsam_audit.mapping.database import GRAVE
from finsam_audit.names import Names
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import Row
from finsam_audit.project.files import told_apart

# errors first
ORDER = (*GRAVE, "presentation", "legal")
# where more of the cells are flagged, the reading is no ground to judge a report on
MOST_FLAGGED = 0.2
# flagged numbers that the terminal shows; the page has all
MOST_SHOWN = 20
# findings likewise
MOST_FINDINGS = 50
Values = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a check came to.

    Attributes:
        sources: the reports.
        cast: where they were cast, and with what.
        documents: their rows of marts.documents, in the order of the reports.
        tables: number of tables of each document.
        findings: rows of marts.findings, errors first.
        names: what codes are called.

    """

    sources: Sequence[Source]
    cast: Cast
    documents: Sequence[Values]
    tables: dict[str, int]
    findings: Sequence[Values]
    names: Names

    @property
    def numbers(self) -> int:
        """Return how many numbers were read."""
        return sum(len(source.rows["line_items"]) for source in self.sources)

    @property
    def flagged(self) -> list[Row]:
        """Return the rows of the readings that a person should look at."""
        return [row for source in self.sources for row in source.flagged]

    @property
    def new(self) -> list[Values]:
        """Return the findings that are not known."""
        return [finding for finding in self.findings if not finding["is_acknowledged"]]

    @property
    def is_read(self) -> bool:
        """Tell whether enough of the numbers were read surely."""
        return self.numbers > 0 and len(self.flagged) <= MOST_FLAGGED * self.numbers

    @property
    def untested(self) -> list[Values]:
        """Return the documents of which no number could be held against another one."""
        return [document for document in self.documents if not document["tested_count"]]

    @property
    def code(self) -> int:
        """Return the exit code: 0 nothing new is wrong, 1 something is, 2 it could not be evaluated."""
        if not self.is_read or self.untested:
            return 2
        return int(any(finding["class"] in GRAVE for finding in self.new))


def outcome_of(sources: Sequence[Source], cast: Cast) -> Outcome:
    """Return what the database of a cast says."""
    with connect(cast.database, read_only=True) as connection:

        def rows(sql: str) -> list[Values]:
            result = connection.execute(sql)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, values, strict=True)) for values in result.fetchall()]

        documents = {row["document_id"]: row for row in rows("select * from marts.documents")}
        tables = {
            row["document_id"]: int(row["n"])
            for row in rows("select document_id, count(*) as n from marts.tables group by all")
        }
        findings = rows("select * from marts.findings order by document_id, line_order nulls last, finding_key")
        names = Names.of(connection)
    own = [source.document_id for source in sources]
    findings.sort(key=lambda row: (row["is_acknowledged"], ORDER.index(row["class"]), own.index(row["document_id"])))
    return Outcome(sources, cast, [documents[name] for name in own], tables, findings, names)


def as_json(outcome: Outcome) -> str:
    """Return a check as one object for machines."""
    content = {
        "documents": outcome.documents,
        "numbers": outcome.numbers,
        "flagged": outcome.flagged,
        "findings": outcome.findings,
    }
    return json.dumps(content, ensure_ascii=False, default=_plain, indent=1)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def name_of(row: Row | Values, names: Names, language: str) -> str:
    """Return what a document is called: association, kind and year."""
    kind = message(str(row["document_kind"]), language)
    return f"{row.get('association_name') or row['association_id']}, {kind} {row['fiscal_year']}"


def reason(code: str, language: str) -> str:
    """Return what a reason is called; one that has no name is its own."""
    return message(code, language) if is_said(code) else code


def labels(source: Source) -> dict[tuple[str, str, str], str]:
    """Return the labels of a report's numbers by their addresses."""
    return {(row["source_line"], row["column_no"], row["number_no"]): row["label"] for row in source.rows["line_items"]}


def obstacles(outcome: Outcome, language: str) -> list[str]:
    """Return what keeps a check from judging the reports, a line each."""
    told = []
    if not outcome.is_read:
        told.append(message("not_evaluated", language, count=len(outcome.flagged), numbers=outcome.numbers))
    names = [name_of(row, outcome.names, language) for row in outcome.untested]
    return told + [message("nothing_tested", language, name=name) for name in names]


def lines(outcome: Outcome, language: str, page: Path, copies: Sequence[Path] = ()) -> list[str]:
    """Return what the terminal shows: what was read, what is wrong, where the rest is."""

    def say(name: str, /, **values: object) -> str:
        return message(name, language, **values)

    told = []
    files = told_apart([source.path for source in outcome.sources])
    for source, document, shown in zip(outcome.sources, outcome.documents, files, strict=True):
        told.append(say("document", name=name_of(document, outcome.names, language), path=shown))
        told.append(
            say(
                "read",
                tables=outcome.tables.get(source.document_id, 0),
                numbers=swedish.number(len(source.rows["line_items"])),
                tested=swedish.number(document["tested_count"]),
                counted=swedish.number(document["number_count"]),
                share=swedish.percent(document["tested_count"], document["number_count"]),
            )
        )
        told += [say("unread", what=what) for what in source.unread]
        own_labels = labels(source)
        if source.flagged:
            told.append(say("flagged", count=len(source.flagged)))
        for row in source.flagged[:MOST_SHOWN]:
            address = (row["source_line"], row["column_no"], row["number_no"])
            told.append(say("flag", label=own_labels.get(address, ""), why=reason(row["reason"], language), **row))
        if len(source.flagged) > MOST_SHOWN:
            told.append(say("more_flagged", count=len(source.flagged) - MOST_SHOWN))
    told += [say("along", name=name_of(row, outcome.names, language)) for row in outcome.cast.along]
    told += [say("replaced", name=name_of(row, outcome.names, language)) for row in outcome.cast.replaced]
    told += obstacles(outcome, language)
    told.append("")
    known = len(outcome.findings) - len(outcome.new)
    counted = "no_findings" if not outcome.new else "finding_alone" if len(outcome.new) == 1 else "findings"
    if outcome.new or len(outcome.untested) < len(outcome.documents):
        told.append(say(counted, count=len(outcome.new)))
    # one report has been named above
    named = name_of(outcome.documents[0], outcome.names, language) + ", " if len(outcome.documents) == 1 else ""
    for finding in outcome.new[:MOST_FINDINGS]:
        kind = outcome.names.name(finding["class"], language, "class").upper()
        told.append(say("finding", kind=kind, message=finding[f"message_{language}"].removeprefix(named)))
    if len(outcome.new) > MOST_FINDINGS:
        told.append(say("more_findings", count=len(outcome.new) - MOST_FINDINGS))
    if known:
        told.append(say("known", count=known))
    told.append("")
    told.append(say("page", path=page))
    told += [say("copy", path=path) for path in copies]
    return [placed(line, language) for line in told]
