"""One Markdown page per rule under docs/rules, written from the seeds and a published database."""

import csv
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined

from finsam_audit.formulas import formula_of

Row = dict[str, str]

# the reasons for which a relation of a kind is not evaluated
NOT_RUN = {
    "sum": "missing_total, missing_items",
    "tie": "missing_total, missing_items",
    "ratio": "missing_total, missing_items",
    "at_most": "missing_total, missing_items",
    "at_least": "missing_total, missing_items",
    "goal": "not_in_document, missing_items, ambiguous_reading",
    "date": "not_in_document",
    "unit": "unit_unknown, missing_items",
}
OPERATOR = {"at_most": "≤", "at_least": "≥"}


def rows(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Names:
    """The Swedish names of line items by statement, and the words of a formula."""

    def __init__(self, chart: list[Row], codes: list[Row]) -> None:
        """Take the rows of the chart and those of code_names."""
        self.words = {row["code"]: row["name_sv"] for row in codes if row["vocabulary"] == "formula"}
        self._measures = {row["code"]: row["name_sv"] for row in codes if row["vocabulary"] == "measure_in_formula"}
        self._names = {(row["statement"], row["line_item"]): row["name_sv"] for row in chart}

    def term(self, term: Row, home: str) -> str:
        """Return a term in words, with its statement where that is another than the total's."""
        item = term["line_item"]
        statement = home if term["statement"] == "=" else term["statement"]
        words = self.words
        text = {"*": words["rows"], "%": words["row"], "=": words["same_row"]}.get(item) or self._names.get(
            (statement, item), item
        )
        if term["match"].startswith("kind:"):
            text += f" ({term['match'].removeprefix('kind:')})"
        if term["measure"] in self._measures:
            text += f" ({self._measures[term['measure']]})"
        if statement not in (home, "%"):
            text += f" [{statement}]"
        years = int(term["period_offset"])
        if years:
            text += words["years"].format(years=f"{years:+d}")
        if term["document_match"] == "association":
            offset = int(term["document_offset"])
            text += words["in_document"].format(years=f"{offset:+d}") if offset else words["in_plan"]
        if term["presence"] == "optional":
            text += words["if_printed"]
        return text


def formula(terms: list[Row], kind: str, names: Names) -> str:
    """Return one definition of a rule as a line of text: total = terms with their signs.

    Args:
        terms: the terms of one variant, the total first.
        kind: kind of the rule.
        names: names of the line items.

    """
    total, *others = terms
    home = total["statement"]
    sides: dict[str, list[str]] = {"": [], "denominator": []}
    for term in others:
        sign = "−" if int(term["weight"]) < 0 else "+"
        text = term["weight"] if term["role"] == "constant" else names.term(term, home)
        if term["role"] == "constant":
            sign = "+"
        sides["denominator" if term["role"] == "denominator" else ""].append(f"{sign} {text}")
    above = " ".join(sides[""]).removeprefix("+ ")
    if sides["denominator"]:
        below = " ".join(sides["denominator"]).removeprefix("+ ")
        above = f"({above}) / ({below})"
    return f"{names.term(total, home)} [{home}] {OPERATOR.get(kind, '=')} {above}"


EXAMPLES = """
select results.rule_id, results.relation_id, results.state, results.document_id, results.source_line, results.label,
    results.formula, results.printed_amount, results.computed_amount, rules.kind, totals.applied_unit,
    totals.sign_factor
from marts.check_results as results
inner join raw.rules as rules on results.rule_id = rules.rule_id
left join marts.printed_numbers as totals on results.cell = totals.cell
where results.state in ('exact', 'rounding')
qualify row_number() over (
    partition by results.rule_id
    -- what prints nothing says nothing
    order by coalesce(results.printed_amount, 1) = 0, results.term_count desc, results.relation_id
) = 1
"""
TERMS = """
select * from marts.relation_terms where relation_id = ?
order by term_no, document_id, length(source_line), source_line, column_no, number_no
"""
FINDINGS = """
select rules.rule_id, findings.message_sv, findings.message_en
from marts.findings as findings
inner join raw.rules as rules on ', ' || findings.rule_ids || ', ' like '%, ' || rules.rule_id || ', %'
qualify row_number() over (partition by rules.rule_id order by findings.finding_key) = 1
"""
COUNTS = """
select rule_id, count(*) filter (where state in ('exact', 'rounding')) as holds,
    count(*) filter (where state in ('unlikely_rounding', 'undecided')) as review,
    count(*) filter (where state = 'deviation') as deviates,
    count(*) filter (where state = 'not_evaluated') as silent
from marts.check_results group by rule_id
"""


def _examples(database: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Return an evaluation that holds of every rule that has one, with its formula."""
    found = _by_rule(database, EXAMPLES)
    for example in found.values():
        cursor = database.execute(TERMS, [example["relation_id"]])
        columns = [column[0] for column in cursor.description or []]
        terms = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        told = example["formula"] or formula_of(example, terms, example["applied_unit"], example["sign_factor"])
        example["formula"] = told
    return found


def _by_rule(database: duckdb.DuckDBPyConnection, query: str) -> dict[str, dict[str, Any]]:
    cursor = database.execute(query)
    columns = [column[0] for column in cursor.description or []]
    return {row[0]: dict(zip(columns, row, strict=True)) for row in cursor.fetchall()}


def pages(root: Path, database: Path) -> dict[str, str]:
    """Return the text of every page by file name, the index (README.md) among them.

    Args:
        root: the project's root.
        database: a published database of the shipped documents.

    """
    reference = root / "seeds/reference"
    rules = rows(reference / "rules.csv")
    guidance = {row["guidance"]: row for row in rows(reference / "rule_guidance.csv")}
    planted = {row["rule_id"]: row for row in rows(root / "tests/fixtures/deviations.csv")}
    names = Names(rows(reference / "chart.csv"), rows(reference / "code_names.csv"))
    variants: dict[str, dict[str, list[Row]]] = {}
    for term in rows(reference / "rule_terms.csv"):
        variants.setdefault(term["rule_id"], {}).setdefault(term["variant"], []).append(term)
    with duckdb.connect(str(database), read_only=True) as connection:
        examples = _examples(connection)
        found, counts = (_by_rule(connection, query) for query in (FINDINGS, COUNTS))
    environment = Environment(
        loader=PackageLoader("finsam_audit.rule_pages", ""),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    page, index = environment.get_template("rule_page.md.j2"), environment.get_template("index.md.j2")
    written = {}
    for rule in rules:
        rule_id = rule["rule_id"]
        written[f"{rule_id}.md"] = page.render(
            rule=rule,
            guidance=guidance[rule["guidance"]],
            formulas=[formula(terms, rule["kind"], names) for terms in variants.get(rule_id, {}).values()]
            # what a table's own structure asks for
            or [text for code, text in names.words.items() if code == rule_id],
            not_run=NOT_RUN.get(rule["kind"], "") + (", no_prior_report" if rule["tick"] == "prior_year" else ""),
            example=examples.get(rule_id),
            finding=found.get(rule_id),
            count=counts.get(rule_id, {"holds": 0, "review": 0, "deviates": 0, "silent": 0}),
            planted=planted[rule_id],
        )
    written["README.md"] = index.render(rules=rules, counts=counts)
    return written


def write(root: Path, database: Path) -> int:
    """Write docs/rules anew; pages of rules that are gone go too.

    Returns:
        The number of pages.

    """
    folder = root / "docs/rules"
    folder.mkdir(parents=True, exist_ok=True)
    texts = pages(root, database)
    for path in folder.glob("*.md"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(texts)
