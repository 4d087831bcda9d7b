-- Every printed number with its ticks, or the reason why it has none.
select
    cast(numbers.document_id as string) as document_id,
    cast(numbers.source_line as string) as source_line,
    cast(numbers.column_no as integer) as column_no,
    cast(numbers.number_no as integer) as number_no,
    cast(numbers.statement as string) as statement,
    cast(numbers.line_item as string) as line_item,
    cast(numbers.member as string) as member,
    cast(numbers.measure as string) as measure,
    cast(numbers.period as string) as period,
    cast(numbers.printed as string) as printed,
    cast(numbers.amount as decimal(18, 2)) as amount,
    cast(ledger.relation_count as integer) as relation_count,
    cast(ledger.is_covered as boolean) as is_covered,
    cast(ledger.ticks as string) as ticks,
    cast(ledger.mark as string) as mark,
    cast(ledger.finding_key as string) as finding_key,
    cast(ledger.reason as string) as reason
from {{ ref('ledger') }} as ledger
inner join {{ ref('addressed_numbers') }} as numbers on ledger.cell_no = numbers.cell_no
