"""What is built once for a whole run of the tests, however many processes share the run."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first process to ask for it has filled; no test may change it.

    Args:
        factory: pytest's folders of this process.
        name: of the folder.
        make: fills it; what it left when it failed is taken away first.

    """
    own = factory.getbasetemp()
    # with xdist a process has a folder of its own inside the one of the run
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, whole = root / name, root / f"{name}.whole"
    with FileLock(root / f"{name}.lock"):
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder
