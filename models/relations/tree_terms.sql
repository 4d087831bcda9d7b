{{ config(meta={'joins': 'in_order'}) }}
-- What the tables' own structure says: a (sub)total is the sum of its rows, and of the details below it; a column is the sum of its
-- columns; a share is part of its base. Weights in the signs as printed become weights of the amounts. Empty cells are among the terms,
-- without an amount.
with tables_with_trees as (
    select
        document_no,
        table_no
    from {{ ref('row_trees') }}
    union
    select
        document_no,
        table_no
    from {{ ref('table_terms') }}
),

-- columns that have a gap on a row below some total, or below none
gaps as (
    select distinct
        amounts.document_no,
        amounts.table_no,
        amounts.column_no,
        kinds.measure,
        amounts.fiscal_year,
        coalesce(rows_in.parent_order, -1) as parent_order
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    left join {{ ref('tree_rows') }} as rows_in
        on
            amounts.document_no = rows_in.document_no
            and amounts.table_no = rows_in.table_no
            and amounts.line_order = rows_in.line_order
    where amounts.is_gap and amounts.fiscal_year is not null
),

-- of the rows that add into the same total such a column prints none
unsaid as (
    select
        gaps.document_no,
        gaps.table_no,
        gaps.column_no,
        gaps.measure,
        gaps.fiscal_year,
        gaps.parent_order
    from gaps
    inner join {{ ref('amounts') }} as amounts
        on
            gaps.document_no = amounts.document_no
            and gaps.table_no = amounts.table_no
            and gaps.column_no = amounts.column_no
            and gaps.fiscal_year = amounts.fiscal_year
            and amounts.value_kind in ('number', 'dash', 'blank')
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no and gaps.measure = kinds.measure
    left join {{ ref('tree_rows') }} as rows_in
        on
            amounts.document_no = rows_in.document_no
            and amounts.table_no = rows_in.table_no
            and amounts.line_order = rows_in.line_order
    where gaps.parent_order = coalesce(rows_in.parent_order, -1)
    group by gaps.document_no, gaps.table_no, gaps.column_no, gaps.measure, gaps.fiscal_year, gaps.parent_order
    having count(*) > 1 and count(case when not amounts.is_gap then 1 end) = 0
),

