{{ config(meta={'joins': 'in_order'}) }}
-- Every printed number in narrow rows: its text read, its kind and year as numbers. Nothing is decided yet about unit and sign.
with prints as (
    -- a print says the same wherever it stands: each is read once, and most stand in several places
    select distinct
        measure,
        printed,
        reading,
        printed_unit
    from {{ ref('stg_line_items') }}
),

{{ reading_steps(
    "prints", ref('stg_approximations'), ref('stg_number_words'), ref('stg_print_words'), ref('stg_months')
) }}

select
    cast(items.cell_no as bigint) as cell_no,
    cast(items.document_no as integer) as document_no,
    cast(items.table_no as integer) as table_no,
    cast(items.line_order as bigint) as line_order,
    cast(items.column_no as integer) as column_no,
    cast(items.number_no as integer) as number_no,
    cast(kinds.kind_no as integer) as kind_no,
    cast(coalesce(members.member_no, 0) as integer) as member_no,
    cast(
        coalesce(try_cast(items.period as integer), try_cast({{ first_match("items.period", "([0-9]{4})$") }} as integer)) as integer
    ) as fiscal_year,
    -- a span such as 2019-2024 starts here
    cast(try_cast(substr(items.period, 1, 4) as integer) as integer) as first_year,
    cast(items.printed_unit as string) as printed_unit,
    cast(prints_read.value_kind as string) as value_kind,
    cast(prints_read.read_value as decimal(18, 6)) as printed_value,
    prints_read.decimals,
    cast(prints_read.lower_share as decimal(6, 3)) as lower_share,
    cast(prints_read.upper_share as decimal(6, 3)) as upper_share,
    cast(prints_read.date_value as date) as date_value,
    cast(case when items.measure = 'verdict' then prints_read.plain_text end as string) as text_value
from {{ ref('stg_line_items') }} as items
inner join {{ ref('stg_documents') }} as documents on items.document_no = documents.document_no
inner join {{ ref('stg_cell_kinds') }} as kinds
    on items.statement = kinds.statement and items.line_item = kinds.line_item and items.measure = kinds.measure
left join {{ ref('stg_numbered_members') }} as members
    on documents.association_no = members.association_no and items.member = members.member
inner join (
    select
        *,
        cast(coalesce(length(split_part(digits, ',', 2)), 0) as integer) as decimals
    from read_prints
) as prints_read
    on
        items.measure = prints_read.measure
        and items.printed = prints_read.printed
        and items.reading is not distinct from prints_read.reading
        and items.printed_unit is not distinct from prints_read.printed_unit
