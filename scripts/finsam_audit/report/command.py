"""`finsam report` and `finsam memo`: pages, workbook and memos from the published database."""

import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from tqdm import tqdm

from finsam_audit.names import Names
from finsam_audit.project.errors import UserError
from finsam_audit.project.paths import RESULTS, previous_database, project_root, published_database
from finsam_audit.project.visible import tell
from finsam_audit.report.database import Database
from finsam_audit.report.memo import bases, memo_files, memo_path
from finsam_audit.report.pages import Front, page_count, provenance, write_pages
from finsam_audit.report.site import Folder, Writer
from finsam_audit.report.suites import read_results
from finsam_audit.report.workbook import write_workbook

ASSETS = ("report.css", "report.js")


def write_report(
    database_path: Path,
    folder_path: Path,
    quiet: bool = False,
    results_path: Path | None = None,
    front: Front | None = None,
    beside: Sequence[tuple[str, bytes]] = (),
    before: Path | None = None,
) -> Folder:
    """Write the whole report.

    Args:
        database_path: the published database.
        folder_path: where the pages and the workbook go.
        quiet: no progress bar.
        results_path: what the suites came to, as `finsam expectations` writes it.
        front: writes the front page; the overview of all reports where left out.
        beside: names and contents of files that lie beside the pages.
        before: the database that was published before, for the page of what is new.

    Returns:
        the folder, which knows what was written and what changed.

    Raises:
        UserError: the database is not there.

    """
    database = Database(database_path)
    try:
        folder = Folder(folder_path)
        for name in ASSETS:
            folder.write(name, files("finsam_audit.report").joinpath("assets", name).read_bytes())
        made_of = provenance(database)
        names = Names.of(database.connection)
        results = read_results(results_path, made_of["about"]["input_digest"])
        with tqdm(total=page_count(database, results), unit="page", desc="report", disable=quiet or None) as bar:

            def advance() -> None:
                bar.update(1)

            write_pages(
                Writer(folder, names, advance, has_suites=front is None), database, made_of, results, front, before
            )
            write_workbook(folder, database, made_of, names)
        for name, content in beside:
            folder.write(name, content)
        folder.finish()
    finally:
        database.close()
    return folder


def memo(association_id: str, folder_path: Path | None = None) -> int:
    """Write the memo of an association beside the report: a page to print and a Word file, in both languages.

    Raises:
        UserError: no document is of that association.

    """
    root = project_root()
    target = folder_path or root / "build" / "report"
    database = Database(published_database(root))
    try:
        rows = database.document_list()
        known = sorted({row["association_id"] for row in rows})
        if association_id not in known:
            raise UserError(f"no association {association_id}; there are {', '.join(known)}")
        folder = Folder(target)
        folder.write(ASSETS[0], files("finsam_audit.report").joinpath("assets", ASSETS[0]).read_bytes())
        writer = Writer(folder, Names.of(database.connection), lambda: None)
        for basis in bases(database, database.documents(association_id), database.stories()):
            for name in (memo_path(association_id), *memo_files(writer, basis)):
                tell(f"memo: {target / name}")
    finally:
        database.close()
    return 0


def report(folder_path: Path | None = None) -> int:
    """Write the report of the published database to build/report.

    Returns:
        0: what goes wrong is a UserError.

    """
    root = project_root()
    target = folder_path or root / "build" / "report"
    folder = write_report(
        published_database(root), target, not sys.stderr.isatty(), root / RESULTS, before=previous_database(root)
    )
    shown = target.relative_to(root) if target.is_relative_to(root) else target
    tell(f"report: {shown}/index.html, {len(folder.written)} files, {folder.changed} changed")
    return 0
