-- Every goal of a document decided: what was to be reached, what the accounts or the report give, and what the board says.
with sums as (
    select
        goal_id,
        sum(case when role in ('term', 'numerator') then amount end) as value,
        sum(case when role in ('term', 'numerator') then half_width end) as bound,
        sum(case when role = 'denominator' then amount end) as denominator,
        sum(case when role = 'denominator' then half_width end) as denominator_bound,
        sum(case when role = 'compared' then amount end) as compared,
        sum(case when role = 'compared' then half_width end) as compared_bound,
        max(case when role = 'target' then amount end) as target,
        -- every group must reach the threshold: the least favourable outcome decides
        max(case when role = 'outcome' then amount end) as largest_outcome,
        min(case when role = 'outcome' then amount end) as smallest_outcome,
        max(case when role = 'verdict' then text_value end) as verdict
    from (
        select
            goal_id,
            role,
            -- what a goal about costs prints is a cost, whatever its sign
            case when role in ('target', 'outcome') then abs(amount) else amount end as amount,
            half_width,
            text_value
        from {{ ref('goal_cells') }}
    ) as cells
    group by goal_id
),

computed as (
    select
        definitions.*,
        case definitions.operator when '<=' then sums.largest_outcome else sums.smallest_outcome end as outcome,
        sums.verdict,
        -- a budget is a threshold of cost; costs are negative in the marts
        case definitions.basis when 'costs_to_budget' then -sums.compared else sums.target end as threshold,
        case definitions.basis
            when 'printed' then case definitions.operator when '<=' then sums.largest_outcome else sums.smallest_outcome end
            when 'equity' then sums.value
            when 'costs_to_budget' then -sums.value
            when 'activity_costs' then -sums.value
            when 'equity_to_contributions' then 100 * cast(sums.value as double) / nullif(cast(sums.denominator as double), 0)
            when 'administration_share' then 100 * cast(sums.value as double) / nullif(cast(sums.denominator as double), 0)
        end as value,
        case definitions.basis
            when 'printed' then 0
            when 'equity' then sums.bound
            when 'costs_to_budget' then sums.bound + sums.compared_bound
            when 'activity_costs' then sums.bound
            else
                100 * (
                    cast(sums.bound as double)
                    + abs(cast(sums.value as double) / nullif(cast(sums.denominator as double), 0))
                    * cast(sums.denominator_bound as double)
                ) / abs(nullif(cast(sums.denominator as double), 0))
        end as bound
    from {{ ref('stg_goal_definitions') }} as definitions
    left join sums on definitions.goal_id = sums.goal_id
),

judged as (
    select
        *,
        case
            when threshold is null or value is null then null
            when operator = '<=' and value <= threshold then true
            when operator = '>=' and value >= threshold then true
            when operator = '=' and abs(value - threshold) <= bound then true
            when abs(value - threshold) < bound then null
            else false
        end as is_met
    from computed
)

select
    cast(judged.goal_id as string) as goal_id,
    judged.document_no,
    cast(judged.fiscal_year as integer) as fiscal_year,
    cast(judged.goal as string) as goal,
    cast(judged.kind as string) as kind,
    cast(judged.name_sv as string) as name_sv,
    cast(judged.name_en as string) as name_en,
    cast(judged.operator as string) as operator,
    cast(judged.basis as string) as basis,
    cast(judged.unit as string) as unit,
    cast(judged.threshold as decimal(18, 2)) as threshold,
    cast(judged.value as decimal(18, 2)) as computed_value,
    cast(judged.bound as decimal(18, 6)) as computed_bound,
    cast(judged.outcome as decimal(18, 2)) as printed_outcome,
    cast(judged.is_met as boolean) as is_met,
    cast(
        case
            when judged.is_met is not null then null
            when judged.basis = 'none' then 'not_in_document'
            when judged.threshold is null then 'missing_items'
            when judged.value is null then 'missing_items'
            else 'undecided'
        end as string
    ) as reason,
    cast(judged.verdict as string) as printed_verdict,
    cast(verdicts.says_met as boolean) as says_met,
    cast(verdicts.says_met = judged.is_met as boolean) as verdict_agrees
from judged
left join {{ ref('verdicts') }} as verdicts on judged.verdict = verdicts.text_value and judged.operator = verdicts.operator
