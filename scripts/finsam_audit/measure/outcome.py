"""What a measurement shows: a table for the console, JSON for machines, a plot for people."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from finsam_audit.measure.events import EVENTS
from finsam_audit.measure.explained import Outcome
from finsam_audit.measure.inject import MIX, SLIPS
from finsam_audit.measure.score import BANDS, REACHES, Score, Tally

KINDS = (*MIX, *EVENTS)
FIELDS = tuple(Tally.__dataclass_fields__)
RATES = ("detected", "right_cell", "among_three", "exact", "value_right", "cause_right")
HEAD = ("n", "detected", "cell", "of three", "exactly", "value", "findings", "cause")
WITHIN = BANDS[0]


class Line(NamedTuple):
    """A line of the outcome: what it counts, and whether its rates are of all errors or of the detected ones."""

    name: str
    band: str
    tally: Tally
    of: str = "errors"


def added(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    items = list(tallies)
    return Tally(**{name: sum(getattr(item, name) for item in items) for name in FIELDS})


def shares(tally: Tally, of: str = "errors") -> dict[str, float | None]:
    """Return the rates of a tally: None where nothing can be divided.

    Args:
        tally: the counts.
        of: the count that is divided by, `errors` or `detected`; findings are always per detected error.

    """

    def rate(part: int, whole: int) -> float | None:
        return round(part / whole, 4) if whole else None

    rates = {name: rate(getattr(tally, name), getattr(tally, of)) for name in RATES}
    return {**rates, "findings_per_error": rate(tally.findings, tally.detected)}


def by_kind(score: Score) -> list[Line]:
    """Return the kinds of error by size band."""
    keys = {(kind, band) for kind, band, _ in score.tallies}
    return [
        Line(kind, band, added(t for (k, b, _), t in score.tallies.items() if (k, b) == (kind, band)))
        for kind in KINDS for band in BANDS if (kind, band) in keys
    ]  # fmt: skip


def totals(score: Score) -> list[Line]:
    """Return what the kinds add up to: outside rounding by reach, all kinds and slips alone; within rounding apart."""

    def total(fits: Callable[[str, str, str], bool]) -> Tally:
        return added(tally for key, tally in score.tallies.items() if fits(*key))

    outside = "outside rounding"
    lines: list[Line] = []
    for name, kinds in (("all", KINDS), ("slips of one cell", SLIPS)):
        whole = total(lambda k, b, r, kinds=kinds: k in kinds and b != WITHIN)  # type: ignore[misc]
        lines.append(Line(name, outside, whole))
        lines.append(Line(f"{name}, of the detected", outside, whole, "detected"))
        for reach in REACHES:
            part = total(lambda k, b, r, kinds=kinds, reach=reach: k in kinds and b != WITHIN and r == reach)  # type: ignore[misc]
            lines.append(Line(f"{name}, {reach}", outside, part))
    return [*lines, Line("all", WITHIN, total(lambda k, b, r: b == WITHIN))]


def as_json(score: Score, clean: dict[str, Any], settings: dict[str, Any], explained: dict[str, Outcome]) -> str:
    """Return the whole measurement as JSON, the same for the same score."""

    def told(line: Line) -> dict[str, Any]:
        counts = {name: getattr(line.tally, name) for name in FIELDS}
        return {"band": line.band, "counts": counts, "of": line.of, "rates": shares(line.tally, line.of)}

    document = {
        "settings": settings, "clean": clean, "results": [{"kind": line.name, **told(line)} for line in by_kind(score)],
        "totals": [{"name": line.name, **told(line)} for line in totals(score)],
        "explained_differences": {kind: vars(outcome) for kind, outcome in explained.items() if outcome.copies},
        "misses": [case for case in score.cases if not all(case[name] for name in RATES)],
    }  # fmt: skip
    return as_text(document)


def as_text(document: Any) -> str:
    """Return a document as JSON for a file."""
    return json.dumps(document, ensure_ascii=False, indent=1, default=float) + "\n"


def as_table(score: Score, clean: dict[str, Any], explained: dict[str, Outcome]) -> str:
    """Return the measurement as lines for the console."""

    def percent(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.1f} %"

    def row(name: str, band: str, cells: Iterable[str]) -> str:
        return f"{name:40} {band:17}" + "".join(f"{cell:>10}" for cell in cells)

    lines = [row("error", "size", HEAD)]
    for name, band, tally, of in [*by_kind(score), *totals(score)]:
        s = shares(tally, of)
        cells = [percent(s[rate]) for rate in RATES]
        per = s["findings_per_error"]
        lines.append(
            row(name, band, [str(getattr(tally, of)), *cells[:5], "–" if per is None else f"{per:.2f}", cells[5]])
        )
    states = clean["states"]
    evaluated = sum(n for state, n in states.items() if state not in ("not_evaluated", "not_applicable"))
    lines.append(
        f"originals: {clean['reports']} reports, {clean['reports_with_findings']} with findings; "
        f"{states.get('deviation', 0)} deviations and {states.get('unlikely_rounding', 0)} unlikely roundings "
        f"in {evaluated} evaluations"
    )
    lines += [f"  {r['rule_id']}: {r['deviations']} in {r['reports']} reports" for r in clean["deviations_by_rule"]]
    lines.append(
        f"numbers in a relation: face statements {percent(clean['face_numbers_in_relation'])}, "
        f"all tables {percent(clean['table_numbers_in_relation'])}"
    )
    lines += [
        f"{kind} in {outcome.copies} copies: named in {outcome.named}, cause right in {outcome.cause_right}, "
        f"{outcome.elsewhere} findings elsewhere"
        for kind, outcome in explained.items()
        if outcome.copies
    ]
    return "\n".join(lines)


def plot(score: Score, target: Path) -> None:
    """Write detection, right cell, exactly the wrong cells and right value per kind of error as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    matplotlib.rcParams["svg.hashsalt"] = "finsam"
    outside = [line for line in by_kind(score) if line.band != WITHIN]
    kinds = [kind for kind in KINDS if any(line.name == kind for line in outside)]
    totals = [added(line.tally for line in outside if line.name == kind) for kind in kinds]
    figure, axes = pyplot.subplots(figsize=(9, 0.5 * len(kinds) + 1.6))
    for shift, (name, label, colour) in enumerate(
        (("detected", "detected", "#1b4965"), ("right_cell", "right cell", "#5fa8d3"),
         ("exact", "exactly the wrong cells", "#c9a227"), ("value_right", "right value", "#7a9e7e"))
    ):  # fmt: skip
        values = [100 * (shares(total)[name] or 0) for total in totals]
        axes.barh([n + 0.2 * (shift - 1.5) for n in range(len(kinds))], values, 0.19, label=label, color=colour)
    axes.set_yticks(range(len(kinds)), [f"{k} (n={t.errors})" for k, t in zip(kinds, totals, strict=True)])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("percent of planted errors outside rounding")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.1), ncols=4, frameon=False)
    figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
