"""Which findings a deviation stands under, by the marts: a suite says what deviates, not what is known of it."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from finsam_audit.project.connection import connect

# the classes of findings that fail while they are new; presentation and legal are a warning
FAILING = ("error", "missing", "goal")
CENT = Decimal("0.01")
FINDINGS = "select finding_key, class, is_acknowledged, acknowledgement from marts.findings"
DEVIATIONS = """
select results.relation_id, results.rule_id, results.document_id, results.line_item, results.difference,
    evidence.finding_key
from marts.finding_relations as evidence
inner join marts.check_results as results on evidence.relation_id = results.relation_id
where evidence.role <> 'bears_out' and results.state = 'deviation'
order by evidence.finding_key
"""
Row = dict[str, Any]


class Finding(NamedTuple):
    """What the gate asks of a finding."""

    kind: str
    is_acknowledged: bool
    acknowledgement: str | None


class Evidence:
    """The findings by key, and by the relation that deviates because of them."""

    def __init__(self, findings: Mapping[str, Finding], deviations: list[tuple[Any, ...]]) -> None:
        self.findings = findings
        self.keys: dict[object, dict[str, Decimal | None]] = defaultdict(dict)
        for relation_id, rule_id, document_id, line_item, difference, key in deviations:
            self.keys[relation_id][key] = difference
            self.keys[rule_id, document_id, line_item][key] = difference

    def explained(self, rule_id: str, row: Row) -> Row:
        """Return what the findings say of a deviation that its own query found no finding for.

        The suites name the findings about a relation's own cells. One that lies elsewhere counts where the models found
        the relation to deviate because of it and by the same amount.

        Args:
            rule_id: the rule.
            row: the evaluation.

        """
        if row["finding_keys"]:
            return {}
        place: object = (rule_id, row["document_id"], row["line_item"])
        if "column_no" in row:
            place = f"{rule_id}:{row['document_id']}/{row['source_line']}/{row['column_no']}/{row['number_no']}"
        found = {
            key: self.findings[key]
            for key, difference in self.keys.get(place, {}).items()
            if key in self.findings and _is_same(difference, row["difference"])
        }
        if not found:
            return {}
        return {
            "is_acknowledged": all(finding.is_acknowledged for finding in found.values()),
            "acknowledgement": "; ".join(sorted({finding.acknowledgement or "" for finding in found.values()} - {""})),
            "finding_keys": ", ".join(sorted(found)),
        }

    def fails(self, row: Row) -> bool:
        """Tell whether a deviation that is not acknowledged is more than a warning.

        What stands under no finding is: the two evaluators should not differ.
        """
        keys = (row["finding_keys"] or "").split(", ")
        known = [self.findings[key] for key in keys if key in self.findings]
        return not known or any(finding.kind in FAILING and not finding.is_acknowledged for finding in known)


def _is_same(one: Decimal | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return abs(one - Decimal(other)) <= CENT


def read_evidence(database: Path) -> Evidence:
    """Return what the marts say of findings and of what deviates because of them."""
    with connect(database, read_only=True) as connection:
        findings = {key: Finding(*rest) for key, *rest in connection.execute(FINDINGS).fetchall()}
        return Evidence(findings, connection.execute(DEVIATIONS).fetchall())
