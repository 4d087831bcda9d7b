"""What tests need that neither the repository nor Python's packages hold: programs, folders beside it."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from association import ROOT


def lacking(message: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped (FINSAM_REQUIRE_ALL)."""
    if os.environ.get("FINSAM_REQUIRE_ALL"):
        pytest.fail(message)
    pytest.skip(message)


def program(name: str, package: str) -> str:
    """Return the path of a program."""
    return shutil.which(name) or lacking(f"{name} is missing: install the package {package}")


def beside(variable: str, name: str) -> Path:
    """Return a folder that a variable of the environment names, else the one of that name in ../shared."""
    return Path(os.environ.get(variable, ROOT.parent / "shared" / name))


def needed(folder: Path, variable: str) -> Path:
    """Return a folder that no clone has: who names one by its variable means it, and a slip in it is no skip."""
    if folder.is_dir():
        return folder
    message = f"{folder} is not there: set {variable} to its place"
    if variable in os.environ:
        lacking(message)
    pytest.skip(message)
