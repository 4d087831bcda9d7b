"""Scores findings against planted errors: per kind of error, size band and how many relations hold the cells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from finsam_audit.measure.events import RIGHT_CAUSES
from finsam_audit.measure.found import Database, Fact, Found
from finsam_audit.measure.planted import Address, Planted, Wrong
from finsam_audit.measure.printing import decimal_number

BANDS = ("within rounding", "1-10 times", "over 10 times")
REACHES = ("no relation", "one relation", "two or more relations")
# what is wrong there is not told by a cell: its suggestions stand at places, not at numbers
ROUNDED_UNITS = ("printed_unit", "column_unit")
Facts = Mapping[Address, Fact]


@dataclass
class Tally:
    """Counts of one kind, size band and reach.

    Attributes:
        errors: how many errors.
        detected: the copy has a finding that its original has not.
        right_cell: a finding names a wrong cell first.
        among_three: or has one among its first three candidates.
        exact: the findings name all wrong cells and no other.
        value_right: what they suggest is the true value of every wrong cell.
        cause_right: what is named is also called what it is.
        findings: all of them, over the detected errors.

    """

    errors: int = 0
    detected: int = 0
    right_cell: int = 0
    among_three: int = 0
    exact: int = 0
    value_right: int = 0
    cause_right: int = 0
    findings: int = 0


@dataclass
class Score:
    """What a measurement says: tallies by kind, band and reach, and every case."""

    tallies: dict[tuple[str, str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    cases: list[dict[str, Any]] = field(default_factory=list)


def band_of(size: Decimal, bound: Decimal) -> str:
    """Return the size band of an error.

    Args:
        size: by how much the error moves the amount (SEK or percent), not negative.
        bound: the tightest rounding bound of the relations that the cell is in, same unit.

    """
    if size <= bound:
        return BANDS[0]
    return BANDS[1] if size <= 10 * bound else BANDS[2]


def size_of(cell: Wrong, half_width: Decimal) -> Decimal:
    """Return by how much a cell is wrong (SEK or percent), told by its prints and half its last digit."""
    true, printed = decimal_number(cell.true_printed), decimal_number(cell.printed)
    value, step = true or (Decimal(0), printed[1] if printed else Decimal(1))
    return abs((printed[0] if printed else Decimal(0)) - value) / step * (2 * half_width or step)


def band_and_reach(planted: Planted, facts: Facts) -> tuple[str, str]:
    """Return the band of the largest error among the wrong cells, and the reach of the least covered of them."""
    bands = []
    for cell in planted.error.cells:
        fact = facts[cell.address]
        bound = max(fact.half_width * 2 if fact.bound is None else fact.bound, fact.half_width)
        bands.append(BANDS.index(band_of(size_of(cell, fact.half_width), bound)))
    fewest = min(facts[cell.address].relation_count for cell in planted.error.cells)
    return BANDS[max(bands)], REACHES[min(fewest, 2)]


def named_by(planted: Planted, finding: Found) -> tuple[Address, ...]:
    """Return the cells that a finding of a copy names, at their addresses in the clean document.

    A row that is not there has no address in the copy: what says that a row of its table is missing names it,
    and so does a finding whose key is the quantity of one of its cells.
    """
    error = planted.error
    if error.kind in ("row_dropped", "total_dropped") and finding.document_id == error.document_id + planted.suffix:
        quantity = finding.key.replace(planted.suffix + "/", "/", 1).split("~")[0]
        cells = tuple(cell.address for cell in error.cells if cell.quantity == quantity)
        if not finding.cells and cells:
            return cells
        is_missing = finding.cause == "row_not_printed" or (finding.cause == "missing_number" and not finding.cells)
        # that a table has no total names the total that it lost
        is_missing |= error.kind == "total_dropped" and "/table/" in finding.key and finding.cause == "missing_number"
        if is_missing and finding.table_no == error.table_no:
            return tuple(cell.address for cell in error.cells)
    return tuple(planted.source(address) for address in finding.cells)


def is_value_right(planted: Planted, cell: Wrong, findings: list[tuple[Found, tuple[Address, ...]]], fact: Fact,
                   before: Decimal | None) -> bool:  # fmt: skip
    """Tell whether a finding that names a wrong cell suggests its true value, within rounding of its print.

    Args:
        planted: the error.
        cell: one of its cells.
        findings: the new findings, each with the cells that it names.
        fact: the number in the clean document.
        before: what the clean document's own finding suggests there, which is as true as its print.

    """
    true = decimal_number(cell.true_printed)
    wanted: list[Decimal] = [] if before is None else [before]
    if true is not None and fact.amount is not None:
        wanted.append(abs(fact.amount).copy_sign(true[0]))
    width = fact.half_width
    if planted.error.kind in ROUNDED_UNITS:
        # thousands do not say which krona it was
        width = max(width, width * 1000 if len(cell.printed) < len(cell.true_printed) else width)
    for finding, named in findings:
        if cell.address not in named:
            continue
        said = {planted.source(address): value for address, value in finding.values.items()}
        value = said.get(cell.address, finding.suggested)
        # nothing should stand there
        if true is None and (not value or finding.cause in RIGHT_CAUSES["row_doubled"]):
            return True
        amounts = wanted if finding.is_signed else [fact.amount or Decimal(0)]
        if value is not None and any(abs(value - amount) <= width for amount in amounts):
            return True
    return False


def judge(score: Score, planted: Planted, facts: Facts, findings: list[Found],
          before: Mapping[Address, Decimal | None]) -> None:  # fmt: skip
    """Add one planted error to the score.

    Args:
        score: what is added to.
        planted: the error.
        facts: its cells in the clean document.
        findings: what the copy finds and its original does not.
        before: what the original's own findings suggest.

    """
    error = planted.error
    band, reach = band_and_reach(planted, facts)
    named = [(finding, named_by(planted, finding)) for finding in findings]
    every = {address for _, cells in named for address in cells}

    def among(finding: Found, cells: tuple[Address, ...]) -> bool:
        others = [planted.source(a) for a in finding.candidates if planted.source(a) not in cells]
        return bool(error.wrong & {*cells, *others[:2]})

    def called(kind: str) -> bool:
        mine = {cell.address for cell in error.cells if cell.kind == kind}
        return any(mine & set(cells) and finding.cause in RIGHT_CAUSES[kind] for finding, cells in named)

    right = {
        "detected": bool(findings),
        "right_cell": bool(error.wrong & every),
        "among_three": any(among(finding, cells) for finding, cells in named),
        # a finding without a cell (of a document, a section) names something else
        "exact": error.wrong <= every <= error.wrong | error.beside and all(cells for _, cells in named),
        "value_right": all(
            is_value_right(planted, cell, named, facts[cell.address], before.get(cell.address)) for cell in error.cells
        ),
        "cause_right": all(called(kind) for kind in {cell.kind for cell in error.cells}),
    }
    tally = score.tallies[error.kind, band, reach]
    tally.errors += 1
    tally.findings += len(findings)
    for name, is_right in right.items():
        setattr(tally, name, getattr(tally, name) + is_right)
    score.cases.append(
        {"kind": error.kind, "band": band, "statement": error.statement,
         "is_tied": any(facts[cell.address].tie_count for cell in error.cells),
         "is_covered": all(facts[cell.address].is_covered for cell in error.cells),
         "document": error.document_id + planted.suffix, "reach": reach,
         "cells": [{"quantity": c.quantity, "line": c.address[1], "column": c.address[2], "true": c.true_printed,
                    "printed": c.printed} for c in error.cells], **right,
         "findings": [{"key": f.key, "cause": f.cause} for f in findings]}
    )  # fmt: skip


def suffix_of(association: str, known: set[str]) -> str:
    """Return the suffix of a copy with an error; empty for originals and other copies."""
    at = association.rfind("_e")
    return association[at:] if at >= 0 and association[at:] in known else ""


def identity(finding: Found, cells: tuple[Address, ...], suffix: str) -> tuple[object, ...]:
    """Return what a finding of a copy and one of its original have in common where they are the same.

    A finding is new when the original has none at its place, or one with other amounts: what opens an acknowledged
    finding again. Cells count by their addresses, as the n-th print of a quantity moves with a row.
    """
    place = cells if len(cells) == 1 else finding.key.replace(f"{suffix}/", "/", 1)
    return place, finding.printed, finding.suggested


def score(database: Database, findings: Iterable[Found], planted: Iterable[Planted]) -> Score:
    """Score a built corpus.

    Args:
        database: what dbt built from the corpus.
        findings: its findings.
        planted: every planted error.

    Returns:
        The score.

    Raises:
        AssertionError: a planted error is in no number of the database.

    """
    result = Score()
    items = list(planted)
    known = {item.suffix for item in items}
    clean: set[tuple[object, ...]] = set()
    before: dict[Address, Decimal | None] = {}
    found: dict[str, list[Found]] = defaultdict(list)
    for finding in findings:
        suffix = suffix_of(finding.association_id, known)
        if suffix:
            found[finding.association_id].append(finding)
        else:
            clean.add(identity(finding, finding.cells, ""))
            before |= finding.values if finding.is_signed else {}
    facts = database.facts((cell.address, item.year) for item in items for cell in item.error.cells)
    for item in items:
        mine = {at: facts[at, item.year] for at in item.error.wrong if (at, item.year) in facts}
        if set(mine) != item.error.wrong:
            raise AssertionError(f"the planted error {item.error} is in no printed number")
        new = []
        for finding in found[item.association_id + item.suffix]:
            cells = tuple(item.source(address) for address in finding.cells)
            if identity(finding, cells, item.suffix) not in clean:
                new.append(finding)
        judge(result, item, mine, new, before)
    return result
