-- A rule may define a quantity in several accepted ways (with or without financial items, equity as one row or two).
-- Per relation one definition counts: a complete one before an incomplete, one that holds before one that does not, then order.
with ranked as (
    select
        evaluations.*,
        row_number() over (
            partition by evaluations.relation_id
            order by
                case when evaluations.is_complete then 0 else 1 end,
                case evaluations.state when 'exact' then 0 when 'rounding' then 1 when 'unlikely_rounding' then 2 else 3 end,
                evaluations.variant
        ) as choice_no
    from {{ ref('evaluations') }} as evaluations
)

select
    relation_id,
    variant,
    rule_id,
    printed_amount,
    printed_half_width,
    term_sum,
    term_bound,
    denominator,
    denominator_bound,
    coarsest,
    term_count,
    has_approximate,
    kind,
    rounded_count,
    is_complete,
    computed_amount,
    rounding_bound,
    difference,
    excess,
    probability,
    state
from ranked
where choice_no = 1
