-- Which printed numbers does nothing test, where do they stand, and why?
select
    numbers.document_id,
    numbers.source_line,
    numbers.column_no,
    numbers.number_no,
    numbers.statement,
    numbers.label,
    numbers.printed,
    numbers.amount,
    ledger.reason
from {{ ref('coverage_ledger') }} as ledger
inner join {{ ref('printed_numbers') }} as numbers
    on
        ledger.document_id = numbers.document_id and ledger.source_line = numbers.source_line
        and ledger.column_no = numbers.column_no and ledger.number_no = numbers.number_no
where not ledger.is_covered
order by numbers.document_id, numbers.line_order, numbers.column_no, numbers.number_no
