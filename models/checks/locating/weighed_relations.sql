-- Every relation that a suspect cell takes part in, under each complete definition: how far it is off, and by how much it may.
with touched as (
    select distinct terms.relation_id
    from {{ ref('candidate_terms') }} as terms
    inner join {{ ref('suspect_cells') }} as cells on terms.cell = cells.cell
),

spreads as (
    select
        terms.relation_id,
        terms.variant,
        sqrt(sum(power(2 * cast(terms.weight * terms.half_width as double), 2)) / 12) as spread
    from {{ ref('candidate_terms') }} as terms
    inner join touched on terms.relation_id = touched.relation_id
    group by terms.relation_id, terms.variant
),

-- a definition that the association is seen to use comes before the others, then the order of preference
uses as (
    select
        chosen.rule_id,
        chosen.variant,
        results.association_id,
        count(*) as use_count
    from {{ ref('chosen_definitions') }} as chosen
    inner join {{ ref('check_results') }} as results on chosen.relation_id = results.relation_id
    where chosen.state in ('exact', 'rounding')
    group by chosen.rule_id, chosen.variant, results.association_id
)

select
    evaluations.relation_id,
    evaluations.variant,
    evaluations.rule_id,
    evaluations.kind,
    evaluations.term_count,
    rules.tick,
    cast(row_number() over (
        partition by evaluations.relation_id order by coalesce(uses.use_count, 0) desc, evaluations.variant asc
    ) - 1 as double) as doubt,
    results.state = 'deviation' as was_open,
    results.state <> 'deviation' as was_standing,
    -- a relation whose rule names the cause by itself asks for no other cell
    results.cause is null and evaluations.kind in ('sum', 'tie', 'ratio') as implies_value,
    cast(evaluations.printed_amount as double) as printed_amount,
    cast(evaluations.term_sum as double) as term_sum,
    cast(evaluations.denominator as double) as denominator,
    cast(evaluations.difference as double) as difference,
    -- what unprinted items may amount to asks for no exact value
    cast(
        case
            when results.state = 'deviation' and evaluations.is_unproven then evaluations.unproven_bound else evaluations.rounding_bound
        end as double
    ) as bound,
    -- the standard deviation of the difference when every figure is rounded by itself
    greatest(case evaluations.kind when 'ratio' then cast(evaluations.rounding_bound as double) / 2 else spreads.spread end, 0.001) as spread
from {{ ref('evaluations') }} as evaluations
inner join touched on evaluations.relation_id = touched.relation_id
inner join spreads on evaluations.relation_id = spreads.relation_id and evaluations.variant = spreads.variant
inner join {{ ref('check_results') }} as results on evaluations.relation_id = results.relation_id
inner join {{ ref('rules') }} as rules on evaluations.rule_id = rules.rule_id
left join uses
    on
        evaluations.rule_id = uses.rule_id
        and evaluations.variant = uses.variant
        and results.association_id = uses.association_id
where
    evaluations.is_complete
    and evaluations.difference is not null
    and results.severity in ('error', 'warning')
    and results.state in ('exact', 'rounding', 'unlikely_rounding', 'deviation')
