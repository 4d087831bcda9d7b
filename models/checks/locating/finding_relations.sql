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
),

-- a table that seems to break its sign convention or its unit, because of one figure that stands in it or is tied to it
consequences as (
    select
        results.relation_id,
        min(changes.cell) as finding_cell
    from {{ ref('located_changes') }} as changes
    inner join {{ ref('weighed_terms') }} as terms on changes.relation_id = terms.relation_id
    inner join {{ ref('suspect_cells') }} as cells on terms.cell = cells.cell
    inner join {{ ref('check_results') }} as results
        on cells.document_id = results.document_id and results.member = 't' || cast(cells.table_no as string)
    where
        results.state = 'deviation' and results.line_item = 'table'
        and changes.is_repaired and not changes.is_explanation
        and (results.cause = changes.cause or (results.cause = 'printed_unit' and changes.cause = 'scale'))
    group by results.relation_id
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
left join consequences on results.relation_id = consequences.relation_id
where results.state = 'deviation' and results.severity in ('error', 'warning')
