"""One build of a project at a time, one run in a folder."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from finsam_audit.project.errors import UserError
from finsam_audit.project.paths import no_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def is_held(database: Path) -> bool:
    """Tell whether another program has a database open."""
    if sys.platform == "win32":
        # DuckDB's own open fails there, and says so
        return False
    try:
        with database.open("rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        # not there, or not to be written: who opens it next says so
        return False
    return False


def _lock(file: IO[Any]) -> None:
    """Lock a file until it is closed.

    Raises:
        OSError: another process holds it.

    """
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_free(root: Path) -> bool:
    """Tell whether no build of a project is running, nor a dbt that outlives one."""
    path = root / "build" / ".lock"
    if not path.exists():
        return True
    with path.open("r+") as lock:
        try:
            _lock(lock)
        except OSError:
            return False
    return True


@contextmanager
def only_run(folder: Path, refusal: str) -> Iterator[int]:
    """Hold a folder for this process alone; the lock is gone with the process, whatever ended it.

    Args:
        folder: it is made, and holds the lock file.
        refusal: what another process is told meanwhile.

    Yields:
        the open lock file.

    Raises:
        UserError: another process holds it.

    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            _lock(lock)
        except OSError as error:
            raise UserError(refusal) from error
        yield lock.fileno()


@contextmanager
def only_build(root: Path, built: Path) -> Iterator[int]:
    """Hold the build lock of the project and make place for the database.

    Args:
        root: the project.
        built: the database; what an earlier build left there is removed.

    Yields:
        the open lock file, for dbt to inherit: a dbt that outlives its finsam still holds the lock.

    Raises:
        UserError: another build holds the lock, or another program the database.

    """
    busy = "another build is running in this project; wait for it and try again"
    with only_run(root / "build", busy) as lock:
        no_folder(built)
        if is_held(built):
            raise UserError(f"another program has {built.name} open; wait for it or close it, and try again")
        built.parent.mkdir(parents=True, exist_ok=True)
        for left in (built, built.with_name(built.name + ".wal")):
            left.unlink(missing_ok=True)
        yield lock
