-- Every printed number beside what it should say: the print where no finding changes it.
select
    cast(numbers.document_id as string) as document_id,
    cast(numbers.source_line as string) as source_line,
    cast(numbers.column_no as integer) as column_no,
    cast(numbers.number_no as integer) as number_no,
    cast(numbers.printed as string) as printed,
    cast(numbers.amount * numbers.sign_factor as decimal(18, 2)) as printed_amount,
    cast(coalesce(changes.amount, numbers.amount) * numbers.sign_factor as decimal(18, 2)) as corrected_amount,
    cast(changes.finding_key as string) as finding_key
from {{ ref('addressed_numbers') }} as numbers
left join {{ ref('corrections') }} as changes on numbers.cell_no = changes.cell_no
where numbers.value_kind in ('number', 'dash', 'blank') and numbers.measure <> 'note_number'
