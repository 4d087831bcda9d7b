-- Results of rules that name their place themselves, which deviate only because of a suggested figure: they are evidence of its
-- finding and no finding of their own. A goal's outcome is computed again with the figure changed.
with changes as (
    select
        moved.cell_no,
        min(edits.cause) as cause,
        min(edits.finding_key) as finding_key,
        min(moved.amount - coalesce(cells.amount, 0)) as delta
    from {{ ref('edit_cells') }} as moved
    inner join {{ ref('edits') }} as edits on moved.association_no = edits.association_no and moved.edit_no = edits.edit_no
    inner join {{ ref('amounts') }} as cells on moved.cell_no = cells.cell_no
    where edits.cause not in ('scope_differs', 'restated')
    group by moved.cell_no
),

direct as (
    select
        results.*,
        checks.line_item,
        checks.member
    from {{ ref('results') }} as results
    inner join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    where results.state = 'deviation' and rules.severity in ('error', 'warning')
),

-- a table that seems to break its sign convention or its unit, because of one figure that stands in it or is tied to it
table_results as (
    select
        direct.relation_no,
        min(changes.finding_key) as finding_key
    from changes
    inner join {{ ref('relation_cells') }} as own on changes.cell_no = own.cell_no
    inner join {{ ref('relation_cells') }} as beside on own.relation_no = beside.relation_no
    inner join {{ ref('amounts') }} as cells on beside.cell_no = cells.cell_no
    inner join direct
        on cells.document_no = direct.document_no and direct.member = 't' || cast(cells.table_no as string)
    where
        direct.line_item = 'table'
        and (direct.cause = changes.cause or (direct.cause = 'printed_unit' and changes.cause = 'scale'))
    group by direct.relation_no
),

sums as (
    select
        direct.relation_no,
        direct.rounding_bound + max(case when terms.role = 'total' then terms.half_width else 0 end) as bound,
        min(direct.printed_amount) as printed_amount,
        min(direct.computed_amount) as computed_amount,
        -- what the figures give stands on the computed side where the rule reads a print of it, else on the printed side
        bool_or(terms.role = 'total' and terms.cell_no = direct.cell_no) as is_print_read,
        min(changes.finding_key) as finding_key,
        sum(case when terms.role in ('term', 'numerator') then cast(terms.weight * terms.amount as double) end) as upper_sum,
        sum(case when terms.role in ('term', 'numerator') then cast(coalesce(changes.delta, 0) as double) * terms.weight end) as upper_shift,
        sum(case when terms.role = 'denominator' then cast(terms.weight * terms.amount as double) end) as lower_sum,
        sum(case when terms.role = 'denominator' then cast(coalesce(changes.delta, 0) as double) * terms.weight end) as lower_shift
    from direct
    inner join {{ ref('place_terms') }} as terms on direct.relation_no = terms.relation_no
    left join changes on terms.cell_no = changes.cell_no and terms.role in ('term', 'numerator', 'denominator')
    group by direct.relation_no, direct.rounding_bound
),

changed as (
    select
        *,
        (1 + coalesce(upper_shift, 0) / upper_sum)
        / case when coalesce(lower_sum, 0) = 0 then 1 else 1 + coalesce(lower_shift, 0) / lower_sum end as factor
    from sums
    where
        finding_key is not null and coalesce(upper_sum, 0) <> 0
        and (coalesce(lower_sum, 0) = 0 or lower_sum + coalesce(lower_shift, 0) <> 0)
),

goal_results as (
    select
        relation_no,
        finding_key,
        cast(printed_amount - computed_amount as double) as difference_before,
        case when is_print_read then printed_amount - computed_amount * factor else printed_amount * factor - computed_amount end
            as difference_after,
        bound
    from changed
)

select
    relation_no,
    finding_key
from table_results
union all
select
    relation_no,
    finding_key
from goal_results
where abs(difference_after) <= bound or difference_before * difference_after < 0
