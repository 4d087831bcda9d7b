-- Every printed amount of money, without its sign, beside the size and the grain of its table.
with money as (
    select
        numbers.document_no,
        numbers.table_no,
        kinds.statement,
        numbers.fiscal_year,
        numbers.printed_unit,
        abs(cast(numbers.printed_value as double)) as size
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    where
        numbers.value_kind = 'number'
        and kinds.measure not in ('share', 'ratio', 'consumed', 'count', 'note_number')
        and coalesce(numbers.printed_unit, 'kr') in ('kr', 'tkr', 'mkr')
),

ranked as (
    select
        *,
        row_number() over (
            partition by document_no, table_no order by size desc, fiscal_year asc nulls first, statement asc
        ) as size_no,
        count(*) over (partition by document_no, table_no) as size_count
    from money
)

select
    cast(document_no as integer) as document_no,
    cast(table_no as integer) as table_no,
    cast(statement as string) as statement,
    cast(fiscal_year as integer) as fiscal_year,
    cast(printed_unit as string) as printed_unit,
    cast(size as double) as size,
    cast(min(statement) over (partition by document_no, table_no) as string) as table_statement,
    cast(min(printed_unit) over (partition by document_no, table_no) as string) as table_unit,
    -- one mistyped figure may be the largest of its table: the second largest stands for the table's size
    cast(
        max(case when size_no = case when size_count > 1 then 2 else 1 end then size end) over (partition by document_no, table_no)
        as double
    ) as table_size,
    -- figures that are all whole thousands were rounded to thousands, whatever unit they stand in
    cast(
        case
            when
                count(case when size > 0 then 1 end) over (partition by document_no, table_no) >= 3
                and max(case when size % 1000 <> 0 then 1 else 0 end) over (partition by document_no, table_no) = 0
                then 1000
            else 1
        end as integer
    ) as grain
from ranked
