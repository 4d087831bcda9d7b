{%- set size = "(case when sums.smallest_unit = sums.largest_unit then sums.smallest_unit else 1 end)" -%}
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
        -- a range has two targets
        min(case when role = 'target' then amount end) as target,
        max(case when role = 'target' then amount end) as last_target,
        -- every group must reach the threshold: the least favourable outcome decides
        max(case when role = 'outcome' then amount end) as largest_outcome,
        min(case when role = 'outcome' then amount end) as smallest_outcome,
        max(case when role = 'outcome' then half_width end) as outcome_bound,
        max(case when role = 'verdict' then text_value end) as verdict,
        -- a division is told in the unit that both its amounts are printed in
        min(case when role in ('term', 'numerator', 'denominator') then unit_size end) as smallest_unit,
        max(case when role in ('term', 'numerator', 'denominator') then unit_size end) as largest_unit
    from (
        select
            cells.goal_id,
            cells.role,
            -- what a goal about costs prints is a cost, whatever its sign
            case when cells.role in ('target', 'outcome') then abs(cells.amount) else cells.amount end as amount,
            cells.half_width,
            cells.text_value,
            prints.unit_size
        from {{ ref('goal_cells') }} as cells
        left join {{ ref('amounts') }} as prints on cells.cell_no = prints.cell_no
    ) as cells
    group by goal_id
),

measured as (
    select
        definitions.*,
        case definitions.operator when '<=' then sums.largest_outcome else sums.smallest_outcome end as outcome,
        sums.outcome_bound,
        sums.verdict,
        -- a budget is a threshold of cost; costs are negative in the marts
        case when definitions.basis = 'costs_to_budget' then coalesce(sums.target, -sums.compared) else sums.target end as given_threshold,
        sums.target,
        case when definitions.operator = 'between' then sums.last_target end as threshold_to,
        case
            when definitions.basis in ('equity', 'participants') then sums.value
            when definitions.basis in ('costs_to_budget', 'activity_costs', 'remaining_costs') then -sums.value
            when definitions.basis in ('equity_to_contributions', 'administration_share', 'equity_ratio', 'ended_within_goal')
                then 100 * cast(sums.value as double) / nullif(cast(sums.denominator as double), 0)
        end as value,
        case
            when definitions.basis in ('equity_to_contributions', 'administration_share', 'equity_ratio', 'ended_within_goal')
                then {{ formula_number("sums.value * sign(sums.denominator) / " ~ size) }} || ' / ' || {{ formula_number("abs(sums.denominator) / " ~ size) }}
        end as division,
        case
            when definitions.basis = 'costs_to_budget' then sums.bound + coalesce(sums.compared_bound, 0)
            when definitions.basis in ('equity', 'participants', 'activity_costs', 'remaining_costs') then sums.bound
            else
                100 * (
                    cast(sums.bound as double)
                    + abs(cast(sums.value as double) / nullif(cast(sums.denominator as double), 0))
                    * cast(sums.denominator_bound as double)
                ) / abs(nullif(cast(sums.denominator as double), 0))
        end as bound
    from {{ ref('goal_readings') }} as definitions
    left join sums on definitions.goal_id = sums.goal_id
),

-- figures that nobody named as the basis count where they give what is printed: another definition is no error. Costs against their budget
-- are of one table, and need no print
based as (
    select
        *,
        is_inferred and basis not in ('none', 'printed')
        and not (basis = 'costs_to_budget' and outcome is null)
        and not coalesce(abs(outcome - value) <= outcome_bound + bound, false) as is_refuted
    from measured
),

computed as (
    select
        based.*,
        -- nor are their budgets what the print is held against
        case when is_refuted then target else given_threshold end as threshold,
        case when is_refuted then 'printed' else basis end as applied_basis,
        case when not is_refuted then value end as computed_value,
        case when not is_refuted and value is not null then bound end as computed_bound,
        case when not is_refuted and value is not null then division end as computed_division,
        -- what the accounts give decides, else what is printed
        case when is_refuted or value is null then outcome else value end as deciding,
        case when is_refuted or value is null then 0 else bound end as deciding_bound
    from based
),

judged as (
    select
        *,
        case
            when threshold is null or deciding is null or basis = 'none' then null
            when operator = '<=' and deciding <= threshold then true
            when operator = '>=' and deciding >= threshold then true
            when operator = '=' and abs(deciding - threshold) <= deciding_bound then true
            when operator = 'between' and deciding between threshold and threshold_to then true
            when abs(deciding - threshold) < deciding_bound or abs(deciding - threshold_to) < deciding_bound then null
            when operator is not null and (operator <> 'between' or threshold_to is not null) then false
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
    cast(judged.applied_basis as string) as basis,
    cast(judged.unit as string) as unit,
    cast(judged.threshold as decimal(18, 2)) as threshold,
    cast(judged.threshold_to as decimal(18, 2)) as threshold_to,
    cast(judged.computed_value as decimal(18, 2)) as computed_value,
    cast(judged.computed_bound as decimal(18, 6)) as computed_bound,
    cast(judged.computed_division as string) as computed_division,
    cast(judged.outcome as decimal(18, 2)) as printed_outcome,
    cast(judged.is_met as boolean) as is_met,
    cast(
        case
            when judged.is_met is not null then null
            when judged.basis = 'none' then 'not_in_document'
            when judged.threshold is null or judged.deciding is null then 'missing_items'
            else 'undecided'
        end as string
    ) as reason,
    cast(judged.verdict as string) as printed_verdict,
    cast(verdicts.says_met as boolean) as says_met,
    cast(verdicts.says_met = judged.is_met as boolean) as verdict_agrees
from judged
left join {{ ref('verdicts') }} as verdicts
    on judged.verdict = verdicts.text_value and coalesce(judged.operator, 'none') = verdicts.operator