-- Several queries below read this one. It ends in windows: with joins at its end an internal error of DuckDB 2.0.0 was met ("dict-surviving
-- cache: global dictionary column changed identity after being seeded"), with windows it was not.
cells as (
    select
        amounts.cell_no,
        amounts.document_no,
        amounts.table_no,
        amounts.line_order,
        amounts.column_no,
        amounts.value_kind,
        -- a (sub)total of the table, whatever the chart calls its line, printed under another sign convention than its rows
        amounts.sign_factor * case
            when coalesce(rows_in.role in ('subtotal', 'total'), amounts.is_total) and headings.is_turned then -1
            else 1
        end as sign_factor,
        -- a gap counts as nothing
        case when amounts.is_gap then 0 else amounts.amount end as amount,
        amounts.half_width,
        amounts.is_approximate,
        amounts.fiscal_year,
        amounts.is_gap,
        kinds.measure,
        coalesce(rows_in.role, 'detail') as row_role,
        coalesce(rows_in.parent_order, -1) as parent_order,
        rows_in.deviation_side,
        rows_in.closing_order,
        headings.measure as heading_measure,
        headings.column_before,
        coalesce(headings.is_judged, false) as is_judged,
        unsaid.document_no is not null as is_unsaid,
        -- of two numbers of one measure in a cell the tree cannot tell which is meant
        {%- set cell = "amounts.document_no, amounts.table_no, amounts.line_order, amounts.column_no, kinds.measure" %}
        count(*) over (
            partition by {{ cell }} order by amounts.fiscal_year asc range between current row and current row
        ) = 1 as is_alone,
        count(*) over (
            partition by {{ cell }} order by amounts.fiscal_year asc range between unbounded preceding and unbounded following
        ) = 1 as is_of_one_year
    from {{ ref('amounts') }} as amounts
    inner join tables_with_trees
        on amounts.document_no = tables_with_trees.document_no and amounts.table_no = tables_with_trees.table_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    left join {{ ref('tree_rows') }} as rows_in
        on
            amounts.document_no = rows_in.document_no
            and amounts.table_no = rows_in.table_no
            and amounts.line_order = rows_in.line_order
    left join {{ ref('tree_columns') }} as headings
        on
            amounts.document_no = headings.document_no
            and amounts.table_no = headings.table_no
            and amounts.column_no = headings.column_no
    left join unsaid
        on
            amounts.is_gap
            and amounts.document_no = unsaid.document_no
            and amounts.table_no = unsaid.table_no
            and amounts.column_no = unsaid.column_no
            and kinds.measure = unsaid.measure
            and amounts.fiscal_year = unsaid.fiscal_year
            and coalesce(rows_in.parent_order, -1) = unsaid.parent_order
    where
        amounts.value_kind in ('number', 'dash', 'blank')
        and amounts.fiscal_year is not null
        and kinds.measure not in ('note_number', 'date', 'verdict', 'target')
),

rules as (
    select
        rule_id,
        rule_no
    from {{ ref('stg_rules') }}
    where rule_family = 'TB'
),

-- totals with a subtotal below them can be added up in two ways
far as (
    select distinct
        document_no,
        table_no,
        ancestor_order
    from {{ ref('row_trees') }}
    where is_detail and distance > 1
),

-- how many rows add into a (sub)total, one level down and down to the details
sizes as (
    select
        document_no,
        table_no,
        ancestor_order,
        count(case when distance = 1 then 1 end) as near_count,
        count(case when is_detail then 1 end) as detail_count
    from {{ ref('row_trees') }}
    group by document_no, table_no, ancestor_order
),

added as (
    select
        case when trees.distance = 1 and tries.n = 1 then 'TB-001' else 'TB-002' end as rule_id,
        totals.cell_no as total_no,
        totals.sign_factor as total_sign,
        -- deviations that say good or bad are added, also where what they compare is subtracted
        case when totals.is_judged then 1 else trees.weight end as weight,
        'term' as role,
        parts.cell_no,
        parts.sign_factor,
        totals.measure like '%deviation' or totals.is_gap as asks_for_all,
        case tries.n when 1 then sizes.near_count else sizes.detail_count end as row_count,
        count(case when not parts.is_gap then 1 end) over (partition by totals.cell_no, tries.n) as printed_count,
        bool_or(parts.is_unsaid) over (partition by totals.cell_no, tries.n) as has_unsaid
    from {{ ref('row_trees') }} as trees
    inner join ({{ integer_rows(1, 2) }}) as tries on true
    left join far
        on
            trees.document_no = far.document_no
            and trees.table_no = far.table_no
            and trees.ancestor_order = far.ancestor_order
    inner join cells as totals
        on
            trees.document_no = totals.document_no
            and trees.table_no = totals.table_no
            and trees.ancestor_order = totals.line_order
            and totals.measure not in ('share', 'ratio', 'consumed')
    inner join cells as parts
        on
            trees.document_no = parts.document_no
            and trees.table_no = parts.table_no
            and trees.line_order = parts.line_order
            and totals.column_no = parts.column_no
            and totals.measure = parts.measure
            and totals.fiscal_year = parts.fiscal_year
    inner join sizes
        on
            trees.document_no = sizes.document_no
            and trees.table_no = sizes.table_no
            and trees.ancestor_order = sizes.ancestor_order
    where
        totals.is_alone and parts.is_alone
        and (
            (tries.n = 1 and trees.distance = 1)
            or (tries.n = 2 and trees.is_detail and far.ancestor_order is not null)
        )
),

-- a difference that a row leaves out is not zero, and a column may give totals alone, or neither all rows nor their total: there
-- nothing is added up
row_sums as (
    select
        rule_id,
        total_no,
        total_sign,
        weight,
        role,
        cell_no,
        sign_factor
    from added
    where not has_unsaid and (printed_count = row_count or not asks_for_all)
),

column_sums as (
    select
        case when totals.measure like '%deviation' then 'TB-004' else 'TB-003' end as rule_id,
        totals.cell_no as total_no,
        totals.sign_factor as total_sign,
        terms.weight * case when totals.is_judged then coalesce(totals.deviation_side, 1) else 1 end as weight,
        'term' as role,
        parts.cell_no,
        parts.sign_factor
    from {{ ref('table_terms') }} as terms
    inner join cells as parts
        on
            terms.document_no = parts.document_no
            and terms.table_no = parts.table_no
            and terms.term_place = parts.column_no
            and parts.heading_measure = parts.measure
    inner join cells as totals
        on
            parts.document_no = totals.document_no
            and parts.table_no = totals.table_no
            and parts.line_order = totals.line_order
            and terms.total_place = totals.column_no
            and totals.heading_measure = totals.measure
            -- of several years in a cell the same; a change between two years compares columns of both
            and (parts.fiscal_year = totals.fiscal_year or (parts.is_of_one_year and totals.is_of_one_year))
    where terms.axis = 'column' and terms.role = 'term' and parts.is_alone and totals.is_alone
),

roots as (
    select
        rows_in.document_no,
        rows_in.table_no,
        min(rows_in.line_order) as line_order
    from {{ ref('tree_rows') }} as rows_in
    where rows_in.role = 'total' and rows_in.parent_order is null
    group by rows_in.document_no, rows_in.table_no
    having count(*) = 1
),

-- the only (sub)total that prints a hundred per cent: what the shares above it are of, where more is added below it
wholes as (
    select
        document_no,
        table_no,
        min(line_order) as line_order
    from cells
    where measure = 'share' and row_role in ('subtotal', 'total') and value_kind = 'number' and amount = 100
    group by document_no, table_no
    having min(line_order) = max(line_order)
),

bases as (
    select
        roots.document_no,
        roots.table_no,
        coalesce(wholes.line_order, roots.line_order) as line_order,
        wholes.line_order <> roots.line_order as is_of_part
    from roots
    left join wholes on roots.document_no = wholes.document_no and roots.table_no = wholes.table_no
),

-- a share of a column is of the same row, or of the table's total row; a share of a row of other rows of its column
quotients as (
    select
        document_no,
        table_no,
        axis,
        total_place,
        max(case when is_of_root then 1 else 0 end) = 1 as is_of_root
    from {{ ref('table_terms') }}
    where role <> 'term'
    group by document_no, table_no, axis, total_place
),

quotient_terms as (
    select
        case when quotients.axis = 'row' then 'TB-007' when quotients.is_of_root then 'TB-005' else 'TB-006' end as rule_id,
        shares.cell_no as total_no,
        1 as total_sign,
        terms.weight,
        terms.role,
        parts.cell_no,
        parts.sign_factor,
        parts.amount,
        parts.measure,
        terms.document_no,
        terms.table_no,
        terms.axis,
        terms.total_place,
        shares.amount as share,
        shares.row_role,
        shares.parent_order,
        -- a window at the end, for the same reason as above
        max(case when shares.is_gap then 1 else 0 end) over (partition by shares.cell_no) = 1 as is_gap
    from quotients
    inner join {{ ref('table_terms') }} as terms
        on
            quotients.document_no = terms.document_no
            and quotients.table_no = terms.table_no
            and quotients.axis = terms.axis
            and quotients.total_place = terms.total_place
            and terms.role <> 'term'
    left join bases on terms.document_no = bases.document_no and terms.table_no = bases.table_no
    inner join cells as shares
        on
            terms.document_no = shares.document_no
            and terms.table_no = shares.table_no
            and terms.total_place = case terms.axis when 'row' then shares.line_order else shares.column_no end
            and shares.measure in ('share', 'ratio', 'consumed')
            and (terms.axis = 'row' or shares.heading_measure = shares.measure)
    inner join cells as parts
        on
            terms.document_no = parts.document_no
            and terms.table_no = parts.table_no
            and case terms.axis when 'row' then shares.column_no else terms.term_place end = parts.column_no
            and case
                when terms.axis = 'row' then terms.term_place
                when terms.is_of_root then bases.line_order
                else shares.line_order
            end = parts.line_order
            and (terms.axis = 'row' or parts.heading_measure = parts.measure)
            and parts.measure not in ('share', 'ratio', 'consumed')
            and (shares.fiscal_year = parts.fiscal_year or (parts.is_of_one_year and shares.is_of_one_year))
    left join {{ ref('row_trees') }} as trees
        on
            bases.is_of_part
            and bases.document_no = trees.document_no
            and bases.table_no = trees.table_no
            and bases.line_order = trees.ancestor_order
            and shares.line_order = trees.line_order
    where
        shares.is_alone and parts.is_alone and (shares.value_kind = 'number' or shares.is_gap)
        -- what is no part of it has no share of it
        and (
            not quotients.is_of_root or not coalesce(bases.is_of_part, false) or shares.line_order = bases.line_order
            or trees.line_order is not null
        )
),

-- the sign of a share of a difference is a convention
turns as (
    {{ turned_shares('quotient_terms') }}
),

-- an empty share is none that was computed: of a result, or of a budget of nothing, there is none. It is asked for where all others of
-- its column on rows of its role and total are printed, two at least, and it alone is not, though what it would be computed of is there
lone_gaps as (
    select
        document_no,
        table_no,
        axis,
        total_place,
        row_role,
        parent_order
    from (
        select
            total_no,
            document_no,
            table_no,
            axis,
            total_place,
            row_role,
            parent_order,
            is_gap
        from quotient_terms
        group by total_no, document_no, table_no, axis, total_place, row_role, parent_order, is_gap
        having min(abs(amount)) > 0
    ) as computable
    group by document_no, table_no, axis, total_place, row_role, parent_order
    having count(*) filter (where is_gap) = 1 and count(*) filter (where not is_gap) >= 2
),

shares as (
    select
        terms.rule_id,
        terms.total_no,
        terms.total_sign,
        terms.weight * case terms.role when 'numerator' then coalesce(turns.turn, 1) else 1 end as weight,
        terms.role,
        terms.cell_no,
        terms.sign_factor
    from quotient_terms as terms
    left join lone_gaps
        on
            terms.document_no = lone_gaps.document_no
            and terms.table_no = lone_gaps.table_no
            and terms.axis = lone_gaps.axis
            and terms.total_place = lone_gaps.total_place
            and terms.row_role = lone_gaps.row_role
            and terms.parent_order = lone_gaps.parent_order
    left join turns on terms.total_no = turns.total_no
    where not terms.is_gap or lone_gaps.document_no is not null
),

-- what a row opens with is what another closed with in the column of the year before
openings as (
    select
        'TB-008' as rule_id,
        opening.cell_no as total_no,
        opening.sign_factor as total_sign,
        1 as weight,
        'term' as role,
        closing.cell_no,
        closing.sign_factor
    from cells as opening
    inner join cells as closing
        on
            opening.document_no = closing.document_no
            and opening.table_no = closing.table_no
            and opening.closing_order = closing.line_order
            and opening.column_before = closing.column_no
            and closing.heading_measure = closing.measure
    where opening.heading_measure = opening.measure and opening.is_alone and closing.is_alone
),

every_term as (
    select
        *,
        case rule_id when 'TB-001' then 'rows' else 'details' end as sum_kind
    from row_sums
    union all
    select
        *,
        'columns' as sum_kind
    from column_sums
    union all
    select
        *,
        'shares' as sum_kind
    from shares
    union all
    select
        *,
        'openings' as sum_kind
    from openings
),

-- an inferred sum whose deviation is as likely meant as it is wrong is not asked for
untested as (
    select
        cells.cell_no,
        doubts.sum_kind
    from {{ ref('untested_sums') }} as doubts
    inner join cells
        on
            doubts.document_no = cells.document_no
            and doubts.table_no = cells.table_no
            and doubts.line_order = cells.line_order
            and doubts.column_no = cells.column_no
)

select
    cast(every_term.total_no * 1000 + rules.rule_no as bigint) as relation_no,
    cast(rules.rule_no * 100 + 1 as integer) as definition_no,
    cast(every_term.total_no as bigint) as total_no,
    cast(every_term.sum_kind as string) as sum_kind,
    cast(every_term.role as string) as role,
    cast(every_term.weight * every_term.sign_factor * every_term.total_sign as integer) as weight,
    cells.cell_no,
    cells.amount,
    cells.half_width,
    cells.is_approximate
from every_term
inner join rules on every_term.rule_id = rules.rule_id
inner join cells on every_term.cell_no = cells.cell_no
left join untested
    on
        every_term.total_no = untested.cell_no
        and every_term.sum_kind = untested.sum_kind
where untested.cell_no is null
