"""What is said of a table's rows below it: the footnote that a label refers to, a sentence that names the row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from finsam_audit.intake.amounts import SENTENCE
from finsam_audit.intake.blocks import Text
from finsam_audit.intake.goals import Goals
from finsam_audit.intake.parts import Part
from finsam_audit.intake.tables import DIGITS, ReadTable, columns_of_part, label_cell, raised
from finsam_audit.intake.words import form
from finsam_audit.mapping.report import Row
from finsam_audit.mapping.turned import is_turned
from finsam_audit.mapping.words import said

# the mark of a footnote before its text: `1)`, `*`, a raised number
MARK = re.compile("(\\d{1,2}(?=\\))|[*\u2020\u2021]+|[\u00b9\u00b2\u00b3\u2070-\u2079]+)\\)?[\\s:]*")


def with_remarks(parts: Sequence[Part | Text | Goals], read: Iterable[tuple[int, ReadTable]]) -> None:
    """Give each row of the tables what is said of it below its table.

    Args:
        parts: of the document, in order.
        read: the tables with their places among the parts.

    """
    everywhere = {part.mark: part.text for part in parts if isinstance(part, Text) and part.mark}
    for place, read_table in read:
        part = parts[place]
        if not isinstance(part, Part):
            continue
        notes = dict(everywhere)
        sentences: list[str] = []
        # of a table whose rows are years the columns are the rows of others
        columns = read_table.table.columns if is_turned(read_table.table) else {}
        labels = {said(row.label) for row in read_table.table.rows if row.label}
        labels |= {said(heading) for heading in columns.values() if heading}
        for text in _below(parts, place):
            if found := MARK.match(text.text):
                notes[found[1].translate(DIGITS)] = text.text[found.end() :]
            elif any(_names(said(one), label) for label in labels for one in (text.text, *SENTENCE.split(text.text))):
                # what tells of amounts explains nothing of what a row holds
                sentences += [one for one in SENTENCE.split(text.text) if not re.search(r"\d", one)]
            else:
                break
        if notes or sentences:
            marks = _marks(part)
            rows = tuple(_remarked(row, labels, marks, notes, sentences) for row in read_table.table.rows)
            told = {number: " ".join(_told_of(said(columns[number]), labels, sentences)) for number in columns}
            read_table.table = replace(
                read_table.table, rows=rows, remarks={n: text for n, text in told.items() if text}
            )


def _below(parts: Sequence[Part | Text | Goals], place: int) -> Iterator[Text]:
    """Yield the texts between a table and what comes next: another table, a heading."""
    for part in parts[place + 1 :]:
        if not isinstance(part, Text) or part.level:
            return
        yield part


def _names(text: str, label: str) -> bool:
    """Tell whether a sentence begins with a label, or says what that row contains: it is about that row."""
    holder = form("contained_in").search(text)
    is_holder = holder is not None and re.search(rf"(?<!\w){re.escape(label)}\b", holder.group(1)) is not None
    return is_holder or re.match(rf"{re.escape(label)}\b", text) is not None


def _marks(part: Part) -> dict[str, set[str]]:
    """Return the marks of footnotes at the label of each line, by its address."""
    columns = columns_of_part(part)
    found = {}
    for line in part.lines:
        cell = label_cell(line, columns)
        if cell is not None:
            found[line.address] = {*filter(None, cell.marks.split(",")), *raised(cell)}
    return found


def _remarked(
    row: Row, labels: set[str], marks: dict[str, set[str]], notes: dict[str, str], sentences: list[str]
) -> Row:
    told = [notes[mark] for mark in sorted(marks.get(row.source_line, ())) if mark in notes]
    told += _told_of(said(row.label), labels, sentences)
    return replace(row, remark=" ".join(told)) if told else row


def _told_of(own: str, labels: set[str], sentences: list[str]) -> list[str]:
    """Return the sentences that name a label, and none that is longer; what is contained may be so in several rows."""
    return [
        sentence
        for sentence in sentences
        if own
        and _names(said(sentence), own)
        and (
            form("contained_in").search(said(sentence)) is not None
            or max((label for label in labels if _names(said(sentence), label)), key=len) == own
        )
    ]
