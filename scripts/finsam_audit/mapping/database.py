"""A database of mapped reports: their rows in the place of the seeds, built by the same models."""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from finsam_audit.mapping.folder import read_mapped
from finsam_audit.mapping.seeds import COLUMNS
from finsam_audit.project.compiled import fill_models
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import Row
from finsam_audit.project.files import copy_whole
from finsam_audit.project.visible import tell

ACKNOWLEDGED = ("finding_key", "printed", "suggested", "difference", "kind", "reason", "acknowledged_on")
# a reason that was written in both languages; a file of acknowledgements may leave it out
IN_ENGLISH = "reason_en"
# what several reports of an association have in common
KEYS = {"associations": ("association_id",), "members": ("association_id", "member")}
INPUTS = tuple(name for name in COLUMNS if name != "undecided")


def build_mapped(
    root: Path,
    folder: Path,
    reports: Iterable[Mapping[str, list[Row]]],
    acknowledged: Iterable[Row] = (),
    advance: Callable[[int, int], None] | None = None,
) -> Path:
    """Build reports together, with the models that dbt compiled, without tests.

    Args:
        root: the project.
        folder: an existing folder, for all that is written.
        reports: the rows of the seeds by name, for each report; of an association or a member that several name, the
            first row counts.
        acknowledged: what is known of their findings.
        advance: is told after each node how many are done and how many there are.

    Returns:
        The database.

    Raises:
        UserError: the models could not be built.

    """
    return fill_models(root, folder, inputs_of(reports, acknowledged), advance)


def inputs_of(
    reports: Iterable[Mapping[str, list[Row]]], acknowledged: Iterable[Row] = ()
) -> dict[str, tuple[Sequence[str], Sequence[Row]]]:
    """Return columns and rows of each input by its name, of reports together."""
    reports = list(reports)
    inputs: dict[str, tuple[Sequence[str], Sequence[Row]]] = {}
    for name in INPUTS:
        rows = unique((row for report in reports for row in report.get(name, [])), KEYS.get(name, ()))
        inputs[name] = (
            list(dict.fromkeys([*COLUMNS[name].split(), *(column for row in rows for column in row)])),
            rows,
        )
    known = [{IN_ENGLISH: "", **row} for row in acknowledged]
    return inputs | {"acknowledged_findings": ((*ACKNOWLEDGED, IN_ENGLISH), known)}


def unique(rows: Iterable[Row], key: tuple[str, ...] = ()) -> list[Row]:
    """Return rows without those that stand twice, by their key or as a whole; the first one stays."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in key) if key else tuple(map("=".join, row.items())), row)
    return list(found.values())


# classes of findings that are more than a remark
GRAVE = ("error", "missing", "goal")


def cast_folders(root: Path, folders: list[Path], to: Path | None) -> int:
    """Build mapped folders into a database of their own and list its findings, a line each.

    Args:
        root: the project.
        folders: as `finsam intake` writes them.
        to: the database; `<folder>.duckdb` beside the first one where left out.

    Returns:
        0 where nothing is wrong, 1 where something is.

    Raises:
        UserError: a folder cannot be read, or dbt failed.

    """
    first = folders[0].resolve()
    target = to.resolve() if to else first.with_name(f"{first.name}.duckdb")
    reports = [read_mapped(folder) for folder in folders]
    with tempfile.TemporaryDirectory() as work:
        copy_whole(build_mapped(root, Path(work), reports), target)
    with connect(target, read_only=True) as connection:
        found = connection.execute(
            "select class, finding_key, message_sv from marts.findings"
            " order by document_id, table_no nulls last, finding_key"
        ).fetchall()
    for kind, key, told in found:
        tell(f"{kind}: {key}: {told}")
    tell(f"{target}: {len(found)} findings")
    return int(any(kind in GRAVE for kind, _, _ in found))
