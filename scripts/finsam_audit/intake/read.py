"""A report's file as bare rows: the reader that fits its content, then the stage that all formats share."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from finsam_audit.intake.blocks import Document, Line, Text, Unread
from finsam_audit.intake.casting import judge, needs_reading
from finsam_audit.intake.facts import decision_of, facts_of
from finsam_audit.intake.formats import format_of
from finsam_audit.intake.goal_targets import with_targets
from finsam_audit.intake.goals import Goals, goals_in_table, goals_told
from finsam_audit.intake.lone_rows import lone_rows
from finsam_audit.intake.markdown_reader import read_markdown
from finsam_audit.intake.messages import message
from finsam_audit.intake.narrative import kind_of_digits
from finsam_audit.intake.note_headings import with_note_word
from finsam_audit.intake.parts import Part, parts_of
from finsam_audit.intake.printed import printed_in
from finsam_audit.intake.remarks import with_remarks
from finsam_audit.intake.sizes import numbers_in, within_bounds
from finsam_audit.intake.tables import Notes, ReadTable, read_table
from finsam_audit.intake.text_reader import read_text
from finsam_audit.intake.texts import ReadNumber, headings_over, numbers_of_texts
from finsam_audit.intake.told import Address
from finsam_audit.intake.words import constant, form
from finsam_audit.mapping.columns import year_in
from finsam_audit.mapping.report import Number, Report
from finsam_audit.mapping.report import Text as BareText
from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import visible

DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class LeftOut:
    """Digits that are no amounts: a row of `not_line_items.csv`."""

    first_line: str
    last_line: str
    kind: str
    digit_groups: str = ""


@dataclass(frozen=True)
class Reading:
    """A report as it was read.

    Attributes:
        path: the file.
        format: docx, xlsx, pdf, markdown or text.
        report: its bare rows, for the mapping.
        numbers: how each of its numbers was read.
        places: where each number stands in the file, in the terms of its format, so that a copy can be marked there.
        left_out: digits that are no amounts.
        unread: parts that could not be read.

    """

    path: Path
    format: str
    report: Report
    numbers: tuple[ReadNumber, ...]
    places: Mapping[Address, str]
    left_out: tuple[LeftOut, ...]
    unread: tuple[Unread, ...]


def read_report(path: Path, language: str = "sv") -> Reading:
    """Return a report's file as bare rows.

    Args:
        path: the file; its content decides what it is, its name does not.
        language: of what is said of a file that cannot be read.

    Raises:
        UserError: it is no report that can be read, and why, in one line.

    """
    name = format_of(path, language)
    document = within_bounds(document_of(path, name, language))
    most = int(constant("most_numbers"))
    if (count := numbers_in(document)) > most:
        raise UserError(message("too_many_numbers", language, path=path, count=count, most=most))
    return shared(path, name, document)


def document_of(path: Path, name: str, language: str) -> Document:
    """Return a file as blocks, by the reader of its format.

    Raises:
        UserError: it is damaged, or no reader is there.

    """
    try:
        if name == "docx":
            from finsam_audit.intake.docx_reader import read_docx

            return read_docx(path, language)
        if name == "xlsx":
            from finsam_audit.intake.xlsx_reader import read_xlsx

            return read_xlsx(path, language)
        if name == "pdf":
            from finsam_audit.intake.pdf_reader import read_pdf

            return read_pdf(path, language)
    except UserError:
        raise
    except Exception as error:
        # a package that opens and still holds nonsense: whatever its parts raise, it is the file
        raise UserError(message("damaged", language, path=path, why=type(error).__name__)) from error
    return read_markdown(path) if name == "markdown" else read_text(path)


def shared(path: Path, name: str, document: Document) -> Reading:
    """Return a document as bare rows, its numbers judged."""
    blocks = with_note_word(document.blocks)
    facts = facts_of(blocks)
    parts, unclear = goals_told(lone_rows(parts_of(blocks)), facts.fiscal_year)
    notes = notes_of(parts)
    tables: list[ReadTable] = []
    cast: list[tuple[int, ReadTable]] = []
    texts: list[Text] = []
    left_out: list[LeftOut] = []
    for place, part in enumerate(parts):
        if isinstance(part, Text):
            texts.append(part)
            continue
        if isinstance(part, Goals):
            tables.append(part.read(len(tables) + 1))
            continue
        table = read_table(part, len(tables) + 1, notes)
        if table is None:
            goals, doubtful = goals_in_table(part, facts.fiscal_year)
            unclear.extend(doubtful)
            if goals is not None:
                tables.append(goals.read(len(tables) + 1))
            left_out.extend(_left_out_of(part))
            continue
        table = with_targets(table, part, facts.fiscal_year)
        tables.append(table)
        cast.append((place, table))
        left_out.extend(LeftOut(h.address, h.address, "table_heading") for h in part.headers if _has_digits(h))
        left_out.extend(
            LeftOut(line.address, line.address, "text_number", " ".join(DIGITS.findall(cell.text)))
            for line, cell in table.left_out
        )
    with_remarks(parts, cast)
    found = [one for table in tables for one in table.found]
    judged = judge(tables)
    numbers = [
        ReadNumber(
            j.found.address, j.found.piece.printed, j.reading, j.confidence, j.reason, j.is_flagged, needs_reading(j)
        )
        for j in judged
    ]
    places = {one.address: one.cell.place for one in found}
    for one in (one for table in tables for one in table.unread):
        reason = "error_value" if one.cell.text.startswith("#") else one.cell.doubt
        numbers.append(ReadNumber(one.address, one.piece.printed, "", constant("unread_number"), reason, True))
        places[one.address] = one.cell.place
    bare_texts, taken = numbers_of_texts(texts, printed_in(tables), numbers, places, facts.fiscal_year, unclear)
    taken |= {one.address[0] for one in found}
    decision = decision_of(blocks, facts.kind)
    if decision is not None:
        text, date = decision
        address = (text.address, 0, 1)
        if address not in places:
            label = re.sub(r"[\s,:]*\d{4}-\d{2}-\d{2}.*", "", text.text)
            bare_texts.append(BareText(label, Number(*address, date)))
            numbers.append(ReadNumber(address, date, date, constant("plain"), "one_reading", False))
            places[address] = text.place
            taken.add(text.address)
    for text in texts:
        if re.search(r"\d", text.text) and text.address not in taken:
            left_out.append(LeftOut(text.address, text.address, kind_of_digits(text.text, text.level)))
    over = headings_over(blocks)
    bare_texts = [replace(text, heading=over.get(text.number.source_line, "")) for text in bare_texts]
    year = facts.fiscal_year
    if year is None and decision is not None and not any(_has_year(table) for table in tables):
        # no table says a year: a report is adopted the year after its own, a plan the year before
        year = int(decision[1][:4]) + (1 if facts.kind == "plan" else -1)
    report = Report(
        facts.association,
        facts.organisation_number,
        facts.kind,
        year,
        visible(path.name),
        tuple(table.table for table in tables),
        tuple(bare_texts),
        facts.association_id,
    )
    return Reading(path, name, report, tuple(numbers), places, tuple(left_out), document.unread)


def notes_of(parts: Iterable[Part | Text | Goals]) -> Notes | None:
    """Return the notes whose headings a document prints; nothing where it has none."""
    found = [match for part in parts if isinstance(part, Text) and (match := form("note_heading").match(part.text))]
    return Notes(found[0].group(1), frozenset(int(match.group(2)) for match in found)) if found else None


def _has_year(table: ReadTable) -> bool:
    return any(year_in(heading) for heading in (table.table.heading, *table.table.columns.values()))


def _has_digits(line: Line) -> bool:
    return any(re.search(r"\d", cell.text) for cell in line.cells)


def _left_out_of(part: Part) -> Iterator[LeftOut]:
    """Yield the lines with digits of a table that holds no figures."""
    for line in (*part.headers, *part.lines):
        if _has_digits(line):
            words = " ".join(cell.text for cell in line.cells)
            yield LeftOut(line.address, line.address, kind_of_digits(words, 0))
