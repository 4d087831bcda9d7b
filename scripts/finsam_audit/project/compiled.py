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
from typing import NamedTuple

import duckdb

from finsam_audit.inputs.project import named_seeds
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import Row
from finsam_audit.project.dbt import WITHOUT_TESTS, run_dbt
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import copy_whole
from finsam_audit.project.relations import create_table, fill_table, quoted
from finsam_audit.project.searches import register

# what the compiled models depend on beside the inputs
FILES = ("dbt_project.yml", "profiles.yml")
FOLDERS = ("macros", "models", "seeds")
PROGRAMS = ("dbt-core", "dbt-duckdb", "duckdb")
# what DuckDB does to the order of joins. Of a join over several columns it expects far fewer rows than there are, and
# then builds its table of the many for the few: a model with `meta: {joins: in_order}` is joined as it is written
JOIN_OPTIMIZERS = "join_order,build_side_probe_side"
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


class Step(NamedTuple):
    """A model behind the inputs.

    Attributes:
        relation: its table.
        query: what fills it.
        parents: the tables that the query reads.
        is_in_order: DuckDB joins as the query is written: what comes first is read row by row, the others looked up.

    """

    relation: str
    query: str
    parents: list[str]
    is_in_order: bool = False

    @property
    def name(self) -> str:
        """The name of the table, without schema and quotes."""
        return self.relation.rsplit(".", 1)[-1].strip('"')

    @property
    def is_mart(self) -> bool:
        """Whether people read the table."""
        return ".marts." in self.relation.replace('"', "")


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
    copy_compiled(root, {name: columns for name, (columns, _) in inputs.items()}, database, advance)
    with connect(database) as connection:
        register(connection)
        connection.execute(f"use {SCHEMA}")
        for name, (columns, rows) in inputs.items():
            fill_table(connection, name, columns, rows, work)
        steps = steps_of(connection)
        for done, step in enumerate(steps, start=1):
            fill(connection, step)
            if advance:
                advance(done, len(steps))
        connection.execute("use main")
        connection.execute(f"drop schema {SCHEMA} cascade")
    return database


def steps_of(connection: duckdb.DuckDBPyConnection) -> list[Step]:
    """Return the models behind the inputs of a compiled database, in the order in which they are filled."""
    columns = ", ".join(Step._fields)
    rows = connection.execute(f"select {columns} from {SCHEMA}.steps order by position").fetchall()
    return [Step(*row) for row in rows]


def fill(connection: duckdb.DuckDBPyConnection, step: Step) -> None:
    """Fill a model.

    Args:
        connection: to a compiled database, the schema of the inputs in use.
        step: the model; those before it are filled.

    Raises:
        UserError: its query failed.

    """
    _run(connection, step, f"insert into {step.relation} by name {step.query}")


def keep(connection: duckdb.DuckDBPyConnection, step: Step, file: Path) -> None:
    """Write the rows of a model to a Parquet file, as its table would hold them, and not to its table.

    Raises:
        UserError: its query failed.

    """
    table = connection.table(step.relation)
    columns = ", ".join(
        f"cast({name} as {kind}) as {name}" for name, kind in zip(table.columns, table.types, strict=True)
    )
    _run(connection, step, f"copy (select {columns} from ({step.query})) to {quoted(file)} (format parquet)")


def _run(connection: duckdb.DuckDBPyConnection, step: Step, statement: str) -> None:
    """Run a model's query, its joins in the order that it asks for."""
    try:
        connection.execute(f"set disabled_optimizers = '{JOIN_OPTIMIZERS if step.is_in_order else ''}'")
        connection.execute(statement)
    except duckdb.Error as error:
        raise UserError(f"{step.relation}: {str(error).splitlines()[0]}") from error
    finally:
        connection.execute("reset disabled_optimizers")


def copy_compiled(
    root: Path,
    columns: Mapping[str, Sequence[str]],
    database: Path,
    advance: Callable[[int, int], None] | None = None,
) -> None:
    """Copy the compiled models to a file; what nobody has compiled yet is compiled and, where that can be, kept.

    Args:
        root: the project.
        columns: those of each input, in the place of the seed of that name.
        database: the file, called NAME: relations are named after it.
        advance: is told, where dbt compiles, how many nodes are done and how many there are.

    Raises:
        UserError: dbt failed.

    """
    folder = kept_folder()
    kept = folder / f"{version_digest(root, columns)}.duckdb"
    with suppress(OSError, duckdb.Error):
        shutil.copyfile(kept, database)
        # one that is damaged is compiled anew
        with connect(database) as connection:
            steps_of(connection)
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


def version_digest(root: Path, columns: Mapping[str, Sequence[str]]) -> str:
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
    steps: dict[str, Step] = {}
    for result in run.results():
        parents = manifest["parent_map"].get(result["unique_id"], ())
        if result["relation_name"] and not fed.isdisjoint(parents):
            fed.add(result["unique_id"])
            read = [steps[key].relation for key in parents if key in steps]
            meta = manifest["nodes"][result["unique_id"]]["config"]["meta"]
            is_in_order = meta.get("joins") == "in_order"
            steps[result["unique_id"]] = Step(result["relation_name"], result["compiled_code"], read, is_in_order)
    with connect(database) as connection:
        connection.execute(
            f"create table {SCHEMA}.steps (position integer, relation varchar, query varchar, parents varchar[], "
            "is_in_order boolean)"
        )
        for position, step in enumerate(steps.values()):
            connection.execute(f"insert into {SCHEMA}.steps values (?, ?, ?, ?, ?)", [position, *step])
            connection.execute(f"delete from {step.relation}")
    return database
