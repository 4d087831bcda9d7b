-- The cells that a check of a goal or a date reads, in the shape of relation terms.
with goals_read as (
    select
        checks.relation_id,
        cells.cell,
        case
            when checks.rule_id = 'ML-007' and cells.role = 'outcome' then 'total'
            when checks.rule_id = 'ML-007' and cells.role in ('target', 'verdict') then null
            when cells.role = 'verdict' then case checks.rule_id when 'ML-004' then 'total' end
            when cells.role in ('target', 'compared') then 'compared'
            when cells.role = 'outcome' then case goals.basis when 'printed' then 'term' end
            else cells.role
        end as role
    from {{ ref('goal_checks') }} as goal_checks
    inner join {{ ref('document_checks') }} as checks
        on goal_checks.rule_id = checks.rule_id and goal_checks.cell = checks.cell
    inner join {{ ref('goal_cells') }} as cells on goal_checks.goal_id = cells.goal_id
    inner join {{ ref('goals') }} as goals on goal_checks.goal_id = goals.goal_id
),

dates_read as (
    select
        relation_id,
        cell,
        'total' as role
    from {{ ref('document_checks') }}
    where line_item = 'decision_date'
)

select
    terms.relation_id,
    numbers.document_id,
    numbers.source_line,
    numbers.column_no,
    numbers.number_no,
    terms.role,
    1 as weight,
    numbers.amount,
    numbers.half_width,
    numbers.cell,
    0 as term_no
from (
    select * from goals_read
    union all
    select * from dates_read
) as terms
inner join {{ ref('printed_numbers') }} as numbers on terms.cell = numbers.cell
where terms.role is not null
