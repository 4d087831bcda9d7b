"""What the report reads: plain rows of the published database, a batch of documents at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from finsam_audit.formulas import formula_of
from finsam_audit.project.errors import UserError
from finsam_audit.report import goals, marks, units

Row = dict[str, Any]
Key = tuple[str, str, int, int]
MEMORY_LIMIT = "256MB"
BATCH = 20

NUMBERS = """
select p.*, m.relation_count, m.is_covered, m.ticks, m.reason, m.mark, m.finding_key, m.candidate_of
from marts.printed_numbers as p
left join number_marks as m using (document_id, source_line, column_no, number_no)
where p.document_id in (select unnest(?))
order by p.document_id, p.table_no, try_cast(p.source_line as integer) nulls last, p.source_line,
    p.column_no, p.number_no
"""

RELATIONS = """
select t.document_id as number_document_id, t.source_line as number_line, t.column_no, t.number_no, t.role,
    r.*, rules.kind, relation_units.unit
from marts.relation_terms as t
inner join marts.check_results as r using (relation_id)
left join raw.rules as rules using (rule_id)
left join relation_units using (relation_id)
where t.document_id in (select unnest(?)) and t.role <> 'absent'
order by t.document_id, number_line, t.column_no, t.number_no, t.role = 'total' desc, r.relation_id, t.role, t.term_no
"""

# What a finding's figures are counted in, and what its cell prints.
MEASURED = "m.unit, m.difference as measured, p.printed"
MEASURES = """
left join marts.misstatements as m on f.finding_key = m.finding_key
left join marts.printed_numbers as p on f.cell = p.cell
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
        order by p.table_no, try_cast(p.source_line as integer) nulls last, p.source_line, p.column_no, p.number_no
        rows between unbounded preceding and 1 preceding
    ), 0) as integer) as sheet_row
from marts.printed_numbers as p left join totals using (document_id, source_line, column_no, number_no)
"""

TERMS = """
select t.*, sheet_rows.sheet_row
from marts.relation_terms as t
inner join marts.check_results as r using (relation_id)
left join sheet_rows on t.document_id = sheet_rows.document_id and t.source_line = sheet_rows.source_line
    and t.column_no = sheet_rows.column_no and t.number_no = sheet_rows.number_no
where r.document_id in (select unnest($1)) or t.relation_id in (
    select e.relation_id from marts.finding_relations as e inner join marts.findings as f using (finding_key)
    where f.document_id in (select unnest($1))
)
order by t.relation_id, t.role = 'total' desc, t.term_no, t.document_id, t.source_line, t.column_no, t.number_no, t.role
"""

RESULTS = """
select r.*, rules.kind, relation_units.unit, p.applied_unit, p.sign_factor
from marts.check_results as r
left join raw.rules as rules using (rule_id)
left join relation_units using (relation_id)
left join marts.printed_numbers as p on r.cell = p.cell
where r.document_id in (select unnest(?))
order by r.relation_id
"""

# What a finding rests on: first what deviates because of it, last what holds with the number as printed.
EVIDENCE = """
select e.finding_key, e.role as evidence_role, r.* replace (coalesce(e.formula, r.formula) as formula),
    relation_units.unit
