"""Programs that tests need beside Python's packages."""

import os
import shutil

import pytest


def program(name: str, package: str) -> str:
    """Return the path of a program; without it the test is skipped, or fails where all are required."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is missing: install the package {package}"
        if os.environ.get("FINSAM_REQUIRE_ALL"):
            pytest.fail(message)
        pytest.skip(message)
    return found
