"""What casting a corpus took, as a table, as JSON and as a plot over sizes."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from finsam_audit.measure.corpora import Corpus
from finsam_audit.measure.sliced import Sliced

SLOWEST = 12


@dataclass(frozen=True)
class Search:
    """The searches for the wrong cell: groups of relations, and the CPU of each, that of its search shared evenly.

    Attributes:
        groups: how many.
        seconds: of CPU, all together.
        median: milliseconds of a group.
        p99: milliseconds that one group in a hundred takes or more.

    """

    groups: int
    seconds: float
    median: float | None
    p99: float | None

    @classmethod
    def of(cls, searches: Sequence[tuple[float, int]]) -> "Search":
        """Return what searches took, given as seconds and groups of each."""
        each = [1000 * seconds / groups for seconds, groups in searches for _ in range(groups)]
        last = quantiles(each, n=100, method="inclusive")[-1] if len(each) > 1 else None
        return cls(len(each), sum(seconds for seconds, _ in searches), median(each) if each else None, last)


@dataclass(frozen=True)
class Costs:
    """What casting a corpus took.

    Attributes:
        numbers: printed numbers.
        slices: how many.
        processes: how many slices at once.
        cpu: seconds, user and system, of all processes.
        wall: seconds: of the slices, as many at once as there were processes.
        memory: bytes, at most: the highest peak of a process for each of them, and of the one that started them.
        disk: bytes of the marts.
        models: seconds of CPU of each model, the slowest first; reading the inputs and writing the marts besides.
        search: the searches, whose time is in that of their model too.
        floor: seconds of CPU.
        corpus: what was generated; None for a person's own.

    """

    numbers: int
    slices: int
    processes: int
    cpu: float
    wall: float
    memory: int | None
    disk: int
    models: dict[str, float]
    search: Search
    floor: float
    corpus: Corpus | None

    @classmethod
    def of(cls, sliced: Sliced, corpus: Corpus | None = None) -> "Costs":
        """Add up what the slices took."""
        models: Counter[str] = Counter()
        for figures in sliced.slices:
            models.update(figures.models)
            models.update({"(inputs)": figures.read, "(parquet)": figures.written})
        peaks = [figures.memory for figures in sliced.slices if figures.memory]
        return cls(
            numbers=sum(figures.numbers for figures in sliced.slices),
            slices=len(sliced.slices),
            processes=sliced.processes,
            cpu=sliced.cutting + sum(figures.cpu for figures in sliced.slices),
            wall=sum(figures.wall for figures in sliced.slices) / sliced.processes,
            memory=sliced.processes * max(peaks) + sliced.memory if peaks and sliced.memory else None,
            disk=sliced.disk,
            models=dict(models.most_common()),
            search=Search.of([(seconds, groups) for figures in sliced.slices for seconds, groups in figures.searches]),
            floor=sliced.floor,
            corpus=corpus,
        )

    def above(self, empty: "Costs") -> float:
        """Return the CPU above that of one association, seconds."""
        return self.cpu - empty.cpu

    def times_floor(self, empty: "Costs") -> float:
        """Return how many times the floor the CPU above one association is."""
        return self.above(empty) / self.floor

    def times_without_search(self, empty: "Costs") -> float:
        """Return the same without the searches."""
        return (self.above(empty) - self.search.seconds + empty.search.seconds) / self.floor


def as_json(empty: Costs | None, costs: Sequence[Costs]) -> str:
    """Return all figures; those above one association where that was timed."""

    def told(each: Costs) -> dict[str, Any]:
        if empty is None:
            return asdict(each)
        above = {"above": each.above(empty), "times_floor": each.times_floor(empty)}
        return {**asdict(each), **above, "times_floor_without_search": each.times_without_search(empty)}

    return json.dumps({"empty": empty and asdict(empty), "sizes": [told(each) for each in costs]}, indent=2) + "\n"


HEAD = (
    "numbers", "slices", "CPU, s", "floor, s", "times", "no search", "s/1e6", "wall, s", "GB memory", "GB disk",
    "groups", "ms median", "ms p99", "groups/s",
)  # fmt: skip


def as_table(empty: Costs, costs: Sequence[Costs]) -> list[str]:
    """Return a line a size: CPU and its ratios above one association; groups a second are of one core."""

    def number(value: float | None, decimals: int) -> str:
        return "–" if value is None else f"{value:,.{decimals}f}"

    rows = [HEAD]
    for each in costs:
        above, search = each.above(empty), each.search
        rows.append((
            number(each.numbers, 0), str(each.slices), number(above, 1), number(each.floor, 3),
            number(each.times_floor(empty), 0), number(each.times_without_search(empty), 0),
            number(1e6 * above / each.numbers, 1), number(each.wall, 0),
            number(each.memory and each.memory / 1e9, 1), number(each.disk / 1e9, 2), number(search.groups, 0),
            number(search.median, 1), number(search.p99, 1),
            number(search.groups / search.seconds if search.seconds else None, 0),
        ))  # fmt: skip
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def slowest(costs: Costs) -> list[str]:
    """Return the models that take most, a line each."""
    whole = sum(costs.models.values())
    return [
        f"  {name}: {seconds:.1f} s, {100 * seconds / whole:.0f} %"
        for name, seconds in list(costs.models.items())[:SLOWEST]
    ]


def plot(empty: Costs, costs: Sequence[Costs], target: Path) -> None:
    """Write CPU beside the floor, times the floor, memory and disk over sizes as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    matplotlib.rcParams["svg.hashsalt"] = "finsam"
    costs = sorted(costs, key=lambda each: each.numbers)
    numbers = [each.numbers for each in costs]
    figure, (seconds, times, room) = pyplot.subplots(1, 3, figsize=(12, 3.6))
    seconds.loglog(numbers, [each.above(empty) for each in costs], "o-", color="#1b4965", label="above one association")
    seconds.loglog(numbers, [each.floor for each in costs], "o-", color="#7a9e7e", label="floor")
    seconds.set_ylabel("seconds of CPU")
    times.semilogx(numbers, [each.times_floor(empty) for each in costs], "o-", color="#1b4965", label="all")
    without = [each.times_without_search(empty) for each in costs]
    times.semilogx(numbers, without, "o-", color="#5fa8d3", label="without the search")
    times.set_ylim(bottom=0)
    times.set_ylabel("times the floor")
    memory = [(each.numbers, each.memory / 1e9) for each in costs if each.memory]
    room.loglog([x for x, _ in memory], [y for _, y in memory], "o-", color="#c9a227", label="memory, at most")
    room.loglog(numbers, [each.disk / 1e9 for each in costs], "o-", color="#5fa8d3", label="marts")
    room.set_ylabel("GB")
    for axes in (seconds, times, room):
        axes.set_xlabel("printed numbers")
        axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
