-- Which published numbers are wrong, and by how much?
select
    document_id,
    source_lines,
    label,
    printed_amount,
    suggested_amount,
    difference,
    rule_ids,
    is_acknowledged
from {{ ref('findings') }}
order by document_id, try_cast(source_lines as integer), finding_key
