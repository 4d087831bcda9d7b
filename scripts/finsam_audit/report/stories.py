"""Findings that tell of one cause: those that share a relation or a number, directly or through others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Related:
    """A finding that belongs together with another.

    Attributes:
        finding: the row of the mart, with its unit.
        rule_ids: of the relations that they share.
        shares_number: whether both prints follow from one other amount of a number. Where neither is so, others lie
            between.

    """

    finding: Row
    rule_ids: list[str]
    shares_number: bool


@dataclass(frozen=True)
class Story:
    """What belongs together with a finding.

    Attributes:
        keys: the findings of its cause, itself among them, in the order of the report.
        related: the others.
        numbers: a number each with what it says and what it would have to be for several of their prints to be right.

    """

    keys: list[str]
    related: list[Related]
    numbers: list[Row]


def stories(pairs: Iterable[Row], findings: Mapping[str, Row]) -> dict[str, Story]:
    """Return the story of every finding that has one.

    Args:
        pairs: rows of the mart related_findings, in both directions, with the rule of their relation.
        findings: every finding by key, in the order of the reports.

    """
    fellows: dict[str, set[str]] = defaultdict(set)
    rules: dict[tuple[str, str], set[str]] = defaultdict(set)
    numbers: dict[str, dict[tuple[Any, ...], Row]] = defaultdict(dict)
    by_number: set[tuple[str, str]] = set()
    for pair in pairs:
        key, other = pair["finding_key"], pair["related_key"]
        fellows[key].add(other)
        if pair["kind"] == "relation":
            rules[key, other].add(pair["rule_id"])
        else:
            place = tuple(pair[name] for name in ("document_id", "source_line", "column_no", "number_no"))
            numbers[key][place] = pair
            by_number.add((key, other))
    order = {key: place for place, key in enumerate(findings)}
    told: dict[str, Story] = {}
    for start in fellows:
        if start in told:
            continue
        found, open_keys = {start}, [start]
        while open_keys:
            new = fellows[open_keys.pop()] - found
            found |= new
            open_keys += new
        own = sorted(found, key=order.__getitem__)
        shared = {place: row for key in own for place, row in numbers[key].items()}
        for key in own:
            related = [
                Related(findings[other], sorted(rules[key, other]), (key, other) in by_number)
                for other in own
                if other != key
            ]
            told[key] = Story(own, related, list(shared.values()))
    return told
