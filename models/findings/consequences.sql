-- Relations whose rule names the place itself, held once more with the suggested figures put in: what only deviates because of one of
-- them is evidence of its finding, and what deviates all the same is told with the figures as they should be.
with changes as (
    select
        moved.cell_no,
        min(edits.cause) as cause,
        min(edits.finding_key) as finding_key,
        min(moved.amount - coalesce(cells.amount, 0)) as delta
    from {{ ref('edit_cells') }} as moved
    inner join {{ ref('edits') }} as edits on moved.association_no = edits.association_no and moved.edit_no = edits.edit_no
    inner join {{ ref('amounts') }} as cells on moved.cell_no = cells.cell_no
    where edits.cause not in ('scope_differs', 'restated') and edits.set_no < 2
    group by moved.cell_no
),

direct as (
    select
        results.*,
        rules.kind,
        checks.line_item,
        checks.member
    from {{ ref('results') }} as results
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
    where
        results.state = 'deviation' and rules.severity in ('error', 'warning')
        and (rules.cause is not null or rules.class <> 'error' or results.definition_no is null)
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
        and (
            (direct.cause = 'sign_flipped' and changes.cause in ('sign_flipped', 'sign_convention'))
            or (direct.cause = 'printed_unit' and changes.cause in ('printed_unit', 'scale'))
        )
    group by direct.relation_no
),

-- what adds up or compares rows of a table that lacks one says nothing of its own
incomplete as (
    select
        direct.relation_no,
        min(edits.finding_key) as finding_key
    from {{ ref('missing_amounts') }} as lacking
    inner join {{ ref('edits') }} as edits on lacking.association_no = edits.association_no and lacking.edit_no = edits.edit_no
    inner join {{ ref('amounts') }} as totals on lacking.total_no = totals.cell_no
    inner join {{ ref('amounts') }} as cells
        on
            totals.document_no = cells.document_no
            and totals.table_no = cells.table_no
            and totals.column_no = cells.column_no
    inner join (
        select
            relation_no,
            cell_no
        from {{ ref('relation_cells') }}
        union all
        select
            relation_no,
            cell_no
        from {{ ref('place_terms') }}
    ) as terms
        on cells.cell_no = terms.cell_no
    inner join direct on terms.relation_no = direct.relation_no
    group by direct.relation_no
),

-- a total row that is not there, with the figures of its rows put right
table_totals as (
    select
        direct.relation_no,
        min(direct.computed_amount) + sum(changes.delta) as computed_amount
    from (
        select
            cell_no,
            delta
        from changes
        union all
        select
            total_no as cell_no,
            amount as delta
        from {{ ref('missing_amounts') }}
    ) as changes
    inner join {{ ref('amounts') }} as cells on changes.cell_no = cells.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    inner join direct
        on
            cells.document_no = direct.document_no
            and cells.fiscal_year = direct.fiscal_year
            and direct.line_item = 'table'
            and direct.cause = 'missing_number'
            and direct.member = 't' || cast(cells.table_no as string)
    inner join {{ ref('place_checks') }} as checks
        on direct.relation_no = checks.relation_no and kinds.measure = checks.measure
    where not cells.is_total
    group by direct.relation_no
),

-- limits and legal shares: sums of cells
sums as (
    select
        direct.relation_no,
        min(changes.finding_key) as finding_key,
        min(direct.kind) as kind,
        min(direct.rounding_bound) as bound,
        min(direct.printed_amount) + sum(case when terms.role = 'total' then coalesce(changes.delta, 0) else 0 end) as printed_amount,
        min(direct.computed_amount)
        + sum(case when terms.role <> 'total' then terms.weight * coalesce(changes.delta, 0) else 0 end) as computed_amount
    from direct
    inner join {{ ref('relation_cells') }} as terms
        on direct.relation_no = terms.relation_no and direct.definition_no = terms.definition_no
    left join changes on terms.cell_no = changes.cell_no
    where direct.kind <> 'ratio'
    group by direct.relation_no
    having count(changes.cell_no) > 0
),

-- shares: quotients of cells
shares as (
    select
        direct.relation_no,
        min(changes.finding_key) as finding_key,
        min(direct.rounding_bound) as bound,
        sum(case when terms.role = 'total' then cast(terms.amount + coalesce(changes.delta, 0) as double) end) as printed_amount,
        sum(
            case when terms.role not in ('total', 'denominator') then cast(terms.weight * (terms.amount + coalesce(changes.delta, 0)) as double) end
        ) as upper_sum,
        sum(
            case when terms.role = 'denominator' then cast(terms.weight * (terms.amount + coalesce(changes.delta, 0)) as double) end
        ) as lower_sum
    from direct
    inner join {{ ref('relation_cells') }} as terms
        on direct.relation_no = terms.relation_no and direct.definition_no = terms.definition_no
    left join changes on terms.cell_no = changes.cell_no
    where direct.kind = 'ratio'
    group by direct.relation_no
    having count(changes.cell_no) > 0
),

