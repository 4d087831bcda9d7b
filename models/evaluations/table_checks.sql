-- Tables as wholes: the unit that the heading prints, and the total that a table of amounts should end with.
with cells as (
    select
        amounts.*,
        kinds.statement,
        kinds.line_item,
        kinds.measure,
        -- which measure tells a table with several, in whatever order its columns stand
        case kinds.measure when 'actual' then '1' when 'income' then '2' when 'cost' then '3' when 'net' then '4' else '5' end
        || kinds.measure as measure_rank
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    where amounts.value_kind in ('number', 'dash', 'blank') and kinds.measure <> 'note_number'
),

first_columns as (
    select
        document_no,
        table_no,
        min(statement) as statement,
        -- the measure of the latest year
        min_by(measure, cast(20000 - coalesce(fiscal_year, 0) as string) || measure_rank) as measure,
        max(fiscal_year) as fiscal_year
    from cells
    where value_kind in ('number', 'dash')
    group by document_no, table_no
),

units as (
    select
        'STR-004' as rule_id,
        tables.document_no,
        tables.table_no,
        first_columns.fiscal_year,
        first_columns.statement,
        first_columns.measure,
        case tables.printed_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as printed_amount,
        case tables.applied_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as computed_amount,
        case tables.unit_source
            when 'contradicted' then 'deviation'
            when 'printed' then case when tables.tie_count > 0 then 'exact' else 'not_evaluated' end
            else 'not_evaluated'
        end as state,
        case
            when tables.unit_source = 'unknown' then 'unit_unknown'
            when tables.unit_source = 'inferred' then 'not_in_document'
            when tables.unit_source = 'printed' and tables.tie_count = 0 then 'missing_items'
        end as reason,
        coalesce(tables.printed_unit, '–') as left_text,
        coalesce(tables.applied_unit, '–') as right_text,
        cast(tables.tie_count as string) as remark,
        'printed_unit' as cause
    from {{ ref('table_units') }} as tables
    inner join first_columns on tables.document_no = first_columns.document_no and tables.table_no = first_columns.table_no
    where (tables.printed_unit is not null or tables.unit_source = 'unknown') and not tables.is_of_document
),

-- what is one event of the whole report: its unit, and how it came by its last digit
documents as (
    select
        'STR-004' as rule_id,
        tables.document_no,
        'deviation' as state,
        min(tables.printed_unit) as left_text,
        '=' as operator,
        min(tables.applied_unit) as right_text,
        cast(count(*) as string) as remark,
        'printed_unit' as cause
    from {{ ref('table_units') }} as tables
    where tables.is_of_document
    group by tables.document_no
    union all
    select
        'STR-013' as rule_id,
        document_no,
        case when is_truncated then 'deviation' else 'exact' end as state,
        '↓ ' || cast(cut_count as string) as left_text,
        case when is_truncated then '>' else '<=' end as operator,
        '↑ ' || cast(raised_count as string) as right_text,
        cast(null as string) as remark,
        'truncated' as cause
    from {{ ref('truncated_documents') }}
),

column_sums as (
    select
        cells.document_no,
        cells.table_no,
        cells.statement,
        cells.measure,
        cells.fiscal_year,
        cells.column_no,
        min(cells.measure_rank) as measure_rank,
        sum(case when not cells.is_total then cells.amount end) as rows_amount,
        sum(case when not cells.is_total then cells.half_width end) as rows_bound,
        count(*) filter (where not cells.is_total and cells.value_kind = 'number') as row_count,
        -- a total by its code, or by its figures where no seed gives the table a tree
        count(*) filter (where cells.line_item = 'total' or trees.role = 'total')
        -- the sum of all contributions is that of a table of nothing else
        + case
            when count(*) filter (where not cells.is_total and cells.value_kind = 'number' and cells.line_item <> 'contribution') = 0
                then count(*) filter (where cells.line_item = 'total_contributions')
            else 0
        end
        -- a subtotal that ends its column is the sum of it: what leads on from there is told in the net alone
        + case
            when
                max(case when cells.line_item = 'subtotal' then cells.line_order end)
                > max(case when not cells.is_total and cells.value_kind = 'number' then cells.line_order end)
                then 1
            else 0
        end as total_count
    from cells
    left join {{ ref('tree_rows') }} as trees
        on
            cells.document_no = trees.document_no
            and cells.table_no = trees.table_no
            and cells.line_order = trees.line_order
            and trees.is_inferred
    where
        cells.statement in ('operating_account', 'note_income', 'note_costs', 'note_receivables', 'note_current_liabilities')
        and cells.measure not in ('share', 'ratio', 'consumed', 'count')
    group by cells.document_no, cells.table_no, cells.statement, cells.measure, cells.fiscal_year, cells.column_no
),

-- the column that is told: of those without a total, else of all, the latest year's, by its measure
ranked_columns as (
    select
        *,
        max(row_count) over (partition by document_no, table_no) as most_rows,
        min(total_count) over (partition by document_no, table_no) as fewest_totals,
        row_number() over (
            partition by document_no, table_no
            order by
                case when total_count = 0 then 0 else 1 end asc,
                fiscal_year desc,
                measure_rank asc,
                rows_amount asc nulls last,
                column_no asc
        ) as place_no
    from column_sums
    where row_count >= 2
),

totals as (
    select
        'CV-002' as rule_id,
        document_no,
        table_no,
        fiscal_year,
        statement,
        measure,
        cast(null as decimal(18, 2)) as printed_amount,
        rows_amount as computed_amount,
        case when fewest_totals = 0 then 'deviation' else 'exact' end as state,
        cast(null as string) as reason,
        'Σ (' || cast(most_rows as string) || ')' as left_text,
        {{ formula_number("rows_amount") }} as right_text,
        cast(null as string) as remark,
        'missing_number' as cause
    from ranked_columns
    where place_no = 1
)

select
    checks.rule_id,
    checks.document_no,
    cast(null as bigint) as cell_no,
    checks.statement,
    tables.heading as label,
    'table' as line_item,
    't' || cast(checks.table_no as string) as member,
    checks.measure,
    checks.fiscal_year,
    checks.printed_amount,
    checks.computed_amount,
    0 as rounding_bound,
    checks.state,
    checks.reason,
    checks.left_text,
    '=' as operator,
    checks.right_text,
    checks.remark,
    checks.cause,
    tables.first_line as source_line
from (
    select * from units
    union all
    select * from totals
) as checks
left join {{ ref('stg_tables') }} as tables
    on checks.document_no = tables.document_no and checks.table_no = tables.table_no
union all
select
    checks.rule_id,
    checks.document_no,
    cast(null as bigint) as cell_no,
    'income_statement' as statement,
    cast(null as string) as label,
    'document' as line_item,
    cast(null as string) as member,
    'actual' as measure,
    documents.fiscal_year,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(null as decimal(18, 2)) as computed_amount,
    0 as rounding_bound,
    checks.state,
    cast(null as string) as reason,
    checks.left_text,
    checks.operator,
    checks.right_text,
    checks.remark,
    checks.cause,
    '1' as source_line
from documents as checks
inner join {{ ref('stg_documents') }} as documents on checks.document_no = documents.document_no
