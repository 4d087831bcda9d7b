{%- set unit_size = "case total.applied_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end" -%}
-- One row per evaluation of a relation, with its formula in numbers and its state.
with relations as (
    select
        cast(chosen.relation_id as string) as relation_id,
        cast(chosen.rule_id as string) as rule_id,
        cast(rules.rule_family as string) as rule_family,
        cast(rules.severity as string) as severity,
        cast(total.association_id as string) as association_id,
        cast(total.document_id as string) as document_id,
        cast(total.fiscal_year as integer) as fiscal_year,
        cast(total.statement as string) as statement,
        cast(total.label as string) as label,
        cast(total.line_item as string) as line_item,
        cast(total.member as string) as member,
        cast(total.measure as string) as measure,
        cast(chosen.printed_amount * total.sign_factor as decimal(18, 2)) as printed_amount,
        cast(chosen.computed_amount * total.sign_factor as decimal(18, 2)) as computed_amount,
        cast(chosen.difference * total.sign_factor as decimal(18, 2)) as difference,
        cast(chosen.rounding_bound as decimal(18, 6)) as rounding_bound,
        cast(chosen.probability as decimal(18, 6)) as probability,
        cast(chosen.term_count as integer) as term_count,
        cast(chosen.state as string) as state,
        cast(
            case
                when chosen.state <> 'not_evaluated' then null
                when chosen.printed_amount is null then 'missing_total'
                when chosen.term_count = 0 and rules.tick = 'prior_year' then 'no_prior_report'
                else 'missing_items'
            end as string
        ) as reason,
        cast(
            -- a minus sign as in print, not a hyphen
            replace(
                case
                    when chosen.state = 'not_evaluated' then null
                    when rules.kind in ('at_most', 'at_least')
                        then
                            {{ swedish_number("chosen.printed_amount / " ~ unit_size) }}
                            || case rules.kind when 'at_most' then ' <= ' else ' >= ' end || formulas.terms_text
                    when formulas.denominator_text is not null
                        then
                            '(' || formulas.terms_text || ') / (' || formulas.denominator_text || ') = '
                            || {{ swedish_number("chosen.computed_amount") }} || ' %'
                    else formulas.terms_text || ' = ' || {{ swedish_number("chosen.computed_amount * total.sign_factor / " ~ unit_size) }}
                end, '-', '−'
            ) as string
        ) as formula,
        cast(total.cell as string) as cell,
        cast(total.source_line as string) as source_line,
        cast(case when chosen.printed_amount is null and chosen.state = 'deviation' then 'missing_number' else nullif(rules.cause, '') end as string) as cause
    from {{ ref('chosen_definitions') }} as chosen
    inner join {{ ref('rules') }} as rules on chosen.rule_id = rules.rule_id
    inner join {{ ref('relation_anchors') }} as anchors
        on chosen.relation_id = anchors.relation_id and chosen.variant = anchors.variant
    inner join {{ ref('printed_numbers') }} as total on anchors.cell = total.cell
    left join {{ ref('formulas') }} as formulas on chosen.relation_id = formulas.relation_id
)

select * from relations
union all
select
    cast(checks.relation_id as string) as relation_id,
    cast(checks.rule_id as string) as rule_id,
    cast(rules.rule_family as string) as rule_family,
    cast(rules.severity as string) as severity,
    cast(checks.association_id as string) as association_id,
    cast(checks.document_id as string) as document_id,
    cast(checks.fiscal_year as integer) as fiscal_year,
    cast(checks.statement as string) as statement,
    cast(checks.label as string) as label,
    cast(checks.line_item as string) as line_item,
    cast(checks.member as string) as member,
    cast(checks.measure as string) as measure,
    cast(checks.printed_amount as decimal(18, 2)) as printed_amount,
    cast(checks.computed_amount as decimal(18, 2)) as computed_amount,
    cast(checks.printed_amount - checks.computed_amount as decimal(18, 2)) as difference,
    cast(checks.rounding_bound as decimal(18, 6)) as rounding_bound,
    cast(null as decimal(18, 6)) as probability,
    cast(coalesce(read_cells.cell_count, 0) as integer) as term_count,
    cast(checks.state as string) as state,
    cast(checks.reason as string) as reason,
    cast(checks.formula as string) as formula,
    cast(checks.cell as string) as cell,
    cast(coalesce(checks.source_line, numbers.source_line, read_cells.source_line) as string) as source_line,
    cast(checks.cause as string) as cause
from {{ ref('document_checks') }} as checks
inner join {{ ref('rules') }} as rules on checks.rule_id = rules.rule_id
left join {{ ref('printed_numbers') }} as numbers on checks.cell = numbers.cell
left join (
    select
        relation_id,
        count(*) as cell_count,
        min_by(source_line, length(source_line)) as source_line
    from {{ ref('document_terms') }}
    group by relation_id
) as read_cells on checks.relation_id = read_cells.relation_id
