-- Every printed number in narrow rows: its text read, its kind and year as numbers. Nothing is decided yet about unit and sign.
with prints as (
    select
        items.cell_no,
        items.document_no,
        items.table_no,
        items.line_order,
        items.column_no,
        items.number_no,
        kinds.kind_no,
        coalesce(members.member_no, 0) as member_no,
        items.measure,
        items.period,
        items.printed,
        items.reading,
        items.printed_unit
    from {{ ref('stg_line_items') }} as items
    inner join {{ ref('stg_documents') }} as documents on items.document_no = documents.document_no
    inner join {{ ref('stg_cell_kinds') }} as kinds
        on items.statement = kinds.statement and items.line_item = kinds.line_item and items.measure = kinds.measure
    left join {{ ref('stg_numbered_members') }} as members
        on documents.association_no = members.association_no and items.member = members.member
),

{{ reading_steps(
    "prints", ref('stg_approximations'), ref('stg_number_words'), ref('stg_print_words'), ref('stg_months')
) }}

select
    cast(cell_no as bigint) as cell_no,
    cast(document_no as integer) as document_no,
    cast(table_no as integer) as table_no,
    cast(line_order as bigint) as line_order,
    cast(column_no as integer) as column_no,
    cast(number_no as integer) as number_no,
    cast(kind_no as integer) as kind_no,
    cast(member_no as integer) as member_no,
    cast(coalesce(try_cast(period as integer), try_cast({{ first_match("period", "([0-9]{4})$") }} as integer)) as integer) as fiscal_year,
    -- a span such as 2019-2024 starts here
    cast(try_cast(substr(period, 1, 4) as integer) as integer) as first_year,
    cast(printed_unit as string) as printed_unit,
    cast(value_kind as string) as value_kind,
    cast(read_value as decimal(18, 6)) as printed_value,
    cast(coalesce(length(split_part(digits, ',', 2)), 0) as integer) as decimals,
    cast(lower_share as decimal(6, 3)) as lower_share,
    cast(upper_share as decimal(6, 3)) as upper_share,
    cast(date_value as date) as date_value,
    cast(case when measure = 'verdict' then plain_text end as string) as text_value
from read_prints
