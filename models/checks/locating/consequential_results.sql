-- Results of rules that name their place themselves, which deviate only because of a located figure: they are evidence of its
-- finding and no finding of their own. A goal's outcome is computed again with the figure changed.
with changes as (
    select distinct
        cell,
        cause,
        delta
    from {{ ref('located_changes') }}
    where is_repaired and not is_explanation
),

direct as (
    select results.*
    from {{ ref('check_results') }} as results
    left join (
        select distinct relation_id
        from {{ ref('weighed_relations') }}
    ) as weighed on results.relation_id = weighed.relation_id
    where results.state = 'deviation' and results.severity in ('error', 'warning') and weighed.relation_id is null
),

-- a table that seems to break its sign convention or its unit, because of one figure that stands in it or is tied to it
table_results as (
    select
        direct.relation_id,
        min(located.cell) as finding_cell
    from {{ ref('located_changes') }} as located
    inner join {{ ref('weighed_terms') }} as terms on located.relation_id = terms.relation_id
    inner join {{ ref('suspect_cells') }} as cells on terms.cell = cells.cell
    inner join direct
        on cells.document_id = direct.document_id and direct.member = 't' || cast(cells.table_no as string)
    where
        direct.line_item = 'table' and located.is_repaired and not located.is_explanation
        and (direct.cause = located.cause or (direct.cause = 'printed_unit' and located.cause = 'scale'))
    group by direct.relation_id
),

sums as (
    select
        direct.relation_id,
        direct.rounding_bound + max(case when terms.role = 'total' then terms.half_width else 0 end) as bound,
        min(direct.printed_amount) as printed_amount,
        min(direct.computed_amount) as computed_amount,
        -- what the figures give stands on the computed side where the rule reads a print of it, else on the printed side
        bool_or(terms.role = 'total' and terms.cell = direct.cell) as is_print_read,
        min(changes.cell) as finding_cell,
        sum(case when terms.role in ('term', 'numerator') then cast(terms.weight * terms.amount as double) end) as upper_sum,
        sum(case when terms.role in ('term', 'numerator') then coalesce(changes.delta, 0) * terms.weight end) as upper_shift,
        sum(case when terms.role = 'denominator' then cast(terms.weight * terms.amount as double) end) as lower_sum,
        sum(case when terms.role = 'denominator' then coalesce(changes.delta, 0) * terms.weight end) as lower_shift
    from direct
    inner join {{ ref('relation_terms') }} as terms on direct.relation_id = terms.relation_id
    left join changes on terms.cell = changes.cell and terms.role in ('term', 'numerator', 'denominator')
    group by direct.relation_id, direct.rounding_bound
),

changed as (
    select
        *,
        (1 + coalesce(upper_shift, 0) / upper_sum)
        / case when coalesce(lower_sum, 0) = 0 then 1 else 1 + coalesce(lower_shift, 0) / lower_sum end as factor
    from sums
    where
        finding_cell is not null and coalesce(upper_sum, 0) <> 0
        and (coalesce(lower_sum, 0) = 0 or lower_sum + coalesce(lower_shift, 0) <> 0)
),

goal_results as (
    select
        relation_id,
        finding_cell,
        cast(printed_amount - computed_amount as double) as difference_before,
        case when is_print_read then printed_amount - computed_amount * factor else printed_amount * factor - computed_amount end
            as difference_after,
        bound
    from changed
)

select
    relation_id,
    finding_cell
from table_results
union all
select
    relation_id,
    finding_cell
from goal_results
where abs(difference_after) <= bound or difference_before * difference_after < 0
