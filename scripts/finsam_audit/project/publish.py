"""Publishing: the marts of a build where readers look, as a database and as Parquet, whole or not at all."""

import hashlib
import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError, hint
from finsam_audit.project.files import copy_whole
from finsam_audit.project.paths import no_folder, previous_database
from finsam_audit.project.relations import quoted

# what DuckDB from 1.2 on reads; small blocks, because most marts are a few kilobytes
STORAGE = "storage_version 'v1.2.0', block_size 16384"
INPUTS = "seeds"
# what a build is made of
SOURCES = (INPUTS, "models", "macros", "dbt_project.yml")


@dataclass(frozen=True)
class About:
    """What a published database says of itself."""

    version: str
    commit_id: str
    input_digest: str
    inputs_committed_at: str | None


def input_digest(root: Path) -> str:
    """Return the SHA-256 over names and contents of the seeds."""
    digest = hashlib.sha256()
    for path in sorted((root / INPUTS).rglob("*.csv")):
        name = path.relative_to(root).as_posix()
        digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git prints; None where there is no git, no repository, or it refuses."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _is_committed(root: Path, paths: tuple[str, ...]) -> bool:
    """Return whether all of some paths stand in the last commit as they are now."""
    tracked = _git(root, "ls-files", "--", *paths)
    return bool(tracked) and _git(root, "status", "--porcelain", "--", *paths) == ""


def about(root: Path) -> About:
    """Return what the database of a project says of itself."""
    commit = _git(root, "rev-parse", "HEAD") if _is_committed(root, SOURCES) else None
    date = _git(root, "log", "-1", "--format=%cI", "--", INPUTS) if _is_committed(root, (INPUTS,)) else None
    return About(version("finsam-audit"), commit or "uncommitted", input_digest(root), date or None)


def write_marts(built: Path, database: Path, folder: Path, facts: About) -> None:
    """Write the marts of a build, with their comments, to a new database and to a folder of Parquet files.

    Rows are sorted by all their columns, so that two builds of one input give the same.

    Args:
        built: the database that dbt built.
        database: a path where nothing is.
        folder: an empty folder.
        facts: what the database says of itself.

    """
    with connect() as connection:
        connection.execute(f"attach {quoted(built)} as built (read_only)")
        connection.execute(f"attach {quoted(database)} as whole ({STORAGE})")
        connection.execute("create schema whole.marts")
        described = "database_name = 'built' and schema_name = 'marts'"
        tables = connection.execute(
            f"select table_name, comment from duckdb_tables() where {described} order by 1"
        ).fetchall()
        columns = connection.execute(
            f"select table_name, column_name, comment from duckdb_columns() where {described} and comment is not null"
        ).fetchall()
        for table, comment in tables:
            target, source = f'whole.marts."{table}"', f'built.marts."{table}"'
            connection.execute(f"create table {target} as select * from {source} order by all")
            if comment is not None:
                connection.execute(f"comment on table {target} is {quoted(comment)}")
        for table, column, comment in columns:
            connection.execute(f'comment on column whole.marts."{table}"."{column}" is {quoted(comment)}')
        connection.execute(
            "update whole.marts.about set version = ?, commit_id = ?, input_digest = ?, inputs_committed_at = ?",
            [facts.version, facts.commit_id, facts.input_digest, facts.inputs_committed_at],
        )
        for table, _ in tables:
            target = quoted(folder / f"{table}.parquet")
            connection.execute(f'copy whole.marts."{table}" to {target} (format parquet, compression zstd)')
        connection.execute("checkpoint whole")


def publish(root: Path, built: Path, published: Path) -> None:
    """Put the marts of a build where readers look: a reader sees the old ones or the new ones, never a half.

    The database that they replace is kept as build/previous.duckdb.

    Args:
        root: the project.
        built: the database that dbt built.
        published: the path that readers open; Parquet goes to build/marts.

    Raises:
        UserError: the marts could not be written; what was published is as it was.

    """
    for path in (built, published):
        no_folder(path)
    marts, previous = root / "build" / "marts", previous_database(root)
    waiting, files, outdated = (
        published.with_name(published.name + ".new"), marts.with_name("marts.new"), marts.with_name("marts.old"),
    )  # fmt: skip
    published.parent.mkdir(parents=True, exist_ok=True)
    marts.parent.mkdir(exist_ok=True)

    def clear() -> None:
        for left in (waiting, waiting.with_name(waiting.name + ".wal")):
            left.unlink(missing_ok=True)
        # a build that was killed between two names left the files under the second
        if outdated.is_dir() and not marts.exists():
            os.rename(outdated, marts)
        for folder in (files, outdated):
            shutil.rmtree(folder, ignore_errors=True)

    try:
        clear()
        files.mkdir()
        write_marts(built, waiting, files, about(root))
        if published.is_file():
            copy_whole(published, previous)
        if marts.is_dir():
            os.rename(marts, outdated)
        os.rename(files, marts)
        try:
            os.replace(waiting, published)
        except OSError:
            shutil.rmtree(marts)
            raise
    except duckdb.Error as error:
        raise UserError(f"not published: {str(error).splitlines()[0]}; what was published is as it was") from error
    except OSError as error:
        said = f"not published: {error.filename or published}: {error.strerror or error}{hint(error)}"
        raise UserError(f"{said}; what was published is as it was") from error
    finally:
        with suppress(OSError):
            clear()
