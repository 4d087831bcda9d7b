-- The evidence: every deviating relation stands under one finding, the cell that repairs it, that explains it, that its group
-- is keyed to, or, where the rule names the place itself, that place.
with repaired as (
    select
        relation_id,
        min_by(cell, round_no) as finding_cell
    from {{ ref('located_changes') }}
    where is_repaired
    group by relation_id
),

grouped as (
    select
        groups.relation_id,
        cells.finding_cell
    from {{ ref('unlocated_groups') }} as groups
    inner join {{ ref('unlocated_cells') }} as cells on groups.group_id = cells.group_id and cells.is_named
)

select
    results.relation_id,
    coalesce(repaired.finding_cell, grouped.finding_cell, consequences.finding_cell, results.cell) as finding_cell,
    repaired.relation_id is not null as is_repaired,
    results.rule_id,
    results.severity,
    results.cell as total_cell
from {{ ref('check_results') }} as results
left join repaired on results.relation_id = repaired.relation_id
left join grouped on results.relation_id = grouped.relation_id
left join {{ ref('consequential_results') }} as consequences on results.relation_id = consequences.relation_id
where results.state = 'deviation' and results.severity in ('error', 'warning')
