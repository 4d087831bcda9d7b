"""What holds under hard use, measured: builds killed at random moments, readers while builds publish, bad input, edits.

`make reliability` runs the full counts and prints the table that stands in docs/reliability.md.
"""

import argparse
import contextlib
import csv
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb

from finsam_audit.project.connection import connect
from finsam_audit.project.lock import is_free
from finsam_audit.project.paths import project_root
from finsam_audit.project.publish import input_digest, publish

# what a copy of the project is made of
FOLDERS = ("models", "seeds", "macros", "tests", "analyses", "expectations")
FILES = ("dbt_project.yml", "profiles.yml")
BUILT = Path("build") / "finsam_audit.duckdb"
PUBLISHED = "finsam_audit.duckdb"
TESTS = "tests/python"
# its rows may stand in any order: another order is another input with the same findings
TURNED = Path("seeds") / "reference" / "not_line_items.csv"
# after so many kills a build runs to its end
TO_THE_END = 5
# a process that was killed, and the dbt that it started, have let their files go after this many seconds; a build is
# done after these
GONE, DONE = 10, 1200


@dataclass
class Tally:
    """What was counted, and each thing that must not be, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def copy_project(root: Path, folder: Path) -> Path:
    """Copy what a build needs of a project."""
    for name in FOLDERS:
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("python", "__pycache__"))
    for name in FILES:
        shutil.copy(root / name, folder / name)
    return folder


def started(folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start `finsam build` in a project, in a process group of its own."""
    without = ("FINSAM_DB", "FINSAM_BUILD_DB", "DBT_TARGET_PATH")
    environment = {name: value for name, value in os.environ.items() if name not in without}
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-c", "from finsam_audit.cli import run; run()", "build"],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip


def said_by(log: Path) -> list[str]:
    """Return what a build said, a line each."""
    return [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]


def turn(folder: Path) -> str:
    """Put the first row of a seed behind the others, and return the digest of the input."""
    path = folder / TURNED
    head, first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([head, *rest, first]), encoding="utf-8")
    return input_digest(folder)


def version_of(database: Path) -> tuple[str, int]:
    """Return the digest of the input that a published database says it was made of, and the rows of all its marts."""
    with connect(database, read_only=True) as connection:
        found = connection.execute("select input_digest from marts.about").fetchone()
        assert found is not None
        return str(found[0]), sum(rows_of(connection).values())


