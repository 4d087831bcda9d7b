-- One row per relation and definition of it: its state.
with differences as (
    select
        sums.*,
        -- what an unprinted item could explain is no deviation
        rules.needs_all_definitions
        and min(case when sums.is_complete then 1 else 0 end) over (partition by sums.relation_id) = 0 as is_unproven,
        cast(cast(rules.unproven_share as double) * cast(sums.largest as double) as decimal(18, 6)) as unproven_bound
    from {{ ref('relation_sums') }} as sums
    inner join {{ ref('rules') }} as rules on sums.rule_id = rules.rule_id
)

select
    differences.*,
    case
        when not differences.is_complete or differences.printed_amount is null or differences.computed_amount is null then null
        when differences.difference = 0 or (differences.kind = 'ratio' and abs(differences.difference) <= differences.printed_half_width) then 1
        when differences.excess <= 0 then 1
        else coalesce(chances.probability, 0)
    end as probability,
    case
        when not differences.is_complete or differences.computed_amount is null then 'not_evaluated'
        -- an empty cell in a labelled row, where the terms give a number
        when differences.printed_amount is null
            then
                case
                    when differences.kind = 'sum' and abs(differences.computed_amount) > differences.rounding_bound and not differences.is_unproven
                        then 'deviation'
                    else 'not_evaluated'
                end
        when differences.kind = 'at_most' and differences.difference <= 0 then 'exact'
        when differences.kind = 'at_least' and differences.difference >= 0 then 'exact'
        when differences.kind in ('at_most', 'at_least')
            then case when abs(differences.difference) <= differences.rounding_bound then 'undecided' else 'deviation' end
        when differences.difference = 0 then 'exact'
        when differences.kind = 'ratio' and abs(differences.difference) <= differences.printed_half_width then 'exact'
        when abs(differences.difference) > differences.rounding_bound
            then
                case
                    when differences.has_approximate then 'unlikely_rounding'
                    when differences.is_unproven and coalesce(abs(differences.difference) <= differences.unproven_bound, true) then 'not_evaluated'
                    else 'deviation'
                end
        when differences.kind = 'ratio' then 'rounding'
        when differences.kind = 'tie' and differences.term_count = 1
            then case when differences.rounding_bound = 2 * differences.printed_half_width then 'unlikely_rounding' else 'rounding' end
        when differences.excess <= 0 or coalesce(chances.probability, 0) >= 0.01 then 'rounding'
        else 'unlikely_rounding'
    end as state
from differences
left join {{ ref('rounding_chances') }} as chances
    on
        differences.rounded_count = chances.rounded_count
        and differences.excess = chances.excess
