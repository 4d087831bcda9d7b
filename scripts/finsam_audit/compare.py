"""`finsam compare A B`: which numbers differ between two versions of a report, and which findings come and go."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import read_csv
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.paths import project_root
from finsam_audit.project.visible import tell
from finsam_audit.report.wording import both_of

CODE = re.compile(r"[a-z0-9_]+")
KEY = ("document_id", "source_line", "column_no", "number_no")
PLACE = ("statement", "line_item", "member", "measure", "period")
Number = dict[str, str]


@dataclass(frozen=True)
class Change:
    """A number that differs: what it is called, and its print before and after (None: not there)."""

    document_id: str
    label: str
    place: str
    line_before: str | None
    line_after: str | None
    before: str | None
    after: str | None


def read_seed(path: Path) -> list[Number]:
    """Return the rows of a seed CSV.

    Raises:
        UserError: no such file, no CSV of line items, or no rows; the message names file, row and column.

    """
    file = read_csv(path)
    rows = []
    for number, row in file.records((*KEY, *PLACE, "label", "printed")):
        for column in ("column_no", "number_no"):
            if not row[column].isdecimal():
                raise UserError(f"{path}:{number}: column {column}: {row[column]!r} is no whole number")
        rows.append(row)
    if not rows:
        raise UserError(f"{path}:2: no rows; a seed has one row per printed number")
    return rows


def read_version(path: Path) -> list[Number]:
    """Return the printed numbers of a version: a seed CSV, or a database built by `dbt build`."""
    if path.suffix != ".duckdb":
        return read_seed(path)
    if not path.is_file():
        raise UserError(f"{path} is not there")
    names = (*KEY, *PLACE, "label", "printed")
    try:
        with connect(path, read_only=True) as connection:
            rows = connection.execute(f"select {', '.join(names)} from marts.printed_numbers").fetchall()
    except duckdb.Error as error:
        raise UserError(f"{path.name} is no database of this project: {str(error).splitlines()[0]}") from error
    return [{name: "" if value is None else str(value) for name, value in zip(names, row, strict=True)} for row in rows]


def order(number: Number) -> tuple[str, int, str, int, int]:
    """Return where a number stands, for sorting in printed order."""
    line = number["source_line"]
    return (
        number["document_id"],
        int(line) if line.isdecimal() else 10**9,
        line,
        int(number["column_no"]),
        int(number["number_no"]),
    )


def by_meaning(numbers: list[Number]) -> dict[tuple[str, ...], Number]:
    """Return the numbers by what they are about, the n-th print of one quantity apart: lines may have moved."""
    found: dict[tuple[str, ...], Number] = {}
    prints: dict[tuple[str, ...], int] = {}
    for number in sorted(numbers, key=order):
        meaning = (number["document_id"], *(number[name] for name in PLACE))
        if not number["line_item"]:
            meaning += (number["label"],)
        prints[meaning] = prints.get(meaning, 0) + 1
        found[(*meaning, str(prints[meaning]))] = number
    return found


def differing_numbers(before: list[Number], after: list[Number]) -> list[Change]:
    """Return the numbers whose print differs or that only one version has, in printed order of the later version."""
    first, second = by_meaning(before), by_meaning(after)
    changes: list[tuple[tuple[str, int, str, int, int], Change]] = []
    for meaning in first.keys() | second.keys():
        old, new = first.get(meaning), second.get(meaning)
        if old and new and old["printed"] == new["printed"]:
            continue
        shown = new or old
        assert shown is not None
        place = "/".join(shown[name] for name in PLACE if shown[name])
        change = Change(
            shown["document_id"],
            shown["label"],
            place,
            old["source_line"] if old else None,
            new["source_line"] if new else None,
            old["printed"] if old else None,
            new["printed"] if new else None,
        )
        changes.append((order(shown), change))
    return [change for _, change in sorted(changes, key=lambda item: (item[0], item[1].place))]


def findings_of(database: Path) -> dict[str, str]:
    """Return the findings of a database: key to Swedish message.

    Raises:
        UserError: it is no database of this project.

    """
    try:
        with connect(database, read_only=True) as connection:
            rows = connection.execute("select finding_key, message_sv from marts.findings").fetchall()
    except duckdb.Error as error:
        raise UserError(f"{database.name} is no database of this project: {str(error).splitlines()[0]}") from error
    return dict(rows)


def build_version(root: Path, seed: Path, document_ids: set[str]) -> dict[str, str]:
    """Return the findings of the project with one document's seed replaced, built in a folder of its own.

    Raises:
        UserError: the project has no such seed, or dbt could not build it.

    """
    if len(document_ids) != 1:
        raise UserError(f"{seed.name} holds {len(document_ids)} documents; compare one report at a time")
    document = next(iter(document_ids))
    name = f"{document}.csv"
    # a path in the place of a name would lead out of the folder that is built in
    if not CODE.fullmatch(document) or not (root / "seeds" / "line_items" / name).is_file():
        raise UserError(f"{seed.name}: the project has no seed seeds/line_items/{name}; add the report first")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for part in ("models", "seeds", "macros", "tests", "analyses"):
            shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("python", "__pycache__"))
        for part in ("dbt_project.yml", "profiles.yml"):
            shutil.copy(root / part, folder / part)
        (folder / "build").mkdir()
        shutil.copy(seed, folder / "seeds" / "line_items" / name)
        database = folder / "build" / "version.duckdb"
        run = run_dbt(folder, "build", *WITHOUT_TESTS, database=database, work=folder)
        if run.returncode:
            raise UserError(f"{seed.name} could not be built: {run.why()}")
        return findings_of(database)


def shown_print(value: str | None) -> str:
    """Return a print for the list: (none) where the number is not there, (blank) where the cell is empty."""
    if value is None:
        return f"({both_of('none_there')})"
    return value or "(tom / blank)"


def compare(a: Path, b: Path) -> int:
    """List differing numbers, and findings that appear, disappear or say something else, between two versions.

    Args:
        a: the earlier version: a seed CSV, or a database built from it.
        b: the later one.

    Returns:
        0 when no finding appears or changes, 1 when one does.

    Raises:
        UserError: a version cannot be read or built.

    """
    before, after = read_version(a), read_version(b)
    changes = differing_numbers(before, after)
    tell(f"{len(changes)} tal skiljer sig / numbers differ")
    for change in changes:
        line = change.line_after or change.line_before
        stays = None in (change.line_before, change.line_after) or change.line_before == change.line_after
        moved = "" if stays else f" ({change.line_before} → {change.line_after})"
        tell(
            f"  {change.document_id}:{line}{moved} {change.label} [{change.place}]: "
            f"{shown_print(change.before)} → {shown_print(change.after)}"
        )
    root = project_root()
    found = []
    for path, numbers in ((a, before), (b, after)):
        if path.suffix == ".duckdb":
            found.append(findings_of(path))
        else:
            found.append(build_version(root, path, {number["document_id"] for number in numbers}))
    gone, new = sorted(found[0].keys() - found[1].keys()), sorted(found[1].keys() - found[0].keys())
    tell(f"{len(gone)} {both_of('findings_disappear')}")
    for key in gone:
        tell(f"  - {key}")
    tell(f"{len(new)} {both_of('findings_appear')}")
    for key in new:
        tell(f"  + {key}: {found[1][key]}")
    other = sorted(key for key in found[0].keys() & found[1].keys() if found[0][key] != found[1][key])
    tell(f"{len(other)} {both_of('findings_change')}")
    for key in other:
        tell(f"  ~ {key}: {found[1][key]}")
    return 1 if new or other else 0
