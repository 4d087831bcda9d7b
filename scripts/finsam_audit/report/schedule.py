"""The schedule of misstatements of a report: its own years by category; trivial, other years, explained apart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from finsam_audit.report.database import Row

# what an error can move, each netted by itself; the cash is a part of the balance total
EFFECTS = ("result_effect", "equity_effect", "assets_effect", "cash_effect")
CATEGORIES = ("factual", "judgemental", "classification")
OTHER_YEARS = ("comparative", "later")
EXPLAINED = "explained"
# the levels of materiality, the highest first, with what lies at or above each
LEVELS = (
    ("overall_materiality", "above_overall_materiality"),
    ("performance_materiality", "above_performance_materiality"),
    ("clearly_trivial_level", "below_performance_materiality"),
)


@dataclass(frozen=True)
class Part:
    """Misstatements that are told together.

    Attributes:
        name: a category, `trivial`, the years that they are of, or `explained`.
        rows: one per finding.
        net: each effect summed with its sign; None where nothing is money.
        level: where the largest amount lies against materiality; amounts are never summed, since one error may stand
            in several figures.

    """

    name: str
    rows: list[Row]
    net: dict[str, Any]
    level: str | None


@dataclass(frozen=True)
class Schedule:
    """The schedule of one report."""

    first: Row
    own: list[Part]
    trivial: Part | None
    others: list[Part]
    net: dict[str, Any]
    levels: dict[str, str | None]


def money_sum(values: Iterable[Any]) -> Any:
    """Return the sum of amounts in SEK; what is no money (None) takes no part, and of nothing else there is no sum."""
    amounts = [value for value in values if value is not None]
    return sum(amounts) if amounts else None


def level_of(amount: Any, levels: Row) -> str | None:
    """Return where an amount lies against the materiality of its report; None where it moves nothing."""
    if not amount:
        return None
    if levels["overall_materiality"] is None:
        return "no_basis"
    return next((code for name, code in LEVELS if abs(amount) >= levels[name]), "clearly_trivial")


def part_of(name: str, rows: list[Row]) -> Part:
    """Return rows as a part of a schedule."""
    largest = max((row["amount"] for row in rows if row["amount"] is not None), default=None)
    net = {effect: money_sum(row[effect] for row in rows) for effect in EFFECTS}
    return Part(name, rows, net, level_of(largest, rows[0]))


def schedules(misstatements: Iterable[Row]) -> list[Schedule]:
    """Return a schedule per report that has misstatements; law, goals and verdicts are none.

    Args:
        misstatements: rows of the mart with their findings, by report.

    """
    by_document: dict[str, list[Row]] = defaultdict(list)
    for row in misstatements:
        if row["category"] is not None:
            by_document[row["document_id"]].append(row)
    return [schedule_of(rows) for rows in by_document.values()]


def schedule_of(rows: list[Row]) -> Schedule:
    """Return the schedule of one report; a print that a person has explained is no misstatement, and is told last."""
    explained = [row for row in rows if row["category"] == EXPLAINED]
    open_rows = [row for row in rows if row["category"] != EXPLAINED]
    own = [row for row in open_rows if row["year_kind"] == "own"]
    counted = [row for row in own if not row["is_clearly_trivial"]]
    trivial = [row for row in own if row["is_clearly_trivial"]]
    by_category = {name: [row for row in counted if row["category"] == name] for name in CATEGORIES}
    by_years = {name: [row for row in open_rows if row["year_kind"] == name] for name in OTHER_YEARS}
    net = {effect: money_sum(row[effect] for row in counted) for effect in EFFECTS}
    apart = [*by_years.items(), (EXPLAINED, explained)]
    return Schedule(
        first=rows[0],
        own=[part_of(name, part) for name, part in by_category.items() if part],
        trivial=part_of("trivial", trivial) if trivial else None,
        others=[part_of(name, part) for name, part in apart if part],
        net=net,
        levels={effect: level_of(value, rows[0]) for effect, value in net.items()},
    )
