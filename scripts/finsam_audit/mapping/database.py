"""A database of mapped reports: their rows in the place of the seeds, built by the same models."""

import tempfile
from collections.abc import Iterable, Mapping
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
INPUTS = tuple(name for name in COLUMNS if name != "undecided")


def build_mapped(root: Path, folder: Path, reports: Iterable[Mapping[str, list[Row]]]) -> Path:
    """Build reports in one run of dbt, without tests and without what is known of their findings.

    Args:
        root: the project.
        folder: an existing folder, for all that is written.
        reports: the rows of the seeds by name, for each report.

    Returns:
        The database.

    Raises:
        UserError: dbt failed.

    """
    relations = write_inputs(folder, reports)
    database = folder / "mapped.duckdb"
    run = run_dbt(
        root, "build", *WITHOUT_TESTS, database=database, work=folder, variables={"input_relations": relations}
    )
    if run.returncode:
        raise UserError(f"dbt did not build the reports: {run.why()}")
    return database


def write_inputs(folder: Path, reports: Iterable[Mapping[str, list[Row]]]) -> dict[str, str]:
    """Write the rows of reports where dbt's variable `input_relations` can point, with no acknowledgement.

    Args:
        folder: an existing folder.
        reports: the rows of the seeds by name, for each report.

    Returns:
        The value of the variable.

    """
    reports = list(reports)
    relations = {
        name: write_relation(
            folder, name, COLUMNS[name].split(), unique(row for report in reports for row in report.get(name, []))
        )
        for name in INPUTS
    }
    return relations | {"acknowledged_findings": write_relation(folder, "acknowledged_findings", ACKNOWLEDGED, [])}


def unique(rows: Iterable[Row]) -> list[Row]:
    """Return rows without those that stand twice: several reports of an association name it once."""
    return list({tuple(row.items()): row for row in rows}.values())


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
