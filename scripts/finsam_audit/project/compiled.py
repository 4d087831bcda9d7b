"""The models of a project, compiled once: a database of their empty tables, and the query that fills each.

dbt takes some twenty seconds of processor time to parse a project and to go through its models, whatever they hold;
the queries themselves take two. They are the same for every report, so dbt builds them once for each version of the
project, on inputs without a row, and the outcome is kept in the user's folder for such things. Nothing of a report ever
stands in it.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import duckdb

from finsam_audit.inputs.project import named_seeds
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import Row
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import copy_whole
from finsam_audit.project.relations import create_table, fill_table
from finsam_audit.project.searches import register

# what the compiled models depend on beside the inputs
FILES = ("dbt_project.yml", "profiles.yml")
FOLDERS = ("macros", "models", "seeds")
PROGRAMS = ("dbt-core", "dbt-duckdb", "duckdb")
# versions of the project whose compiled models stay; a developer has a few, a user one
KEPT = 4
# the schema of the inputs and of the queries
SCHEMA = "inputs"
# dbt's names of relations begin with that of the database, which is the file's
NAME = "compiled.duckdb"


def kept_folder() -> Path:
    """Return the folder of the user in which compiled models stay (FINSAM_CACHE, else the system's place for such)."""
    if told := os.environ.get("FINSAM_CACHE"):
        return Path(told)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "finsam-audit"


def fill_models(
    root: Path,
    work: Path,
    inputs: Mapping[str, tuple[Sequence[str], Sequence[Row]]],
    advance: Callable[[int, int], None] | None = None,
) -> Path:
    """Fill the models of a project from inputs, as dbt builds them without tests.

    Args:
        root: the project.
        work: an existing folder, for all that is written.
        inputs: columns and rows of each input, in the place of the seed of that name.
        advance: is told after each model how many are done and how many there are.

    Returns:
        The database.

    Raises:
        UserError: dbt failed, or a query did.

    """
    database = work / NAME
    _copy_compiled(root, {name: columns for name, (columns, _) in inputs.items()}, database, advance)
    with connect(database) as connection:
        register(connection)
        connection.execute(f"use {SCHEMA}")
        for name, (columns, rows) in inputs.items():
            fill_table(connection, name, columns, rows, work)
        steps = connection.execute("select relation, query from steps order by position").fetchall()
        for done, (relation, query) in enumerate(steps, start=1):
            try:
                connection.execute(f"insert into {relation} by name {query}")
            except duckdb.Error as error:
                raise UserError(f"{relation}: {str(error).splitlines()[0]}") from error
            if advance:
                advance(done, len(steps))
        connection.execute("use main")
        connection.execute(f"drop schema {SCHEMA} cascade")
    return database


def _copy_compiled(
    root: Path,
    columns: Mapping[str, Sequence[str]],
    database: Path,
    advance: Callable[[int, int], None] | None,
) -> None:
    """Copy the compiled models to a file; what nobody has compiled yet is compiled and, where that can be, kept."""
    folder = kept_folder()
    kept = folder / f"{_digest(root, columns)}.duckdb"
    with suppress(OSError, duckdb.Error):
        shutil.copyfile(kept, database)
        # one that is damaged is compiled anew
        with connect(database) as connection:
            connection.execute(f"select * from {SCHEMA}.steps").fetchall()
        # the ones that were used last stay
        os.utime(kept)
        return
    with tempfile.TemporaryDirectory(prefix="finsam-") as work:
        compiled = _compile(root, columns, Path(work), advance)
        shutil.copyfile(compiled, database)
        with suppress(OSError):
            copy_whole(compiled, kept)
    with suppress(OSError):
        for old in sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()


def _digest(root: Path, columns: Mapping[str, Sequence[str]]) -> str:
    """Return what tells one version of the project and its inputs from another."""
    digest = hashlib.sha256(json.dumps([[version(name) for name in PROGRAMS], sorted(columns.items())]).encode())
    replaced = _replaced(root, columns)
    paths = [root / name for name in FILES]
    paths += [path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.is_file()]
    for path in [*paths, *sorted(Path(__file__).parent.glob("*.py"))]:
        if path.suffix == ".csv" and path.stem in replaced:
            continue
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _replaced(root: Path, inputs: Iterable[str]) -> set[str]:
    """Return the names of the seeds in whose place inputs stand."""
    return {*inputs, *named_seeds(root)}


def _compile(
    root: Path, columns: Mapping[str, Sequence[str]], work: Path, advance: Callable[[int, int], None] | None
) -> Path:
    """Let dbt build the models on empty inputs, and write beside them the queries that fill them."""
    database = work / NAME
    with connect(database) as connection:
        connection.execute(f"create schema {SCHEMA}")
        for name, own in columns.items():
            create_table(connection, f"{SCHEMA}.{name}", own)
    relations = {name: f"{SCHEMA}.{name}" for name in columns}
    replaced = sorted(_replaced(root, columns))
    left_out = [f"resource_type:seed,{name}" for name in replaced]
    run = run_dbt(
        root, "build", *WITHOUT_TESTS, "--exclude", *left_out, database=database, work=work,
        variables={"input_relations": relations}, advance=advance,
    )  # fmt: skip
    if run.returncode:
        raise UserError(f"dbt did not build the models: {run.why()}")
    manifest = json.loads((run.target / "manifest.json").read_text(encoding="utf-8"))
    # what lies behind an input, in the order in which it was built
    seeds = {("seed", name) for name in replaced}
    fed = {key for key, node in manifest["nodes"].items() if (node["resource_type"], node["name"]) in seeds}
    steps = []
    for result in run.results():
        parents = manifest["parent_map"].get(result["unique_id"], ())
        if result["relation_name"] and not fed.isdisjoint(parents):
            fed.add(result["unique_id"])
            steps.append((result["relation_name"], result["compiled_code"]))
    with connect(database) as connection:
        connection.execute(f"create table {SCHEMA}.steps (position integer, relation varchar, query varchar)")
        for position, (relation, query) in enumerate(steps):
            connection.execute(f"insert into {SCHEMA}.steps values (?, ?, ?)", [position, relation, query])
            connection.execute(f"delete from {relation}")
    return database
