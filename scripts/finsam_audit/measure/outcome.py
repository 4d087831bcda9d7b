"""What a measurement shows: a table for the console, JSON for machines, a plot for people."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from finsam_audit.measure.explained import Outcome
from finsam_audit.measure.inject import MIX
from finsam_audit.measure.score import BANDS, Score, Tally

HEAD = ("error", "size", "n", "detected", "findings", "first", "of three", "cause")
FIELDS = tuple(Tally.__dataclass_fields__)


def added(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    items = list(tallies)
    return Tally(**{name: sum(getattr(item, name) for item in items) for name in FIELDS})


def shares(tally: Tally) -> dict[str, float | None]:
    """Return the rates of a tally: None where nothing can be divided."""

    def rate(part: int, whole: int) -> float | None:
        return round(part / whole, 4) if whole else None

    return {
        "detection": rate(tally.detected, tally.errors),
        "findings_per_error": rate(tally.findings, tally.single),
        "culprit_first": rate(tally.first, tally.located_of),
        "culprit_among_three": rate(tally.first_three, tally.located_of),
        "cause_right": rate(tally.cause_right, tally.located_of),
    }


def grouped(score: Score) -> list[tuple[str, str, Tally]]:
    """Return tallies by kind and band, then kinds, then everything outside rounding and everything."""
    rows = [(kind, band, score.tallies[kind, band]) for kind in MIX for band in BANDS if (kind, band) in score.tallies]
    outside = added(t for (_, band), t in score.tallies.items() if band != BANDS[0])
    return [*rows, ("all", "outside rounding", outside), ("all", "all", added(score.tallies.values()))]


def as_json(score: Score, clean: dict[str, Any], settings: dict[str, Any], explained: dict[str, Outcome]) -> str:
    """Return the whole measurement as JSON, the same for the same score."""
    rows = [
        {"kind": kind, "band": band, **{name: getattr(tally, name) for name in FIELDS}, **shares(tally)}
        for kind, band, tally in grouped(score)
    ]
    document = {
        "settings": settings, "clean": clean, "results": rows,
        "explained_differences": {kind: vars(outcome) for kind, outcome in explained.items() if outcome.copies},
        "undetectable_in_principle": {k: score.undetectable[k] for k in MIX if k in score.undetectable},
        "misses": [case for case in score.cases if not case["first"] or not case["cause_right"]],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1, default=float) + "\n"


def as_table(score: Score, clean: dict[str, Any], explained: dict[str, Outcome]) -> str:
    """Return the measurement as lines for the console."""

    def percent(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.1f} %"

    lines = []
    for kind, band, tally in [(*HEAD[:2], None), *grouped(score)]:
        if tally is None:
            cells = HEAD[2:]
        else:
            s = shares(tally)
            per = s["findings_per_error"]
            cells = (
                str(tally.errors), percent(s["detection"]), "–" if per is None else f"{per:.2f}",
                percent(s["culprit_first"]), percent(s["culprit_among_three"]), percent(s["cause_right"]),
            )  # fmt: skip
        lines.append(f"{kind:18} {band:17}" + "".join(f"{cell:>10}" for cell in cells))
    lost = sum(score.undetectable.values())
    lines.append(f"undetectable in principle (cell in no evaluated relation): {lost}")
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
    """Write detection, culprit first and cause right per kind of error as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    matplotlib.rcParams["svg.hashsalt"] = "finsam"
    kinds = [kind for kind in MIX if any((kind, band) in score.tallies for band in BANDS)]
    totals = [added(t for (k, b), t in score.tallies.items() if k == kind and b != BANDS[0]) for kind in kinds]
    figure, axes = pyplot.subplots(figsize=(9, 0.42 * len(kinds) + 1.6))
    for shift, (name, label, colour) in enumerate(
        (("detection", "detected", "#1b4965"), ("culprit_first", "culprit first", "#5fa8d3"),
         ("cause_right", "cause right", "#c9a227"))
    ):  # fmt: skip
        values = [100 * (shares(total)[name] or 0) for total in totals]
        axes.barh([n + 0.27 * (shift - 1) for n in range(len(kinds))], values, 0.25, label=label, color=colour)
    axes.set_yticks(range(len(kinds)), [f"{k} (n={t.errors})" for k, t in zip(kinds, totals, strict=True)])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("percent of planted errors outside rounding")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=3, frameon=False)
    figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
