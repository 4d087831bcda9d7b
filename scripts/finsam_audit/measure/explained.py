"""Differences that are no slips: another scope, a restated comparative, a table without its total."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from finsam_audit.measure.corpus import Sequenced, Writer, print_report
from finsam_audit.measure.found import Found
from finsam_audit.measure.reports import Report

# what such a difference is to be called
CAUSES = {"scope_differs": "scope_differs", "restated": "restated", "missing_total": "missing_number"}
SMALLEST = 100_000
WITH_TOTAL = ("operating_account", "note_income", "note_costs", "note_receivables", "note_current_liabilities")
Place = tuple[str, str, int]


@dataclass(frozen=True)
class Difference:
    """A difference in a copy of an association: where it shows (document, line, column; or the beginning of a key)."""

    kind: str
    association_id: str
    places: frozenset[Place]
    table_key: str = ""


@dataclass
class Outcome:
    """How differences of one kind were met.

    Attributes:
        copies: how many there are.
        named: of them, how many have a finding where the difference shows.
        cause_right: of those, how many have none there under another cause.
        elsewhere: findings at other places, over all copies.

    """

    copies: int = 0
    named: int = 0
    cause_right: int = 0
    elsewhere: int = 0


def _changed(old: Report, new: Report, suffix: str) -> set[Place]:
    return {
        (a.document_id + suffix, a.source_line, a.column_no)
        for a, b in zip(old.rows, new.rows, strict=True)
        if a.printed != b.printed
    }


def _scope(source: Sequenced) -> Sequenced | None:
    years = source.association.years
    if min(years[report.year].financial_income for report in source.reports) < SMALLEST:
        return None
    style = replace(source.style, overview_scope="whole")
    reports = [print_report(source.association, style, report.year) for report in source.reports]
    return Sequenced(source.association, style, reports)


def _restated(source: Sequenced, rng: random.Random) -> Sequenced | None:
    last = source.reports[-1]
    before = source.association.years[last.year - 1]
    codes = [row.code for row in source.association.activities if before.costs[row.code] > 20 * SMALLEST]
    if len(codes) < 2:
        return None
    giver, taker = rng.sample(codes, 2)
    moved = before.costs[giver] // 10
    costs = {**before.costs, giver: before.costs[giver] - moved, taker: before.costs[taker] + moved}
    years = {**source.association.years, before.year: replace(before, costs=costs)}
    report = print_report(replace(source.association, years=years), source.style, last.year)
    return Sequenced(source.association, source.style, [*source.reports[:-1], report])


def _without_total(source: Sequenced, rng: random.Random) -> tuple[Sequenced, str]:
    last = source.reports[-1]
    number, statement = rng.choice([(int(str(t[1])), str(t[2])) for t in last.tables if t[2] in WITH_TOTAL])
    total = next(item.total for item in reversed(last.sums) if item.table_no == number)
    rows = [row for row in last.rows if (row.table_no, row.source_line) != (number, total)]
    tree = [
        row._replace(parent_line="", weight=1)
        if (row.table_no, row.parent_line) == (number, total) else row
        for row in last.tree if (row.table_no, row.source_line) != (number, total)
    ]  # fmt: skip
    reports = [*source.reports[:-1], replace(last, rows=rows, tree=tree)]
    return Sequenced(source.association, source.style, reports), f"{statement}/table/t{number}/"


def _differ(kind: str, source: Sequenced, suffix: str, rng: random.Random) -> tuple[Sequenced, Difference] | None:
    code = source.association.code + suffix
    if kind == "missing_total":
        made, tail = _without_total(source, rng)
        return made, Difference(kind, code, frozenset(), f"{source.reports[-1].document_id}{suffix}/{tail}")
    changed = _scope(source) if kind == "scope_differs" else _restated(source, rng)
    if changed is None:
        return None
    pairs = zip(source.reports, changed.reports, strict=True)
    places = frozenset(place for old, new in pairs for place in _changed(old, new, suffix))
    return (changed, Difference(kind, code, places)) if places else None


def write(writer: Writer, sources: list[Sequenced], count: int, seed: int) -> list[Difference]:
    """Write copies with one difference each, the kinds in turn.

    Args:
        writer: what the copies are written to.
        sources: the associations that are copied.
        count: copies; fewer are written where too few associations have what a kind needs.
        seed: the same seed gives the same differences.

    """
    written: list[Difference] = []
    for place, kind in enumerate(CAUSES):
        wanted = (count + len(CAUSES) - 1 - place) // len(CAUSES)
        for number, source in enumerate(sources):
            suffix = f"_x{place}{number:05d}"
            made = _differ(kind, source, suffix, random.Random(f"explained/{seed}/{kind}/{number}"))
            if made is not None and wanted:
                writer.add(made[0], suffix)
                written.append(made[1])
                wanted -= 1
    return written


def score(findings: Iterable[Found], differences: Iterable[Difference]) -> dict[str, Outcome]:
    """Return how each kind of difference was met by the findings of a built corpus."""
    found: dict[str, list[tuple[str, set[Place], str]]] = defaultdict(list)
    for finding in findings:
        places = {(document, line, column) for document, line, column, _ in finding.cells}
        found[finding.association_id].append((finding.key, places, finding.cause))
    outcomes = {kind: Outcome() for kind in CAUSES}
    for item in differences:
        outcome = outcomes[item.kind]
        here = [
            cause
            for key, places, cause in found[item.association_id]
            if places & item.places or (item.table_key and key.startswith(item.table_key))
        ]
        outcome.copies += 1
        outcome.named += bool(here)
        outcome.cause_right += bool(here) and set(here) == {CAUSES[item.kind]}
        outcome.elsewhere += len(found[item.association_id]) - len(here)
    return outcomes
