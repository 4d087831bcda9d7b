"""`finsam scale`: corpora of any size cast in slices, and what that takes beside a floor."""

from pathlib import Path

from finsam_audit.measure.corpora import Asked, keep_corpus
from finsam_audit.measure.costs import Costs, as_json, as_table, plot, slowest
from finsam_audit.measure.sliced import How, cast_corpus, only_scale
from finsam_audit.project.errors import UserError
from finsam_audit.project.files import beside, write_whole
from finsam_audit.project.visible import tell

SIZES = [100_000, 1_000_000]


def scale(root: Path, sizes: list[int], seed: int, how: How) -> int:
    """Write corpora under build/scale/, cast each, and say what it took: a line a size, a table, JSON and a plot.

    The CPU of one clean association is taken off: it is what starting and empty tables take.

    Args:
        root: the project.
        sizes: printed numbers, about.
        seed: where every choice comes from.
        how: slices and processes.

    Returns:
        0: it was timed, whatever it says.

    Raises:
        UserError: a corpus could not be cast, a size is no size, or another run is at work.

    """
    if min(sizes) <= 0:
        raise UserError("nothing to time; give --numbers above 0")
    place = root / "build" / "scale"
    with only_scale(place):
        empty = _timed(root, place / "empty", Asked(), seed, how)
        tell(f"one clean association: {empty.cpu:.1f} s of CPU")
        costs: list[Costs] = []
        for numbers in sizes:
            costs.append(_timed(root, place / str(numbers), Asked(numbers), seed, how))
            tell(f"{costs[-1].numbers:,} numbers: {costs[-1].cpu:.1f} s of CPU, {costs[-1].wall:.0f} s of wall")
            write_whole(place / "scale.json", as_json(empty, costs))
        tell(*as_table(empty, costs), *slowest(costs[-1]))
        plot(empty, costs, place / "scale.svg")
        tell(f"written: {(place / 'scale.json').relative_to(root)}, {(place / 'scale.svg').relative_to(root)}")
    return 0


def _timed(root: Path, place: Path, asked: Asked, seed: int, how: How) -> Costs:
    corpus = keep_corpus(place / "corpus", asked, seed)
    return Costs.of(cast_corpus(root, place / "corpus", place, how), corpus)


def scale_from(root: Path, corpus: Path, to: Path | None, how: How) -> int:
    """Cast a corpus that a person has, and say where its marts are.

    Args:
        root: the project.
        corpus: a folder as `finsam scale --to` writes it.
        to: where the marts go; beside the corpus where left out.
        how: slices and processes.

    Returns:
        0: what goes wrong is a UserError.

    Raises:
        UserError: it could not be cast.

    """
    target = to or beside(corpus.resolve(), "cast")
    costs = Costs.of(cast_corpus(root, corpus, target, how))
    write_whole(target / "scale.json", as_json(None, [costs]))
    tell(
        f"{costs.numbers:,} numbers in {costs.slices} slices: {costs.cpu:.1f} s of CPU, {costs.wall:.0f} s of wall, "
        f"{costs.disk / 1e6:.0f} MB: {target / 'marts'}/[0-9]*/NAME.parquet"
    )
    return 0
