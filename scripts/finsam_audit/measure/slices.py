"""A slice of a corpus: whole associations, cast in memory by the compiled models, their marts kept as Parquet."""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from finsam_audit.locate.groups import locate_groups
from finsam_audit.measure.corpus import LAYOUT
from finsam_audit.project.compiled import NAME, SCHEMA, Step, fill, keep, steps_of
from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import remove, whole_folder
from finsam_audit.project.relations import quoted
from finsam_audit.project.searches import register

# columns that an input may leave out
OPTIONAL = {"line_items": ("reading",), "acknowledged_findings": ("reason_en",)}
# which rows of an input are of a slice; those of documents come first, and the others are found by them
OF_ASSOCIATIONS = ("documents", "associations", "members")
KEYS = {"acknowledged_findings": "split_part(finding_key, '/', 1)"}
FIGURES = "figures.json"
# where people may stop: the mart that is kept alone
UNTIL = {"ledger": "coverage_ledger", "findings": "findings"}
# of the machine's memory, for all processes together, before DuckDB writes to disk; Python's own comes on top
MEMORY_SHARE = 60
CUT = """
with keys as (
    select association_id from {associations} union select association_id from {documents}
    union select association_id from {members}
),
counted as (
    select documents.association_id, count(*) as number_count
    from {line_items} as items inner join {documents} as documents using (document_id) group by all
),
placed as (
    select association_id, coalesce(number_count, 0) as number_count,
        (sum(coalesce(number_count, 0)) over (order by association_id) - coalesce(number_count, 0)) // ? as place
    from keys left join counted using (association_id)
)
select min(association_id), max(association_id), sum(number_count)::bigint from placed group by place order by place
"""


@dataclass(frozen=True)
class Slice:
    """Associations from one to another, in the order of their ids, and how many numbers their reports print."""

    number: int
    first: str
    last: str
    numbers: int


@dataclass(frozen=True)
class Job:
    """What all slices of a run have in common.

    Attributes:
        corpus: a folder of files for each input.
        compiled: the compiled models.
        marts: the folder that gets a folder for each slice.
        until: the one mart that is filled and kept; None for all.
        processes: how many cast at once.
        threads: of each process.

    """

    corpus: Path
    compiled: Path
    marts: Path
    until: str | None
    processes: int
    threads: int

    def folder(self, piece: Slice) -> Path:
        """Return the folder of a slice's marts."""
        return self.marts / f"{piece.number:05d}"


@dataclass
class Figures:
    """What a slice took: seconds of CPU unless said otherwise.

    Attributes:
        numbers: printed numbers.
        cpu: all of it, that of the start of a process in its first slice.
        wall: seconds that went by.
        memory: the peak of the process, bytes; None where the system does not tell.
        models: of each model.
        read: for the inputs.
        written: for the Parquet files.
        searches: for each search of an association, and into how many groups it fell.

    """

    numbers: int
    cpu: float = 0
    wall: float = 0
    memory: int | None = None
    models: dict[str, float] = field(default_factory=dict)
    read: float = 0
    written: float = 0
    searches: list[tuple[float, int]] = field(default_factory=list)


