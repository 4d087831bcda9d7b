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
    from {{ ref('stg_table_columns') }}
    where parent_column is not null or base_column is not null
),

cells as (
    select
        amounts.cell_no,
        amounts.document_no,
        amounts.table_no,
        amounts.line_order,
        amounts.column_no,
        amounts.kind_no,
        amounts.value_kind,
        -- a (sub)total of the table, whatever the chart calls its line, printed under another sign convention than its rows
        amounts.sign_factor * case
            when coalesce(rows_in.role in ('subtotal', 'total'), amounts.is_total) and headings.total_sign <> headings.sign then -1
            else 1
        end as sign_factor,
        -- a gap counts as nothing
        case when amounts.is_gap then 0 else amounts.amount end as amount,
        amounts.half_width,
        amounts.is_approximate,
        amounts.fiscal_year,
        kinds.measure,
        -- of two numbers of one measure in a cell the tree cannot tell which is meant
        count(*) over (
            partition by amounts.document_no, amounts.table_no, amounts.line_order, amounts.column_no, kinds.measure, amounts.fiscal_year
        ) = 1 as is_alone,
        count(*) over (
            partition by amounts.document_no, amounts.table_no, amounts.line_order, amounts.column_no, kinds.measure
        ) = 1 as is_of_one_year
    from {{ ref('amounts') }} as amounts
    inner join tables_with_trees
        on amounts.document_no = tables_with_trees.document_no and amounts.table_no = tables_with_trees.table_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    left join {{ ref('stg_table_rows') }} as rows_in
        on
            amounts.document_no = rows_in.document_no
            and amounts.table_no = rows_in.table_no
            and amounts.line_order = rows_in.line_order
    left join {{ ref('stg_table_columns') }} as headings
        on
            amounts.document_no = headings.document_no
            and amounts.table_no = headings.table_no
            and amounts.column_no = headings.column_no
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

row_sums as (
    select
        case when trees.distance = 1 and tries.n = 1 then 'TB-001' else 'TB-002' end as rule_id,
        totals.cell_no as total_no,
        totals.sign_factor as total_sign,
        trees.weight,
        'term' as role,
        parts.cell_no,
        parts.sign_factor
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
            and totals.measure not in ('share', 'ratio')
    inner join cells as parts
        on
            trees.document_no = parts.document_no
            and trees.table_no = parts.table_no
            and trees.line_order = parts.line_order
            and totals.column_no = parts.column_no
            and totals.measure = parts.measure
            and totals.fiscal_year = parts.fiscal_year
    where
        totals.is_alone and parts.is_alone
        and (
            (tries.n = 1 and trees.distance = 1)
            or (tries.n = 2 and trees.is_detail and far.ancestor_order is not null)
        )
),

columns as (
    select
        columns.document_no,
        columns.table_no,
        columns.column_no,
        columns.parent_column,
        columns.base_column,
        columns.measure,
        columns.weight
    from {{ ref('stg_table_columns') }} as columns
),

column_sums as (
    select
        case when totals.measure like '%deviation' then 'TB-004' else 'TB-003' end as rule_id,
        totals.cell_no as total_no,
        totals.sign_factor as total_sign,
        columns.weight,
        'term' as role,
        parts.cell_no,
        parts.sign_factor
    from columns
    inner join cells as parts
        on
            columns.document_no = parts.document_no
            and columns.table_no = parts.table_no
            and columns.column_no = parts.column_no
            and columns.measure = parts.measure
    inner join columns as parents
        on
            columns.document_no = parents.document_no
            and columns.table_no = parents.table_no
            and columns.parent_column = parents.column_no
    inner join cells as totals
        on
            parts.document_no = totals.document_no
            and parts.table_no = totals.table_no
            and parts.line_order = totals.line_order
            and columns.parent_column = totals.column_no
            and parents.measure = totals.measure
            -- of several years in a cell the same; a change between two years compares columns of both
            and (parts.fiscal_year = totals.fiscal_year or (parts.is_of_one_year and totals.is_of_one_year))
    where parts.is_alone and totals.is_alone
),

-- a share is its row's amount over the amount of the table's total row; consumed is outcome over budget
roots as (
    select
        rows_in.document_no,
        rows_in.table_no,
        min(rows_in.line_order) as line_order
    from {{ ref('stg_table_rows') }} as rows_in
    where rows_in.role = 'total' and rows_in.parent_order is null
    group by rows_in.document_no, rows_in.table_no
    having count(*) = 1
),

shares as (
    select
        'TB-005' as rule_id,
        shares.cell_no as total_no,
        1 as total_sign,
        1 as weight,
        sides.role,
        parts.cell_no,
        parts.sign_factor
    from columns
    inner join columns as bases
        on
            columns.document_no = bases.document_no
            and columns.table_no = bases.table_no
            and columns.base_column = bases.column_no
    inner join roots on columns.document_no = roots.document_no and columns.table_no = roots.table_no
    inner join cells as shares
        on
            columns.document_no = shares.document_no
            and columns.table_no = shares.table_no
            and columns.column_no = shares.column_no
    inner join (
        select 'numerator' as role
        union all
        select 'denominator' as role
    ) as sides
        on true
    inner join cells as parts
        on
            columns.document_no = parts.document_no
            and columns.table_no = parts.table_no
            and columns.base_column = parts.column_no
            and case sides.role when 'numerator' then shares.line_order else roots.line_order end = parts.line_order
            and bases.measure = parts.measure
            and parts.measure not in ('share', 'ratio')
            and (shares.fiscal_year = parts.fiscal_year or (parts.is_of_one_year and shares.is_of_one_year))
    where
        shares.is_alone and parts.is_alone and columns.measure = 'share' and shares.measure = 'share' and columns.base_column <> columns.column_no
),

every_term as (
    select * from row_sums
    union all
    select * from column_sums
    union all
    select * from shares
)

select
    cast(every_term.total_no * 1000 + rules.rule_no as bigint) as relation_no,
    cast(rules.rule_no * 100 + 1 as integer) as definition_no,
    cast(every_term.total_no as bigint) as total_no,
    cast(every_term.role as string) as role,
    cast(every_term.weight * every_term.sign_factor * every_term.total_sign as integer) as weight,
    cells.cell_no,
    cells.amount,
    cells.half_width,
    cells.is_approximate
from every_term
inner join rules on every_term.rule_id = rules.rule_id
inner join cells on every_term.cell_no = cells.cell_no
