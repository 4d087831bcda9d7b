-- Goals as evaluations: was the goal met, does the verdict say so, and is the printed outcome the computed one?
with verdict_places as (
    -- a verdict may have no cell of its own: the key is the address that it would have
    select
        goals.*,
        definitions.member,
        cells.cell as verdict_cell,
        coalesce(
            cells.cell,
            goals.document_id || '/goals/' || goals.goal || '/verdict/' || cast(goals.fiscal_year as string)
        ) as place
    from {{ ref('goals') }} as goals
    left join {{ ref('goal_cells') }} as cells on goals.goal_id = cells.goal_id and cells.role = 'verdict'
    left join (
        select
            goal_id,
            max(numbers.member) as member
        from {{ ref('goal_cells') }} as deciding
        inner join {{ ref('printed_numbers') }} as numbers on deciding.cell = numbers.cell
        where deciding.role in ('target', 'verdict', 'outcome')
        group by goal_id
    ) as definitions on goals.goal_id = definitions.goal_id
),

scaled as (
    select
        *,
        case unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as unit_size
    from verdict_places
),

met as (
    select
        'ML-006' as rule_id,
        scaled.*,
        coalesce(computed_value, printed_outcome) as printed_amount,
        threshold as computed_amount,
        case when is_met is null then 'not_evaluated' when is_met then 'exact' else 'deviation' end as state,
        'goal_not_met' as cause
    from scaled
),

verdicts as (
    select
        'ML-004' as rule_id,
        scaled.*,
        coalesce(computed_value, printed_outcome) as printed_amount,
        threshold as computed_amount,
        case when verdict_agrees is null then 'not_evaluated' when verdict_agrees then 'exact' else 'deviation' end as state,
        'verdict_contradicts' as cause
    from scaled
    where printed_verdict is not null
),

outcomes as (
    select
        'ML-007' as rule_id,
        scaled.*,
        -- both with the sign of the print
        case when cells.amount < 0 then -1 else 1 end * printed_outcome as printed_amount,
        case when cells.amount < 0 then -1 else 1 end * computed_value as computed_amount,
        case
            when computed_value is null then 'not_evaluated'
            when abs(printed_outcome - computed_value) <= cells.half_width then 'exact'
            when abs(printed_outcome - computed_value) <= cells.half_width + computed_bound then 'rounding'
            else 'deviation'
        end as state,
        cast(null as string) as cause
    from scaled
    inner join {{ ref('goal_cells') }} as cells on scaled.goal_id = cells.goal_id and cells.role = 'outcome'
    where scaled.basis <> 'printed'
),

judged as (
    select * from met
    union all
    select * from verdicts
    union all
    select * from outcomes
)

select
    judged.rule_id,
    judged.goal_id,
    judged.document_id,
    judged.fiscal_year,
    coalesce(numbers.cell, judged.place) as cell,
    coalesce(numbers.statement, 'goals') as statement,
    coalesce(numbers.label, judged.name_sv) as label,
    judged.goal as line_item,
    coalesce(numbers.member, judged.member) as member,
    coalesce(numbers.measure, 'verdict') as measure,
    judged.printed_amount,
    judged.computed_amount,
    judged.computed_bound as rounding_bound,
    judged.state,
    case
        when judged.state <> 'not_evaluated' then null
        when coalesce(judged.reason, 'undecided') = 'undecided' then 'ambiguous_reading'
        else judged.reason
    end as reason,
    {{ swedish_number("judged.printed_amount / judged.unit_size") }}
    || case judged.rule_id when 'ML-007' then ' = ' else ' ' || judged.operator || ' ' end
    || {{ swedish_number("judged.computed_amount / judged.unit_size") }}
    || case when judged.rule_id = 'ML-004' then ': "' || judged.printed_verdict || '"' else '' end as formula,
    judged.cause
from judged
left join {{ ref('goal_cells') }} as cells
    on judged.goal_id = cells.goal_id and cells.role = 'outcome' and judged.rule_id = 'ML-007'
left join {{ ref('printed_numbers') }} as numbers on cells.cell = numbers.cell
