-- One row per relation that was asked for: its state, in narrow rows. What counts is the chosen definition; places that are no cell
-- stand in `place_checks`.
select
    evaluations.relation_no,
    evaluations.definition_no,
    evaluations.rule_no,
    cells.document_no,
    evaluations.cell_no,
    cells.fiscal_year,
    evaluations.printed_amount,
    evaluations.computed_amount,
    evaluations.difference,
    evaluations.rounding_bound,
    evaluations.probability,
    evaluations.term_count,
    evaluations.missing_bits,
    evaluations.state,
    cast(
        case
            when evaluations.state <> 'not_evaluated' then null
            when evaluations.is_refuted then 'adds_otherwise'
            when evaluations.printed_amount is null then 'missing_total'
            when evaluations.term_count = 0 and rules.tick = 'prior_year' then 'no_prior_report'
            else 'missing_items'
        end as string
    ) as reason,
    cast(
        case when evaluations.printed_amount is null and evaluations.state = 'deviation' then 'missing_number' else rules.cause end
        as string
    ) as cause
from {{ ref('evaluations') }} as evaluations
inner join {{ ref('amounts') }} as cells on evaluations.cell_no = cells.cell_no
inner join {{ ref('stg_rules') }} as rules on evaluations.rule_no = rules.rule_no
where evaluations.is_chosen
union all
select
    checks.relation_no,
    cast(null as integer) as definition_no,
    checks.rule_no,
    checks.document_no,
    checks.cell_no,
    checks.fiscal_year,
    checks.printed_amount,
    cast(checks.computed_amount as decimal(28, 6)) as computed_amount,
    cast(checks.printed_amount - checks.computed_amount as decimal(28, 6)) as difference,
    checks.rounding_bound,
    cast(null as decimal(18, 6)) as probability,
    cast(0 as integer) as term_count,
    cast(0 as bigint) as missing_bits,
    checks.state,
    checks.reason,
    checks.cause
from {{ ref('place_checks') }} as checks
