-- The evidence: every deviating relation of a rule that makes findings stands under at least one finding: every edit that mends or
-- explains it; where the rule names the place itself, that place, unless a suggested figure is the reason; else its total. Amounts have
-- the sign as printed at that place.
with echoes as (
    -- sums and ties elsewhere in the report that lack a row which is not printed: they differ by the very amount that it should say
    select
        results.relation_no,
        min(edits.finding_key) as finding_key
    from {{ ref('missing_amounts') }} as lacking
    inner join {{ ref('edits') }} as edits on lacking.association_no = edits.association_no and lacking.edit_no = edits.edit_no
    inner join {{ ref('amounts') }} as feet on lacking.total_no = feet.cell_no
    inner join {{ ref('results') }} as results on feet.document_no = results.document_no and feet.fiscal_year = results.fiscal_year
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    where
        results.state = 'deviation' and rules.kind in ('sum', 'tie')
        and abs(abs(results.printed_amount - results.computed_amount) - abs(lacking.amount)) <= results.rounding_bound + feet.half_width
        -- a difference within a fiftieth of the amount says that it is this one
        and abs(lacking.amount) >= 50 * (results.rounding_bound + feet.half_width)
    group by results.relation_no
),

mended as (
    -- a relation may ask for two changes at once, each a finding
    select distinct
        relations.relation_no,
        edits.finding_key
    from {{ ref('edit_relations') }} as relations
    inner join {{ ref('edits') }} as edits
        on relations.association_no = edits.association_no and relations.edit_no = edits.edit_no
    left join echoes on relations.relation_no = echoes.relation_no
    where echoes.relation_no is null or edits.cause <> 'unknown'
),

deviations as (
    select
        results.relation_no,
        results.cell_no as total_no,
        cast(coalesce(mended.finding_key, consequences.finding_key, echoes.finding_key, checks.place_key, totals.cell) as string) as finding_key,
        mended.finding_key is not null as is_mended,
        coalesce(mended.finding_key, consequences.finding_key, echoes.finding_key) is null as names_its_place,
        -- with the figures that other findings put right
        coalesce(consequences.printed_amount, results.printed_amount) as printed_amount,
        coalesce(consequences.computed_amount, results.computed_amount) as computed_amount
    from {{ ref('results') }} as results
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    left join mended on results.relation_no = mended.relation_no
    left join {{ ref('consequences') }} as consequences on results.relation_no = consequences.relation_no
    left join echoes on results.relation_no = echoes.relation_no
    left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
    left join {{ ref('addressed_numbers') }} as totals on results.cell_no = totals.cell_no
    where results.state = 'deviation' and rules.severity in ('error', 'warning')
)

select
    deviations.relation_no,
    deviations.finding_key,
    deviations.is_mended,
    deviations.names_its_place,
    case
        when deviations.names_its_place
            then cast(row_number() over (
                partition by deviations.finding_key, deviations.names_its_place
                order by
                    case when results.cause = 'verdict_contradicts' then 0 when results.cause is not null then 1 else 2 end,
                    case rules.severity when 'error' then 0 else 1 end,
                    rules.rule_id,
                    deviations.relation_no
            ) as integer)
    end as place_no,
    deviations.total_no,
    rules.rule_id,
    rules.severity,
    rules.class,
    results.cause,
    coalesce(totals.association_id, documents.association_id) as association_id,
    documents.document_id,
    results.document_no,
    results.fiscal_year,
    coalesce(checks.source_line, totals.source_line) as source_line,
    coalesce(totals.statement, checks.statement) as statement,
    coalesce(totals.label, checks.label) as label,
    coalesce(totals.line_item, checks.line_item) as line_item,
    coalesce(totals.member, checks.member) as member,
    coalesce(totals.measure, checks.measure) as measure,
    coalesce(totals.cell, checks.place_key) as cell,
    coalesce(totals.applied_unit, units.applied_unit) as applied_unit,
    cast(deviations.printed_amount * case when checks.relation_no is null then totals.sign_factor else 1 end as decimal(18, 2)) as printed_amount,
    {{ held_amount("deviations.computed_amount * case when checks.relation_no is null then totals.sign_factor else 1 end") }} as computed_amount,
    results.rounding_bound,
    coalesce(formulas.left_text, checks.left_text) as left_text,
    coalesce(formulas.operator, checks.operator) as operator,
    coalesce(formulas.right_text, checks.right_text) as right_text,
    checks.remark,
    coalesce(formulas.formula, checks.formula) as formula
from deviations
inner join {{ ref('results') }} as results on deviations.relation_no = results.relation_no
inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
inner join {{ ref('stg_documents') }} as documents on results.document_no = documents.document_no
left join {{ ref('addressed_numbers') }} as totals on results.cell_no = totals.cell_no
left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
left join {{ ref('formulas') }} as formulas on results.relation_no = formulas.relation_no
left join {{ ref('table_units') }} as units
    on
        results.document_no = units.document_no and checks.line_item = 'table' and checks.cause = 'missing_number'
        and checks.member = 't' || cast(units.table_no as string)
