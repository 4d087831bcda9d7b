"""Corpora of any size as Parquet: a folder for each input relation, in it a file for each repetition of the reports."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from finsam_audit.measure.corpus import LAYOUT, SEQUENCE, Sequenced, Writer, generate, spoil
from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import remove, whole_folder
from finsam_audit.project.relations import quoted

ERROR_SHARE = 0.01
# more numbers than this are the same reports again under other associations
GENERATED = 1_000_000
KEYS = ("association_id", "document_id", "goal_id", "finding_key")
SAID = "corpus.json"
# for `dbt --vars`: a folder of files as each engine names it
SCANS: dict[str, Callable[[Path], str]] = {
    "vars.json": lambda path: f"read_parquet({quoted(path / '*.parquet')})",
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


@dataclass(frozen=True)
class Asked:
    """How large a corpus is to be: it has at least these, and as few more as can be.

    Attributes:
        numbers: printed numbers.
        associations: how many; where no more is asked for, the corpus is one clean association.
        reports: of each association, one a year.

    """

    numbers: int = 0
    associations: int = 1
    reports: int = SEQUENCE


@dataclass
class Corpus:
    """What a folder holds, and what it was made of: what was asked for, the seed, the generator."""

    asked: Asked
    seed: int
    generator: str
    associations: int = 0
    reports: int = 0
    numbers: int = 0
    reports_with_errors: int = 0
    errors: int = 0
    times_repeated: int = 1


def _generator() -> str:
    """Return what tells one version of the generator from another."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _associations(corpus: Corpus) -> Iterator[Sequenced]:
    """Generate associations until they are enough, and count them; about one report in a hundred is spoiled.

    An error stands in the report itself, not in a copy, and the association's other reports stay as they are.
    """
    asked, seed = corpus.asked, corpus.seed
    is_clean = (asked.numbers, asked.associations) == (0, 1)
    while corpus.numbers < asked.numbers // corpus.times_repeated or corpus.associations < asked.associations:
        number = corpus.associations
        source = generate(seed, number, asked.reports)
        if not is_clean and corpus.reports_with_errors < ERROR_SHARE * (corpus.reports + len(source.reports)):
            copy = spoil(seed, number, source)
            source.reports[copy.upto] = replace(source.reports[copy.upto], rows=copy.spoilt.rows)
            corpus.reports_with_errors += 1
            corpus.errors += 1
        corpus.associations += 1
        corpus.reports += len(source.reports)
        corpus.numbers += sum(len(report.rows) for report in source.reports)
        yield source


def _place(base: Path, folder: Path, times: int) -> None:
    """Write the relations of a folder as often as asked, each time into a file of its own, under keys of its own.

    Keys begin with the number of the time: associations in their order lie together in the files.
    """
    for name, layout in LAYOUT.items():
        source, target = base / f"{name}.parquet", folder / name
        target.mkdir()
        if times == 1:
            source.rename(target / f"{0:05d}.parquet")
            continue
        keys = [column.split()[0] for column in layout.split(", ") if column.split()[0] in KEYS]
        for number in range(times):
            named = ", ".join(f"'r{number:05d}_' || {key} as {key}" for key in keys)
            with connect() as connection:
                connection.execute(
                    f"copy (select * replace ({named}) from read_parquet({quoted(source)}))"
                    f" to {quoted(target / f'{number:05d}.parquet')} (format parquet)"
                )


def write_corpus(folder: Path, asked: Asked, seed: int = 1) -> Corpus:
    """Write generated reports as Parquet, a folder of files per input relation.

    vars.json is for `dbt --vars`, vars.spark.json for the same on Spark; corpus.json says what the folder holds, with
    the share of the reports that carry errors. The folder appears whole or not at all; the same seed gives the same
    rows.

    Args:
        folder: where to; it is made, or is there and empty.
        asked: how large.
        seed: where every choice comes from.

    Returns:
        What was written.

    Raises:
        UserError: the folder is not empty, or fewer than no numbers are asked for.

    """
    folder = folder.resolve()
    if asked.numbers < 0:
        raise UserError(f"--numbers {asked.numbers} is too few; give 0 for one clean association, or more")
    if folder.exists() and any(folder.iterdir()):
        raise UserError(f"{folder} is not empty; name another folder, or empty it")
    with whole_folder(folder) as partial:
        base = partial / "base"
        base.mkdir()
        corpus = Corpus(asked, seed, _generator(), times_repeated=max(1, round(asked.numbers / GENERATED)))
        writer = Writer(base)
        for source in _associations(corpus):
            writer.add(source)
        writer.close()
        _place(base, partial, corpus.times_repeated)
        remove(base)
        for count in ("associations", "reports", "numbers", "reports_with_errors", "errors"):
            setattr(corpus, count, getattr(corpus, count) * corpus.times_repeated)
        said = {**asdict(corpus), "error_share": corpus.reports_with_errors / corpus.reports}
        for file, scan in SCANS.items():
            relations = {name: scan(folder / name) for name in LAYOUT}
            (partial / file).write_text(json.dumps({"input_relations": relations}, indent=2) + "\n", "utf-8")
        (partial / SAID).write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    return corpus


def keep_corpus(folder: Path, asked: Asked, seed: int) -> Corpus:
    """Return the corpus of a folder where it is the one that would be written, else write it in its place."""
    try:
        said = json.loads((folder / SAID).read_text("utf-8"))
        kept = Corpus(**{**{name: said[name] for name in Corpus.__dataclass_fields__}, "asked": Asked(**said["asked"])})
    except (OSError, ValueError, KeyError, TypeError):
        kept = None
    if kept and (kept.asked, kept.seed, kept.generator) == (asked, seed, _generator()):
        return kept
    remove(folder)
    return write_corpus(folder, asked, seed)


def floor(folder: Path) -> float:
    """Return the CPU that one DuckDB takes to read the numbers, parse them and sum them per document: best of three."""
    times: list[float] = []
    for _ in range(FLOOR_RUNS):
        with connect(threads=FLOOR_THREADS) as connection:
            before = time.process_time()
            connection.execute(FLOOR, [str(folder / "line_items" / "*.parquet")]).fetchall()
            times.append(time.process_time() - before)
    return min(times)
