-- One row per evaluation of a relation, with its formula in numbers and its state.
select
    {{ relation_id() }} as relation_id,
    cast(rules.rule_id as string) as rule_id,
    cast(rules.rule_family as string) as rule_family,
    cast(rules.severity as string) as severity,
    cast(documents.association_id as string) as association_id,
    cast(documents.document_id as string) as document_id,
    cast(results.fiscal_year as integer) as fiscal_year,
    cast(coalesce(totals.statement, checks.statement) as string) as statement,
    cast(coalesce(totals.label, checks.label) as string) as label,
    cast(coalesce(case when checks.goal_id is null then totals.line_item end, checks.line_item) as string) as line_item,
    cast(coalesce(totals.member, checks.member) as string) as member,
    cast(coalesce(totals.measure, checks.measure) as string) as measure,
    cast(results.printed_amount * case when checks.relation_no is null then totals.sign_factor else 1 end as decimal(18, 2)) as printed_amount,
    cast(results.computed_amount * case when checks.relation_no is null then totals.sign_factor else 1 end as decimal(18, 2)) as computed_amount,
    cast(results.difference * case when checks.relation_no is null then totals.sign_factor else 1 end as decimal(18, 2)) as difference,
    cast(results.rounding_bound as decimal(18, 6)) as rounding_bound,
    cast(results.probability as decimal(18, 6)) as probability,
    cast(coalesce(read_cells.cell_count, results.term_count) as integer) as term_count,
    cast(results.state as string) as state,
    cast(results.reason as string) as reason,
    cast(coalesce(formulas.formula, checks.formula) as string) as formula,
    cast(coalesce(totals.cell, checks.place_key) as string) as cell,
    cast(coalesce(checks.source_line, totals.source_line, read_cells.source_line) as string) as source_line,
    cast(results.cause as string) as cause
from {{ ref('results') }} as results
inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
inner join {{ ref('stg_documents') }} as documents on results.document_no = documents.document_no
left join {{ ref('addressed_numbers') }} as totals on results.cell_no = totals.cell_no
left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
left join {{ ref('formulas') }} as formulas on results.relation_no = formulas.relation_no
left join (
    select
        terms.relation_no,
        count(*) as cell_count,
        min_by(items.source_line, terms.cell_no) as source_line
    from {{ ref('place_terms') }} as terms
    inner join {{ ref('stg_line_items') }} as items on terms.cell_no = items.cell_no
    group by terms.relation_no
) as read_cells on results.relation_no = read_cells.relation_no
