-- The amounts of suspect cells beside those of the year before, as the same document prints them.
select
    cells.cell,
    cells.label,
    cells.amount,
    max(cast(earlier.amount as double)) as earlier_amount
from {{ ref('suspect_cells') }} as cells
left join {{ ref('printed_numbers') }} as earlier
    on
        cells.document_id = earlier.document_id
        and cells.statement = earlier.statement
        and cells.line_item = earlier.line_item
        and coalesce(cells.member, '') = coalesce(earlier.member, '')
        and cells.measure = earlier.measure
        and cells.fiscal_year - 1 = earlier.fiscal_year
        and earlier.print_no = 1
group by cells.cell, cells.label, cells.amount
