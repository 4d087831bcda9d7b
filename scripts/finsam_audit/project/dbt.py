"""Runs dbt in a process of its own that ends with this one, keeps what it said, and tells in one line why it failed."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import tell

# what a build needs for its marts, without the tests
WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test")
# and with the tests that are of the data
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
BAD = ("error", "fail", "runtime error")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROGRESS = re.compile(r"(\d+) of (\d+) (?!START)[A-Z]")
STAMP = re.compile(r"^\d\d:\d\d:\d\d\s+")
LONGEST = 300
Json = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """What a run of dbt came to.

    Attributes:
        returncode: dbt's exit code.
        stdout: what it printed, without colours, times and tracebacks.
        target: the folder of its artefacts.

    """

    returncode: int
    stdout: str
    target: Path

    def results(self) -> list[Json]:
        """Return the outcome of every node, as dbt wrote it down.

        Raises:
            UserError: dbt wrote none down; the message says why.

        """
        try:
            found = json.loads((self.target / "run_results.json").read_text(encoding="utf-8"))["results"]
        except (OSError, ValueError, KeyError) as error:
            raise UserError(f"dbt ran nothing: {self.why()}") from error
        return list(found)

    def failed(self) -> list[str]:
        """Return the names of the nodes that failed."""
        bad = [result["unique_id"] for result in self.results() if result["status"] in BAD]
        # a unit test is called after its model and itself: unit_test.project.model.name
        return [unique_id.split(".")[3 if unique_id.startswith("unit_test.") else 2] for unique_id in bad]

    def skipped(self) -> int:
        """Return how many nodes were left out because one before them failed."""
        return sum(result["status"] == "skipped" for result in self.results())

    def why(self) -> str:
        """Return the first error that dbt told, in one line."""
        said = [line for line in self.stdout.splitlines() if line.strip()]
        for place, line in enumerate(said):
            if "Error" in line and "Encountered" not in line:
                told = [line, *(more for more in said[place + 1 : place + 3] if more.startswith("  "))]
                return " ".join(" ".join(told).split())[:LONGEST]
        return said[-1].strip()[:LONGEST] if said else f"it left no message (exit code {self.returncode})"


def _without_tracebacks(lines: Iterator[str]) -> Iterator[str]:
    """Leave out tracebacks and what is raised at their ends: dbt has told the error before it shows where it arose."""
    is_inside = False
    for line in lines:
        plain = STAMP.sub("", COLOUR.sub("", line)).rstrip("\n")
        if plain.startswith("Traceback (most recent call last)"):
            is_inside = True
        elif is_inside and plain and not plain.startswith((" ", "During handling", "The above exception")):
            # the exception at the end; a new traceback may follow it
            is_inside = False
        elif not is_inside:
            yield line


def run_dbt(
    root: Path,
    *arguments: str,
    database: Path,
    work: Path | None = None,
    profiles: Path | None = None,
    variables: Mapping[str, Any] | None = None,
    is_shown: bool = False,
    keep_open: tuple[int, ...] = (),
    advance: Callable[[int, int], None] | None = None,
) -> Run:
    """Run dbt in a project.

    Args:
        root: the project.
        arguments: the command and its options.
        database: where it builds.
        work: a folder for its artefacts and its log; the project's own where left out.
        profiles: the folder of profiles.yml; the project where left out.
        variables: dbt's variables, beside those of the project.
        is_shown: pass on what it says, as it says it.
        keep_open: files that the process inherits, so that a lock on them lasts as long as dbt does.
        advance: is told after each node how many are done and how many there are.

    """
    target = work / "target" if work else root / os.environ.get("DBT_TARGET_PATH", "target")
    (target / "run_results.json").unlink(missing_ok=True)
    quiet = () if advance else ("-q",)
    command = [sys.executable, "-P", "-m", "finsam_audit.project.child", "--no-version-check", *quiet]
    command += ["--no-use-colors", *arguments, "--target-path", str(target)]
    if work:
        command += ["--log-path", str(work / "logs")]
    if variables:
        command += ["--vars", json.dumps(variables)]
    environment = {
        # what a person set for dbt elsewhere (a target, tests left out) would change what is built here
        **{name: value for name, value in os.environ.items() if not name.startswith("DBT_")},
        "FINSAM_BUILD_DB": str(database),
        "DBT_PROFILES_DIR": str(profiles or root),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        # what the console can show is not dbt's concern
        "PYTHONIOENCODING": "utf-8",
    }
    process = subprocess.Popen(
        command, cwd=root, env=environment, pass_fds=keep_open if os.name == "posix" else (), encoding="utf-8",
        errors="replace", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    # its standard input stays open as long as this process lives, and dbt no longer
    with process.stdout:
        for line in _without_tracebacks(process.stdout):
            said.append(STAMP.sub("", COLOUR.sub("", line)).rstrip("\n"))
            if is_shown:
                tell(line.rstrip("\n"))
            if advance and (done := PROGRESS.match(said[-1])):
                advance(int(done[1]), int(done[2]))
    assert process.stdin is not None
    with process.stdin:
        return Run(process.wait(), "\n".join(said), target)
