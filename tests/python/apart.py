"""Programs run apart: without any network, on another day, with each attempt to reach another machine counted."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from association import ROOT
from programs import lacking, program

# told by Python itself, also where a program catches what comes of it
WATCH = """
import json, os, socket, sys

def told(event, arguments):
    if event.partition(".")[0] != "socket" or event == "socket.__new__" or event == "socket.bind":
        return
    if arguments and getattr(arguments[0], "family", None) == getattr(socket, "AF_UNIX", None):
        return
    with open(os.environ["FINSAM_TEST_ATTEMPTS"], "a", encoding="utf-8") as file:
        file.write(json.dumps([event, repr(arguments)]) + "\\n")

sys.addaudithook(told)
"""
# packets that found no way out, of whatever language sent them: the system counts them in a network of its own
COUNTED = 'code=0; "$@" || code=$?; cat /proc/net/snmp > "$FINSAM_TEST_COUNTS"; exit $code'


@dataclass(frozen=True)
class Done:
    """What came of a program.

    Attributes:
        code: its exit code.
        said: what it printed.
        attempts: to reach another machine, as Python saw them.
        packets: that the system could send nowhere.

    """

    code: int
    said: str
    attempts: list[str]
    packets: int


def apart(folder: Path, work: Path, *command: str, is_another_day: bool = False, **environment: str | None) -> Done:
    """Run a program without network.

    Args:
        folder: where it runs.
        work: an empty folder for what is counted.
        command: the program and its arguments.
        is_another_day: let its clock, and that of the programs that it starts, tell another day.
        environment: variables beside those that are set; None takes one away.

    """
    work.mkdir(parents=True)
    (work / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    attempts, counts = work / "attempts", work / "counts"
    own = ("FINSAM_DB", "FINSAM_BUILD_DB", "DBT_TARGET_PATH", "DBT_PROFILES_DIR")
    variables = {name: value for name, value in os.environ.items() if name not in own} | {
        "PYTHONPATH": os.pathsep.join([str(work), str(ROOT / "scripts")]),
        "FINSAM_TEST_ATTEMPTS": str(attempts),
        "FINSAM_TEST_COUNTS": str(counts),
    }
    for name, value in environment.items():
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value
    if is_another_day:
        variables["LD_PRELOAD"] = str(slow_clock(work))
    # who is not root becomes it inside
    unshare = [program("unshare", "util-linux"), "--net", *(["--map-root-user"] if os.geteuid() else [])]
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode:
        lacking("this system gives no program a network of its own")
    done = subprocess.run(
        [*unshare, "sh", "-c", COUNTED, "sh", *command], cwd=folder, env=variables, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    told = (
        [" ".join(json.loads(line)) for line in attempts.read_text("utf-8").splitlines()] if attempts.exists() else []
    )
    return Done(done.returncode, done.stdout, told, unsent(counts.read_text("utf-8")))


def unsent(counts: str) -> int:
    """Return how many packets found no way out, of the counts of the system: a line of names, one of numbers."""
    names, numbers = (line.split() for line in counts.splitlines() if line.startswith("Ip:"))
    found = dict(zip(names[1:], map(int, numbers[1:]), strict=True))
    return found["OutNoRoutes"] + found["OutRequests"]


def finsam(*arguments: str) -> list[str]:
    """Return the command line of a command."""
    return [sys.executable, "-c", "from finsam_audit.cli import run; run()", *arguments]


def slow_clock(work: Path) -> Path:
    """Return the library by which a program's clock tells another day."""
    library = work / "another_day.so"
    source = Path(__file__).with_name("another_day.c")
    compiler = program("cc", "gcc")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    return library
