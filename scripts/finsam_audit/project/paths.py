"""Where things are: the project root and the two databases."""

import os
from pathlib import Path
from typing import Any

import duckdb
import yaml

from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError

# what the suites came to, from the project's root: `finsam expectations` writes it, the report shows it
RESULTS = Path("build/expectations/results.json")
# the folder of a built package that holds the project (setup.py puts it there)
TRAVELLING = "_project"


def project_root() -> Path:
    """Return the folder that holds dbt_project.yml: the current one or the nearest above it.

    Raises:
        UserError: no such folder.

    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "dbt_project.yml").is_file():
            return folder
    raise UserError(f"no dbt_project.yml in {here} or above it; run finsam inside the project")


def casting_project() -> Path:
    """Return the project that casts reports from any folder: the one around it, else the one in this package.

    Raises:
        UserError: the package was installed without it.

    """
    here, package = Path.cwd(), Path(__file__).resolve().parents[1]
    for folder in (here, *here.parents):
        if _is_ours(folder / "dbt_project.yml"):
            return folder
    # a package that was built holds its project, one that is edited lies in it
    for folder in (package / TRAVELLING, package.parents[1]):
        if _is_ours(folder / "dbt_project.yml"):
            return folder
    raise UserError("the project's files are not in this installation; install finsam-audit anew")


def _is_ours(project: Path) -> bool:
    try:
        content = yaml.safe_load(project.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return False
    return isinstance(content, dict) and content.get("name") == "finsam_audit"


def build_database(root: Path) -> Path:
    """Return the database that dbt builds (FINSAM_BUILD_DB, else build/finsam_audit.duckdb)."""
    return root / os.environ.get("FINSAM_BUILD_DB", "build/finsam_audit.duckdb")


def published_database(root: Path) -> Path:
    """Return the database that people read (FINSAM_DB, else finsam_audit.duckdb)."""
    return root / os.environ.get("FINSAM_DB", "finsam_audit.duckdb")


def previous_database(root: Path) -> Path:
    """Return the database that was published before the present one."""
    return root / "build" / "previous.duckdb"


def no_folder(database: Path) -> None:
    """Check that no folder lies where a database goes.

    Raises:
        UserError: one does.

    """
    if database.is_dir():
        raise UserError(f"{database} is a folder; move it away, a database goes there")


def schema_version(root: Path) -> int:
    """Return the version of the marts' columns that a project builds (vars: schema_version)."""
    project: dict[str, Any] = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))
    return int(project["vars"]["schema_version"])


def readable(database: Path) -> Path:
    """Return a published database that can be read.

    Args:
        database: its path.

    Raises:
        UserError: it is not there, is no DuckDB database, is held by another program, has no marts, or those of another
            version.

    """
    if not database.is_file():
        raise UserError(f"{database.name} is not there; run `make build` first")
    try:
        with connect(database, read_only=True) as connection:
            connection.execute("select 1 from marts.findings limit 1")
            made = connection.execute("select schema_version from marts.about").fetchone()
    except duckdb.CatalogException as error:
        raise UserError(f"{database.name} has no marts, or those of an earlier version; run `make build`") from error
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise UserError(f"{database.name} cannot be read ({said}); close what holds it, or run `make build`") from error
    if made is None or made[0] != schema_version(project_root()):
        raise UserError(f"{database.name} was made by another version of Finsam Audit; run `make build`")
    return database
