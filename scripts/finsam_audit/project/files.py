"""Files and folders that appear whole or not at all: a reader sees the old one or the new one."""

import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def _waiting(target: Path) -> Iterator[Path]:
    """Yield a path beside the target, which no other process uses; what is left there at the end is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{glob.escape(target.name[:100])}.*.new"):
        if is_orphan(left):
            remove(left)
    waiting = target.with_name(f".{target.name[:100]}.{os.getpid()}.new")
    try:
        yield waiting
    finally:
        remove(waiting)


def is_orphan(waiting: Path) -> bool:
    """Tell whether the process is gone that was to put a file in its place: it was killed."""
    process = waiting.name.split(".")[-2]
    # a signal 0 asks whether a process is there; on Windows it would end it
    if sys.platform == "win32" or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def remove(path: Path) -> None:
    """Take a file or a folder away, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def write_whole(target: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8; its folder is made."""
    with _waiting(target) as waiting:
        waiting.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        os.replace(waiting, target)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file; the folder of the target is made."""
    with _waiting(target) as waiting:
        shutil.copyfile(source, waiting)
        os.replace(waiting, target)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the target's place at the end, unless something went wrong.

    A folder cannot be put over one that holds something: for a moment between the two there is none.
    """
    with _waiting(target) as waiting:
        waiting.mkdir()
        yield waiting
        if not target.exists():
            waiting.rename(target)
            return
        with _waiting(waiting) as former:
            target.rename(former)
            try:
                waiting.rename(target)
            except OSError:
                former.rename(target)
                raise
