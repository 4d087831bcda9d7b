"""Files and folders that appear whole or not at all: a reader sees the old one or the new one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def _waiting(target: Path) -> Iterator[Path]:
    """Yield a path beside the target, which no other process uses; what is left there at the end is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(f".{target.name[:100]}.{os.getpid()}.new")
    try:
        yield waiting
    finally:
        if waiting.is_dir():
            shutil.rmtree(waiting, ignore_errors=True)
        else:
            waiting.unlink(missing_ok=True)


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
