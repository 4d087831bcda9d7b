"""The package runs on Windows too and on every Python from 3.11 on: nothing that lacks there is used unguarded."""

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from association import ROOT

FILES = [ROOT / "setup.py", *sorted((ROOT / "scripts").rglob("*.py"))]
POSIX = {"crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "resource", "spwd", "syslog",
         "termios", "tty"}  # fmt: skip
# modules that Python 3.12 and 3.13 took away
GONE = {"aifc", "asynchat", "asyncore", "audioop", "cgi", "cgitb", "chunk", "distutils", "imghdr", "imp", "mailcap",
        "msilib", "nntplib", "pipes", "sndhdr", "smtpd", "sunau", "telnetlib", "uu", "xdrlib", "lib2to3"}  # fmt: skip
ABSENT = {
    "os": {"fork", "forkpty", "geteuid", "getuid", "getgid", "killpg", "setsid", "chown", "mkfifo", "nice", "uname",
           "getloadavg", "sched_getaffinity", "WIFSIGNALED"},
    "signal": {"SIGKILL", "SIGALRM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "setitimer", "pause"},
}  # fmt: skip


def unguarded(tree: ast.AST, is_guarded: bool = False) -> Iterator[str]:
    """Yield what lacks on Windows and stands neither under a condition nor where its lack is caught."""
    for node in ast.iter_child_nodes(tree):
        inside = is_guarded or isinstance(node, ast.If | ast.Try)
        if not is_guarded:
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names if name.name.partition(".")[0] in POSIX)
            elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in POSIX:
                yield str(node.module)
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.attr in ABSENT.get(node.value.id, ()):
                    yield f"{node.value.id}.{node.attr}"
        yield from unguarded(node, inside)


def imported(tree: ast.AST) -> set[str]:
    """Return the modules that a file imports, by their first name."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def test_nothing_that_windows_lacks_is_used_unguarded() -> None:
    wrong = {str(path.relative_to(ROOT)): found for path in FILES if (found := list(unguarded(tree_of(path))))}
    assert wrong == {}


def test_nothing_is_used_that_later_pythons_took_away() -> None:
    wrong = {str(path.relative_to(ROOT)): found for path in FILES if (found := imported(tree_of(path)) & GONE)}
    assert wrong == {}


def tree_of(path: Path) -> ast.AST:
    """Return a file as a tree; what later versions refuse (as escapes that are none) is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compile(path.read_text(encoding="utf-8"), str(path), "exec")
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import fcntl", ["fcntl"]),
        ("from resource import getrusage", ["resource"]),
        ("import os\nos.fork()", ["os.fork"]),
        ("try:\n    import fcntl\nexcept ImportError:\n    fcntl = None", []),
        ("import sys\nif sys.platform != 'win32':\n    import fcntl", []),
    ],
)
def test_guards_are_told_from_their_lack(code: str, found: list[str]) -> None:
    assert list(unguarded(ast.parse(code))) == found
