"""`finsam intake FILE`: from a report's file to rows of the seeds and what was thought of each number."""

import hashlib
from dataclasses import replace
from pathlib import Path

from finsam_audit.check.repository import Repository
from finsam_audit.intake.messages import message
from finsam_audit.intake.read import Reading, read_report
from finsam_audit.intake.words import constant
from finsam_audit.mapping.associations import identified
from finsam_audit.mapping.folder import read_known, write_mapped
from finsam_audit.mapping.mapper import map_report
from finsam_audit.mapping.messages import message as mapping_message
from finsam_audit.project.csv_files import Row
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import beside
from finsam_audit.project.log import step
from finsam_audit.project.paths import casting_project
from finsam_audit.project.visible import tell

# files beside those of the seeds
MORE = {
    "reading": "source_line column_no number_no printed reading confidence reason is_flagged",
    "not_line_items": "document_id first_line last_line kind digit_groups",
}


def intake_file(path: Path, to: Path | None, members: Path | None, force: bool, language: str) -> int:
    """Read a report's file and write its rows.

    Args:
        path: the file.
        to: the folder to write; `<file>-rows` beside it where left out.
        members: members.csv of an association that is known, whose names keep their codes; those of the project where
            left out.
        force: write over a folder that is there.
        language: of the messages.

    Returns:
        0; 2 where too many numbers are read with doubt: the rows are written to be corrected.

    Raises:
        UserError: the file cannot be read, holds no table, or the folder to write is there already.

    """
    source = path.resolve()
    target = to.resolve() if to else beside(source, "rows")
    if target == source or target in source.parents:
        raise UserError(mapping_message("is_source", language, path=target))
    if target.exists() and not force:
        raise UserError(mapping_message("exists", language, path=target))
    with step("reading"):
        reading = read_report(source, language)
    refuse_empty(reading, path, language)
    known = Repository(casting_project()).known()
    if members:
        known["members"] = read_known(members, language)
    reading = replace(reading, report=identified(reading.report, known["associations"], None))
    with step("mapping"):
        rows = rows_of(reading, known["members"], language)
    year = rows["documents"][0]["fiscal_year"]
    write_mapped(target, rows, MORE)
    flagged = sum(number.is_flagged for number in reading.numbers)
    values = {"path": path, "flagged": flagged, "numbers": len(reading.numbers), "folder": target}
    for part in reading.unread:
        tell(message("unread_part", language, path=path, place=part.place, why=message(part.reason, language)))
    if not year:
        tell(message("no_fiscal_year", language, path=path))
    tell(
        message(
            "written",
            language,
            folder=target,
            numbers=len(rows["line_items"]),
            tables=len(rows["tables"]),
            year=year or "?",
            open=len(rows["undecided"]),
        )
    )
    if flagged > constant("flagged_most") * len(reading.numbers):
        tell(message("much_flagged", language, **values), is_error=True)
        return 2
    if flagged:
        tell(message("some_flagged", language, **values))
    return 0


def refuse_empty(reading: Reading, path: Path, language: str) -> None:
    """Refuse a report of which no table was read.

    Raises:
        UserError: and why, where a part of it could not be read at all.

    """
    if reading.report.tables:
        return
    for part in reading.unread:
        why = message(part.reason, language)
        raise UserError(message("nothing_read_there", language, path=path, place=part.place, why=why))
    raise UserError(message("nothing_read", language, path=path))


def rows_of(reading: Reading, known: list[Row], language: str = "sv") -> dict[str, list[Row]]:
    """Return the rows of every seed for a report that was read, its readings and what was left out beside them.

    Args:
        reading: the report.
        known: members as the seeds have them.
        language: of the reasons in `reading`.

    """
    rows = map_report(reading.report, known)
    rows["documents"][0]["sha256"] = hashlib.sha256(reading.path.read_bytes()).hexdigest()
    document = rows["documents"][0]["document_id"]
    judged = {number.address: number for number in reading.numbers}
    for row in rows["line_items"]:
        number = judged.get((row["source_line"], int(row["column_no"]), int(row["number_no"])))
        if number is not None and number.needs_reading:
            row["reading"] = number.reading
    rows["reading"] = [
        {
            "source_line": number.address[0],
            "column_no": str(number.address[1]),
            "number_no": str(number.address[2]),
            "printed": number.printed,
            "reading": number.reading,
            "confidence": f"{number.confidence:.2f}",
            "reason": message(number.reason, language),
            "is_flagged": str(number.is_flagged).lower(),
        }
        for number in reading.numbers
    ]
    rows["not_line_items"] = [
        {
            "document_id": document,
            "first_line": left.first_line,
            "last_line": left.last_line,
            "kind": left.kind,
            "digit_groups": left.digit_groups,
        }
        for left in reading.left_out
    ]
    return rows
