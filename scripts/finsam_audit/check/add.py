"""`finsam add FOLDER`: a report's corrected rows become seeds of the project, whole or not at all."""

import io
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from finsam_audit.check.corrected import Corrected, is_corrected, read_corrected
from finsam_audit.check.messages import message
from finsam_audit.check.repository import Repository
from finsam_audit.inputs.errors import seed_errors
from finsam_audit.inputs.project import named_seeds
from finsam_audit.inventory.command import renewed
from finsam_audit.inventory.committed import FILE as INVENTORY
from finsam_audit.inventory.committed import inventory_text, read_inventory
from finsam_audit.inventory.counts import of_seeds
from finsam_audit.mapping.database import INPUTS, KEYS
from finsam_audit.mapping.seeds import COLUMNS
from finsam_audit.project.csv_files import Row, read_csv, row_writer
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import write_whole
from finsam_audit.project.paths import project_root
from finsam_audit.project.visible import tell

PROJECT = "dbt_project.yml"
REFERENCE = (*(name for name in INPUTS if name != "line_items"), "not_line_items")
# what is held against each other when rows are looked through
NEEDED = ("seeds", "macros")
VERSION = ("association_id", "document_kind", "fiscal_year")
CODE = re.compile(r"[a-z0-9_]+")
LISTED = re.compile(r"^(\s+line_item_seeds:\n)((?:\s+- \S+\n)+)", re.MULTILINE)
ERROR = re.compile(r"(?P<file>seeds/\S+\.csv):(?P<line>\d+): (?:column (?P<column>\w+): )?(?P<said>.*)")


@dataclass
class Merged:
    """The files of a project with a report in them.

    Attributes:
        files: contents of those that change, by path from the root; None for one that goes.
        own: of each file the sheet of the report and, by line, the place of its row there.
        owners: the report, its association and its earlier version, whose rows may change.

    """

    files: dict[str, str | None] = field(default_factory=dict)
    own: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    owners: frozenset[str] = frozenset()


def add(folder: Path, is_replaced: bool, language: str) -> int:
    """Put the rows of a report in place.

    Args:
        folder: as `finsam intake` writes it and a person corrected it.
        is_replaced: write over a report that is there.
        language: of the messages.

    Returns:
        0.

    Raises:
        UserError: the report is there already, or something in its rows is wrong: one line for each slip.

    """
    root = project_root()
    if not is_corrected(folder):
        raise UserError(message("no_rows", language, path=folder))
    corrected = read_corrected(folder, language)
    document = corrected.rows["documents"][0]["document_id"]
    if document in named_seeds(root) and not is_replaced:
        raise UserError(message("is_there", language, document=document))
    merged = merge(root, corrected, language)
    if gone := [Path(path).stem for path, content in merged.files.items() if content is None]:
        if not is_replaced:
            raise UserError(message("is_there", language, document=gone[0]))
    if wrong := slips(root, corrected, merged):
        raise UserError("\n".join(wrong))
    put(root, merged.files)
    tell(
        message(
            "added",
            language,
            document=document,
            numbers=len(corrected.rows["line_items"]),
            tables=len(corrected.rows["tables"]),
            files=len(merged.files),
        )
    )
    return 0


