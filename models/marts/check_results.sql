-- One row per evaluation of a relation, with its formula in numbers and its state.
with told as (
    select
        {{ relation_id() }} as relation_id,
        rules.rule_id,
        rules.rule_family,
        rules.kind,
        rules.severity,
        documents.association_id,
        documents.document_id,
        results.fiscal_year,
        coalesce(totals.statement, checks.statement) as statement,
        coalesce(totals.label, checks.label) as label,
        coalesce(case when checks.goal_id is null then totals.line_item end, checks.line_item) as line_item,
        coalesce(totals.member, checks.member) as member,
        coalesce(totals.measure, checks.measure) as measure,
        totals.applied_unit,
        results.printed_amount,
        results.computed_amount,
        results.difference,
        -- what is no sum of cells has the sign of its print already
        case when checks.relation_no is null then totals.sign_factor else 1 end as turn,
        results.rounding_bound,
        results.probability,
        coalesce(read_cells.cell_count, results.term_count) as term_count,
        results.state,
        results.reason,
        coalesce(formulas.formula, checks.formula) as formula,
        coalesce(totals.cell, checks.place_key) as cell,
        coalesce(checks.source_line, totals.source_line, read_cells.source_line) as source_line,
        results.cause
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
)

select
    cast(told.relation_id as string) as relation_id,
    cast(told.rule_id as string) as rule_id,
    cast(told.rule_family as string) as rule_family,
    cast(told.severity as string) as severity,
    cast(told.association_id as string) as association_id,
    cast(told.document_id as string) as document_id,
    cast(told.fiscal_year as integer) as fiscal_year,
    cast(told.statement as string) as statement,
    cast(told.label as string) as label,
    cast(told.line_item as string) as line_item,
    cast(told.member as string) as member,
    cast(told.measure as string) as measure,
    cast(told.printed_amount * told.turn as decimal(18, 2)) as printed_amount,
    {{ held_amount("told.computed_amount * told.turn") }} as computed_amount,
    {{ held_amount("told.difference * told.turn") }} as difference,
    cast(
        case told.kind
            -- a heading's unit is a factor
            when 'unit' then 'factor'
            when 'date' then 'days'
            when 'sign' then 'relations'
            when 'section' then null
            else
                {{ counted_in(
                    "coalesce(
                        case when told.statement = 'goals' and coalesce(told.applied_unit, 'text') = 'text' then goals.unit end,
                        nullif(told.applied_unit, 'text'),
                        case told.measure when 'share' then 'percent' when 'ratio' then 'ratio' when 'count' then 'count' end,
                        'kr'
                    )",
                    "told.statement = 'participants' or goals.kind = 'participants'"
                ) }}
        end as string
    ) as unit,
    cast(told.rounding_bound as decimal(18, 6)) as rounding_bound,
    cast(told.probability as decimal(18, 6)) as probability,
    cast(told.term_count as integer) as term_count,
    cast(told.state as string) as state,
    cast(told.reason as string) as reason,
    cast(told.formula as string) as formula,
    cast(told.cell as string) as cell,
    cast(told.source_line as string) as source_line,
    cast(told.cause as string) as cause
from told
left join {{ ref('goal_readings') }} as goals
    on
        told.document_id = goals.document_id and told.line_item = goals.goal
        and told.statement in ('goals', 'participants')
