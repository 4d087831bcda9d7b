"""`finsam scale`: corpora of any size as Parquet, and what the models take on them beside a floor."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from finsam_audit.measure.corpus import LAYOUT, Sequenced, Writer, generate, spoil
from finsam_audit.measure.run import DATABASE, run_on
from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import whole_folder, write_whole
from finsam_audit.project.relations import quoted

ERROR_SHARE = 0.01
# more numbers than this are the same reports again under other associations
GENERATED = 1_000_000
KEYS = ("association_id", "document_id", "goal_id", "finding_key")
# for `dbt --vars`: a file as each engine names it
SCANS: dict[str, Callable[[Path], str]] = {
    "vars.json": lambda path: f"read_parquet({quoted(path)})",
    "vars.spark.json": lambda path: f"parquet.`{path}`",
}
FLOOR = """
    select document_id, count(*), sum(try_cast(replace(replace(replace(regexp_extract(
        translate(printed, '\u00a0\u202f\u2009\u2007\u2212\u2013\u2014', '    ---'), '-?[0-9][0-9 .]*(,[0-9]+)?'),
        ' ', ''), '.', ''), ',', '.') as decimal(18, 2)))
    from read_parquet(?) group by document_id
"""
FLOOR_THREADS = 2
FLOOR_RUNS = 3
SIZES = [100_000, 1_000_000]


@dataclass
class Corpus:
    """What a folder holds."""

    seed: int
    associations: int = 0
    reports: int = 0
    numbers: int = 0
    reports_with_errors: int = 0
    errors: int = 0
    times_repeated: int = 1


@dataclass(frozen=True)
class Usage:
    """What `dbt run` took on a corpus, seeds loaded before: seconds, bytes, and the seconds of each model."""

    cpu: float
    wall: float
    memory: int
    disk: int
    models: dict[str, float]


def _associations(numbers: int, seed: int, corpus: Corpus) -> Iterator[Sequenced]:
    """Generate associations until they print enough numbers, and count them; about one report in a hundred is spoiled.

    An error stands in the report itself, not in a copy, and the association's other reports stay as they are.
    No numbers asked for is one clean association.
    """
    while corpus.numbers < max(numbers, 1):
        number = corpus.associations
        source = generate(seed, number)
        if numbers and corpus.reports_with_errors < ERROR_SHARE * (corpus.reports + len(source.reports)):
            copy = spoil(seed, number, source)
            source.reports[copy.upto] = replace(source.reports[copy.upto], rows=copy.spoilt.rows)
            corpus.reports_with_errors += 1
            corpus.errors += 1
        corpus.associations += 1
        corpus.reports += len(source.reports)
        corpus.numbers += sum(len(report.rows) for report in source.reports)
        yield source


def _repeat(base: Path, folder: Path, times: int) -> None:
    """Write the relations of a folder several times, every key with another ending each time."""
    for name, layout in LAYOUT.items():
        keys = [column.split()[0] for column in layout.split(", ") if column.split()[0] in KEYS]
        parts = [
            "select * replace (" + ", ".join(f"{key} || '_r{number:04d}' as {key}" for key in keys) + ") from base"
            for number in range(times)
        ]
        # in order, DuckDB would hold all repetitions in memory
        with connect(preserve_insertion_order="false") as connection:
            connection.read_parquet(str(base / f"{name}.parquet")).create_view("base")
            connection.sql(" union all ".join(parts)).write_parquet(str(folder / f"{name}.parquet"))


def write_corpus(folder: Path, numbers: int, seed: int = 1) -> Corpus:
    """Write generated reports as Parquet, one file per input relation.

    vars.json is for `dbt --vars`, vars.spark.json for the same on Spark; corpus.json says what the folder holds, with
    the share of the reports that carry errors. The folder appears whole or not at all; the same seed gives the same
    rows.

    Args:
        folder: where to; it is made, or is there and empty.
        numbers: how many printed numbers, about; 0 is one clean association.
        seed: where every choice comes from.

    Returns:
        What was written.

    Raises:
        UserError: the folder is not empty, or fewer than no numbers are asked for.

    """
    folder = folder.resolve()
    if numbers < 0:
        raise UserError(f"--numbers {numbers} is too few; give 0 for one clean association, or more")
    if folder.exists() and any(folder.iterdir()):
        raise UserError(f"{folder} is not empty; name another folder, or empty it")
    with whole_folder(folder) as partial:
        base = partial / "base"
        base.mkdir()
        corpus = Corpus(seed, times_repeated=max(1, round(numbers / GENERATED)))
        writer = Writer(base)
        for source in _associations(numbers // corpus.times_repeated, seed, corpus):
            writer.add(source)
        writer.close()
        if corpus.times_repeated > 1:
            _repeat(base, partial, corpus.times_repeated)
            for count in ("associations", "reports", "numbers", "reports_with_errors", "errors"):
                setattr(corpus, count, getattr(corpus, count) * corpus.times_repeated)
        else:
            for name in LAYOUT:
                (base / f"{name}.parquet").rename(partial / f"{name}.parquet")
        shutil.rmtree(base)
        said = {**asdict(corpus), "error_share": corpus.reports_with_errors / corpus.reports}
        for file, scan in SCANS.items():
            relations = {name: scan(folder / f"{name}.parquet") for name in LAYOUT}
            (partial / file).write_text(json.dumps({"input_relations": relations}, indent=2) + "\n", "utf-8")
        (partial / "corpus.json").write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    return corpus


def floor(folder: Path) -> float:
    """Return the CPU that one DuckDB takes to read the numbers, parse them and sum them per document: best of three."""
    times: list[float] = []
    for _ in range(FLOOR_RUNS):
        with connect(threads=FLOOR_THREADS) as connection:
            before = time.process_time()
            connection.execute(FLOOR, [str(folder / "line_items.parquet")]).fetchall()
            times.append(time.process_time() - before)
    return min(times)


def time_models(root: Path, folder: Path, work: Path) -> Usage:
    """Load the seeds, then run the models on a corpus and say what the run took.

    Args:
        root: the project.
        folder: the corpus.
        work: an existing empty folder for the database, dbt's artefacts and its log; the database is deleted.

    Raises:
        UserError: dbt failed; the message names its log.

    """
    relations = json.loads((folder / "vars.json").read_text("utf-8"))["input_relations"]
    database = work / DATABASE
    run_on(root, relations, database, "seed")
    started = time.monotonic()
    run = run_on(root, relations, database, "run")
    wall = time.monotonic() - started
    disk = database.stat().st_size
    database.unlink()
    models = {
        result["unique_id"].split(".")[2]: result["execution_time"]
        for result in run.results()
        if result["unique_id"].startswith("model.")
    }
    slowest = dict(sorted(models.items(), key=lambda item: (-item[1], item[0])))
    used = run.usage
    if used is None:
        raise UserError("this system does not tell what a process took")
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, disk, slowest)


def _timed(root: Path, place: Path, numbers: int, seed: int) -> tuple[Corpus, Usage, float]:
    shutil.rmtree(place, ignore_errors=True)
    work = place / "run"
    work.mkdir(parents=True)
    corpus = write_corpus(place / "corpus", numbers, seed)
    return corpus, time_models(root, place / "corpus", work), floor(place / "corpus")


def scale(root: Path, sizes: list[int], seed: int) -> int:
    """Write corpora under build/scale/, time the models on each, and print one line a size.

    The CPU of the run on one clean association is taken off: it is what dbt takes for itself. scale.json has the
    figures with the seconds of every model.

    Args:
        root: the project.
        sizes: printed numbers, about.
        seed: where every choice comes from.

    Returns:
        0: it was timed, whatever it says.

    Raises:
        UserError: dbt failed, or a size is no size.

    """
    if min(sizes) <= 0:
        raise UserError("nothing to time; give --numbers above 0")
    place = root / "build" / "scale"
    _, empty, _ = _timed(root, place / "empty", 0, seed)
    print(f"one clean association: {empty.cpu:.1f} s of CPU, {empty.wall:.0f} s of wall", flush=True)
    figures: list[dict[str, object]] = []
    for numbers in sizes:
        corpus, used, least = _timed(root, place / str(numbers), numbers, seed)
        own = used.cpu - empty.cpu
        print(
            f"{corpus.numbers:,} numbers: {own:.1f} s of CPU above that, floor {least:.3f} s: {own / least:.0f} times; "
            f"{used.wall:.0f} s of wall, {used.memory / 1e9:.1f} GB of memory, {used.disk / 1e9:.2f} GB of database",
            flush=True,
        )
        figures.append({"corpus": asdict(corpus), "floor": least, "times_floor": own / least, **asdict(used)})
        write_whole(place / "scale.json", json.dumps({"empty": asdict(empty), "sizes": figures}, indent=2))
    return 0