def merge(root: Path, corrected: Corrected, language: str) -> Merged:
    """Return the files of a project with a report in the place of its earlier version, under any code."""
    row = corrected.rows["documents"][0]
    document = row["document_id"]
    if not CODE.fullmatch(document):
        cell = corrected.cell("documents", 0, "document_id")
        raise UserError(message("bad_code", language, cell=cell, value=document))
    merged = Merged()
    former = {
        other["document_id"]
        for other in Repository(root).reference("documents")
        if all(other[column] == row[column] for column in VERSION)
    } - {document}
    merged.owners = frozenset({document, row["association_id"], *former})
    merged.files = {f"seeds/line_items/{other}.csv": None for other in former}
    items = corrected.rows["line_items"]
    head = COLUMNS["line_items"].split()
    if not any(row.get("reading") for row in items):
        head.remove("reading")
    path = f"seeds/line_items/{document}.csv"
    merged.files[path] = _csv(head, items)
    merged.own[path] = ("line_items", {line: line - 2 for line in range(2, len(items) + 2)})
    for name in REFERENCE:
        path = f"seeds/reference/{name}.csv"
        file = read_csv(root / path, path)
        before, rows = [row for _, row in file.records()], corrected.rows[name]
        if key := KEYS.get(name):
            places = _new(before, rows, key)
            first, kept = _place(before, rows, key[0]), before
        else:
            kept = [row for row in before if row["document_id"] not in {document, *former}]
            places, first = list(range(len(rows))), _place(kept, rows, "document_id")
        whole = [*kept[:first], *(rows[place] for place in places), *kept[first:]]
        if whole != before:
            merged.files[path] = _csv(file.head, whole)
            merged.own[path] = (name, {first + 2 + n: place for n, place in enumerate(places)})
    merged.files[PROJECT] = _listed((root / PROJECT).read_text(encoding="utf-8"), document, former)
    return merged


def _new(before: Sequence[Row], rows: Sequence[Row], key: tuple[str, ...]) -> list[int]:
    """Return the places of rows whose key is not there: what a project says of an association or a member stays."""
    there = {tuple(row[column] for column in key) for row in before}
    return [place for place, row in enumerate(rows) if tuple(row[column] for column in key) not in there]


def _place(before: Sequence[Row], rows: Sequence[Row], column: str) -> int:
    """Return where rows go in a file that is sorted by a column."""
    if not rows:
        return len(before)
    return next((n for n, row in enumerate(before) if row[column] > rows[0][column]), len(before))


def _csv(head: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = row_writer(text, head, is_chosen=True)
    writer.writerows(rows)
    return text.getvalue()


def _listed(project: str, document: str, former: Collection[str]) -> str:
    """Return dbt_project.yml with a seed in its list, and others out of it."""
    found = LISTED.search(project)
    if found is None:
        raise UserError(f"{PROJECT}: vars: line_item_seeds is no list of names, one a line; add {document} by hand")
    lines = found[2].splitlines(keepends=True)
    indent = lines[0][: lines[0].index("-")]
    whole = sorted({*lines, f"{indent}- {document}\n"} - {f"{indent}- {other}\n" for other in former})
    return project[: found.start(2)] + "".join(whole) + project[found.end(2) :]


def slips(root: Path, corrected: Corrected, merged: Merged) -> list[str]:
    """Return what is wrong in a report's rows, each slip with its cell, as the seeds of the project would be told.

    Where nothing is, the inventory with the report's rows is one of the files.
    """
    with tempfile.TemporaryDirectory(prefix="finsam-") as work:
        copy = Path(work)
        for name in NEEDED:
            shutil.copytree(root / name, copy / name)
        put(copy, merged.files)
        if wrong := seed_errors(copy):
            return [_at_its_cell(error, corrected, merged) for error in wrong]
        before, now = read_inventory(root), of_seeds(copy)
        merged.files[INVENTORY] = inventory_text(renewed(before, now, lambda place: place[1] in merged.owners))
        return []


def _at_its_cell(error: str, corrected: Corrected, merged: Merged) -> str:
    found = ERROR.fullmatch(error)
    if found is None or found["file"] not in merged.own:
        return error
    name, places = merged.own[found["file"]]
    if int(found["line"]) not in places:
        return error
    return f"{corrected.cell(name, places[int(found['line'])], found['column'])}: {found['said']}"


def put(root: Path, files: Mapping[str, str | None]) -> None:
    """Write files, or take them away: all or none, for where one cannot be written those before it are as they were."""
    former = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in files}
    done: list[str] = []
    try:
        for path, content in files.items():
            done.append(path)
            _set(root / path, content)
    except BaseException:
        for path in done:
            _set(root / path, former[path])
        raise


def _set(path: Path, content: str | bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, content)
