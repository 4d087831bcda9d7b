"""What the report reads: plain rows of the published database, a batch of documents at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from finsam_audit.formulas import formula_of
from finsam_audit.project.connection import connect
from finsam_audit.project.errors import UserError
from finsam_audit.report import goals, marks
from finsam_audit.report.recast import recast
from finsam_audit.report.stories import Story, stories

Row = dict[str, Any]
Key = tuple[str, str, int, int]
MEMORY_LIMIT = "256MB"
BATCH = 20

NUMBERS = """
select p.*, c.relation_count, c.is_covered, c.ticks, c.reason, c.mark, c.finding_key,
    case when n.finding_key is not null then n.corrected_amount end as corrected_amount,
    n.finding_key as corrected_by
from marts.printed_numbers as p
left join marts.coverage_ledger as c using (document_id, source_line, column_no, number_no)
left join marts.corrected_numbers as n using (document_id, source_line, column_no, number_no)
where p.document_id in (select unnest(?))
order by p.document_id, p.table_no, p.line_order, p.source_line, p.column_no, p.number_no
"""

# What the cells that a finding decides should say, in the marts' signs.
CORRECTIONS = """
select p.cell, cast(n.corrected_amount * p.sign_factor as decimal(18, 2)) as amount
from marts.corrected_numbers as n
inner join marts.printed_numbers as p using (document_id, source_line, column_no, number_no)
where n.finding_key is not null and n.corrected_amount is not null
"""

# The findings that a number without one of its own points to: those that leave it open whether their cell or this one
# is wrong, and those that a relation of this number which deviates stands under.
POINTED = """
with pairs as (
    select c.cell, c.finding_key, 'candidate' as mark
    from marts.finding_candidates as c
    inner join marts.findings as f using (finding_key)
    where f.certainty = 'unknown'
    union
    select t.cell, e.finding_key, 'exception' as mark
    from marts.finding_relations as e
    inner join marts.relation_terms as t using (relation_id)
    where e.role <> 'bears_out' and e.state = 'deviation'
)

select p.cell, pairs.mark, p.source_line as own_line, p.column_no as own_column, p.number_no as own_number,
    f.* exclude (cell)
from pairs
inner join marts.printed_numbers as p using (cell)
inner join marts.findings as f using (finding_key)
where p.document_id in (select unnest(?))
order by p.cell, f.document_id, f.line_order nulls last, f.column_no nulls first, f.finding_key
"""

RELATIONS = """
select t.document_id as number_document_id, t.source_line as number_line, t.column_no, t.number_no, t.role,
    r.*, rules.kind
from marts.relation_terms as t
inner join marts.check_results as r using (relation_id)
left join marts.rules as rules using (rule_id)
where t.document_id in (select unnest(?)) and t.role <> 'absent'
order by t.document_id, number_line, t.column_no, t.number_no, t.role = 'total' desc, r.relation_id, t.role, t.term_no
"""

# Errors first, and of a class what is certain first.
CLASSES = ("error", "missing", "goal", "presentation", "legal")
RANK = f"""
    list_position({list(CLASSES)}, f.class),
    list_position(['certain', 'likely', 'unknown'], f.certainty)
"""

# What a finding's figures are counted in, what its cell prints, why it is known.
MEASURED = """
    m.unit, m.difference as measured, p.printed, k.kind as known_as, k.reason as known_because,
    k.acknowledged_on as known_on,
    coalesce(k.reason_en, k.reason) as known_in_english
"""
MEASURES = """
left join marts.misstatements as m on f.finding_key = m.finding_key
left join marts.printed_numbers as p on f.cell = p.cell
left join marts.acknowledgements as k on f.finding_key = k.finding_key and f.is_acknowledged
"""

SHEET_ROWS = """
create or replace temporary table sheet_rows as
with totals as (
    select t.document_id, t.source_line, t.column_no, t.number_no, count(*) as n
    from marts.relation_terms as t
    inner join marts.check_results as r on t.relation_id = r.relation_id and t.document_id = r.document_id
    where t.role = 'total' and r.state not in ('not_evaluated', 'not_applicable')
    group by all
)
select p.document_id, p.source_line, p.column_no, p.number_no,
    cast(coalesce(sum(coalesce(totals.n, 1)) over (
        partition by p.document_id
        order by p.table_no, p.line_order, p.source_line, p.column_no, p.number_no
        rows between unbounded preceding and 1 preceding
    ), 0) as integer) as sheet_row
