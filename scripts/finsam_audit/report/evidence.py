"""The page of a finding: every relation that speaks for or against it, as printed and as it would be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from finsam_audit.report.database import Document, Row
from finsam_audit.report.formats import slug
from finsam_audit.report.layout import Table, tables_of
from finsam_audit.report.recast import Cast, recast
from finsam_audit.report.site import Writer

# classes whose print is no slip: what it is held against is no suggestion
WITHOUT_SUGGESTION = ("legal", "presentation", "goal")

# rows above and below that show where a row stands
NEIGHBOURS = 2
# to one: beyond it a candidate is as good as none, and the number says nothing
MOST = 1_000_000


@dataclass(frozen=True)
class Witness:
    """A relation of a finding.

    Attributes:
        relation: the row of the mart.
        printed: how it comes out as printed, None where it is no arithmetic of its cells.
        suggested: how it would come out with what the findings suggest.
        terms: its cells with their places; absent ones have none.

    """

    relation: Row
    printed: Cast | None
    suggested: Cast | None
    terms: list[Row]


def witness(relation: Row, terms: list[Row], amounts: Mapping[str, Decimal] | None) -> Witness:
    """Return a relation as printed and with other amounts; without any it has no other outcome."""
    return Witness(relation, recast(relation, terms, {}), recast(relation, terms, amounts) if amounts else None, terms)


def amounts_of(finding: Row, number: Row | None, corrections: Mapping[str, Decimal]) -> dict[str, Decimal] | None:
    """Return the amounts with which a finding's relations are cast again: its own suggestion among all others."""
    if finding["class"] in WITHOUT_SUGGESTION:
        return None
    amounts = dict(corrections)
    if number and finding["suggested_amount"] is not None:
        amounts[finding["cell"]] = finding["suggested_amount"] * (number["sign_factor"] or 1)
    return amounts


def odds(candidate: Row) -> int:
    """Return how many to one the best candidate lies before this one; what is further behind than MOST has that."""
    return round(math.exp(min(candidate["log_odds"] / 1000, math.log(MOST))))


def excerpt(table: Table | None, source_line: str | None) -> Table | None:
    """Return the row of a finding with its neighbours, as the report prints them; None where no row is its place."""
    if table is None:
        return None
    places = [place for place, line in enumerate(table.lines) if line.source_line == source_line]
    if not places:
        return None
    return replace(table, lines=table.lines[max(places[0] - NEIGHBOURS, 0) : places[-1] + 1 + NEIGHBOURS])


def finding_pages(
    writer: Writer, document: Document, rules: dict[str, Row], corrections: Mapping[str, Decimal]
) -> None:
    """Write a page per finding of a document, with the relations that deviate because of it and those that hold."""
    by_cell = {number["cell"]: number for number in document.numbers}
    tables = {table.row["table_no"]: table for table in tables_of(document)}
    for finding in document.findings:
        number = by_cell.get(finding["cell"])
        amounts = amounts_of(finding, number, corrections)
        told = [
            witness(relation, document.terms.get(relation["relation_id"], []), amounts)
            for relation in document.evidence.get(finding["finding_key"], [])
        ]
        against = [one for one in told if one.relation["evidence_role"] != "bears_out"]
        writer.page(
            f"finding/{slug(finding['finding_key'])}.html",
            "finding.html",
            finding=finding,
            document=document.row,
            number=number,
            excerpt=excerpt(tables.get(finding["table_no"]), finding["source_line"]),
            against=against,
            bearing=[one for one in told if one.relation["evidence_role"] == "bears_out"],
            candidates=[(candidate, odds(candidate)) for candidate in finding["candidates"]],
            rule_ids=sorted({one.relation["rule_id"] for one in against}),
            rules=rules,
        )
