-- The columns of every table with their tree: from the seed, and inferred where no seed gives the table a tree.
with inferred as (
    {{ answer_rows(ref('inferred_tables'), 'columns', ['document_no', 'table_no']) }}
),

read as (
    select
        document_no,
        table_no,
        {{ answer_value(0, 'integer') }} as column_no,
        {{ answer_value(1, 'integer') }} as parent_column,
        {{ answer_value(2, 'integer') }} as weight,
        {{ answer_value(3, 'integer') }} as base_column,
        {{ answer_value(4, 'integer') }} as log_odds,
        {{ answer_value(5, 'integer') }} = 1 as is_judged,
        {{ answer_value(6, 'integer') }} = 1 as is_turned,
        {{ answer_value(7, 'integer') }} as column_before
    from inferred
)

select
    columns.document_no,
    columns.table_no,
    columns.column_no,
    columns.measure,
    cast(coalesce(columns.parent_column, read.parent_column) as integer) as parent_column,
    cast(coalesce(columns.weight, read.weight) as integer) as weight,
    cast(coalesce(columns.base_column, read.base_column) as integer) as base_column,
    cast(coalesce(read.is_turned, columns.total_sign <> columns.sign, false) as boolean) as is_turned,
    cast(coalesce(read.is_judged, false) as boolean) as is_judged,
    cast(read.column_before as integer) as column_before,
    cast(read.log_odds as integer) as log_odds,
    cast(read.column_no is not null as boolean) as is_inferred
from {{ ref('stg_table_columns') }} as columns
left join read
    on
        columns.document_no = read.document_no
        and columns.table_no = read.table_no
        and columns.column_no = read.column_no
where columns.document_no is not null