from marts.printed_numbers as p left join totals using (document_id, source_line, column_no, number_no)
"""

# The relations wanted come first: those of all documents would be read for each batch.
TERMS = """
with wanted as materialized (
    select relation_id, rule_id from marts.check_results where document_id in (select unnest($1))
    union
    select r.relation_id, r.rule_id
    from marts.findings as f
    inner join marts.finding_relations as e using (finding_key)
    inner join marts.check_results as r using (relation_id)
    where f.document_id in (select unnest($1))
),

met as materialized (
    select t.*, wanted.rule_id from wanted inner join marts.relation_terms as t using (relation_id)
)

select met.*, sheet_rows.sheet_row, p.label as printed_label, p.printed, p.applied_unit, p.sign_factor
from met
left join marts.printed_numbers as p on met.cell = p.cell
left join sheet_rows on met.document_id = sheet_rows.document_id and met.source_line = sheet_rows.source_line
    and met.column_no = sheet_rows.column_no and met.number_no = sheet_rows.number_no
order by met.relation_id, met.role = 'total' desc, met.term_no, met.document_id, met.source_line, met.column_no,
    met.number_no, met.role
"""

RESULTS = """
select r.*, rules.kind, p.applied_unit, p.sign_factor
from marts.check_results as r
left join marts.rules as rules using (rule_id)
left join marts.printed_numbers as p on r.cell = p.cell
where r.document_id in (select unnest(?))
order by r.relation_id
"""

# What a finding rests on: first what deviates because of it, last what holds with the number as printed.
EVIDENCE = """
select e.finding_key, e.role as evidence_role, e.definition, e.suggested_formula, e.is_met_by_suggestion, e.is_told,
    r.* replace (coalesce(e.formula, r.formula) as formula), rules.kind, p.applied_unit, p.sign_factor
from marts.finding_relations as e
inner join marts.findings as f using (finding_key)
inner join marts.check_results as r using (relation_id)
left join marts.rules as rules on r.rule_id = rules.rule_id
left join marts.printed_numbers as p on r.cell = p.cell
where f.document_id in (select unnest(?))
order by e.finding_key, case e.role when 'mended' then 0 when 'deviates' then 1 else 2 end, not e.is_told, r.relation_id
"""

CANDIDATES = """
select c.*, p.printed, p.label, p.fiscal_year, m.unit
from marts.finding_candidates as c
inner join marts.findings as f using (finding_key)
left join marts.printed_numbers as p on c.cell = p.cell
left join marts.misstatements as m on f.finding_key = m.finding_key
where f.document_id in (select unnest(?))
order by c.finding_key, c.rank_no
"""

# Which findings share a relation or a number.
RELATED = """
select pairs.*, results.rule_id
from marts.related_findings as pairs
left join marts.check_results as results using (relation_id)
order by all
"""

# The figures that the comparisons draw: as the reports print them, and what findings say instead.
FIGURES = """
with years as (
    select association_id, fiscal_year,
        max(amount) filter (line_item = 'operating_income') as operating_income,
        max(amount) filter (line_item = 'net_result') as net_result,
        max(corrected_amount) filter (line_item = 'net_result' and corrected_amount <> amount) as corrected_result,
        max(amount) filter (line_item = 'equity_ratio') as printed_solidity,
        max(corrected_amount) filter (line_item = 'equity_ratio' and corrected_amount <> amount) as corrected_solidity
    from marts.figures
    where is_primary and document_kind = 'annual_report' and member is null
        and ((line_item in ('net_result', 'operating_income') and measure = 'actual')
            or (line_item = 'equity_ratio' and measure in ('ratio', 'share')))
    group by all
),
share as (
    select association_id, fiscal_year, computed_value as equity_share, threshold as equity_goal
    from (
        select association_id, document_id, fiscal_year, computed_value, threshold, 0 as order_no
        from marts.goals where goal = 'equity_share'
        union all
        -- what no goal asks for is worked out all the same
        select association_id, document_id, fiscal_year, computed_value, null, 1
        from marts.key_ratios where ratio_id = 'equity_to_contributions'
    ) as shares
    where computed_value is not null
    qualify row_number() over (partition by association_id, fiscal_year order by order_no, document_id desc) = 1
),
unprinted as (
    select association_id, fiscal_year, computed_value
    from marts.key_ratios where ratio_id = 'equity_ratio' and source_line is null
    qualify row_number() over (partition by association_id, fiscal_year order by document_id desc) = 1
)
select a.name as association_name, association_id, fiscal_year, operating_income, net_result, corrected_result,
    coalesce(printed_solidity, computed_value) as solidity, corrected_solidity,
    printed_solidity is null and computed_value is not null as is_computed, equity_share, equity_goal
