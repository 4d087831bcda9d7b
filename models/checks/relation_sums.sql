-- One row per relation and definition of it: what is printed, what its terms give, and how far they may differ by rounding.
with wanted as (
    select
        rule_id,
        variant,
        count(*) filter (where presence in ('required', 'exact_zero') and role <> 'constant') as required_count,
        count(*) filter (where role <> 'constant') as wanted_count,
        sum(case when role = 'constant' then weight else 0 end) as constant
    from {{ ref('rule_terms') }}
    where role <> 'total'
    group by rule_id, variant
),

required_found as (
    select
        found.relation_id,
        found.variant,
        count(distinct found.term_no) as found_count
    from {{ ref('candidate_terms') }} as found
    inner join {{ ref('rule_terms') }} as terms
        on found.rule_id = terms.rule_id and found.variant = terms.variant and found.term_no = terms.term_no
    where terms.role <> 'total' and terms.presence in ('required', 'exact_zero')
    group by found.relation_id, found.variant
),

summed as (
    select
        relation_id,
        variant,
        min(rule_id) as rule_id,
        max(case when role = 'total' then amount end) as printed_amount,
        max(case when role = 'total' then half_width end) as printed_half_width,
        sum(case when role <> 'total' and role <> 'denominator' then weight * amount else 0 end) as term_sum,
        sum(case when role <> 'total' and role <> 'denominator' then abs(weight) * half_width else 0 end) as term_bound,
        sum(case when role = 'denominator' then weight * amount else 0 end) as denominator,
        sum(case when role = 'denominator' then abs(weight) * half_width else 0 end) as denominator_bound,
        max(half_width) * 2 as coarsest,
        max(abs(amount)) as largest,
        count(*) filter (where role <> 'total') as term_count,
        bool_or(is_approximate) as has_approximate
    from {{ ref('candidate_terms') }}
    group by relation_id, variant
),

counted as (
    -- terms that count for the probability: last digit at least a tenth of the coarsest, no zero, no dash
    select
        terms.relation_id,
        terms.variant,
        count(*) as rounded_count
    from {{ ref('candidate_terms') }} as terms
    inner join summed on terms.relation_id = summed.relation_id and terms.variant = summed.variant
    where terms.role <> 'total' and terms.amount <> 0 and terms.half_width * 20 >= summed.coarsest
    group by terms.relation_id, terms.variant
),

computed as (
    select
        summed.*,
        rules.kind,
        coalesce(counted.rounded_count, 0) as rounded_count,
        coalesce(required_found.found_count, 0) = wanted.required_count
        and (summed.term_count > 0 or wanted.wanted_count = 0) as is_complete,
        case
            when rules.kind <> 'ratio' then cast(summed.term_sum + wanted.constant as decimal(18, 6))
            when summed.denominator = 0 then null
            else cast(100 * cast(summed.term_sum as double) / cast(summed.denominator as double) as decimal(18, 6))
        end as computed_amount,
        case
            when rules.kind <> 'ratio' then cast(summed.printed_half_width + summed.term_bound as decimal(18, 6))
            when summed.denominator = 0 then null
            else cast(
                summed.printed_half_width
                + 100 * (
                    cast(summed.term_bound as double)
                    + abs(cast(summed.term_sum as double) / cast(summed.denominator as double)) * cast(summed.denominator_bound as double)
                ) / abs(cast(summed.denominator as double)) as decimal(18, 6)
            )
        end as rounding_bound
    from summed
    inner join {{ ref('rules') }} as rules on summed.rule_id = rules.rule_id
    inner join wanted on summed.rule_id = wanted.rule_id and summed.variant = wanted.variant
    left join required_found
        on summed.relation_id = required_found.relation_id and summed.variant = required_found.variant
    left join counted on summed.relation_id = counted.relation_id and summed.variant = counted.variant
),

differences as (
    select
        *,
        cast(printed_amount - computed_amount as decimal(18, 6)) as difference,
        -- how far the difference lies outside the printed total's own rounding, in units of the coarsest last digit
        case
            when coarsest > 0
                then cast(abs(cast(printed_amount - computed_amount as double)) / cast(coarsest as double) - 0.5 as decimal(18, 6))
        end as excess
    from computed
)

select * from differences