def rows_of(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the rows of each mart."""
    names = [name for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()]
    counts = " union all ".join(f"select '{name}', count(*) from marts.\"{name}\"" for name in names)
    return dict(connection.execute(counts).fetchall())


def unreadable(folder: Path, may_be: set[str], rows: int) -> Iterator[str]:
    """Yield what is wrong with what a project publishes.

    Args:
        folder: the project.
        may_be: the digests of the inputs before and after.
        rows: of all marts.

    """
    try:
        digest, found = version_of(folder / PUBLISHED)
    except (duckdb.Error, AssertionError) as error:
        yield f"the published database does not open: {error}"
        return
    if digest not in may_be:
        yield f"the published database is of an input that never was: {digest}"
    if found != rows:
        yield f"the published database has {found} rows instead of {rows}"
    for file in (folder / "build" / "marts").glob("*.parquet"):
        try:
            duckdb.execute("select count(*) from read_parquet(?)", [str(file)]).fetchone()
        except duckdb.Error as error:
            yield f"{file.name} does not open: {error}"


def ended(process: subprocess.Popen[bytes], within: float) -> int | None:
    """Return the exit code of a process that ends within a time, None where it does not."""
    try:
        return process.wait(within)
    except subprocess.TimeoutExpired:
        return None


def built(folder: Path, log: Path) -> list[str]:
    """Build to the end, and return what was wrong."""
    code = ended(started(folder, log), DONE)
    return [] if code == 0 else [f"a build ended with {code}: {' / '.join(said_by(log)[-3:])}"]


def killed(folder: Path, after: float, is_group: bool, tally: Tally) -> None:
    """Start a build and kill it: its dbt must end with it."""
    log = folder / "killed.log"
    process = started(folder, log)
    way = "group" if is_group else "parent alone"
    if ended(process, after) is not None:
        tally.counts["done before the kill"] += 1
    else:
        if is_group and sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        tally.counts[f"killed: {way}"] += 1
    if any("Traceback" in line for line in said_by(log)):
        tally.wrong.append(f"a build that was killed ({way}, {after:.1f} s) left a traceback")
    start = time.monotonic()
    while not is_free(folder):
        if time.monotonic() - start > GONE:
            tally.wrong.append(f"dbt lives on after its build was killed ({way}, {after:.1f} s)")
            return
        time.sleep(0.1)


def kills(root: Path, folder: Path, number: int, seed: int = 1, earlier: tuple[Path, float] | None = None) -> Tally:
    """Kill builds at random moments, the parent alone and its group in turn.

    After each kill the published database must be the one of before or of now and open; after every fifth the next
    build runs to its end.

    Args:
        root: the project, of which a copy is built.
        folder: an empty folder.
        number: how many kills.
        seed: of the moments.
        earlier: what a build of the project published, and the seconds within which builds are killed; where left
            out, a first build gives both.

    """
    copy_project(root, folder)
    chance, tally = random.Random(seed), Tally()
    log = folder / "whole.log"
    before = input_digest(folder)
    if earlier is None:
        start = time.monotonic()
        tally.wrong += built(folder, log)
        took = time.monotonic() - start
        if tally.wrong:
            return tally
    else:
        published, took = earlier
        shutil.copy(published, folder / PUBLISHED)
    _, rows = version_of(folder / PUBLISHED)
    for count in range(1, number + 1):
        now = turn(folder)
        killed(folder, chance.uniform(0, took), count % 2 == 0, tally)
        tally.wrong += unreadable(folder, {before, now}, rows)
        before = version_of(folder / PUBLISHED)[0]
        if count % TO_THE_END == 0 or count == number:
            tally.wrong += built(folder, log)
            tally.counts["built to the end without cleaning"] += 1
            before = input_digest(folder)
            tally.wrong += unreadable(folder, {before}, rows)
    return tally


def two_versions(folder: Path, source: Path) -> list[Path]:
    """Return two databases as dbt would leave them, the second with a row less in each mart that has more than one."""
    first, second = folder / "first.duckdb", folder / "second.duckdb"
    for path in (first, second):
        shutil.copy(source, path)
    with connect(second) as connection:
        names = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        for (name,) in names:
            if connection.execute(f'select count(*) > 1 from marts."{name}"').fetchone() == (True,):
                connection.execute(f'delete from marts."{name}" where rowid = (select min(rowid) from marts."{name}")')
        connection.execute("checkpoint")
    return [first, second]


def publish_forever(root: Path, versions: list[Path]) -> None:
    """Publish two versions in turn until killed."""
    while True:
        for path in versions:
            publish(root, path, root / PUBLISHED)


def publishing_kills(source: Path, folder: Path, number: int, seed: int = 1) -> Tally:
    """Kill a process that publishes two versions in turn; each time the published database is one of them, and opens.

    Args:
        source: a database that dbt built.
        folder: an empty folder.
        number: how many kills.
        seed: of the moments.

    """
    chance, tally = random.Random(seed), Tally()
    (folder / "build").mkdir()
    (folder / "seeds").mkdir()
    versions = two_versions(folder, source)
    known = []
    start = time.monotonic()
    for path in versions:
        publish(folder, path, folder / PUBLISHED)
        known.append(version_of(folder / PUBLISHED)[1])
    took = (time.monotonic() - start) / 2
    context = multiprocessing.get_context("spawn")
    for _ in range(number):
        process = context.Process(target=publish_forever, args=(folder, versions))
        before = (folder / PUBLISHED).stat().st_ino
        process.start()
        # the first publishing shows that the process is at work
        while process.is_alive() and (folder / PUBLISHED).stat().st_ino == before:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, took))
        process.kill()
        process.join()
        tally.counts["killed: publishing"] += 1
        if (wrong := version_of(folder / PUBLISHED)[1]) not in known:
            tally.wrong.append(f"after a kill the published database has {wrong} rows, not {known}")
        publish(folder, versions[0], folder / PUBLISHED)
        if version_of(folder / PUBLISHED)[1] != known[0]:
            tally.wrong.append("what was published after a kill is not what was to be")
        if left := [path.name for path in folder.rglob("*.new")]:
            tally.wrong.append(f"left after the next publishing: {', '.join(left)}")
    return tally


def read_on(database: Path, known: list[dict[str, int]], stop: Event, to: Path, seed: int) -> None:
    """Read the marts again and again until told to stop, and write down what came of it.

    A connection is held for a while and read again: it must see what it saw.
    """
    chance = random.Random(seed)
    rounds, wrong = 0, []
    while not stop.is_set():
        try:
            with connect(database, read_only=True) as connection:
                first = rows_of(connection)
                time.sleep(chance.uniform(0, 0.5))
                if rows_of(connection) != first:
                    wrong.append("a connection saw two versions")
                if first not in known:
                    wrong.append("a reader saw a mixture of versions")
        except duckdb.Error as error:
            wrong.append(f"a reader met {type(error).__name__}: {str(error).splitlines()[0]}")
        rounds += 1
    with to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[rounds], *([line] for line in wrong)])


def readers(source: Path, folder: Path, builds: int, number: int, seed: int = 1) -> Tally:
    """Publish two versions in turn while readers hold connections.

    Args:
        source: a database that dbt built.
        folder: an empty folder.
        builds: how often a version is published.
        number: of readers.
        seed: of the moments.

    """
    tally = Tally()
    (folder / "build").mkdir()
    (folder / "seeds").mkdir()
    versions = two_versions(folder, source)
    known = []
    for path in versions:
        publish(folder, path, folder / PUBLISHED)
        with connect(folder / PUBLISHED, read_only=True) as connection:
            known.append(rows_of(connection))
    assert known[0] != known[1]
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    files = [folder / f"reader{n}.csv" for n in range(number)]
    processes = [
        context.Process(target=read_on, args=(folder / PUBLISHED, known, stop, file, seed + n))
        for n, file in enumerate(files)
    ]
    for process in processes:
        process.start()
    for count in range(builds):
        try:
            publish(folder, versions[count % 2], folder / PUBLISHED)
        except Exception as error:
            tally.wrong.append(f"a build could not publish: {error}")
        tally.counts["published beside readers"] += 1
        time.sleep(0.2)
    stop.set()
    for process, file in zip(processes, files, strict=True):
        process.join()
        if not file.is_file():
            tally.wrong.append(f"a reader ended with {process.exitcode}")
            continue
        rounds, *wrong = [row[0] for row in csv.reader(file.open(encoding="utf-8", newline=""))]
        tally.counts["reader rounds"] += int(rounds)
        tally.wrong += wrong
    return tally


def tested(root: Path, *arguments: str, **environment: str) -> Tally:
    """Run tests of the project, of which every case is a kind or makes up its own, and count both."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments], cwd=root, env={**os.environ, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    tally = Tally(
        Counter({"tests passed": int(passed[1])} if (passed := re.search(r"(\d+) passed", done.stdout)) else {})
    )
    if tried := re.findall(r"(\d+) passing, (\d+) failing", done.stdout):
        tally.counts["inputs made up"] = sum(int(number) for pair in tried for number in pair)
    if done.returncode:
        tally.wrong += [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))] or [
            f"pytest ended with {done.returncode}"
        ]
    return tally


