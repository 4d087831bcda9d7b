"""Where things are: the project root and the two databases."""

import os
from pathlib import Path

from finsam_audit.errors import UserError


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


def build_database(root: Path) -> Path:
    """Return the database that dbt builds (FINSAM_BUILD_DB, else build/finsam_audit.duckdb)."""
    return root / os.environ.get("FINSAM_BUILD_DB", "build/finsam_audit.duckdb")


def published_database(root: Path) -> Path:
    """Return the database that people read (FINSAM_DB, else finsam_audit.duckdb)."""
    return root / os.environ.get("FINSAM_DB", "finsam_audit.duckdb")
