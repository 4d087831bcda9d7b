-- The cells of a group that nothing decides, and which of them stands for it: the later fiscal year, then the print farther from
-- the statements; among equals the one in most deviating relations beyond those that hold.
with counts as (
    select
        terms.cell,
        count(distinct case when relations.was_open then terms.relation_id end) as failing,
        count(distinct case when relations.was_standing then terms.relation_id end) as holding
    from {{ ref('weighed_terms') }} as terms
    inner join {{ ref('weighed_relations') }} as relations
        on terms.relation_id = relations.relation_id and terms.variant = relations.variant
    group by terms.cell
),

members as (
    select
        groups.group_id,
        terms.cell,
        bool_or(terms.is_total or (relations.kind = 'tie' and relations.term_count = 1)) as may_stand,
        min_by(
            case when terms.coefficient <> 0 then cells.amount - relations.difference / terms.coefficient end,
            case when terms.is_total then '0' else '1' end || relations.relation_id || '#' || cast(relations.doubt as string)
        ) as value,
        max(cells.fiscal_year) as fiscal_year,
        max(cells.remoteness) as remoteness,
        max(counts.failing) as failing,
        max(counts.holding) as holding
    from {{ ref('unlocated_groups') }} as groups
    inner join {{ ref('weighed_relations') }} as relations on groups.relation_id = relations.relation_id
    inner join {{ ref('weighed_terms') }} as terms
        on relations.relation_id = terms.relation_id and relations.variant = terms.variant
    inner join {{ ref('suspect_cells') }} as cells on terms.cell = cells.cell
    inner join counts on terms.cell = counts.cell
    group by groups.group_id, terms.cell
),

placed as (
    select
        *,
        row_number() over (
            partition by group_id
            order by
                may_stand desc, fiscal_year desc nulls last, remoteness desc, failing - holding desc, cell asc
        ) as place_no
    from members
)

select
    placed.group_id,
    standing.cell as finding_cell,
    placed.cell,
    placed.value,
    placed.place_no = 1 as is_named,
    placed.failing as repaired,
    placed.holding as broken,
    cast(6 * (placed.failing - placed.holding) as double) as score,
    placed.remoteness,
    placed.fiscal_year
from placed
inner join placed as standing on placed.group_id = standing.group_id and standing.place_no = 1
