-- What the sums and shares of columns consist of, and the shares of rows: of the column tree that a seed gives, and of those inferred,
-- in which a column may take part in several. A place is a column, of a share of rows (axis `row`) a line.
with inferred as (
    {{ answer_rows(ref('inferred_tables'), 'terms', ['document_no', 'table_no']) }}
)

select
    document_no,
    table_no,
    cast('column' as string) as axis,
    cast(parent_column as bigint) as total_place,
    cast(column_no as bigint) as term_place,
    weight,
    cast('term' as string) as role,
    cast(false as boolean) as is_of_root,
    cast(false as boolean) as is_inferred
from {{ ref('stg_table_columns') }}
where document_no is not null and parent_column is not null
union all
-- a share is its row's amount over the amount of the table's total row
select
    columns.document_no,
    columns.table_no,
    cast('column' as string) as axis,
    cast(columns.column_no as bigint) as total_place,
    cast(columns.base_column as bigint) as term_place,
    cast(1 as integer) as weight,
    cast(sides.role as string) as role,
    cast(sides.role = 'denominator' as boolean) as is_of_root,
    cast(false as boolean) as is_inferred
from {{ ref('stg_table_columns') }} as columns
inner join (
    select 'numerator' as role
    union all
    select 'denominator' as role
) as sides
    on true
where columns.document_no is not null and columns.base_column <> columns.column_no
union all
select
    document_no,
    table_no,
    {{ answer_value(0, 'string') }} as axis,
    {{ answer_value(1, 'bigint') }} as total_place,
    {{ answer_value(2, 'bigint') }} as term_place,
    {{ answer_value(3, 'integer') }} as weight,
    {{ answer_value(4, 'string') }} as role,
    {{ answer_value(5, 'integer') }} = 1 as is_of_root,
    cast(true as boolean) as is_inferred
from inferred
