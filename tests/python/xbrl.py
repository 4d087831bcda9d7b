"""A document's sums as XBRL: facts with their decimals and a calculation linkbase, for an independent judge."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
from finsam_audit.project.errors import UserError
from lxml import etree

XBRLI = "http://www.xbrl.org/2003/instance"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XSD = "http://www.w3.org/2001/XMLSchema"
ISO = "http://www.xbrl.org/2003/iso4217"
OWN = "urn:finsam-audit:facts"
ROLE = "urn:finsam-audit:relation:"
SUMMATION = "https://xbrl.org/2023/arcrole/summation-item"
ARCROLE_SCHEMA = "https://www.xbrl.org/2023/calculation-1.1.xsd"

RELATIONS = """
select results.relation_id, terms.cell, terms.role, terms.weight, terms.amount, terms.half_width, results.state
from marts.check_results as results
inner join marts.rules as rules on results.rule_id = rules.rule_id
inner join marts.relation_terms as terms on results.relation_id = terms.relation_id and terms.role <> 'absent'
where results.document_id = ? and rules.kind in ('sum', 'tie') and results.printed_amount is not null
    and results.state in ('exact', 'rounding', 'unlikely_rounding', 'deviation')
    -- one document, money, no look at other documents, no constants
    and results.relation_id not in (
        select others.relation_id from marts.relation_terms as others
        left join marts.printed_numbers as numbers on others.cell = numbers.cell
        where others.role <> 'absent' and (
            numbers.document_id is distinct from results.document_id
            or coalesce(numbers.applied_unit, 'kr') not in ('kr', 'tkr', 'mkr') or numbers.is_approximate
        )
    )
