"""`finsam intake FOLDER`: from bare rows to rows of the seeds, in a folder of their own."""

from pathlib import Path

from finsam_audit.mapping.folder import BARE_ROWS, read_bare, read_known, write_mapped
from finsam_audit.mapping.mapper import map_report
from finsam_audit.mapping.messages import message
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import beside
from finsam_audit.project.visible import tell


def intake(folder: Path, to: Path | None, members: Path | None, force: bool, language: str) -> int:
    """Map a folder of bare rows and write its rows.

    Args:
        folder: the folder that holds them.
        to: the folder to write; `<folder>-rows` beside it where left out.
        members: members.csv of an association that is known, whose names keep their codes.
        force: write over a folder that is there.
        language: of the messages.

    Returns:
        0.

    Raises:
        UserError: the rows are wrong, or the folder to write is there already.

    """
    source = folder.resolve()
    target = to.resolve() if to else beside(source, "rows")
    report = read_bare(source, language)
    if target == source or target in source.parents:
        raise UserError(message("is_source", language, path=target))
    if target.exists() and not force:
        raise UserError(message("exists", language, path=target))
    rows = map_report(report, read_known(members, language) if members else ())
    year = rows["documents"][0]["fiscal_year"]
    if not year:
        raise UserError(message("no_fiscal_year", language, file=BARE_ROWS))
    write_mapped(target, rows)
    tell(
        message(
            "written",
            language,
            path=target,
            numbers=len(rows["line_items"]),
            tables=len(rows["tables"]),
            year=year,
            open=len(rows["undecided"]),
        )
    )
    return 0
