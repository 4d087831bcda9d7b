-- The relations of every finding: those that deviate because of its cell, and those that bear the print out, each with its formula.
with cells as (
    select
        finding_key,
        cell_no
    from {{ ref('finding_facts') }}
    where cell_no is not null
),

beside as (
    select distinct
        cells.finding_key,
        results.relation_no
    from cells
    inner join {{ ref('relation_cells') }} as terms on cells.cell_no = terms.cell_no
    inner join {{ ref('results') }} as results
        on terms.relation_no = results.relation_no and terms.definition_no = results.definition_no
    where results.state in ('exact', 'rounding', 'unlikely_rounding')
),

every_relation as (
    select
        finding_key,
        relation_no,
        case when is_mended then 'mended' else 'deviates' end as role
    from {{ ref('deviations') }}
    union all
    select
        finding_key,
        relation_no,
        'bears_out' as role
    from beside
)

select
    cast(every_relation.finding_key as string) as finding_key,
    {{ relation_id() }} as relation_id,
    cast(rules.rule_id as string) as rule_id,
    cast(every_relation.role as string) as role,
    cast(results.state as string) as state,
    cast(coalesce(formulas.formula, checks.formula) as string) as formula
from every_relation
inner join {{ ref('results') }} as results on every_relation.relation_no = results.relation_no
inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
inner join {{ ref('stg_documents') }} as documents on results.document_no = documents.document_no
left join {{ ref('stg_line_items') }} as totals on results.cell_no = totals.cell_no
left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
left join {{ ref('formulas') }} as formulas on results.relation_no = formulas.relation_no
