"""`finsam compare A B`: which numbers differ between two versions of a report, and which findings come and go."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb

from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import read_csv
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.paths import project_root, published_database
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


@dataclass(frozen=True)
class Finding:
    """What a finding says; two versions of it differ where any of this does."""

    finding_key: str
    document_id: str
    label: str | None
    fiscal_year: int | None
    message_sv: str
    message_en: str


@dataclass(frozen=True)
class Version:
    """A version of a report or of all: its numbers, and its findings by key."""

    numbers: list[Number]
    findings: dict[str, Finding]


@dataclass(frozen=True)
class Differences:
    """What differs between two versions; of a finding that says something else both."""

    numbers: list[Change]
    gone: list[Finding]
    new: list[Finding]
    changed: list[tuple[Finding, Finding]]


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


def read_database(ask: Callable[[str], list[dict[str, Any]]]) -> Version:
    """Return the version that a database holds.

    Args:
        ask: returns the rows of a query.

    """
    names = (*KEY, *PLACE, "label", "printed")
    rows = ask(f"select {', '.join(names)} from marts.printed_numbers")
    numbers = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    columns = ", ".join(field.name for field in fields(Finding))
    return Version(
        numbers, {row["finding_key"]: Finding(**row) for row in ask(f"select {columns} from marts.findings")}
    )


def open_version(path: Path) -> Version:
    """Return the version that a database in a file holds.

    Raises:
        UserError: it is not there, or no database of this project.

    """
    if not path.is_file():
        raise UserError(f"{path} is not there")
    try:
        with connect(path, read_only=True) as connection:

            def ask(query: str) -> list[dict[str, Any]]:
                result = connection.execute(query)
                names = [column[0] for column in result.description]
                return [dict(zip(names, values, strict=True)) for values in result.fetchall()]

            return read_database(ask)
    except duckdb.Error as error:
        raise UserError(f"{path.name} is no database of this project: {str(error).splitlines()[0]}") from error


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


def build_version(root: Path, seed: Path, document_ids: set[str]) -> dict[str, Finding]:
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
        return open_version(database).findings


def version_of(path: Path, root: Path) -> Version:
    """Return a version: a seed CSV, whose findings are built, or a database built by `dbt build`."""
    if path.suffix == ".duckdb":
        return open_version(path)
    numbers = read_seed(path)
    return Version(numbers, build_version(root, path, {number["document_id"] for number in numbers}))


def differences(before: Version, after: Version) -> Differences:
    """Return what differs between two versions."""
    old, new = before.findings, after.findings
    return Differences(
        numbers=differing_numbers(before.numbers, after.numbers),
        gone=[old[key] for key in sorted(old.keys() - new.keys())],
        new=[new[key] for key in sorted(new.keys() - old.keys())],
        changed=[(old[key], new[key]) for key in sorted(old.keys() & new.keys()) if old[key] != new[key]],
    )


def shown_print(value: str | None) -> str:
    """Return a print for the list: (none) where the number is not there, (blank) where the cell is empty."""
    if value is None:
        return f"({both_of('none_there')})"
    return value or "(tom / blank)"


def listed(found: Differences) -> Iterator[str]:
    """Yield what differs, a line each."""
    yield f"{len(found.numbers)} tal skiljer sig / numbers differ"
    for change in found.numbers:
        line = change.line_after or change.line_before
        stays = None in (change.line_before, change.line_after) or change.line_before == change.line_after
        moved = "" if stays else f" ({change.line_before} → {change.line_after})"
        yield (
            f"  {change.document_id}:{line}{moved} {change.label} [{change.place}]: "
            f"{shown_print(change.before)} → {shown_print(change.after)}"
        )
    yield f"{len(found.gone)} {both_of('findings_disappear')}"
    for finding in found.gone:
        yield f"  - {finding.finding_key}"
    yield f"{len(found.new)} {both_of('findings_appear')}"
    for finding in found.new:
        yield f"  + {finding.finding_key}: {finding.message_sv}"
    yield f"{len(found.changed)} {both_of('findings_change')}"
    for _, finding in found.changed:
        yield f"  ~ {finding.finding_key}: {finding.message_sv}"


def compare(a: Path, b: Path, folder: Path | None = None) -> int:
    """List differing numbers, and findings that appear, disappear or say something else, between two versions.

    Args:
        a: the earlier version: a seed CSV, or a database built from it.
        b: the later one.
        folder: where to write the same as a page; nowhere where left out.

    Returns:
        0 when no finding appears or changes, 1 when one does.

    Raises:
        UserError: a version cannot be read or built.

    """
    root = project_root()
    found = differences(version_of(a, root), version_of(b, root))
    for line in listed(found):
        tell(line)
    if folder:
        # loading what writes pages takes a second
        from finsam_audit.report.changes import write_changes

        tell(write_changes(folder, found, published_database(root), (a.name, b.name)))
    return 1 if found.new or found.changed else 0