def kinds_in(path: Path) -> int:
    """Return how many names a fixture of kinds or edits has."""
    with path.open(encoding="utf-8", newline="") as file:
        return len({row["name"] for row in csv.DictReader(file)})


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print a table.

    Returns:
        0 when nothing was lost, silent or a traceback, 1 when something was.

    """
    parser = argparse.ArgumentParser(description="Measure what holds under hard use.")
    parser.add_argument("--kills", type=int, default=50, help="whole builds that are killed (50)")
    parser.add_argument("--publishing", type=int, default=50, help="publishings that are killed (50)")
    parser.add_argument("--builds", type=int, default=20, help="publishings beside readers (20)")
    parser.add_argument("--readers", type=int, default=8, help="readers (8)")
    parser.add_argument("--examples", type=int, default=2000, help="inputs made up for each parser (2000)")
    parser.add_argument("--damaged", type=int, default=5000, help="damaged files that are read (5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", metavar="WHAT", help="parts of the table by their names; all of it (all)")
    options = parser.parse_args(arguments)
    root, fixtures = project_root(), project_root() / "tests" / "fixtures"
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="finsam-reliability-") as work:
        places = [Path(work) / name for name in ("kills", "publishing", "readers")]
        for place in places:
            place.mkdir()
        source = places[0] / BUILT

        def kinds(name: str, file: str, test: str) -> Tally:
            tally = tested(root, f"{TESTS}/{test}")
            tally.counts[name] = kinds_in(fixtures / file)
            return tally

        def damaged() -> Tally:
            tally = tested(
                root, f"{TESTS}/test_damaged_files.py", f"{TESTS}/test_growth.py", FINSAM_DAMAGED=str(options.damaged)
            )
            tally.counts["made and read"] = options.damaged
            return tally

        def built_once() -> Path:
            """Return a database to publish, built here where no build was to be killed."""
            if not source.is_file():
                kills(root, places[0], 0)
            return source

        steps: dict[str, Callable[[], Tally]] = {
            "kinds of bad input": lambda: kinds("kinds of bad input", "bad_input.csv", "test_bad_input.py"),
            "edits": lambda: kinds("edits", "silent_edits.csv", "test_silent_edits.py"),
            "parsers": lambda: tested(
                root, "--hypothesis-show-statistics", f"{TESTS}/test_properties.py",
                FINSAM_EXAMPLES=str(options.examples),
            ),
            "damaged files": damaged,
            "hostile text": lambda: tested(root, f"{TESTS}/test_hostile.py"),
            "network, other day": lambda: tested(root, f"{TESTS}/test_nothing_leaves.py", f"{TESTS}/test_same_out.py"),
            "builds killed": lambda: kills(root, places[0], options.kills, options.seed),
            "publishings killed": lambda: publishing_kills(built_once(), places[1], options.publishing, options.seed),
            "readers": lambda: readers(built_once(), places[2], options.builds, options.readers, options.seed),
        }  # fmt: skip
        if unknown := set(options.only or ()) - set(steps):
            parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(steps)}")
        # a row as soon as it is measured: what was measured is not lost with a run that is cut off
        print("| what | counted | wrong | seconds |\n|---|---|---|---|", flush=True)
        for name in [name for name in steps if name in (options.only or steps)]:
            start = time.monotonic()
            tally = steps[name]()
            counts = ", ".join(f"{what} {number}" for what, number in sorted(tally.counts.items()))
            print(f"| {name} | {counts} | {len(tally.wrong)} | {time.monotonic() - start:.0f} |", flush=True)
            wrong += [f"{name}: {line}" for line in tally.wrong]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