-- goals: an outcome that the accounts give, often a quotient
outcomes as (
    select
        direct.relation_no,
        direct.rounding_bound + max(case when terms.role = 'total' then terms.half_width else 0 end) as bound,
        min(direct.printed_amount) as printed_amount,
        min(direct.computed_amount) as computed_amount,
        -- what the figures give stands on the computed side where the rule reads a print of it, else on the printed side
        bool_or(terms.role = 'total' and terms.cell_no = direct.cell_no and terms.amount is not null) as is_print_read,
        min(changes.finding_key) as finding_key,
        sum(case when terms.role in ('term', 'numerator') then cast(terms.weight * terms.amount as double) end) as upper_sum,
        sum(case when terms.role in ('term', 'numerator') then cast(coalesce(changes.delta, 0) as double) * terms.weight end) as upper_shift,
        sum(case when terms.role = 'denominator' then cast(terms.weight * terms.amount as double) end) as lower_sum,
        sum(case when terms.role = 'denominator' then cast(coalesce(changes.delta, 0) as double) * terms.weight end) as lower_shift,
        -- what the outcome is held against: a target, or the budgets of the rows
        sum(case when terms.role = 'compared' then cast(terms.amount as double) end) as limit_sum,
        sum(case when terms.role = 'compared' then cast(coalesce(changes.delta, 0) as double) end) as limit_shift
    from direct
    inner join {{ ref('place_terms') }} as terms on direct.relation_no = terms.relation_no
    left join changes on terms.cell_no = changes.cell_no
    group by direct.relation_no, direct.rounding_bound
),

factors as (
    select
        *,
        (1 + coalesce(upper_shift, 0) / upper_sum)
        / case when coalesce(lower_sum, 0) = 0 then 1 else 1 + coalesce(lower_shift, 0) / lower_sum end as factor,
        case when coalesce(limit_sum, 0) = 0 then 1 else 1 + coalesce(limit_shift, 0) / limit_sum end as limit_factor
    from outcomes
    where
        finding_key is not null and coalesce(upper_sum, 0) <> 0
        and (coalesce(lower_sum, 0) = 0 or lower_sum + coalesce(lower_shift, 0) <> 0)
),

goals as (
    select
        relation_no,
        finding_key,
        bound,
        cast(printed_amount - computed_amount as double) as difference_before,
        cast(case when is_print_read then printed_amount else cast(printed_amount as double) * factor end as decimal(18, 2)) as printed_amount,
        cast(
            case
                when not is_print_read then cast(computed_amount as double) * limit_factor
                -- a quotient is worked out anew: its two printed decimals would not bear the factor
                when coalesce(lower_sum, 0) <> 0
                    then 100 * (upper_sum + coalesce(upper_shift, 0)) / (lower_sum + coalesce(lower_shift, 0))
                else cast(computed_amount as double) * factor
            end as decimal(18, 2)
        ) as computed_amount
    from factors
)

select
    relation_no,
    cast(finding_key as string) as finding_key,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(null as decimal(18, 2)) as computed_amount
from incomplete
union all
select
    relation_no,
    cast(finding_key as string) as finding_key,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(null as decimal(18, 2)) as computed_amount
from table_results
where relation_no not in (select incomplete.relation_no from incomplete)
union all
select
    relation_no,
    cast(null as string) as finding_key,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(computed_amount as decimal(18, 2)) as computed_amount
from table_totals
union all
select
    relation_no,
    cast(
        case
            when kind = 'at_most' and printed_amount - computed_amount <= bound then finding_key
            when kind = 'at_least' and printed_amount - computed_amount >= -bound then finding_key
            when kind not in ('at_most', 'at_least') and abs(printed_amount - computed_amount) <= bound then finding_key
        end as string
    ) as finding_key,
    cast(printed_amount as decimal(18, 2)) as printed_amount,
    cast(computed_amount as decimal(18, 2)) as computed_amount
from sums
where relation_no not in (select incomplete.relation_no from incomplete)
union all
select
    relation_no,
    cast(case when abs(printed_amount - 100 * upper_sum / lower_sum) <= cast(bound as double) then finding_key end as string) as finding_key,
    cast(printed_amount as decimal(18, 2)) as printed_amount,
    cast(100 * upper_sum / lower_sum as decimal(18, 2)) as computed_amount
from shares
where lower_sum <> 0 and relation_no not in (select incomplete.relation_no from incomplete)
union all
select
    relation_no,
    cast(
        case
            when
                abs(printed_amount - computed_amount) <= bound
                or difference_before * cast(printed_amount - computed_amount as double) < 0
                then finding_key
        end as string
    ) as finding_key,
    printed_amount,
    computed_amount
from goals
where relation_no not in (select incomplete.relation_no from incomplete)
