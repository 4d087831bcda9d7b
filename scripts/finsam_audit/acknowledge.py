"""`finsam acknowledge`: write down that a person has compared a finding with the source."""

import datetime
import io
from decimal import Decimal
from pathlib import Path

from finsam_audit.inputs.cells import wrong_letters
from finsam_audit.inventory.command import renew
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import read_rows, row_writer
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from finsam_audit.project.paths import project_root, published_database
from finsam_audit.project.visible import tell
from finsam_audit.swedish import as_models

KINDS = ("published_error", "explained", "source_unclear")
COLUMNS = ("finding_key", "printed", "suggested", "difference", "kind", "reason", "acknowledged_on", "reason_en")
SEED = Path("seeds/reference/acknowledged_findings.csv")


def read_finding(database: Path, key: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return printed amount, suggested amount and difference (SEK) of a finding.

    Raises:
        UserError: the database is not there, or has no such finding.

    """
    if not database.is_file():
        raise UserError(f"{database.name} is not there; run `make build` first")
    with connect(database, read_only=True) as connection:
        row = connection.execute(
            "select printed_amount, suggested_amount, difference from marts.findings where finding_key = ?", [key]
        ).fetchone()
    if row is None:
        raise UserError(f"no finding {key} in {database.name}; query finding_key in marts.findings")
    return row[0], row[1], row[2]


def write_row(seed: Path, row: dict[str, str]) -> dict[str, str] | None:
    """Add or replace the row of a finding, keep the file sorted, and write it whole or not at all.

    Args:
        seed: acknowledged_findings.csv.
        row: a value for every column.

    Returns:
        the row that it replaced.

    """
    # the reason in English may be left out
    rows = {line["finding_key"]: {COLUMNS[-1]: "", **line} for line in read_rows(seed, COLUMNS[:-1])}
    before = rows.get(row["finding_key"])
    rows[row["finding_key"]] = row
    text = io.StringIO()
    writer = row_writer(text, COLUMNS)
    writer.writerows(rows[key] for key in sorted(rows))
    write_whole(seed, text.getvalue())
    return before


def acknowledge(key: str, kind: str, reason: str, reason_en: str = "") -> int:
    """Acknowledge one finding of the published database.

    Args:
        key: of the finding.
        kind: one of KINDS.
        reason: why it stands, in Swedish.
        reason_en: the same in English; empty where nobody wrote it.

    Returns:
        0, always: what goes wrong is a UserError.

    Raises:
        UserError: no such finding, or a reason that no seed takes.

    """
    if not reason.strip():
        raise UserError("--reason is empty; say in a sentence why the finding stands")
    if wrong := wrong_letters(reason.strip()):
        raise UserError(f"--reason {wrong}")
    root = project_root()
    printed, suggested, difference = read_finding(published_database(root), key)
    row = dict(
        zip(
            COLUMNS,
            (
                key,
                as_models(printed),
                as_models(suggested),
                as_models(difference),
                kind,
                reason.strip(),
                datetime.date.today().isoformat(),
                reason_en.strip(),
            ),
            strict=True,
        )
    )
    before = write_row(root / SEED, row)
    renew(root, lambda place: place[2] == SEED.stem and place[1] == key.split("/")[0])
    tell(f"acknowledged {key} in {SEED}")
    if before:
        tell(f"replaced: {before['kind']}: {before['reason']}")
    return 0
