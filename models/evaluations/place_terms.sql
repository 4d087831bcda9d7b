-- The cells that a check of a goal or a date reads, in the shape of relation cells.
with goals_read as (
    select
        checks.relation_no,
        cells.cell_no,
        case
            when rules.rule_id = 'ML-007' and cells.role = 'outcome' then 'total'
            when rules.rule_id = 'ML-007' and cells.role in ('target', 'verdict') then null
            when cells.role = 'verdict' then case rules.rule_id when 'ML-004' then 'total' end
            when cells.role in ('target', 'compared') then 'compared'
            when cells.role = 'outcome' then case when goals.computed_value is null then 'term' end
            when goals.computed_value is not null then cells.role
        end as role
    from {{ ref('place_checks') }} as checks
    inner join {{ ref('stg_rules') }} as rules on checks.rule_no = rules.rule_no
    inner join {{ ref('goal_cells') }} as cells on checks.goal_id = cells.goal_id
    inner join {{ ref('goal_outcomes') }} as goals on checks.goal_id = goals.goal_id
    -- of several printed outcomes each check holds its own
    where rules.rule_id <> 'ML-007' or cells.role <> 'outcome' or checks.cell_no = cells.cell_no
),

every_term as (
    select *
    from goals_read
    where role is not null
    union all
    select
        relation_no,
        cell_no,
        'total' as role
    from {{ ref('place_checks') }}
    where line_item = 'decision_date' and cell_no is not null
)

select
    terms.relation_no,
    cast(0 as integer) as term_no,
    cast(terms.role as string) as role,
    cast(1 as integer) as weight,
    amounts.cell_no,
    amounts.amount,
    amounts.half_width
from every_term as terms
inner join {{ ref('amounts') }} as amounts on terms.cell_no = amounts.cell_no
