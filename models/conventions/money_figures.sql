{%- set is_money -%}
    numbers.value_kind = 'number'
    and kinds.measure not in ('share', 'ratio', 'consumed', 'count', 'note_number')
    and coalesce(numbers.printed_unit, 'kr') in ('kr', 'tkr', 'mkr')
{%- endset -%}
-- Every printed amount of money, without its sign, beside the size and the grain of its table.
with unit_counts as (
    select
        document_no,
        table_no,
        printed_unit,
        count(*) as number_count
    from {{ ref('numbers') }}
    where value_kind = 'number' and printed_unit in ('kr', 'tkr', 'mkr')
    group by document_no, table_no, printed_unit
),

mixed_tables as (
    select
        document_no,
        table_no
    from unit_counts
    group by document_no, table_no
    having count(*) > 1
),

mixed as (
    select
        numbers.document_no,
        numbers.table_no,
        numbers.line_order,
        kinds.statement,
        numbers.printed_unit,
        -- the unit that most numbers of the table print: a row may print another for itself
        first_value(numbers.printed_unit) over (
            partition by numbers.document_no, numbers.table_no
            order by unit_counts.number_count desc nulls last, numbers.printed_unit asc
        ) as table_unit,
        min(numbers.printed_unit) over (partition by numbers.document_no, numbers.table_no, numbers.line_order) as least_row_unit,
        max(numbers.printed_unit) over (partition by numbers.document_no, numbers.table_no, numbers.line_order) as greatest_row_unit
    from {{ ref('numbers') }} as numbers
    inner join mixed_tables on numbers.document_no = mixed_tables.document_no and numbers.table_no = mixed_tables.table_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    left join unit_counts
        on
            numbers.document_no = unit_counts.document_no
            and numbers.table_no = unit_counts.table_no
            and numbers.printed_unit = unit_counts.printed_unit
    where {{ is_money }}
),

-- a unit that a row prints in all its columns is its own; running text gives its unit number by number
own_units as (
    select distinct
        document_no,
        table_no,
        line_order,
        statement,
        printed_unit
    from mixed
    where statement not in ('narrative', 'goals') and printed_unit <> table_unit and least_row_unit = greatest_row_unit
),

money as (
    select
        numbers.document_no,
        numbers.table_no,
        kinds.statement,
        -- what a year opens with is what the year before closed with: the statements print it there
        numbers.fiscal_year - case when kinds.line_item like 'opening%' then 1 else 0 end as fiscal_year,
        numbers.printed_unit,
        abs(cast(numbers.printed_value as double)) as size
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    left join own_units
        on
            numbers.document_no = own_units.document_no
            and numbers.table_no = own_units.table_no
            and numbers.line_order = own_units.line_order
            and kinds.statement = own_units.statement
            and numbers.printed_unit = own_units.printed_unit
    where {{ is_money }} and own_units.document_no is null
)

-- one window for all, so that the figures are sorted once
{%- set of_table -%}
over (
            partition by document_no, table_no order by size desc rows between unbounded preceding and unbounded following
        )
{%- endset %}
select
    cast(document_no as integer) as document_no,
    cast(table_no as integer) as table_no,
    cast(statement as string) as statement,
    cast(fiscal_year as integer) as fiscal_year,
    cast(printed_unit as string) as printed_unit,
    cast(size as double) as size,
    cast(min(statement) {{ of_table }} as string) as table_statement,
    cast(min(printed_unit) {{ of_table }} as string) as table_unit,
    -- one mistyped figure may be the largest of its table: the second largest stands for the table's size
    cast(coalesce(nth_value(size, 2) {{ of_table }}, size) as double) as table_size,
    -- figures that are all whole thousands were rounded to thousands, whatever unit they stand in
    cast(
        case
            when
                count(case when size > 0 then 1 end) {{ of_table }} >= 3
                and max(case when size % 1000 <> 0 then 1 else 0 end) {{ of_table }} = 0
                then 1000
            else 1
        end as integer
    ) as grain
from money
