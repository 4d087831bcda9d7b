"""What is given to be cast: the file of a report, or a folder of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from finsam_audit.check.add import merge, slips
from finsam_audit.check.corrected import is_corrected, read_corrected
from finsam_audit.check.messages import message
from finsam_audit.intake.command import refuse_empty, rows_of
from finsam_audit.intake.messages import message as intake_message
from finsam_audit.intake.read import read_report
from finsam_audit.intake.words import form
from finsam_audit.mapping.associations import association_of, identified
from finsam_audit.mapping.folder import BARE_ROWS, read_bare
from finsam_audit.mapping.mapper import map_report
from finsam_audit.mapping.report import Report
from finsam_audit.mapping.words import slug
from finsam_audit.project.csv_files import Row, read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import can_be, shortened

Rows = Mapping[str, list[Row]]
Address = tuple[str, int, int]
READING = ("source_line", "column_no", "number_no", "printed", "reading", "confidence", "reason", "is_flagged")
READINGS = "reading.csv"


@dataclass(frozen=True)
class Source:
    """A report that is cast.

    Attributes:
        path: its file or folder.
        rows: its rows of the seeds.
        reading: how its numbers were read (the rows of reading.csv); none where nobody read them from a file.
        places: where each number stands in the file.
        format: that of the file; empty for a folder.
        unread: parts of the file that could not be read, and why.

    """

    path: Path
    rows: Rows
    reading: Sequence[Row] = ()
    places: Mapping[Address, str] = field(default_factory=dict)
    format: str = ""
    unread: Sequence[str] = ()

    @property
    def document(self) -> Row:
        """Return its row of documents.csv."""
        return self.rows["documents"][0]

    @property
    def document_id(self) -> str:
        """Return the code of the document."""
        return self.document["document_id"]

    @property
    def version_of(self) -> tuple[str, str, str]:
        """Return what there is one document of: association, kind, year."""
        return (self.document["association_id"], self.document["document_kind"], self.document["fiscal_year"])

    @property
    def flagged(self) -> list[Row]:
        """Return the rows of its reading that a person should look at."""
        return [row for row in self.reading if row["is_flagged"] == "true"]


def read_source(path: Path, known: Rows, association: str | None, root: Path, language: str) -> Source:
    """Return a report from its file, a folder of bare rows or a folder of rows that a person corrected.

    Args:
        path: the file or the folder.
        known: the associations and members of the repository and of what was read before.
        association: the code of the association, where it was said.
        root: the project, against whose seeds corrected rows are held.
        language: of what is said of it.

    Raises:
        UserError: it cannot be read, or its year is not known.

    """
    if not can_be(path):
        raise UserError(message("no_name", language, path=shortened(path)))
    if not path.exists():
        raise UserError(message("not_there", language, path=path))
    if is_corrected(path):
        return _corrected(path, association, root, language)
    if not path.is_dir():
        return _from_file(path, known, association, language)
    report = identified(read_bare(path, language), known["associations"], association)
    return Source(path, _mapped(report, known, path, language), _readings(path, language))


def _from_file(path: Path, known: Rows, association: str | None, language: str) -> Source:
    reading = read_report(path, language)
    refuse_empty(reading, path, language)
    report = identified(reading.report, known["associations"], association)
    if not association_of(report):
        # a report that tells no name has that of its file, where it is called by one, else it is cast by itself
        called = form("file_of_association").match(slug(path.stem))
        report = replace(report, association_id=called["name"] if called else slug(path.stem))
    rows = rows_of(replace(reading, report=report), known["members"], language)
    if not rows["documents"][0]["fiscal_year"]:
        raise UserError(intake_message("no_fiscal_year", language, path=path))
    unread = tuple(f"{part.place}: {intake_message(part.reason, language)}" for part in reading.unread)
    return Source(path, rows, rows["reading"], reading.places, reading.format, unread)


def _mapped(report: Report, known: Rows, path: Path, language: str) -> Rows:
    rows = map_report(report, known["members"])
    if not rows["documents"][0]["fiscal_year"]:
        raise UserError(message("no_year", language, path=path, file=BARE_ROWS))
    return rows


def _corrected(path: Path, association: str | None, root: Path, language: str) -> Source:
    corrected = read_corrected(path, language)
    if wrong := slips(root, corrected, merge(root, corrected, language)):
        raise UserError("\n".join(wrong))
    rows: Rows = corrected.rows
    if association:
        rows = {
            name: [row | {"association_id": association} if "association_id" in row else row for row in found]
            for name, found in rows.items()
        }
    return Source(path, rows, rows["reading"])


def _readings(folder: Path, language: str) -> list[Row]:
    path = folder / READINGS
    return read_rows(path, READING, language=language) if path.is_file() else []
