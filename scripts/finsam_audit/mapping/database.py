"""A database of mapped reports: their rows in the place of the seeds, built by the same models."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import duckdb

from finsam_audit.mapping.folder import read_mapped
from finsam_audit.mapping.seeds import COLUMNS
from finsam_audit.project.csv_files import Row
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import copy_whole
from finsam_audit.project.relations import write_relation

ACKNOWLEDGED = ("finding_key", "printed", "suggested", "difference", "kind", "reason", "acknowledged_on")
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
    """Build reports in one run of dbt, without tests.

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
        UserError: dbt failed.

    """
    relations = write_inputs(folder, reports, acknowledged)
    database = folder / "mapped.duckdb"
    run = run_dbt(
        root, "build", *WITHOUT_TESTS, database=database, work=folder, variables={"input_relations": relations},
        advance=advance,
    )  # fmt: skip
    if run.returncode:
        raise UserError(f"dbt did not build the reports: {run.why()}")
    return database


def write_inputs(
    folder: Path, reports: Iterable[Mapping[str, list[Row]]], acknowledged: Iterable[Row] = ()
) -> dict[str, str]:
    """Write the rows of reports where dbt's variable `input_relations` can point.

    Args:
        folder: an existing folder.
        reports: the rows of the seeds by name, for each report.
        acknowledged: what is known of their findings.

    Returns:
        The value of the variable.

    """
    reports = list(reports)
    relations = {}
    for name in INPUTS:
        rows = unique((row for report in reports for row in report.get(name, [])), KEYS.get(name, ()))
        columns = list(dict.fromkeys([*COLUMNS[name].split(), *(column for row in rows for column in row)]))
        relations[name] = write_relation(folder, name, columns, rows)
    known = write_relation(folder, "acknowledged_findings", ACKNOWLEDGED, acknowledged)
    return relations | {"acknowledged_findings": known}


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
    with duckdb.connect(str(target), read_only=True) as connection:
        found = connection.execute(
            "select class, finding_key, message_sv from marts.findings"
            " order by document_id, table_no nulls last, finding_key"
        ).fetchall()
    for kind, key, told in found:
        print(f"{kind}: {key}: {told}")
    print(f"{target}: {len(found)} findings")
    return int(any(kind in GRAVE for kind, _, _ in found))
