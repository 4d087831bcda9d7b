"""A database of mapped reports: their rows in the place of the seeds, built by the same models."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from finsam_audit.mapping.seeds import COLUMNS
from finsam_audit.project.csv_files import Row
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
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
    reports = list(reports)
    relations = {
        name: write_relation(folder, name, COLUMNS[name].split(), unique(row for report in reports for row in report.get(name, [])))
        for name in INPUTS
    }
    relations["acknowledged_findings"] = write_relation(folder, "acknowledged_findings", ACKNOWLEDGED, [])
    database = folder / "mapped.duckdb"
    run = run_dbt(
        root, "build", *WITHOUT_TESTS, database=database, work=folder, variables={"input_relations": relations}
    )
    if run.returncode:
        raise UserError(f"dbt did not build the reports: {run.why()}")
    return database


def unique(rows: Iterable[Row]) -> list[Row]:
    """Return rows without those that stand twice: several reports of an association name it once."""
    return list({tuple(row.items()): row for row in rows}.values())