class _Watched:
    """The search for the wrong cell, timed."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def __call__(self, text: str) -> str:
        """Search, and write down the time and the groups."""
        before = time.thread_time()
        answer = locate_groups(text)
        self.figures.searches.append((time.thread_time() - before, len(json.loads(answer)["groups"])))
        return answer


def scan(corpus: Path, name: str) -> str:
    """Return an input of a corpus as SQL reads it."""
    return f"read_parquet({quoted(corpus / name / '*.parquet')})"


def columns_of(corpus: Path) -> dict[str, list[str]]:
    """Return the columns of each input of a corpus.

    Raises:
        UserError: the folder is no corpus: an input is not there, cannot be read, or lacks a column.

    """
    columns: dict[str, list[str]] = {}
    with connect() as connection:
        for name, layout in LAYOUT.items():
            wanted = [column.split()[0] for column in layout.split(", ")]
            if not any((corpus / name).glob("*.parquet")):
                raise UserError(f"{corpus} has no {name}/*.parquet; give a folder that `finsam scale --to` wrote")
            try:
                found = {row[0] for row in connection.execute(f"describe from {scan(corpus, name)}").fetchall()}
            except duckdb.Error as error:
                raise UserError(f"{corpus / name} cannot be read ({str(error).splitlines()[0]})") from error
            if lacking := [column for column in wanted if column not in found]:
                raise UserError(f"{corpus / name} has no column {', '.join(lacking)}")
            columns[name] = wanted + [column for column in OPTIONAL.get(name, ()) if column in found]
    return columns


def cut(corpus: Path, size: int) -> list[Slice]:
    """Cut a corpus into slices.

    Args:
        corpus: its folder.
        size: numbers of a slice, about: the association that reaches it is the last one.

    Raises:
        UserError: rows are of a document that the corpus does not have, or the corpus is empty.

    """
    scans = {name: scan(corpus, name) for name in LAYOUT}
    try:
        with connect() as connection:
            for name in LAYOUT:
                if name in OF_ASSOCIATIONS:
                    continue
                key = KEYS.get(name, "document_id")
                lost = (
                    f"select {key} from {scans[name]} where {key} not in (select document_id from {scans['documents']})"
                )
                if row := connection.execute(f"{lost} limit 1").fetchone():
                    raise UserError(f"{corpus / name} has rows of {row[0]}, which is not in documents")
            rows = connection.execute(CUT.format(**scans), [size]).fetchall()
    except duckdb.Error as error:
        raise UserError(f"{corpus} cannot be read ({str(error).splitlines()[0]})") from error
    if not rows:
        raise UserError(f"{corpus} has no association")
    return [Slice(number, *row) for number, row in enumerate(rows)]


def needed(steps: Sequence[Step], until: str | None) -> list[Step]:
    """Return the steps that a mart needs, itself among them; all of them where none is named."""
    if until is None:
        return list(steps)
    wanted = {step.relation for step in steps if step.is_mart and step.name == until}
    for step in reversed(steps):
        if step.relation in wanted:
            wanted.update(step.parents)
    return [step for step in steps if step.relation in wanted]


def peak() -> int | None:
    """Return the most memory that this process has had, bytes; None where the system does not tell."""
    if sys.platform != "win32":
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return None


# the CPU of this process when its last slice was done
_counted = 0.0


def fill_slice(job: Job, piece: Slice) -> Figures:
    """Cast a slice and keep its marts, whole or not at all, with the figures beside them.

    Raises:
        UserError: a row cannot be read, or a query failed.

    """
    global _counted
    started = time.monotonic()
    figures = Figures(piece.numbers)
    with whole_folder(job.folder(piece)) as partial:
        spill = partial / "spill"
        with connect(
            threads=job.threads, memory_limit=f"{MEMORY_SHARE // job.processes}%", temp_directory=str(spill)
        ) as connection:
            register(connection, _Watched(figures))
            before = time.process_time()
            _read_inputs(connection, job, piece)
            figures.read = time.process_time() - before
            steps = needed(steps_of(connection), job.until)
            for place, step in enumerate(steps):
                before = time.process_time()
                file = partial / f"{step.name}.parquet"
                is_kept = step.is_mart and job.until in (None, step.name)
                is_read = any(step.relation in later.parents for later in steps[place + 1 :])
                if is_kept and not is_read:
                    keep(connection, step, file)
                else:
                    fill(connection, step)
                filled = time.process_time()
                figures.models[step.name] = filled - before
                if is_kept and is_read:
                    connection.execute(f"copy {step.relation} to {quoted(file)} (format parquet)")
                    figures.written += time.process_time() - filled
                _forget(connection, step, steps[place + 1 :])
        remove(spill)
        counted, _counted = _counted, time.process_time()
        figures.cpu, figures.wall, figures.memory = _counted - counted, time.monotonic() - started, peak()
        (partial / FIGURES).write_text(json.dumps(asdict(figures)), encoding="utf-8")
    return figures


def _read_inputs(connection: duckdb.DuckDBPyConnection, job: Job, piece: Slice) -> None:
    """Take the compiled models into memory, and the rows of a slice into their inputs.

    Raises:
        UserError: a row cannot be read.

    """
    database = Path(NAME).stem
    connection.execute(f"attach {quoted(job.compiled)} as kept (read_only)")
    connection.execute(f"attach ':memory:' as {database}")
    connection.execute(f"copy from database kept to {database}")
    connection.execute(f"use {database}.{SCHEMA}")
    for name in sorted(LAYOUT, key=lambda name: name not in OF_ASSOCIATIONS):
        if name in OF_ASSOCIATIONS:
            where = f"association_id between {quoted(piece.first)} and {quoted(piece.last)}"
        else:
            # files and parts of files whose ids lie beyond these are passed over
            first, last = connection.execute("select min(document_id), max(document_id) from documents").fetchall()[0]
            key = KEYS.get(name, "document_id")
            where = f"{key} between {quoted(first)} and {quoted(last)} and {key} in (select document_id from documents)"
        columns = connection.table(name).columns
        try:
            connection.execute(
                f"insert into {name} by name select {', '.join(columns)} from {scan(job.corpus, name)} where {where}"
            )
        except duckdb.Error as error:
            raise UserError(f"{job.corpus / name}: {str(error).splitlines()[0]}") from error


def _forget(connection: duckdb.DuckDBPyConnection, done: Step, coming: Sequence[Step]) -> None:
    """Drop what no step reads any more, for memory's sake."""
    read = {parent for step in coming for parent in step.parents}
    for relation in {done.relation, *done.parents} - read:
        connection.execute(f"drop table {relation}")


def keep_reference(job: Job, target: Path) -> None:
    """Keep the marts that hold nothing of a report, as Parquet: names, rules and the like."""
    with whole_folder(target) as partial, connect(job.compiled, read_only=True) as connection:
        filled = {step.relation for step in steps_of(connection)}
        query = "select table_name from duckdb_tables() where schema_name = 'marts' order by all"
        for (name,) in connection.execute(query).fetchall():
            if f'"{job.compiled.stem}"."marts"."{name}"' not in filled:
                file = quoted(partial / f"{name}.parquet")
                connection.execute(f"copy marts.{name} to {file} (format parquet)")
