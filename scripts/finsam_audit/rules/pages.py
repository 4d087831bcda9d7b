"""One Markdown page per rule under docs/rules: the suite's sentence in words, and what the fixture shows of it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from finsam_audit.formulas import formula_of
from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import Row, read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.project.visible import visible
from finsam_audit.rules.catalogue import Rule
from finsam_audit.rules.fixture import suffix_of
from finsam_audit.rules.words import Words, as_written

# the reasons for which a relation of a kind is not evaluated
NOT_RUN = {
    "sum": "missing_total, missing_items, adds_otherwise",
    "tie": "missing_total, missing_items",
    "ratio": "missing_total, missing_items",
    "at_most": "missing_total, missing_items",
    "at_least": "missing_total, missing_items",
    "goal": "not_in_document, missing_items, ambiguous_reading",
    "date": "not_in_document",
    "unit": "unit_unknown, missing_items",
}

# of each rule one relation that holds on the association as it is: with figures where there are any, the largest first
EXAMPLES = """
select results.rule_id, results.relation_id, results.state, results.label, results.formula, results.printed_amount,
    results.computed_amount, totals.applied_unit, totals.sign_factor
from marts.check_results as results
left join marts.printed_numbers as totals on results.cell = totals.cell
where results.association_id = 'provstad' and results.state in ('exact', 'rounding')
qualify row_number() over (
    partition by results.rule_id
    order by coalesce(results.printed_amount, 1) = 0, results.term_count desc, results.relation_id
) = 1
"""
TERMS = """
select terms.*, prints.applied_unit, prints.sign_factor
from marts.relation_terms as terms
left join marts.printed_numbers as prints on terms.cell = prints.cell
where terms.relation_id = ?
order by terms.term_no, terms.document_id, length(terms.source_line), terms.source_line, terms.column_no,
    terms.number_no
"""
# of each copy one finding that rests on a deviation of its rule
FINDINGS = """
select findings.association_id || '/' || caused.rule_id as copy, findings.message_sv, findings.message_en
from marts.findings as findings
inner join marts.finding_relations as caused on findings.finding_key = caused.finding_key and caused.role <> 'bears_out'
qualify row_number() over (
    partition by findings.association_id, caused.rule_id
    order by caused.role desc, findings.finding_key, caused.relation_id
) = 1
"""
DEVIATING = """
select distinct association_id || '/' || rule_id as copy from marts.check_results where state = 'deviation'
"""
FixtureRow = dict[str, Any]


# what Markdown takes for the beginning of HTML, of a cell, of code, of an entity, of the address of a link
MEANT = re.compile(r"[<|`]|&(?=#?\w+;)|(?<=\])\(")
TICKS = re.compile("`+")


def as_text(value: Any) -> str:
    """Return a value as running text of Markdown: nothing in it is HTML, a cell of its own or a link."""
    return value if isinstance(value, Markup) else MEANT.sub(_spelt, visible(value))


def _spelt(found: re.Match[str]) -> str:
    return {"<": "&lt;", "&": "&amp;"}.get(found[0], f"\\{found[0]}")


def as_code(value: Any) -> Markup:
    """Return a value as code within a line, between more marks than it has in it."""
    text = visible(value)
    marks = "`" * (longest(text) + 1)
    return Markup(f"{marks}{text}{marks}" if marks == "`" else f"{marks} {text} {marks}")


def fence(lines: Sequence[str]) -> Markup:
    """Return lines as a block of code that none of them ends."""
    texts = [visible(line) for line in lines]
    marks = "`" * max(3, 1 + max(map(longest, texts), default=0))
    return Markup("\n".join([marks, *texts, marks]))


def longest(text: str) -> int:
    """Return the length of the longest run of marks of code in a text."""
    return max(map(len, TICKS.findall(text)), default=0)


def by_first(database: duckdb.DuckDBPyConnection, query: str, *values: str) -> dict[str, FixtureRow]:
    """Return the rows of a query by their first column."""
    cursor = database.execute(query, list(values))
    columns = [column[0] for column in cursor.description or []]
    return {row[0]: dict(zip(columns, row, strict=True)) for row in cursor.fetchall()}


def with_formula(database: duckdb.DuckDBPyConnection, example: FixtureRow, kind: str) -> FixtureRow:
    """Return an example with its formula in numbers, where the mart gives none."""
    cursor = database.execute(TERMS, [example["relation_id"]])
    columns = [column[0] for column in cursor.description or []]
    terms = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    relation = {**example, "kind": kind}
    told = example["formula"] or formula_of(relation, terms, example["applied_unit"], example["sign_factor"])
    return {**example, "formula": told}


def pages(root: Path, rules: Sequence[Rule], planted: Sequence[Row], database: Path) -> dict[str, str]:
    """Return the text of every page by file name, the index (README.md) among them.

    Args:
        root: the project's root.
        rules: the rules of the suites.
        planted: the rows of deviations.csv, one for each rule.
        database: a build of the fixture: the association as it is, and a copy for each row of `planted`.

    Raises:
        UserError: a rule does not hold on the association as it is, or does not deviate in its copy.

    """
    reference = root / "seeds/reference"
    guidance = {row["guidance"]: row for row in read_rows(reference / "rule_guidance.csv")}
    changes = {row["rule_id"]: row for row in planted}
    words = Words(read_rows(reference / "chart.csv"), read_rows(reference / "code_names.csv"))
    with connect(database, read_only=True) as connection:
        examples, findings = by_first(connection, EXAMPLES), by_first(connection, FINDINGS)
        deviate = by_first(connection, DEVIATING)
        for rule in rules:
            copy = f"provstad{suffix_of(rule.rule_id)}/{rule.rule_id}"
            if rule.rule_id not in examples:
                raise UserError(f"{rule.rule_id} holds nowhere on tests/fixtures/provstad; give it rows where it does")
            if copy not in deviate:
                raise UserError(f"{rule.rule_id} does not deviate with its row of tests/fixtures/deviations.csv")
            examples[rule.rule_id] = with_formula(connection, examples[rule.rule_id], rule.kind)
    environment = Environment(
        loader=PackageLoader("finsam_audit.rules", ""),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=as_text,
    )
    environment.filters.update(code=as_code, fence=fence)
    page, index = environment.get_template("rule_page.md.j2"), environment.get_template("index.md.j2")
    written = {}
    for rule in rules:
        written[f"{rule.rule_id}.md"] = page.render(
            rule=rule,
            guidance=guidance[rule.guidance],
            definitions=words.definitions(rule),
            written=as_written(rule),
            not_run=NOT_RUN.get(rule.kind, "") + (", no_prior_report" if rule.tick == "prior_year" else ""),
            example=examples[rule.rule_id],
            finding=findings.get(f"provstad{suffix_of(rule.rule_id)}/{rule.rule_id}"),
            planted=changes[rule.rule_id],
        )
    written["README.md"] = index.render(rules=rules)
    return written
