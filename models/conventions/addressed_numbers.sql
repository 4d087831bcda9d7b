-- Every printed number with its texts, joined once for all that is told of it: its address in the source, the key of its quantity, label, print and amount.
with numbers as (
    select
        items.document_id || '/' || items.statement || '/' || items.line_item || coalesce('/' || items.member, '')
        || '/' || items.measure || '/' || coalesce(items.period, '') as plain_cell,
        items.*,
        amounts.fiscal_year,
        amounts.is_comparative,
        amounts.is_total,
        amounts.value_kind,
        amounts.applied_unit,
        amounts.unit_size,
        amounts.half_width,
        amounts.sign_factor,
        amounts.amount,
        amounts.print_no,
        amounts.is_approximate,
        amounts.centre_shift,
        parsed.date_value,
        parsed.text_value,
        documents.association_id,
        documents.document_kind,
        documents.fiscal_year as document_year
    from {{ ref('stg_line_items') }} as items
    inner join {{ ref('amounts') }} as amounts on items.cell_no = amounts.cell_no
    inner join {{ ref('numbers') }} as parsed on items.cell_no = parsed.cell_no
    inner join {{ ref('stg_documents') }} as documents on items.document_no = documents.document_no
)

select
    cell_no,
    document_no,
    document_id,
    source_line,
    line_order,
    column_no,
    number_no,
    association_id,
    document_kind,
    document_year,
    table_no,
    statement,
    label,
    line_item,
    member,
    measure,
    period,
    fiscal_year,
    is_comparative,
    is_total,
    value_kind,
    printed,
    printed_unit,
    applied_unit,
    unit_size,
    half_width,
    sign_factor,
    amount,
    date_value,
    text_value,
    plain_cell,
    case when print_no > 1 then plain_cell || '~' || cast(print_no as string) else plain_cell end as cell,
    print_no,
    is_approximate,
    centre_shift
from numbers
