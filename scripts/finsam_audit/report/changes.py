"""What is new as a page: numbers that differ between two versions, findings that went, came or say something else."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from finsam_audit.compare import Differences, differences, open_version, read_database
from finsam_audit.names import Names
from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError
from finsam_audit.report.database import Database
from finsam_audit.report.site import Folder, Writer

PATH = "changes.html"


def since(previous: Path, published: Database) -> Differences | None:
    """Return what differs from the database that was published before; None where there is none that can be read."""
    try:
        before = open_version(previous)
    except UserError:
        return None
    return differences(before, read_database(published.rows))


def changes_page(writer: Writer, found: Differences | None, versions: Sequence[str] = ()) -> None:
    """Write the page.

    Args:
        writer: writes it in both languages.
        found: what differs; None where there is nothing to compare with.
        versions: what the earlier and the later one are called; none where they are two publishings.

    """
    writer.page(PATH, "changes.html", found=found, versions=versions)


def write_changes(folder_path: Path, found: Differences, database: Path, versions: Sequence[str]) -> Path:
    """Write the page by itself into a folder.

    Returns:
        the page.

    Raises:
        UserError: no database is there that says what codes are called.

    """
    if not database.is_file():
        raise UserError(f"{database.name} is not there; run `make build` first")
    folder = Folder(folder_path)
    folder.write("report.css", files("finsam_audit.report").joinpath("assets", "report.css").read_bytes())
    folder.write("report.js", files("finsam_audit.report").joinpath("assets", "report.js").read_bytes())
    with connect(database, read_only=True) as connection:
        names = Names.of(connection)
    changes_page(Writer(folder, names, lambda: None, is_alone=True), found, versions)
    return folder_path / PATH
