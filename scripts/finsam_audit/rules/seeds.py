"""Rules as the rows that the SQL models read, `rules.csv` and `rule_terms.csv`, every name held against the chart."""

import io
from collections.abc import Iterable, Sequence

from finsam_audit.project.csv_files import row_writer
from finsam_audit.project.errors import UserError
from finsam_audit.rules.catalogue import Rule
from finsam_audit.rules.language import Term

Row = dict[str, str]
RULE_COLUMNS = (
    "rule_id",
    "rule_family",
    "kind",
    "severity",
    "class",
    "tick",
    "title_sv",
    "title_en",
    "law",
    "law_read",
    "cause",
    "guidance",
    "needs_all_definitions",
    "unproven_share",
)
TERM_COLUMNS = (
    "rule_id",
    "definition",
    "term_no",
    "role",
    "document_match",
    "document_offset",
    "document_kind",
    "statement",
    "line_item",
    "measure",
    "period_offset",
    "weight",
    "presence",
    "match",
)


def rule_row(rule: Rule) -> Row:
    """Return the row of a rule."""
    return {
        "rule_id": rule.rule_id,
        "rule_family": rule.family,
        "kind": rule.kind,
        "severity": rule.severity,
        "class": rule.of_class,
        "tick": rule.tick,
        "title_sv": rule.sv,
        "title_en": rule.en,
        "law": rule.law,
        "law_read": str(rule.law_read).lower(),
        "cause": rule.cause,
        "guidance": rule.guidance,
        "needs_all_definitions": str(rule.needs_every_definition).lower(),
        "unproven_share": "" if rule.unproven_up_to is None else f"{rule.unproven_up_to:.2f}",
    }


def term_row(rule_id: str, definition: int, term_no: int, term: Term) -> Row:
    """Return the row of a term."""
    values = (
        rule_id, definition, term_no, term.role, term.document_match, term.document_offset, term.document_kind,
        term.statement, term.line_item, term.measure, term.period_offset, term.weight, term.presence, term.match,
    )  # fmt: skip
    return dict(zip(TERM_COLUMNS, map(str, values), strict=True))


def term_rows(rule: Rule) -> list[Row]:
    """Return the rows of a rule's terms: of each definition a row per place of the total (number 0), then its terms."""
    if rule.sentence is None:
        return []
    total, rows = rule.sentence.total, []
    for definition, terms in enumerate(rule.sentence.definitions, 1):
        for place in total.places():
            rows.append(term_row(rule.rule_id, definition, 0, Term("total", *place, match=total.match)))
        rows += [term_row(rule.rule_id, definition, number, term) for number, term in enumerate(terms, 1)]
    return rows


def hold_against(rule: Rule, chart: Sequence[Row], guidance: set[str], measures: set[str]) -> None:
    """Hold the names in a rule against what there is.

    Args:
        rule: the rule.
        chart: the rows of chart.csv.
        guidance: the keys of rule_guidance.csv.
        measures: every measure there is.

    Raises:
        UserError: guidance that is not there, a statement, line or measure that the chart does not know; the message
            names file, rule and word.

    """
    if rule.guidance not in guidance:
        raise UserError(f"{rule.place}: no guidance {rule.guidance!r} in rule_guidance.csv")
    statements = {row["statement"] for row in chart}
    lines = {(row["statement"], row["line_item"]) for row in chart}
    for row in term_rows(rule):
        statement, line, measure = row["statement"], row["line_item"], row["measure"]
        if row["role"] == "constant":
            continue
        if statement not in statements | {"=", "%"}:
            raise UserError(f"{rule.place}: no statement is called {statement!r} in chart.csv")
        if line not in ("=", "%", "*") and statement in statements and (statement, line) not in lines:
            # a sentence over several statements need not find every line in each of them
            if row["role"] == "total" and line in {item for _, item in lines}:
                continue
            raise UserError(f"{rule.place}: {statement} has no line {line!r} in chart.csv")
        if measure not in measures | {"=", "%"}:
            raise UserError(f"{rule.place}: no measure is called {measure!r}; known are {', '.join(sorted(measures))}")


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Return rows as the text of a seed."""
    text = io.StringIO()
    writer = row_writer(text, columns)
    writer.writerows(rows)
    return text.getvalue()


def compiled(rules: Sequence[Rule], chart: Sequence[Row], guidance: set[str], measures: set[str]) -> dict[str, str]:
    """Return the texts of both seeds by file name.

    Args:
        rules: the rules of the suites.
        chart: the rows of chart.csv.
        guidance: the keys of rule_guidance.csv.
        measures: every measure there is.

    Raises:
        UserError: a rule names what is not in the chart, or guidance that is not there.

    """
    for rule in rules:
        hold_against(rule, chart, guidance, measures)
    terms = [row for rule in rules for row in term_rows(rule)]
    return {
        "rules.csv": as_csv(map(rule_row, rules), RULE_COLUMNS),
        "rule_terms.csv": as_csv(terms, TERM_COLUMNS),
    }
