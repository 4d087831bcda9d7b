"""A corpus cast slice by slice over processes, going on where an earlier run was ended."""

import hashlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from finsam_audit.measure.corpora import floor
from finsam_audit.measure.slices import (
    FIGURES,
    UNTIL,
    Figures,
    Job,
    Slice,
    columns_of,
    cut,
    fill_slice,
    keep_reference,
    peak,
)
from finsam_audit.project.bar import bar
from finsam_audit.project.compiled import NAME, copy_compiled, version_digest
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import remove, write_whole
from finsam_audit.project.lock import only_run
from finsam_audit.project.visible import tell

# numbers of a slice: a gigabyte of memory, and the second that each slice takes for itself is little
SLICE = 250_000
RUN = "run.json"
MARTS = "marts"


@dataclass(frozen=True)
class How:
    """How a corpus is cast.

    Attributes:
        slice: numbers of a slice, about.
        processes: how many slices at once.
        until: a key of UNTIL: only that mart; None for all.
        anew: an earlier run does not count.

    """

    slice: int = SLICE
    processes: int = 1
    until: str | None = None
    anew: bool = False


@dataclass(frozen=True)
class Note:
    """What a run that goes on has to know of its beginning: what it is of, and the CPU of cutting and of the floor."""

    digest: str
    cutting: float
    floor: float


@dataclass(frozen=True)
class Sliced:
    """What casting a corpus took.

    Attributes:
        slices: the figures of each slice.
        cutting: seconds of CPU.
        floor: seconds of CPU, in the same minutes.
        processes: how many slices at once.
        memory: the peak of this process, bytes; None where the system does not tell.
        disk: bytes of what is kept.

    """

    slices: list[Figures]
    cutting: float
    floor: float
    processes: int
    memory: int | None
    disk: int


def only_scale(folder: Path) -> AbstractContextManager[int]:
    """Hold a folder for one `finsam scale` at a time; a second one is refused, with a UserError."""
    return only_run(folder, f"another `finsam scale` is at work in {folder}; wait for it and try again")


def cast_corpus(root: Path, corpus: Path, target: Path, how: How) -> Sliced:
    """Cast a corpus into `marts/NUMBER/NAME.parquet`, and what holds nothing of a report into `reference/`.

    What an earlier run of the same corpus, project and settings has done is not done again.

    Args:
        root: the project.
        corpus: a folder of files for each input.
        target: where the marts go.
        how: slices and processes.

    Raises:
        UserError: the corpus cannot be read, a query failed, a process was ended, the folder of the marts is
            another's, or another run is at work there.

    """
    if how.slice < 1 or how.processes < 1:
        raise UserError("--slice and --processes are at least 1")
    corpus, target = corpus.resolve(), target.resolve()
    columns = columns_of(corpus)
    before = time.process_time()
    pieces = cut(corpus, how.slice)
    cutting = time.process_time() - before
    work = target / "work"
    processes = min(how.processes, len(pieces))
    threads = max(1, (os.cpu_count() or 1) // processes)
    until = UNTIL[how.until] if how.until else None
    job = Job(corpus, work / NAME, target / MARTS, until, processes, threads)
    if job.marts.exists() and not (target / RUN).exists():
        raise UserError(f"{job.marts} was not written by `finsam scale`; name another folder with --to")
    with only_scale(target):
        note = _begin(target, corpus, _digest(root, columns, corpus, how), cutting, how.anew)
        try:
            work.mkdir(exist_ok=True)
            with bar("compiling the models") as advance:
                copy_compiled(root, columns, job.compiled, advance)
            keep_reference(job, target / "reference")
            done = [_former(job, piece) for piece in pieces]
            with _slices(corpus.name, pieces, done) as is_done:
                figures = _over_processes(job, pieces, done, is_done)
        finally:
            remove(work)
    disk = sum(path.stat().st_size for path in job.marts.glob("[0-9]*/*.parquet"))
    return Sliced(figures, note.cutting, note.floor, processes, peak(), disk)


def _digest(root: Path, columns: dict[str, list[str]], corpus: Path, how: How) -> str:
    """Return what tells one run from another: the project, the files of the corpus, how it is cut, what is kept."""
    files = [
        (str(path.relative_to(corpus)), path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(corpus.rglob("*.parquet"))
    ]
    told = json.dumps([version_digest(root, columns), files, how.slice, how.until])
    return hashlib.sha256(told.encode()).hexdigest()


def _begin(target: Path, corpus: Path, digest: str, cutting: float, anew: bool) -> Note:
    """Return the note of this run; what an earlier one left is taken away unless it was the same."""
    note, marts = target / RUN, target / MARTS
    try:
        former = Note(**json.loads(note.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        former = None
    if former and former.digest == digest and not anew:
        return former
    if former and not anew:
        tell(f"{target}: begun anew; the corpus, the project, --slice or --until is another than before")
    # until all is taken away, what lies there is of no run
    write_whole(note, "{}")
    remove(marts)
    own = Note(digest, cutting, floor(corpus))
    write_whole(note, json.dumps(asdict(own)))
    return own


def _former(job: Job, piece: Slice) -> Figures | None:
    """Return the figures of a slice that an earlier run has done."""
    try:
        return Figures(**json.loads((job.folder(piece) / FIGURES).read_text("utf-8")))
    except FileNotFoundError:
        return None


@contextmanager
def _slices(name: str, pieces: Sequence[Slice], done: Sequence[Figures | None]) -> Iterator[Callable[[Slice], None]]:
    """Yield what shows slices done, numbers a second and the time left, on a terminal alone."""
    before = [piece for piece, figures in zip(pieces, done, strict=True) if figures]
    if before:
        tell(f"{name}: {len(before)} of {len(pieces)} slices were done before")
    with tqdm(
        total=sum(piece.numbers for piece in pieces), initial=sum(piece.numbers for piece in before), unit="number",
        unit_scale=True, leave=False, disable=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        count = len(before)

        def advance(piece: Slice) -> None:
            nonlocal count
            count += 1
            bar.set_description(f"{count} of {len(pieces)} slices", refresh=False)
            bar.update(piece.numbers)

        yield advance


def _over_processes(
    job: Job, pieces: Sequence[Slice], done: Sequence[Figures | None], advance: Callable[[Slice], None]
) -> list[Figures]:
    """Cast the slices that are not done, and return the figures of all."""
    # a check does without other processes, and loads where none can be
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    figures = list(done)
    with ProcessPoolExecutor(job.processes, get_context("spawn"), _end_with_starter) as pool:
        coming = {pool.submit(fill_slice, job, piece): piece for piece in pieces if not done[piece.number]}
        try:
            for future in as_completed(coming):
                figures[coming[future].number] = future.result()
                advance(coming[future])
        except BrokenProcessPool as error:
            raise UserError(
                "a process was ended from outside, mostly for want of memory; the slices that are done stay: "
                "go on with fewer --processes"
            ) from error
        finally:
            for child in active_children():
                child.terminate()
    return [each for each in figures if each]


def _end_with_starter() -> None:
    """Let this process end when the one that started it does, whatever ended it, and leave the keyboard to that one."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    starter = parent_process()

    def watch() -> None:
        if starter:
            wait([starter.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
