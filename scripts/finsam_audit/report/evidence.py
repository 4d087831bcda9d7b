"""The page of a finding: every relation that speaks for or against it, as printed and as it would be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from finsam_audit.report.database import Document, Row
from finsam_audit.report.formats import slug
from finsam_audit.report.layout import Table, tables_of
from finsam_audit.report.recast import Cast, contrary, recast
from finsam_audit.report.site import Writer
from finsam_audit.report.stories import Story

# rows above and below that show where a row stands
NEIGHBOURS = 2
# to one: beyond it a candidate is as good as none, and the number says nothing
MOST = 1_000_000


@dataclass(frozen=True)
class Witness:
    """A relation of a finding.

    Attributes:
        relation: the row of the mart, with how it would come out with what the findings suggest.
        printed: how it comes out as printed, None where it is no arithmetic of its cells.
        contrary: what it came to where it is no arithmetic of its cells.
        terms: its cells with their places; absent ones have none.

    """

    relation: Row
    printed: Cast | None
    contrary: str | None
    terms: list[Row]


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


def finding_pages(writer: Writer, document: Document, rules: dict[str, Row], stories: Mapping[str, Story]) -> None:
    """Write a page per finding of a document, with the relations that deviate because of it and those that hold."""
    by_cell = {number["cell"]: number for number in document.numbers}
    tables = {table.row["table_no"]: table for table in tables_of(document)}
    for finding in document.findings:
        told = []
        for relation in document.evidence.get(finding["finding_key"], []):
            terms = document.terms.get(relation["relation_id"], [])
            told.append(Witness(relation, recast(relation, terms, {}), contrary(relation), terms))
        against = [one for one in told if one.relation["evidence_role"] != "bears_out"]
        writer.page(
            f"finding/{slug(finding['finding_key'])}.html",
            "finding.html",
            finding=finding,
            document=document.row,
            number=by_cell.get(finding["cell"]),
            excerpt=excerpt(tables.get(finding["table_no"]), finding["source_line"]),
            story=stories.get(finding["finding_key"]),
            against=against,
            bearing=[one for one in told if one.relation["evidence_role"] == "bears_out"],
            candidates=[(candidate, odds(candidate)) for candidate in finding["candidates"]],
            rule_ids=sorted({one.relation["rule_id"] for one in against}),
            rules=rules,
        )
