"""A report as printed beside the report as corrected: what changes, which totals cast then, what stays open."""

from collections.abc import Mapping
from decimal import Decimal

from finsam_audit.formulas import SIZES
from finsam_audit.report.database import Document, Row
from finsam_audit.report.formats import slug
from finsam_audit.report.layout import Table, tables_of
from finsam_audit.report.recast import recast
from finsam_audit.report.site import Writer
from finsam_audit.swedish import number as written

# what a number is in the corrected report, the first that fits
CHANGED, CASTS, OPEN = "changed", "casts", "open"


def corrected_page(writer: Writer, document: Document, corrections: Mapping[str, Decimal]) -> None:
    """Write the page of a document as printed and as corrected."""
    tables = tables_of(document)
    settle(document, corrections)
    numbers = document.numbers
    writer.page(
        corrected_path(document.row["document_id"]),
        "corrected.html",
        document=document,
        tables=[(table, fate_of(table)) for table in tables],
        changed=[number for number in numbers if number["after"] == CHANGED],
        cast=[number for number in numbers if number["newly_cast"]],
        open_findings=[f for f in document.findings if not any(n["corrected_by"] == f["finding_key"] for n in numbers)],
    )


def corrected_path(document_id: str) -> str:
    """Return the address of a document's corrected page."""
    return f"document/{slug(document_id)}.corrected.html"


def settle(document: Document, corrections: Mapping[str, Decimal]) -> None:
    """Give every number its corrected print and what it is then.

    A number is changed where a finding decides it; it casts where a relation that it is the total of deviated as
    printed and all of them hold as corrected; it stays open where a finding names it or may name it and decides
    nothing, or a relation that it takes part in still deviates.
    """
    still = {
        relation["relation_id"]
        for relation in document.results
        if relation["state"] == "deviation" and not _holds(document, relation, corrections)
    }
    own = {relation["relation_id"] for relation in document.results}
    for number in document.numbers:
        number["corrected"] = corrected_print(number)
        deviating = [r for r in number["relations"] if r["state"] == "deviation"]
        # a relation whose total stands in another document is told there
        left = [r for r in deviating if r["relation_id"] in still or r["relation_id"] not in own]
        number["newly_cast"] = not left and any(r["role"] == "total" for r in deviating)
        number["after"] = None
        if number["corrected"] is not None:
            number["after"] = CHANGED
        elif number["finding"] or number["mark"] == "candidate" or left:
            number["after"] = OPEN
        elif number["newly_cast"]:
            number["after"] = CASTS


def _holds(document: Document, relation: Row, corrections: Mapping[str, Decimal]) -> bool:
    cast = recast(relation, document.terms.get(relation["relation_id"], []), corrections)
    return cast is not None and cast.holds


def corrected_print(number: Row) -> str | None:
    """Return what a number should say, in the unit of its print; None where no finding changes it."""
    amount = number["corrected_amount"]
    return None if amount is None else written(amount / SIZES.get(number["applied_unit"] or "", 1))


def fate_of(table: Table) -> str | None:
    """Return whether a table is changed or casts newly, stays open, or neither."""
    fates = {number["after"] for line in table.lines for cell in line.cells for number in cell}
    return CHANGED if fates & {CHANGED, CASTS} else OPEN if OPEN in fates else None
