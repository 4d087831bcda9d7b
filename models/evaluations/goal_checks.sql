-- Goals as evaluations: was the goal met, does the verdict say so, and is the printed outcome the computed one?
with deciding as (
    select
        cells.goal_id,
        max(case when cells.role = 'verdict' then cells.cell_no end) as verdict_cell_no,
        max_by(amounts.member_no, members.member) as member_no
    from {{ ref('goal_cells') }} as cells
    inner join {{ ref('amounts') }} as amounts on cells.cell_no = amounts.cell_no
    left join {{ ref('stg_numbered_members') }} as members on amounts.member_no = members.member_no
    where cells.role in ('target', 'verdict', 'outcome')
    group by cells.goal_id
),

scaled as (
    select
        goals.*,
        deciding.verdict_cell_no,
        members.member,
        case goals.unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as unit_size,
        case when goals.unit in ('percent', 'kr', 'tkr', 'mkr') then {{ unit_sign("goals.unit") }} else '' end as unit_text,
        coalesce(goals.computed_value, goals.printed_outcome) as deciding,
        -- of a range the end that the outcome is to pass
        case
            when goals.operator <> 'between' then goals.operator
            when coalesce(goals.computed_value, goals.printed_outcome) > goals.threshold_to then '<=' else '>='
        end as shown_operator,
        case when coalesce(goals.computed_value, goals.printed_outcome) > goals.threshold_to then goals.threshold_to else goals.threshold end as bound
    from {{ ref('goal_outcomes') }} as goals
    left join deciding on goals.goal_id = deciding.goal_id
    left join {{ ref('stg_numbered_members') }} as members on deciding.member_no = members.member_no
),

judged as (
    select
        'ML-006' as rule_id,
        scaled.*,
        scaled.verdict_cell_no as cell_no,
        deciding as printed_amount,
        bound as computed_amount,
        case when is_met is null then 'not_evaluated' when is_met then 'exact' else 'deviation' end as state,
        cast(null as string) as cause
    from scaled
    union all
    select
        'ML-004' as rule_id,
        scaled.*,
        scaled.verdict_cell_no as cell_no,
        deciding as printed_amount,
        bound as computed_amount,
        case when verdict_agrees is null then 'not_evaluated' when verdict_agrees then 'exact' else 'deviation' end as state,
        'verdict_contradicts' as cause
    from scaled
    where printed_verdict is not null
    union all
    select
        'ML-007' as rule_id,
        scaled.*,
        cells.cell_no,
        -- both with the sign of the print
        case when cells.amount * prints.sign_factor < 0 then -1 else 1 end * printed_outcome as printed_amount,
        case when cells.amount * prints.sign_factor < 0 then -1 else 1 end * computed_value as computed_amount,
        case
            when computed_value is null then 'not_evaluated'
            when abs(printed_outcome - computed_value) <= cells.half_width then 'exact'
            when abs(printed_outcome - computed_value) <= cells.half_width + computed_bound then 'rounding'
            else 'deviation'
        end as state,
        cast(null as string) as cause
    from scaled
    inner join {{ ref('goal_cells') }} as cells on scaled.goal_id = cells.goal_id and cells.role = 'outcome'
    inner join {{ ref('amounts') }} as prints on cells.cell_no = prints.cell_no
    -- the share of those who ended is a ratio of its own, in which the search may find another cell
    where scaled.basis not in ('none', 'printed', 'ended_within_goal')
)

select
    rule_id,
    document_no,
    goal_id,
    cell_no,
    'goals' as statement,
    name_sv as label,
    goal as line_item,
    member,
    'verdict' as measure,
    fiscal_year,
    printed_amount,
    computed_amount,
    computed_bound as rounding_bound,
    state,
    case
        when state <> 'not_evaluated' then null
        when coalesce(reason, 'undecided') = 'undecided' then 'ambiguous_reading'
        else reason
    end as reason,
    -- a share that is computed anew is shown with its two amounts
    coalesce(case when rule_id <> 'ML-007' then computed_division || ' = ' end, '')
    || {{ formula_number("printed_amount / unit_size") }} || unit_text as left_text,
    case rule_id when 'ML-007' then '=' else shown_operator end as operator,
    coalesce(case when rule_id = 'ML-007' then computed_division || ' = ' end, '')
    || {{ formula_number("computed_amount / unit_size") }} || unit_text as right_text,
    case when rule_id = 'ML-004' then printed_verdict end as remark,
    cause
from judged
