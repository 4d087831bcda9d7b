"""Times Arelle's Calculations 1.1 beside the models on the same facts: `python tests/python/measure_arelle.py [N]`.

Reports of N numbers are cast as `finsam scale` casts them; each one's sums are written as XBRL, and Arelle judges them.
Of Arelle the check of calculations is told, and all its checks after loading; of the models all their queries,
after the inputs are read. What starting takes is taken off the models: that of the same on one clean association.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from arelle import Validate, ValidateXbrlCalcs
from arelle_judge import inconsistent
from association import ROOT
from finsam_audit.measure.corpora import Asked, write_corpus
from finsam_audit.measure.sliced import How, cast_corpus
from finsam_audit.xbrl import export

NUMBERS = 10_000
# what `export` reads, and whether a slice keeps it or the run
MARTS = {"check_results": "marts/*", "relation_terms": "marts/*", "printed_numbers": "marts/*", "rules": "reference"}


class Watched:
    """A part of Arelle, the CPU of its calls added up."""

    def __init__(self, module: Any) -> None:
        self.seconds = 0.0
        self.check = module.validate
        module.validate = self

    def __call__(self, *given: Any) -> list[Any]:
        """Check to the end, and count the time."""
        before = time.process_time()
        verdicts = list(self.check(*given) or ())
        self.seconds += time.process_time() - before
        return verdicts


def cast(folder: Path, asked: Asked, until: str | None) -> float:
    """Cast a corpus into a folder, and return the CPU of its models' queries."""
    write_corpus(folder / "corpus", asked)
    sliced = cast_corpus(ROOT, folder / "corpus", folder / "cast", How(until=until))
    return sum(seconds for figures in sliced.slices for seconds in figures.models.values())


def above_start(folder: Path, numbers: int, until: str | None) -> float:
    """Return the CPU of the models for so many numbers, above that of one clean association."""
    return cast(folder / "all", Asked(numbers), until) - cast(folder / "one", Asked(), until)


def main(numbers: int) -> None:
    """Print what both took, for all and for a relation, and where they differ."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = {until: above_start(folder / (until or "marts"), numbers, until) for until in (None, "ledger")}
        database = folder / "cast.duckdb"
        with duckdb.connect(str(database)) as connection:
            connection.execute("create schema marts")
            for mart, place in MARTS.items():
                files = folder / "marts" / "all" / "cast" / place / f"{mart}.parquet"
                connection.execute(f"create table marts.{mart} as from read_parquet('{files}')")
            cast_relations = "select count(*) from marts.check_results where printed_amount is not null"
            (relations,) = connection.execute(cast_relations).fetchall()[0]
            documents = [
                row[0] for row in connection.execute("select distinct document_id from marts.check_results").fetchall()
            ]
        calculations, checks = Watched(ValidateXbrlCalcs), Watched(Validate)
        judged, different = 0, 0
        for document in sorted(documents):
            instance, sums = export(database, document, folder)
            theirs = inconsistent(instance)
            judged += len(sums)
            different += len(theirs ^ {place for place, item in enumerate(sums) if item.state == "deviation"})
    print(f"{numbers:,} numbers, {len(documents)} reports; {judged:,} sums judged by both, {different} differently")
    for what, seconds in (("calculations alone", calculations.seconds), ("all checks after loading", checks.seconds)):
        print(f"Arelle, {what}: {seconds:.2f} s of CPU, {1e6 * seconds / judged:.0f} µs a sum")
    for until, seconds in ours.items():
        times = (watched.seconds / judged / (seconds / relations) for watched in (calculations, checks))
        print(
            f"models to {until or 'all marts'}: {seconds:.2f} s of CPU, {1e6 * seconds / relations:.1f} µs for each of "
            f"{relations:,} relations: Arelle takes {' and '.join(f'{each:.1f}' for each in times)} times as much"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBERS)
