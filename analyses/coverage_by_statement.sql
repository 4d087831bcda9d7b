-- How large a share of the printed numbers takes part in a relation that was evaluated?
select
    document_id,
    statement,
    count(*) as printed_count,
    count(*) filter (where is_covered) as tested_count,
    cast(100.0 * count(*) filter (where is_covered) / count(*) as decimal(18, 1)) as tested_percent
from {{ ref('coverage_ledger') }}
where is_covered is not null
group by document_id, statement
order by document_id, statement
