-- Which numbers does nothing test, and why?
select
    ledger.document_id,
    ledger.statement,
    ledger.line_item,
    coalesce(items.name_sv, ledger.line_item) as line,
    ledger.reason,
    count(*) as number_count
from {{ ref('coverage_ledger') }} as ledger
left join {{ ref('line_items') }} as items on ledger.statement = items.statement and ledger.line_item = items.line_item
where not ledger.is_covered
group by ledger.document_id, ledger.statement, ledger.line_item, items.name_sv, ledger.reason
order by number_count desc, ledger.document_id asc, ledger.statement asc, ledger.line_item asc, ledger.reason asc
