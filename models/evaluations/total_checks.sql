-- Totals of nothing: the one (sub)total of a table that has no row to add up, where every other row has its total. Its row is lost then,
-- whatever else the total agrees with.
with rows_of_tables as (
    select
        amounts.document_no,
        amounts.table_no,
        amounts.line_order,
        trees.role,
        kinds.statement,
        coalesce(min(trees.parent_order), 0) as parent_order,
        max(amounts.fiscal_year) as fiscal_year,
        -- its latest outcome, by which it is told
        min_by(amounts.cell_no, cast(20000 - coalesce(amounts.fiscal_year, 0) as string) || kinds.measure) as cell_no
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    inner join {{ ref('tree_rows') }} as trees
        on
            amounts.document_no = trees.document_no
            and amounts.table_no = trees.table_no
            and amounts.line_order = trees.line_order
    where
        amounts.value_kind = 'number' and amounts.amount <> 0
        and kinds.measure not in ('note_number', 'share', 'ratio', 'consumed', 'count')
        and (kinds.statement in ('income_statement', 'balance_sheet', 'operating_account', 'cost_by_purpose') or kinds.statement like 'note_%')
    group by amounts.document_no, amounts.table_no, amounts.line_order, trees.role, kinds.statement
),

parents as (
    select distinct
        trees.document_no,
        trees.table_no,
        trees.parent_order
    from {{ ref('tree_rows') }} as trees
    inner join {{ ref('amounts') }} as amounts
        on
            trees.document_no = amounts.document_no
            and trees.table_no = amounts.table_no
            and trees.line_order = amounts.line_order
),

with_parts as (
    select
        rows_of_tables.*,
        rows_of_tables.role in ('subtotal', 'total') as is_total,
        parents.parent_order is not null as has_parts,
        lag(parents.parent_order is not null) over (
            partition by rows_of_tables.document_no, rows_of_tables.table_no
            order by rows_of_tables.line_order
        ) as is_after_total
    from rows_of_tables
    left join parents
        on
            rows_of_tables.document_no = parents.document_no
            and rows_of_tables.table_no = parents.table_no
            and rows_of_tables.line_order = parents.parent_order
),

tables as (
    select
        document_no,
        table_no,
        min(statement) as statement,
        max(fiscal_year) as fiscal_year,
        count(*) filter (where is_total and has_parts) as full_count,
        count(*) filter (where is_total and not has_parts) as empty_count,
        count(*) filter (where not is_total and parent_order = 0) as loose_count,
        min(case when is_total and not has_parts then cell_no end) as empty_no,
        -- what stands above it has its own total
        coalesce(bool_and(case when is_total and not has_parts then coalesce(is_after_total, true) end), true) as is_apart
    from with_parts
    group by document_no, table_no
    having count(*) filter (where is_total) > 0
)

select
    'CV-006' as rule_id,
    tables.document_no,
    tables.empty_no as cell_no,
    tables.statement,
    headings.heading as label,
    'table' as line_item,
    't' || cast(tables.table_no as string) as member,
    coalesce(kinds.measure, 'actual') as measure,
    coalesce(totals.fiscal_year, tables.fiscal_year) as fiscal_year,
    totals.amount as printed_amount,
    totals.amount as computed_amount,
    0 as rounding_bound,
    case when tables.empty_count = 0 then 'exact' else 'deviation' end as state,
    cast(null as string) as reason,
    cast(tables.full_count as string) as left_text,
    '=' as operator,
    cast(tables.full_count + tables.empty_count as string) as right_text,
    cast(null as string) as remark,
    'row_not_printed' as cause,
    headings.first_line as source_line
from tables
left join {{ ref('amounts') }} as totals on tables.empty_no = totals.cell_no
left join {{ ref('stg_cell_kinds') }} as kinds on totals.kind_no = kinds.kind_no
left join {{ ref('stg_tables') }} as headings on tables.document_no = headings.document_no and tables.table_no = headings.table_no
where
    tables.empty_count = 0
    or (
        tables.empty_count = 1 and tables.loose_count = 0 and tables.is_apart
        and (tables.full_count > 0 or tables.statement like 'note_%')
    )
