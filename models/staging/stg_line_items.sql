-- One row per printed number as it was read: typed, nothing parsed, nothing dropped. `cell_no` is its document and its position there.
with rows_in as (
    {{ line_item_rows(['reading']) }}
),

documents as (
    {{ numbered_documents() }}
),

ordered as (
    select
        rows_in.*,
        documents.document_no,
        {{ line_order("rows_in.source_line") }} as line_order
    from rows_in
    left join documents on rows_in.document_id = documents.document_id
)

select
    cast({{ cell_no(
        "document_no",
        "row_number() over (partition by document_no order by line_order, source_line, column_no, number_no)"
    ) }} as bigint) as cell_no,
    cast(document_no as integer) as document_no,
    cast(document_id as string) as document_id,
    cast(source_line as string) as source_line,
    cast(line_order as bigint) as line_order,
    cast(column_no as integer) as column_no,
    cast(number_no as integer) as number_no,
    cast(table_no as integer) as table_no,
    cast(statement as string) as statement,
    cast(label as string) as label,
    cast(line_item as string) as line_item,
    cast(nullif(member, '') as string) as member,
    cast(measure as string) as measure,
    cast(period as string) as period,
    cast(coalesce(printed, '') as string) as printed,
    cast(nullif(reading, '') as string) as reading,
    cast(nullif(unit, '') as string) as printed_unit
from ordered
