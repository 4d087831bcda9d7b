"""Files and folders that appear whole or not at all: a reader sees the old one or the new one."""

import errno
import glob
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

# bytes of a name in the file systems of today
LONGEST_NAME = 255
# letters of a name in a message
SHOWN_NAME = 60


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


def can_be(path: Path) -> bool:
    """Tell whether the system can have a file of that name: one that is too long or holds a zero is none."""
    try:
        path.lstat()
    except ValueError:
        return False
    except OSError as error:
        return error.errno not in (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)
    return True


def beside(path: Path, ending: str) -> Path:
    """Return the path of what is written beside a file: its name, cut where the system takes none so long, an ending.

    Args:
        path: the file.
        ending: what its name ends with.

    """
    kept = path.name
    while len(os.fsencode(f"{kept}-{ending}")) > LONGEST_NAME:
        kept = kept[:-1]
    return path.with_name(f"{kept}-{ending}")


def shortened(path: Path) -> Path:
    """Return a path whose name is no longer than a line can show."""
    return path if len(path.name) <= SHOWN_NAME else path.with_name(f"{path.name[:SHOWN_NAME]}\u2026")


def told_apart(paths: Sequence[Path]) -> list[str]:
    """Return what to call each of some files: its name, behind as many of its folders as no other file has."""
    found = []
    for path in paths:
        others = [other.parts for other in paths if other != path]
        parts = path.parts
        count = next((n for n in range(1, len(parts)) if all(parts[-n:] != o[-n:] for o in others)), len(parts))
        found.append(str(Path(*parts[-count:])))
    return found


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