order by results.relation_id, terms.role desc, terms.cell
"""


@dataclass(frozen=True)
class Fact:
    """A printed number: SEK and half of what its last digit is worth."""

    amount: Decimal
    half_width: Decimal

    @property
    def decimals(self) -> str:
        """The number of decimals of the print in SEK, negative for thousands; INF for an exact number."""
        return "INF" if self.half_width == 0 else str(-(2 * self.half_width).log10().to_integral_value())


@dataclass
class Calculation:
    """One sum: total = weighted terms, by cell, and the state that the marts give it."""

    relation_id: str
    state: str
    total: str
    terms: list[tuple[str, int]]


def read_document(database: Path, document_id: str) -> tuple[dict[str, Fact], list[Calculation]]:
    """Return the facts and sums of a document.

    Raises:
        UserError: the database is not there, or has no sum of that document.

    """
    if not database.is_file():
        raise UserError(f"{database.name} is not there; run `make build` first")
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(RELATIONS, [document_id]).fetchall()
    if not rows:
        raise UserError(f"no evaluated sum of {document_id} in {database.name}; see document_id in marts.check_results")
    facts: dict[str, Fact] = {}
    sums: dict[str, Calculation] = {}
    for relation_id, cell, role, weight, amount, half_width, state in rows:
        facts[cell] = Fact(amount, half_width)
        item = sums.setdefault(relation_id, Calculation(relation_id, state, "", []))
        if role == "total":
            item.total = cell
        else:
            item.terms.append((cell, weight))
    return facts, [item for item in sums.values() if item.total and item.terms]


def _write(element: etree._Element, path: Path) -> None:
    etree.ElementTree(element).write(str(path), xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _schema(concepts: dict[str, str], roles: int) -> etree._Element:
    root = etree.Element(
        f"{{{XSD}}}schema", nsmap={"xsd": XSD, "xbrli": XBRLI, "link": LINK, "xlink": XLINK},
        targetNamespace=OWN, elementFormDefault="qualified",
    )  # fmt: skip
    notes = etree.SubElement(etree.SubElement(root, f"{{{XSD}}}annotation"), f"{{{XSD}}}appinfo")
    reference = etree.SubElement(notes, f"{{{LINK}}}linkbaseRef")
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", "calculation.xml")
    reference.set(f"{{{XLINK}}}role", "http://www.xbrl.org/2003/role/calculationLinkbaseRef")
    reference.set(f"{{{XLINK}}}arcrole", "http://www.w3.org/1999/xlink/properties/linkbase")
    for number in range(roles):
        role = etree.SubElement(notes, f"{{{LINK}}}roleType", roleURI=f"{ROLE}{number}", id=f"r{number}")
        etree.SubElement(role, f"{{{LINK}}}usedOn").text = "link:calculationLink"
    etree.SubElement(
        root,
        f"{{{XSD}}}import",
        namespace=XBRLI,
        schemaLocation=f"{XBRLI.rsplit('/', 1)[0]}/xbrl-instance-2003-12-31.xsd",
    )
    for name in concepts.values():
        element = etree.SubElement(
            root, f"{{{XSD}}}element", name=name, id=name, type="xbrli:monetaryItemType",
            substitutionGroup="xbrli:item", nillable="true",
        )  # fmt: skip
        element.set(f"{{{XBRLI}}}periodType", "duration")
    return root


def _linkbase(concepts: dict[str, str], sums: list[Calculation]) -> etree._Element:
    root = etree.Element(f"{{{LINK}}}linkbase", nsmap={"link": LINK, "xlink": XLINK})
    kind, href, label = (f"{{{XLINK}}}{name}" for name in ("type", "href", "label"))
    for number in range(len(sums)):
        role = etree.SubElement(root, f"{{{LINK}}}roleRef", roleURI=f"{ROLE}{number}")
        role.set(kind, "simple")
        role.set(href, f"facts.xsd#r{number}")
    arcrole = etree.SubElement(root, f"{{{LINK}}}arcroleRef", arcroleURI=SUMMATION)
    arcrole.set(kind, "simple")
    arcrole.set(href, f"{ARCROLE_SCHEMA}#summation-item")
    for number, item in enumerate(sums):
        link = etree.SubElement(root, f"{{{LINK}}}calculationLink")
        link.set(kind, "extended")
        link.set(f"{{{XLINK}}}role", f"{ROLE}{number}")
        for cell in dict.fromkeys([item.total, *(cell for cell, _ in item.terms)]):
            locator = etree.SubElement(link, f"{{{LINK}}}loc")
            locator.set(kind, "locator")
            locator.set(href, f"facts.xsd#{concepts[cell]}")
            locator.set(label, concepts[cell])
        for order, (cell, weight) in enumerate(item.terms, 1):
            arc = etree.SubElement(link, f"{{{LINK}}}calculationArc", order=str(order), weight=str(weight))
            arc.set(kind, "arc")
            arc.set(f"{{{XLINK}}}arcrole", SUMMATION)
            arc.set(f"{{{XLINK}}}from", concepts[item.total])
            arc.set(f"{{{XLINK}}}to", concepts[cell])
    return root


def _instance(document_id: str, concepts: dict[str, str], facts: dict[str, Fact]) -> etree._Element:
    spaces = {"xbrli": XBRLI, "link": LINK, "xlink": XLINK, "iso4217": ISO, "f": OWN}
    root = etree.Element(f"{{{XBRLI}}}xbrl", nsmap=spaces)
    reference = etree.SubElement(root, f"{{{LINK}}}schemaRef")
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", "facts.xsd")
    context = etree.SubElement(root, f"{{{XBRLI}}}context", id="c")
    entity = etree.SubElement(context, f"{{{XBRLI}}}entity")
    etree.SubElement(entity, f"{{{XBRLI}}}identifier", scheme="urn:finsam-audit").text = document_id
    # the concept is the cell, its year included: one context serves all
    period = etree.SubElement(context, f"{{{XBRLI}}}period")
    etree.SubElement(period, f"{{{XBRLI}}}forever")
    unit = etree.SubElement(root, f"{{{XBRLI}}}unit", id="sek")
    etree.SubElement(unit, f"{{{XBRLI}}}measure").text = "iso4217:SEK"
    for cell, name in concepts.items():
        fact = etree.SubElement(root, f"{{{OWN}}}{name}", contextRef="c", unitRef="sek", decimals=facts[cell].decimals)
        fact.text = f"{facts[cell].amount:f}"
    return root


def export(database: Path, document_id: str, folder: Path) -> tuple[Path, list[Calculation]]:
    """Write a document's facts and sums as XBRL instance, schema and calculation linkbase (Calculations 1.1).

    Args:
        database: a published database.
        document_id: a document of it.
        folder: an existing folder.

    Returns:
        The instance, and the sums in the order of their link roles (urn:finsam-audit:relation:0, 1, ...).

    Raises:
        UserError: no such database, or no sum of that document.

    """
    facts, sums = read_document(database, document_id)
    concepts = {cell: f"n{number}" for number, cell in enumerate(sorted(facts))}
    _write(_schema(concepts, len(sums)), folder / "facts.xsd")
    _write(_linkbase(concepts, sums), folder / "calculation.xml")
    instance = folder / "instance.xbrl"
    _write(_instance(document_id, concepts, facts), instance)
    return instance, sums
