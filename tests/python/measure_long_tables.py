"""Times a report whose tables are long, clean and with an error: `python tests/python/measure_long_tables.py [N ...]`.

One generated report of an association with N activities is cast as `finsam scale` casts it. Told are the CPU above that
of a report of eight activities, and the models whose CPU grew most from one size to the next.
"""

import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from association import ROOT
from finsam_audit.measure import ledger
from finsam_audit.measure.corpus import LAYOUT, Writer, generate, spoil
from finsam_audit.measure.costs import Costs
from finsam_audit.measure.ledger import Member
from finsam_audit.measure.sliced import How, cast_corpus

FEW = 8
SIZES = [1_000, 5_000, 20_000]
SLOWEST = 5


def cast(folder: Path, activities: int, has_error: bool) -> Costs:
    """Cast one report of so many activities."""
    # the generator looks for the office in order, for every row
    rows = [Member("office", "Kansli", "administration")]
    rows += [Member(f"activity_{number}", f"Insats {number}", "activity") for number in range(1, activities + 1)]
    with patch.object(ledger, "_cost_rows", lambda _: rows):
        source = generate(1, 0, 1)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    writer = Writer(corpus)
    writer.add(source, spoilt=spoil(1, 0, source).spoilt if has_error else None)
    writer.close()
    for input_name in LAYOUT:
        (corpus / input_name).mkdir()
        (corpus / f"{input_name}.parquet").rename(corpus / input_name / "0.parquet")
    return Costs.of(cast_corpus(ROOT, corpus, folder / "cast", How()))


def main(sizes: list[int]) -> None:
    """Print a line for each size."""
    with tempfile.TemporaryDirectory() as name:
        for has_error in (False, True):
            few = before = cast(Path(name) / f"{has_error}{FEW}", FEW, has_error)
            for size in sizes:
                costs = cast(Path(name) / f"{has_error}{size}", size, has_error)
                above, former = costs.above(few), before.above(few)
                grown = sorted(((s - before.models.get(m, 0), m) for m, s in costs.models.items()), reverse=True)
                print(
                    f"{'one error' if has_error else 'clean'}, {size:,} activities, {costs.numbers:,} numbers: "
                    f"{above:.1f} s of CPU, {1e3 * above / (costs.numbers - few.numbers):.2f} ms a number"
                    + (f", {above / former:.1f} times that before" if former else "")
                    + f"; {costs.search.groups} groups, {costs.search.seconds:.2f} s; "
                    + ", ".join(f"{model} {seconds:.1f}" for seconds, model in grown[:SLOWEST]),
                    flush=True,
                )
                before = costs


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES)