from years full join share using (association_id, fiscal_year)
full join unprinted using (association_id, fiscal_year)
left join marts.associations as a using (association_id)
order by a.name, association_id, fiscal_year
"""


# states of relations whose print and cells differ by no more than rounding
ROUNDED = ("rounding", "unlikely_rounding", "undecided")


def key_of(row: Row) -> Key:
    """Return the address of a printed number: document, source line, column, number in the cell."""
    return row["document_id"], row["source_line"], row["column_no"], row["number_no"]


def tell(results: dict[str, list[Row]], relations: dict[str, list[Row]], terms: dict[str, list[Row]]) -> None:
    """Give the relations of some documents the formulas that the marts leave out where nothing is wrong."""
    told: dict[str, str | None] = {}
    for result in (result for own in results.values() for result in own):
        own_terms = terms.get(result["relation_id"], [])
        if result["formula"] is None and result["state"] not in ("not_evaluated", "not_applicable"):
            result["formula"] = formula_of(result, own_terms, result["applied_unit"], result["sign_factor"])
        # with the print, where that differs by rounding
        if result["state"] in ROUNDED and (cast := recast(result, own_terms, {})) is not None:
            result["formula"] = cast.formula
        told[result["relation_id"]] = result["formula"]
    for relation in (relation for own in relations.values() for relation in own):
        relation["formula"] = told.get(relation["relation_id"]) or relation["formula"]


@dataclass
class Document:
    """One document with all that its page and its casting sheet show."""

    row: Row
    sections: list[Row]
    tables: list[Row]
    columns: dict[int, list[Row]]
    numbers: list[Row]
    relations: dict[Key, list[Row]]
    results: list[Row]
    terms: dict[str, list[Row]] = field(default_factory=dict)
    findings: list[Row] = field(default_factory=list)
    evidence: dict[str, list[Row]] = field(default_factory=dict)


class Database:
    """The published database, read-only.

    Raises:
        UserError: the database is not there.

    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise UserError(f"{path.name} is not there; run `make build` first")
        self.path = path
        # the database's own cache would grow with the database
        self.connection = connect(path, read_only=True, memory_limit=MEMORY_LIMIT)
        self.connection.execute(SHEET_ROWS)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query as dictionaries."""
        result = self.connection.execute(sql, list(parameters))
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]

    def document_list(self) -> list[Row]:
        """Return one row per document with its association and its counts, by association and year."""
        counts = ", ".join(f"coalesce({name}, 0) as {name}" for name in marks.SHOWN)
        return self.rows(
            f"""
            with kinds as (
                select document_id, {marks.COUNTS} from marts.coverage_ledger group by document_id
            )
            select d.*, a.organisation_number, {counts}
            from marts.documents as d
            left join marts.associations as a using (association_id)
            left join kinds using (document_id)
            order by d.association_name, d.association_id, d.fiscal_year, d.document_id
            """
        )

    def documents(self, association_id: str | None = None) -> Iterator[Document]:
        """Yield the documents of all or one association, a batch at a time: memory does not grow with their number."""
        listed = [row for row in self.document_list() if association_id in (None, row["association_id"])]
        for start in range(0, len(listed), BATCH):
            batch = listed[start : start + BATCH]
            names = [[row["document_id"] for row in batch]]

            def grouped(sql: str, key: str = "document_id", names: list[list[str]] = names) -> dict[str, list[Row]]:
                groups: dict[str, list[Row]] = defaultdict(list)
                for row in self.rows(sql, names):
                    groups[row[key]].append(row)
                return groups

            inside = "where document_id in (select unnest(?))"
            numbers = grouped(NUMBERS)
            relations = grouped(RELATIONS, "number_document_id")
            terms = grouped(TERMS, "relation_id")
            results = grouped(RESULTS)
            tell(results, relations, terms)
            tables = grouped(f"select * from marts.tables {inside} order by document_id, table_no")
            columns = grouped(f"select * from marts.table_columns {inside} order by document_id, table_no, column_no")
            sections = grouped(f"select * from marts.document_sections {inside} order by document_id, section")
            findings = grouped(
                f"select f.*, {MEASURED} from marts.findings as f {MEASURES}"
                " where f.document_id in (select unnest(?))"
                f" order by {RANK}, f.line_order nulls last, f.source_line, f.finding_key"
            )
            evidence = grouped(EVIDENCE, "finding_key")
            candidates = grouped(CANDIDATES, "finding_key")
            pointed = grouped(POINTED, "cell")
            for number in (number for own in numbers.values() for number in own):
                number["points_to"] = [one for one in pointed[number["cell"]] if one["mark"] == number["mark"]]
            for finding in (finding for own in findings.values() for finding in own):
                finding["candidates"] = candidates[finding["finding_key"]]
            for row in batch:
                name = row["document_id"]
                shown = {r["relation_id"] for r in results[name]}
                shown.update(r["relation_id"] for f in findings[name] for r in evidence[f["finding_key"]])
                by_number: dict[Key, list[Row]] = defaultdict(list)
                for relation in relations[name]:
                    address = (name, relation["number_line"], relation["column_no"], relation["number_no"])
                    by_number[address].append(relation)
                by_table: dict[int, list[Row]] = defaultdict(list)
                for column in columns[name]:
                    by_table[column["table_no"]].append(column)
                yield Document(
                    row=row,
                    sections=sections[name],
                    tables=tables[name],
                    columns=by_table,
                    numbers=numbers[name],
                    relations=by_number,
                    results=results[name],
                    terms={relation_id: terms[relation_id] for relation_id in shown},
                    findings=findings[name],
                    evidence={f["finding_key"]: evidence[f["finding_key"]] for f in findings[name]},
                )

    def corrections(self) -> dict[str, Decimal]:
        """Return what the cells that findings decide should say, by key, in SEK and the marts' signs."""
        return {row["cell"]: row["amount"] for row in self.rows(CORRECTIONS)}

    def stories(self) -> dict[str, Story]:
        """Return what belongs together with each finding that is not the only one of its cause."""
        pairs = self.rows(RELATED)
        if not pairs:
            return {}
        found = self.rows(
            f"select f.*, {MEASURED} from marts.findings as f {MEASURES}"
            " where f.finding_key in (select finding_key from marts.related_findings)"
            " order by f.document_id, f.line_order nulls last, f.source_line, f.column_no, f.finding_key"
        )
        return stories(pairs, {row["finding_key"]: row for row in found})

    def findings(self) -> list[Row]:
        """Return every finding with its document and association, errors first."""
        rules: dict[str, list[str]] = defaultdict(list)
        for row in self.rows(
            "select distinct finding_key, rule_id from marts.finding_relations where role <> 'bears_out' order by all"
        ):
            rules[row["finding_key"]].append(row["rule_id"])
        found = self.rows(
            f"""
            with lines as (
                select document_id, source_line, min(sheet_row) as sheet_row from sheet_rows group by all
            )
            select f.*, d.association_name, d.document_kind, d.fiscal_year as document_year, {MEASURED},
                coalesce(cells.sheet_row, lines.sheet_row) as sheet_row
            from marts.findings as f {MEASURES}
            left join marts.documents as d on f.document_id = d.document_id
            left join sheet_rows as cells on f.document_id = cells.document_id and f.source_line = cells.source_line
                and f.column_no = cells.column_no and f.number_no = cells.number_no
            left join lines on f.document_id = lines.document_id and f.source_line = lines.source_line
            order by {RANK}, f.is_acknowledged, d.association_name, f.document_id, f.line_order, f.finding_key
            """
        )
        return [{**row, "rule_ids": rules[row["finding_key"]]} for row in found]

    def goals(self) -> list[Row]:
        """Return every goal with its association and with what it lacks, in printed order."""
        return [
            {**row, "gap": goals.gap(row), "counted_in": goals.counted_in(row), "limit_sign": goals.limit_sign(row)}
            for row in self.rows(goals.QUERY)
        ]

    def misstatements(self) -> list[Row]:
        """Return the schedule of misstatements by association and document, in the order of classes."""
        return self.rows(
            f"""
            select m.*, d.association_name, d.document_kind, d.fiscal_year as document_year, f.statement, f.label,
                f.class, f.certainty, f.cause, f.printed_amount, f.suggested_amount, f.is_acknowledged, f.source_line,
                f.column_no, basis.name_sv as basis_sv, basis.name_en as basis_en
            from marts.misstatements as m
            inner join marts.findings as f using (finding_key)
            left join marts.documents as d on m.document_id = d.document_id
            left join marts.line_items as basis on m.materiality_basis = basis.line_item
                and basis.statement in ('income_statement', 'balance_sheet')
            order by d.association_name, m.document_id, {RANK},
                m.fiscal_year desc, m.amount desc nulls last, finding_key
            """
        )

    def rules(self) -> list[Row]:
        """Return every rule with how its evaluations came out."""
        return self.rows(
            """
            with ran as (
                select rule_id, count(*) as evaluation_count,
                    count(*) filter (state in ('exact', 'rounding')) as hold_count,
                    count(*) filter (state in ('unlikely_rounding', 'undecided')) as review_count,
                    count(*) filter (state = 'deviation') as deviation_count,
                    count(*) filter (state in ('not_evaluated', 'not_applicable')) as idle_count
                from marts.check_results group by rule_id
            )
            select r.*, coalesce(evaluation_count, 0) as evaluation_count, coalesce(hold_count, 0) as hold_count,
                coalesce(review_count, 0) as review_count, coalesce(deviation_count, 0) as deviation_count,
                coalesce(idle_count, 0) as idle_count
            from marts.rules as r left join ran using (rule_id) order by rule_id
            """
        )

    def untested(self) -> tuple[list[Row], list[Row]]:
        """Return the numbers that no relation tests, by document and reason, and why relations did not run."""
        numbers = self.rows(
            """
            select c.document_id, c.statement, c.reason, count(*) as number_count,
                string_agg(distinct c.source_line, ', ' order by c.source_line) as source_lines
            from marts.coverage_ledger as c
            where not c.is_covered
            group by c.document_id, c.statement, c.reason order by c.document_id, c.statement, c.reason
            """
        )
        relations = self.rows(
            """
            select rule_id, state, reason, count(*) as relation_count from marts.check_results
            where state in ('not_evaluated', 'not_applicable')
            group by rule_id, state, reason order by rule_id, state, reason
            """
        )
        return numbers, relations

    def names(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Return Swedish and English names of line items, by statement and code."""
        found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        listed = "select statement, line_item, name_sv, name_en from marts.line_items order by statement, sort_order"
        for row in self.rows(listed):
            found[row["statement"]][row["line_item"]] = (row["name_sv"], row["name_en"])
        return found

    def figures(self) -> list[Row]:
        """Return equity, result and solidity per association and year: as printed last, with what findings correct."""
        return self.rows(FIGURES)

    def activity_costs(self) -> list[Row]:
        """Return cost, net cost and budgeted net cost (SEK, positive) per activity, of the years that have a report."""
        return self.rows(
            """
            select d.association_name, d.document_id, d.fiscal_year, d.association_id,
                coalesce(m.name, f.label) as activity,
                -sum(f.amount) filter (f.measure in ('cost', 'actual')) as cost,
                -sum(f.amount) filter (f.measure in ('net', 'actual')) as outcome,
                -sum(f.amount) filter (f.measure in ('net_budget', 'budget')) as budget
            from marts.figures as f
            inner join marts.documents as d using (association_id, document_kind, fiscal_year)
            left join marts.members as m on f.association_id = m.association_id and f.member = m.member
            where f.statement = 'operating_account' and f.line_item = 'activity'
            group by all having cost is not null and cost <> 0
            order by d.association_name, d.document_id, cost desc, activity
            """
        )
