{{ config(materialized='view') }}
-- Every printed number with its texts: its address in the source, the key of its quantity, label, print and amount.
select
    numbers.cell_no,
    numbers.document_no,
    items.document_id,
    items.source_line,
    items.column_no,
    items.number_no,
    documents.association_id,
    documents.document_kind,
    documents.fiscal_year as document_year,
    items.table_no,
    items.statement,
    items.label,
    items.line_item,
    items.member,
    items.measure,
    items.period,
    numbers.fiscal_year,
    numbers.is_comparative,
    numbers.is_total,
    numbers.value_kind,
    items.printed,
    items.printed_unit,
    numbers.applied_unit,
    numbers.unit_size,
    numbers.half_width,
    numbers.sign_factor,
    numbers.amount,
    parsed.date_value,
    parsed.text_value,
    items.document_id || '/' || items.statement || '/' || items.line_item || coalesce('/' || items.member, '')
    || '/' || items.measure || '/' || coalesce(items.period, '') as plain_cell,
    items.document_id || '/' || items.statement || '/' || items.line_item || coalesce('/' || items.member, '')
    || '/' || items.measure || '/' || coalesce(items.period, '')
    || case when numbers.print_no > 1 then '~' || cast(numbers.print_no as string) else '' end as cell,
    numbers.print_no,
    numbers.is_approximate
from {{ ref('amounts') }} as numbers
inner join {{ ref('numbers') }} as parsed on numbers.cell_no = parsed.cell_no
inner join {{ ref('stg_line_items') }} as items on numbers.cell_no = items.cell_no
inner join {{ ref('stg_documents') }} as documents on numbers.document_no = documents.document_no