from marts.finding_relations as e
inner join marts.findings as f using (finding_key)
inner join marts.check_results as r using (relation_id)
left join relation_units using (relation_id)
where f.document_id in (select unnest(?))
order by e.finding_key, case e.role when 'mended' then 0 when 'deviates' then 1 else 2 end, r.relation_id
"""


def key_of(row: Row) -> Key:
    """Return the address of a printed number: document, source line, column, number in the cell."""
    return row["document_id"], row["source_line"], row["column_no"], row["number_no"]


def tell(results: dict[str, list[Row]], relations: dict[str, list[Row]], terms: dict[str, list[Row]]) -> None:
    """Give the relations of some documents the formulas that the marts leave out where nothing is wrong."""
    told: dict[str, str | None] = {}
    for result in (result for own in results.values() for result in own):
        if result["formula"] is None and result["state"] not in ("not_evaluated", "not_applicable"):
            own_terms = terms.get(result["relation_id"], [])
            result["formula"] = formula_of(result, own_terms, result["applied_unit"], result["sign_factor"])
        told[result["relation_id"]] = result["formula"]
    for relation in (relation for own in relations.values() for relation in own):
        if relation["formula"] is None:
            relation["formula"] = told.get(relation["relation_id"])


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
        self.connection = duckdb.connect(str(path), read_only=True, config={"memory_limit": MEMORY_LIMIT})
        self.connection.execute(SHEET_ROWS)
        self.connection.execute(marks.TABLE)
        self.connection.execute(units.TABLE)

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
        counts = ", ".join(f"coalesce({name}, 0) as {name}" for name in ("number_count", "tested_count", *marks.SHOWN))
        return self.rows(
            f"""
            with coverage as (
                select document_id, {marks.COUNTS} from number_marks group by document_id
            ),
            found as (
                select document_id,
                    count(*) filter (not is_acknowledged) as open_count,
                    count(*) filter (is_acknowledged) as acknowledged_count
                from marts.findings group by document_id
            ),
            goals as (
                select document_id, count(*) as goal_count, count(*) filter (is_met) as met_count,
                    count(*) filter (is_met is not null) as judged_count
                from marts.goals group by document_id
            )
            select d.*, a.name as association_name, a.organisation_number,
                {counts},
                coalesce(open_count, 0) as open_count, coalesce(acknowledged_count, 0) as acknowledged_count,
                coalesce(goal_count, 0) as goal_count, coalesce(met_count, 0) as met_count,
                coalesce(judged_count, 0) as judged_count
            from staging.stg_documents as d
            left join staging.stg_associations as a using (association_id)
            left join coverage using (document_id)
            left join found using (document_id)
            left join goals using (document_id)
            order by a.name, d.association_id, d.fiscal_year, d.document_id
            """
        )

    def documents(self) -> Iterator[Document]:
        """Yield every document, a batch at a time: memory does not grow with their number."""
        listed = self.document_list()
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
            tables = grouped(f"select * from staging.stg_tables {inside} order by document_id, table_no")
            columns = grouped(
                f"select * from staging.stg_table_columns {inside} order by document_id, table_no, column_no"
            )
            sections = grouped(f"select * from staging.stg_document_sections {inside} order by document_id, section")
            findings = grouped(
                f"select f.*, {MEASURED} from marts.findings as f {MEASURES}"
                " where f.document_id in (select unnest(?))"
                " order by try_cast(f.source_lines as integer) nulls last, f.source_lines, f.finding_key"
            )
            evidence = grouped(EVIDENCE, "finding_key")
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

    def findings(self) -> list[Row]:
        """Return every finding with its document and association, new ones first."""
        return self.rows(
            f"""
            select f.*, a.name as association_name, d.document_kind, d.fiscal_year as document_year, m.nature,
                {MEASURED}
            from marts.findings as f {MEASURES}
            left join staging.stg_associations as a on f.association_id = a.association_id
            left join staging.stg_documents as d on f.document_id = d.document_id
            order by f.is_acknowledged, a.name, f.document_id, try_cast(f.source_lines as integer), f.finding_key
            """
        )

    def goals(self) -> list[Row]:
        """Return every goal with its association and with what it lacks, in printed order."""
        return [{**row, "gap": goals.gap(row)} for row in self.rows(goals.QUERY)]

    def misstatements(self) -> list[Row]:
        """Return the schedule of misstatements, by association, document and nature."""
        return self.rows(
            """
            select m.*, a.name as association_name, f.statement, f.label, f.is_acknowledged, f.source_lines
            from marts.misstatements as m
            inner join marts.findings as f using (finding_key)
            left join staging.stg_associations as a on m.association_id = a.association_id
            order by a.name, m.document_id, m.nature, m.finding_key
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
            from raw.rules as r left join ran using (rule_id) order by rule_id
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
        for row in self.rows("select statement, line_item, name_sv, name_en from raw.chart order by sort_order"):
            found[row["statement"]][row["line_item"]] = (row["name_sv"], row["name_en"])
        return found

    def figures(self) -> list[Row]:
        """Return equity, contributions, result and solidity per association and year, from the newest print of each."""
        return self.rows(
            """
            with sheet as (
                select association_id, fiscal_year,
                    coalesce(equity, opening_equity + coalesce(other_equity, 0) + net_result) as equity, total_assets
                from marts.balance_sheet
                where measure = 'actual'
                qualify row_number() over (
                    partition by association_id, fiscal_year order by is_comparative, document_id
                ) = 1
            ),
            income as (
                select association_id, fiscal_year, operating_income, net_result from marts.income_statement
                where measure = 'actual'
                qualify row_number() over (
                    partition by association_id, fiscal_year order by is_comparative, document_id
                ) = 1
            ),
            earlier as (
                select association_id, fiscal_year, amount as printed_result from marts.multi_year_overview
                where line_item = 'net_result' and measure = 'actual' and amount is not null
                qualify row_number() over (
                    partition by association_id, fiscal_year order by document_id desc, source_line, column_no
                ) = 1
            ),
            ratio as (
                select association_id, fiscal_year, coalesce(computed_value, printed_value) as solidity
                from marts.key_ratios where ratio_id = 'equity_ratio'
                qualify row_number() over (
                    partition by association_id, fiscal_year
                    order by computed_value is null, document_id desc, source_line, column_no
                ) = 1
            ),
            share as (
                select association_id, fiscal_year, computed_value as equity_share, threshold as equity_goal
                from marts.goals where goal = 'equity_share' and computed_value is not null
                qualify row_number() over (partition by association_id, fiscal_year order by document_id) = 1
            )
            select a.name as association_name, association_id, fiscal_year, equity, total_assets, operating_income,
                coalesce(net_result, printed_result) as net_result, equity_share, equity_goal,
                round(
                    coalesce(solidity, case when total_assets <> 0 then 100.0 * equity / total_assets end), 1
                ) as solidity
            from sheet full join income using (association_id, fiscal_year)
            full join earlier using (association_id, fiscal_year)
            full join ratio using (association_id, fiscal_year)
            full join share using (association_id, fiscal_year)
            left join staging.stg_associations as a using (association_id)
            order by a.name, association_id, fiscal_year
            """
        )

    def activity_costs(self) -> list[Row]:
        """Return cost, net cost and budgeted net cost (SEK, positive) per activity, of each report's own year."""
        return self.rows(
            """
            select a.name as association_name, p.document_id, p.fiscal_year, p.association_id,
                coalesce(m.name, p.label) as activity,
                -sum(p.amount) filter (p.measure in ('cost', 'actual')) as cost,
                -sum(p.amount) filter (p.measure in ('net', 'actual')) as outcome,
                -sum(p.amount) filter (p.measure in ('net_budget', 'budget')) as budget
            from marts.operating_account as p
            left join staging.stg_associations as a using (association_id)
            left join staging.stg_members as m on p.association_id = m.association_id and p.member = m.member
            where p.line_item = 'activity' and p.number_no = 1 and not p.is_comparative and not p.is_total
            group by all having cost is not null and cost <> 0
            order by a.name, p.document_id, cost desc, activity
            """
        )
