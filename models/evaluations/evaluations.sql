-- One row per relation and definition of it: its state, and which definition counts. A rule may define a quantity in several accepted
-- ways (with or without financial items, equity as one row or two): a complete one comes before one with an absent row, one that
-- holds before one that does not, then order.
with {{ rounding_chances() }},

differences as (
    select
        sums.*,
        -- what an unprinted item could explain is no deviation
        rules.needs_all_definitions
        and min(case when sums.is_complete then 1 else 0 end) over (partition by sums.relation_no) = 0 as is_unproven,
        cast(rules.unproven_share * cast(sums.largest as double) as decimal(18, 6)) as unproven_bound,
        cast(chances.probability as decimal(18, 6)) as chance
    from {{ ref('relation_sums') }} as sums
    inner join {{ ref('stg_rules') }} as rules on sums.rule_no = rules.rule_no
    left join counted
        on sums.relation_no = counted.relation_no and sums.definition_no = counted.definition_no
    left join chances on counted.rounded_count = chances.rounded_count and counted.excess = chances.excess
),

stated as (
    select
        *,
        case
            when not is_evaluated or printed_amount is null or computed_amount is null then null
            when has_approximate then case when abs(difference + centre_shift) <= rounding_bound then 1 else 0 end
            when difference = 0 or (kind = 'ratio' and abs(difference) <= printed_half_width) then 1
            when excess <= 0 then 1
            else coalesce(chance, 0)
        end as probability,
        case
            when not is_evaluated or computed_amount is null then 'not_evaluated'
            -- an empty cell in a labelled row, where the terms give a number; another report only suggests it
            when printed_amount is null
                then
                    case
                        when
                            kind in ('sum', 'tie', 'ratio') and (kind = 'sum' or is_of_one_document)
                            and abs(computed_amount) > rounding_bound and not is_unproven
                            then 'deviation'
                        else 'not_evaluated'
                    end
            when kind = 'at_most' and difference <= 0 then 'exact'
            when kind = 'at_least' and difference >= 0 then 'exact'
            when kind in ('at_most', 'at_least') then case when abs(difference + centre_shift) <= rounding_bound then 'undecided' else 'deviation' end
            when difference = 0 then 'exact'
            when kind = 'ratio' and abs(difference + centre_shift) <= printed_half_width then 'exact'
            when abs(difference + centre_shift) > rounding_bound
                then
                    case
                        when is_unproven and coalesce(abs(difference) <= unproven_bound, true) then 'not_evaluated'
                        else 'deviation'
                    end
            when kind = 'ratio' or has_approximate then 'rounding'
            when kind = 'tie' and term_count = 1
                then case when rounding_bound = 2 * printed_half_width then 'unlikely_rounding' else 'rounding' end
            when excess <= 0 or coalesce(chance, 0) >= 0.01 then 'rounding'
            else 'unlikely_rounding'
        end as state
    from differences
)

select
    relation_no,
    definition_no,
    rule_no,
    definition,
    kind,
    cell_no,
    printed_amount,
    printed_half_width,
    term_sum,
    denominator,
    term_count,
    missing_bits,
    is_complete,
    is_evaluated,
    cast(is_unproven as boolean) as is_unproven,
    unproven_bound,
    computed_amount,
    rounding_bound,
    difference,
    centre_shift,
    cast(probability as decimal(18, 6)) as probability,
    cast(state as string) as state,
    cast(
        row_number() over (
            partition by relation_no
            order by
                case when is_complete then 0 when is_evaluated then 1 else 2 end,
                case state when 'exact' then 0 when 'rounding' then 1 when 'unlikely_rounding' then 2 else 3 end,
                definition
        ) = 1 as boolean
    ) as is_chosen
from stated
