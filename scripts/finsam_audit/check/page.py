"""The pages of a check: those of the report, with a front page that tells what was read and what is wrong."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from finsam_audit.check.messages import message, placed
from finsam_audit.check.outcome import Outcome, labels, name_of, obstacles, reason
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import whole_folder
from finsam_audit.report.command import write_report
from finsam_audit.report.site import MANIFEST, Writer


def default_folder(first: Path) -> Path:
    """Return the folder of the pages where none is said: beside the first report."""
    return first.with_name(f"{first.name}-finsam")


def refuse_folder(target: Path, is_forced: bool, language: str) -> None:
    """Refuse a folder that is not to be written over.

    Raises:
        UserError: it is there and nothing allows to write over it, or it holds something else than such pages.

    """
    if not target.exists():
        return
    if not is_forced:
        raise UserError(message("exists", language, path=target))
    if not target.is_dir() or (any(target.iterdir()) and not (target / MANIFEST).is_file()):
        raise UserError(message("foreign", language, path=target))


def write_site(outcome: Outcome, target: Path, copies: Sequence[tuple[str, bytes]], quiet: bool) -> None:
    """Write the pages and the ticked copies to a folder: whole or not at all where there is none yet.

    Args:
        outcome: what the check came to.
        target: the folder; of one that holds such pages already those are replaced and nothing else.
        copies: names and contents of the ticked copies.
        quiet: no progress bar.

    """

    def front(writer: Writer) -> None:
        _front(writer, outcome, [name for name, _ in copies])

    def write(folder: Path) -> None:
        write_report(outcome.cast.database, folder, quiet, front=front, beside=copies)

    if target.exists():
        write(target)
        return
    with whole_folder(target) as waiting:
        write(waiting)


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
    for source, document in zip(outcome.sources, outcome.documents, strict=True):
        own = labels(source)
        flagged = [
            row | {"label": own.get((row["source_line"], row["column_no"], row["number_no"]), "")}
            for row in source.flagged
        ]
        reports.append(
            {
                "document": document,
                "file": source.path.name,
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
