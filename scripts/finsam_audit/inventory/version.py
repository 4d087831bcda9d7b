"""`finsam compare --base REF`: what seeds, suites, tests and settings say otherwise than in a version of git."""

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from finsam_audit.inputs.description import FOLDER, schemas
from finsam_audit.inputs.words import shown
from finsam_audit.inventory.counts import SETTINGS, SUITES, of_code
from finsam_audit.inventory.differences import counted
from finsam_audit.project.csv_files import Row, read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import tell

ITEMS = "seeds/line_items"
NUMBER = ("source_line", "column_no", "number_no")
# several rows of one rule have no shorter name
TERMS = ("rule_id", "definition", "term_no")
# what a version is made of
PARTS = ("seeds", SUITES, "tests", "dbt_project.yml")
Rows = Mapping[tuple[str, ...], Row]


def checked_out(root: Path, ref: str, folder: Path) -> None:
    """Put the inputs of a version into a folder.

    Args:
        root: the project.
        ref: a commit, branch or tag.
        folder: an empty folder.

    Raises:
        UserError: there is no git, or no such version.

    """
    if ref.startswith("-"):
        raise UserError(f"{ref} is no version that git knows here; name a commit, a branch or a tag")
    try:
        done = subprocess.run(
            ["git", "archive", "--format=zip", ref, "--", *PARTS], cwd=root, capture_output=True, check=False
        )
    except OSError as error:
        raise UserError("git is not there; --base compares with a version that git holds") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[0].removeprefix("fatal: ") if said else "git says nothing"
        raise UserError(f"{ref} is no version that git knows here ({why}); name a commit, a branch or a tag")
    # unpacked without names that lead out of the folder on every Python 3.11, as tar files are from 3.11.4 on
    zipfile.ZipFile(io.BytesIO(done.stdout)).extractall(folder)


def keyed(rows: Iterable[Row], key: Sequence[str]) -> Rows:
    """Return rows by their key, those that stand twice with a number more."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        name = tuple(row.get(column, "") for column in key)
        same = sum(1 for other in found if other[: len(key)] == name) if name in found else 0
        found[(*name, str(same + 1)) if same else name] = row
    return found


def changed(before: Row, now: Row) -> str:
    """Return the cells that differ between two rows; a column that is not there is empty."""
    columns = [column for column in (*before, *(c for c in now if c not in before))]
    return ", ".join(
        f"{column} {shown(before.get(column, ''))} → {shown(now.get(column, ''))}"
        for column in columns
        if before.get(column, "") != now.get(column, "")
    )


def said_of(row: Row, key: Sequence[str]) -> str:
    """Return the filled cells of a row that its key does not say."""
    return ", ".join(f"{column} {shown(value)}" for column, value in row.items() if value and column not in key)


def row_changes(name: str, before: Rows, now: Rows, key: Sequence[str]) -> Iterator[str]:
    """Yield a line for each row that went, came or says something else."""
    for place in dict.fromkeys((*before, *now)):
        old, new = before.get(place), now.get(place)
        at = f"{name}: {'/'.join(place)}"
        if new is None and old is not None:
            yield f"{at}: gone: {said_of(old, key)}"
        elif old is None and new is not None:
            yield f"{at}: new: {said_of(new, key)}"
        elif old is not None and new is not None and (cells := changed(old, new)):
            yield f"{at}: {cells}"


def rows_of(path: Path, name: str) -> list[Row]:
    """Return the rows of a CSV file; none where there is none."""
    return read_rows(path, shown=name) if path.is_file() else []


def seed_changes(before: Path, now: Path) -> Iterator[str]:
    """Yield what the seeds say otherwise: numbers, then reference rows, then rules."""
    names = sorted({path.name for root in (before, now) for path in (root / ITEMS).glob("*.csv")})
    for name in names:
        shown_name = f"{ITEMS}/{name}"
        old, new = (keyed(rows_of(root / shown_name, shown_name), NUMBER) for root in (before, now))
        yield from row_changes(shown_name, old, new, ("document_id", *NUMBER))
    keys = {name: schema.key or schema.columns for name, schema in schemas(now).items()}
    for name, key in {**keys, "rule_terms": TERMS}.items():
        shown_name = f"{FOLDER}/{name}.csv"
        old, new = (keyed(rows_of(root / shown_name, shown_name), key) for root in (before, now))
        yield from row_changes(shown_name, old, new, key)


def code_changes(before: Path, now: Path) -> Iterator[str]:
    """Yield the suites, tests and settings that went, came or say something else."""
    old, new = of_code(before), of_code(now)
    for place in sorted(old.keys() | new.keys()):
        scope, _, name = place
        if old.get(place) != new.get(place):
            how = "gone" if place not in new else "new" if place not in old else "says something else"
            yield f"{scope} {name}: {how}"


def base_changes(root: Path, ref: str) -> list[str]:
    """Return what the inputs of a project say otherwise than in a version, a line for each row or file.

    Raises:
        UserError: there is no such version, or a file of one of the two cannot be read.

    """
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        before = Path(folder)
        checked_out(root, ref, before)
        for name in SETTINGS:
            if not (before / name).is_file():
                raise UserError(f"{ref} has no {name}; it is no version of this project")
        return [*seed_changes(before, root), *code_changes(before, root)]


def compare_base(root: Path, ref: str) -> int:
    """List what seeds, rules, suites, tests and settings say otherwise than in a version.

    Returns:
        0: what a person changed is not wrong.

    """
    lines = base_changes(root, ref)
    tell(f"{counted(len(lines), 'change')} since {ref}", *(f"  {line}" for line in lines))
    return 0
