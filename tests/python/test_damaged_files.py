"""Whatever is given as a report's file, it is read or refused in a line, in bounded time and memory.

Some are made in every run, some hundreds among the slow tests, and as many as `FINSAM_DAMAGED` says for the
measurement of reliability. What was once found stands among `MADE`.
"""

import json
import os
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import damaged_files
import pytest
from damaged_files import KINDS, LONG, MADE, damaged
from finsam_audit import cli
from finsam_audit.names import LANGUAGES

QUICK, MANY = 90, int(os.environ.get("FINSAM_DAMAGED") or 450)
# a file may take as long as a page of a PDF may; the readers of damaged ones need 200 MB, and get more to show it
SLOWEST, MOST_MEMORY, MEMORY = 30, 600, 2 << 30
# what would be our own fault, told as that of the file
OWN = ("NameError", "UnboundLocalError", "MemoryError", "AssertionError", "ImportError")


class Came(NamedTuple):
    """What came of a file: the line that `damaged_files` says of it."""

    name: str
    outcome: str
    said: str
    seconds: float
    megabytes: int
    written: list[str]


def read_all(folder: Path, names: Sequence[str]) -> list[Came]:
    """Read files in a process of their own; one that takes too long is killed, and told."""
    command = [sys.executable, damaged_files.__file__, str(folder), str(MEMORY)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(names))
        process.stdin.close()
        found: list[Came] = []
        begun = ""
        while True:
            if not select.select([process.stdout], [], [], 2 * SLOWEST)[0]:
                process.kill()
                pytest.fail(f"{begun or 'the first'} takes more than {2 * SLOWEST} s")
            line = process.stdout.readline()
            if not line:
                break
            told: list[Any] = json.loads(line)
            if len(told) == 2:
                begun = told[0]
            else:
                found.append(Came(*told))
        assert process.wait() == 0, f"{begun} ended the process with {process.returncode}"
    return found


def wrong_of(came: Came) -> str:
    """Return what is wrong with what came of a file; nothing where all is well."""
    if came.outcome == "fault" or any(name in came.said for name in OWN):
        return came.said
    if came.outcome == "refused" and (not came.said.startswith("FILE") or len(came.said.splitlines()) != 1):
        return f"no line that names the file: {came.said!r}"
    if came.seconds > SLOWEST:
        return f"{came.seconds:.0f} s"
    return f"written: {came.written}" if came.written else ""


@pytest.mark.parametrize("numbers", [range(QUICK), pytest.param(range(QUICK, MANY), marks=pytest.mark.slow)])
def test_a_damaged_file_is_read_or_refused_in_a_line(numbers: range, tmp_path: Path) -> None:
    came = read_all(tmp_path, list(map(str, numbers)))
    wrong = {one.name: said for one in came if (said := wrong_of(one))}
    assert not wrong and len(came) == len(numbers)
    assert max(one.megabytes for one in came) < MOST_MEMORY
    # both happen, in files of each kind
    for n in range(len(KINDS)):
        outcomes = Counter(one.outcome for one in came[n :: len(KINDS)])
        assert outcomes["refused"] and outcomes["read"], KINDS[n]


@pytest.mark.parametrize(
    "names", [sorted(set(MADE) - LONG), pytest.param(sorted(LONG), marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_what_is_made_to_do_harm_is_read_or_refused_in_a_line(names: list[str], tmp_path: Path) -> None:
    came = read_all(tmp_path, names)
    assert {one.name: said for one in came if (said := wrong_of(one))} == {}
    assert max(one.megabytes for one in came) < MOST_MEMORY
    told = {one.name: one.outcome if one.outcome == "read" else one.said.removeprefix("FILE").strip() for one in came}
    assert {name: words for name, words in told.items() if not words.startswith(MADE[name][2])} == {}
    assert set(told) == set(names)


def test_a_watch_sees_what_takes_too_long_or_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "a.py"
    for text, told in (
        ('import time; print(\'["x", "begun"]\', flush=True); time.sleep(60)', "x takes more than"),
        ('print(\'["x", "begun"]\', flush=True); import os; os.abort()', "x ended the process"),
    ):
        program.write_text(text, encoding="utf-8")
        monkeypatch.setattr(damaged_files, "__file__", str(program))
        monkeypatch.setattr("test_damaged_files.SLOWEST", 1)
        with pytest.raises((AssertionError, pytest.fail.Exception), match=told):
            read_all(tmp_path, ["x"])
    assert wrong_of(Came("1", "refused", "FILE is damaged (NameError)", 0, 0, []))
    assert wrong_of(Came("1", "refused", "FILE a\nb", 0, 0, [])) and wrong_of(Came("1", "refused", "a", 0, 0, []))
    assert wrong_of(Came("1", "read", "", 99, 0, [])) and wrong_of(Came("1", "read", "", 0, 0, ["x"]))
    assert not wrong_of(Came("1", "refused", "FILE is damaged", 0, 0, []))


def test_a_check_ends_with_two_and_a_line_for_what_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = [one for one in read_all(tmp_path, [str(n) for n in range(36)]) if one.outcome == "refused"]
    assert len(refused) > 8
    for number, one in enumerate(refused):
        suffix, content = damaged(int(one.name))
        path = tmp_path / f"report{suffix}"
        path.write_bytes(content)
        assert cli.main(["check", str(path), "--lang", LANGUAGES[number % 2]]) == 2, one
        shown = capsys.readouterr()
        assert shown.err.startswith(f"finsam: {path}") and shown.err.count("\n") == 1 and not shown.out, one
        assert [other.name for other in tmp_path.iterdir()] == [path.name]
        path.unlink()


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def empty(path: Path) -> None:
    path.touch()


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def closed(path: Path) -> None:
    path.write_text("a", encoding="utf-8")
    path.chmod(0)


def refused(path: Path, *how: Any, whole: Callable[..., Any] = Path.open, **ways: Any) -> Any:
    """Open a file, but refuse one that nobody may read as the system does where it belongs to somebody else."""
    if not path.stat().st_mode & 0o777:
        raise PermissionError(13, "Permission denied", str(path))
    return whole(path, *how, **ways)


@pytest.mark.parametrize("command", ["check", "intake"])
@pytest.mark.parametrize("make", [loop, empty, folder, pipe, closed])
def test_what_is_no_file_is_told_in_a_line(
    make: Callable[[Path], None],
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "rapport.docx"
    make(path)
    if make is closed:
        # the system lets its administrator read every file
        monkeypatch.setattr(Path, "open", refused)
    assert cli.main([command, str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("finsam: ") and "rapport.docx" in shown.err and shown.err.count("\n") == 1
    assert [other.name for other in tmp_path.iterdir()] == [path.name]
