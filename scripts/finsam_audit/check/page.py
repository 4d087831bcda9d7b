"""The pages of a check: those of the report, with a front page that tells what was read and what is wrong."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from finsam_audit.check.messages import message, placed
from finsam_audit.check.outcome import Outcome, labels, name_of, obstacles, reason
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import beside, can_be, shortened, told_apart, whole_folder
from finsam_audit.report.command import write_report
from finsam_audit.report.site import MANIFEST, Writer


def default_folder(first: Path) -> Path:
    """Return the folder of the pages where none is said: beside the first report."""
    return beside(first, "finsam")


def refuse_folder(target: Path, is_forced: bool, language: str) -> None:
    """Refuse a folder that is not to be written over.

    Raises:
        UserError: it is there and nothing allows to write over it, it holds something else than such pages, or
            nothing can be written there.

    """
    if not can_be(target):
        raise UserError(message("no_name", language, path=shortened(target)))
    if not target.exists():
        _refuse_place(target, target.parent, language)
        return
    if not is_forced:
        raise UserError(message("exists", language, path=target))
    if not target.is_dir() or (any(target.iterdir()) and not (target / MANIFEST).is_file()):
        raise UserError(message("foreign", language, path=target))
    _refuse_place(target, target, language)


def _refuse_place(target: Path, place: Path, language: str) -> None:
    """Try to write where a folder is to be, or in the nearest folder above it that is there; nothing is left.

    Raises:
        UserError: the system does not let.

    """
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryDirectory(prefix=".finsam-", dir=place):
            pass
    except OSError as error:
        raise _not_written(target, error, language) from None


def _not_written(target: Path, error: OSError, language: str) -> UserError:
    return UserError(message("not_written", language, path=target, why=error.strerror or type(error).__name__))


def write_site(outcome: Outcome, target: Path, copies: Sequence[tuple[str, bytes]], quiet: bool, language: str) -> None:
    """Write the pages and the ticked copies to a folder: whole or not at all where there is none yet.

    Args:
        outcome: what the check came to.
        target: the folder; of one that holds such pages already those are replaced and nothing else.
        copies: names and contents of the ticked copies.
        quiet: no progress bar.
        language: of what is said where they cannot be written.

    Raises:
        UserError: the system does not let them be written; it is told of the folder that was asked for.

    """

    def front(writer: Writer) -> None:
        _front(writer, outcome, [name for name, _ in copies])

    def write(folder: Path) -> None:
        write_report(outcome.cast.database, folder, quiet, front=front, beside=copies)

    try:
        if target.exists():
            write(target)
            return
        with whole_folder(target) as waiting:
            write(waiting)
    except OSError as error:
        raise _not_written(target, error, language) from error


def _front(writer: Writer, outcome: Outcome, copies: Sequence[str]) -> None:
    def said(language: str) -> dict[str, Any]:
        def of(row: Any) -> str:
            return name_of(row, outcome.names, language)

        codes = {row["reason"] for report in reports for row in [*report["flagged"], *report["open"]]}
        return {
            "place": partial(placed, language=language),
            "reasons": {code: reason(code, language) for code in codes},
            "along": [message("along", language, name=of(row)) for row in outcome.cast.along],
            "replaced": [message("replaced", language, name=of(row)) for row in outcome.cast.replaced],
            "obstacles": obstacles(outcome, language),
        }

    reports: list[dict[str, Any]] = []
    files = told_apart([source.path for source in outcome.sources])
    for source, document, file in zip(outcome.sources, outcome.documents, files, strict=True):
        own = labels(source)
        flagged = [
            row | {"label": own.get((row["source_line"], row["column_no"], row["number_no"]), "")}
            for row in source.flagged
        ]
        reports.append(
            {
                "document": document,
                "file": file,
                "tables": outcome.tables.get(source.document_id, 0),
                "numbers": len(source.rows["line_items"]),
                "flagged": flagged,
                "unread": source.unread,
                "open": source.rows.get("undecided", []),
            }
        )
    writer.page(
        "index.html",
        "check.html",
        reports=reports,
        said=said,
        new=outcome.new,
        is_judged=len(outcome.untested) < len(outcome.documents),
        known=[finding for finding in outcome.findings if finding["is_acknowledged"]],
        copies=copies,
    )
