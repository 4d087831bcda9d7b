"""A report's file as bare rows: the reader that fits its content, then the stage that all formats share."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from finsam_audit.intake.blocks import Document, Line, Text, Unread
from finsam_audit.intake.casting import judge, needs_reading
from finsam_audit.intake.facts import decision_of, facts_of
from finsam_audit.intake.formats import format_of
from finsam_audit.intake.goal_targets import with_targets
from finsam_audit.intake.goals import Goals, Unclear, goals_in_table, goals_told
from finsam_audit.intake.lone_rows import lone_rows
from finsam_audit.intake.markdown_reader import read_markdown
from finsam_audit.intake.messages import message
from finsam_audit.intake.narrative import kind_of_digits, told_again
from finsam_audit.intake.parts import CONTENTS, Part, parts_of
from finsam_audit.intake.printed import Tables, printed_in
from finsam_audit.intake.remarks import with_remarks
from finsam_audit.intake.sizes import numbers_in, within_bounds
from finsam_audit.intake.tables import Notes, ReadTable, read_table
from finsam_audit.intake.text_reader import read_text
from finsam_audit.intake.words import constant, form
from finsam_audit.intake.worked_out import WorkedOut, worked_out
from finsam_audit.mapping.columns import column_of, year_in
from finsam_audit.mapping.report import Number, Report
from finsam_audit.mapping.report import Text as BareText
from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import visible

DIGITS = re.compile(r"\d[\d.,]*")

Address = tuple[str, int, int]


@dataclass(frozen=True)
class ReadNumber:
    """How one number was read: a row of `reading.csv`.

    Attributes:
        address: source_line, column_no, number_no.
        printed: as it stands.
        reading: what it is taken for.
        confidence: from 0 to 1.
        reason: why it is taken for that (a key of the messages).
        is_flagged: whether a person should look at it.
        needs_reading: the print cannot be read as it stands; the models take the reading instead.

    """

    address: Address
    printed: str
    reading: str
    confidence: float
    reason: str
    is_flagged: bool
    needs_reading: bool = False


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
    blocks = document.blocks
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
    bare_texts, taken = _texts(texts, printed_in(tables), numbers, places, facts.fiscal_year, unclear)
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


def _is_of_its_own(one: WorkedOut, starts: Mapping[tuple[str, int], bool]) -> bool:
    """Tell whether numbers are held against each other and not against a table.

    A share of costs is where no table prints it, counts are with a share beside them or where a table has not all.

    Args:
        one: what a sentence works out.
        starts: where the numbers begin that belong to a table's, and whether a table prints the very number.

    """
    is_in_table = {role: spot.key in starts for role, spot in one.spots}
    is_in_table |= {r: starts.get(spot.key, False) for r, spot in one.spots if r == "share_of_costs"}
    if "share_of_costs" in is_in_table:
        return not is_in_table["share_of_costs"]
    has_share = any(role.endswith("share") for role in is_in_table)
    return has_share or not all(is_in_table.values())


def _texts(
    texts: list[Text],
    tables: Tables,
    numbers: list[ReadNumber],
    places: dict[Address, str],
    fiscal_year: int | None,
    unclear: list[Unclear],
) -> tuple[list[BareText], set[str]]:
    """Return the numbers of running text that belong to a table's or to each other, and the addresses of their texts.

    Numbers beside goals that belong to none are noted as not understood.
    """
    made: list[BareText] = []
    taken: set[str] = set()
    at: dict[tuple[str, int], Number] = {}
    counts: dict[str, int] = {}
    again = list(told_again([text for text in texts if text.level != CONTENTS], tables))
    starts = {(told.text.address, told.piece.start): told.is_tied for told in again}
    of_texts: list[WorkedOut] = []
    own: set[tuple[str, int]] = set()
    for one in worked_out(texts):
        # a number belongs to one thing that is worked out; an amount is a table's besides
        keys = {spot.key for role, spot in one.spots if role != "amount"}
        if _is_of_its_own(one, starts) and keys.isdisjoint(own):
            of_texts.append(one)
            own |= keys
    for told in again:
        text, piece = told.text, told.piece
        if (text.address, piece.start) in own:
            continue
        counts[text.address] = counts.get(text.address, 0) + 1
        address = (text.address, 0, counts[text.address])
        if address in places:
            continue
        column = column_of(told.beside)
        is_of_year = column.year in (None, fiscal_year)
        # what a table prints is of its column, unless the words say of which year it is; what only a name tells is of
        # the year of its sentence
        is_own = column.role in ("", "actual") and column.kind != "mean"
        is_tied_to_year = (is_of_year or told.is_said_of(fiscal_year)) and not told.is_said_of_another(fiscal_year)
        is_own = is_own and (is_tied_to_year if told.is_tied else told.is_of(fiscal_year))
        is_of_year = is_of_year and (told.is_tied or told.is_of_year(fiscal_year))
        # what something rose or fell by is no amount of it
        is_own = is_own and not told.is_change
        change_as = "change" if told.is_since_year_before(fiscal_year) else ""
        said_as = told.share_as or told.deviation_as or change_as or told.cost_as or told.contribution_as
        told_as = said_as if is_of_year else ""
        is_difference = not told.is_tied or column.role == "deviation"
        is_budget = not told.is_tied or column.role == "budget"
        may_be = {"budget": is_budget, **dict.fromkeys(("surplus", "deficit", "change"), is_difference)}
        told_as = told_as if may_be.get(told_as, is_own) else ""
        at[text.address, piece.start] = Number(*address, piece.printed)
        same_as = told.same_as if is_own or (told.is_tied and not told.is_change) else None
        made.append(BareText(told.label, at[text.address, piece.start], is_own, told_as, same_as=same_as))
        reason = "text_tie" if told.is_tied else "text_name"
        numbers.append(ReadNumber(address, piece.printed, piece.readings[0], constant("plain"), reason, False))
        places[address] = text.place_at(piece.end - 1)
        taken.add(text.address)
    for one in of_texts:
        for _, spot in one.spots:
            if spot.key in at:
                continue
            line = spot.text.address
            counts[line] = counts.get(line, 0) + 1
            address = (line, 0, counts[line])
            at[spot.key] = Number(*address, spot.printed)
            numbers.append(ReadNumber(address, spot.printed, spot.printed, constant("plain"), "text_share", False))
            places[address] = spot.text.place_at(spot.end - 1)
            taken.add(line)
        by_role = tuple((role, at[spot.key]) for role, spot in one.spots)
        counts_by_role = {role: spot.printed for role, spot in one.spots}
        same_as = None
        if "part" in counts_by_role and "other_part" not in counts_by_role:
            whole = Decimal(re.sub(r"\D", "", counts_by_role["whole"]))
            same_as = tables.part_named(whole, one.label)
        made.append(BareText(one.label, by_role[0][1], worked_out=by_role, same_as=same_as))
    order = {text.address: n for n, text in enumerate(texts)}
    made.sort(key=lambda text: order[text.number.source_line])
    for beside in unclear:
        taken.add(beside.address)
        if (beside.address, beside.piece.start) in at:
            continue
        counts[beside.address] = counts.get(beside.address, 0) + 1
        address = (beside.address, 0, counts[beside.address])
        reading, sure = beside.piece.readings[0], constant("unread_number")
        numbers.append(ReadNumber(address, beside.piece.printed, reading, sure, "goal_unclear", True))
        places[address] = beside.place
    return made, taken
