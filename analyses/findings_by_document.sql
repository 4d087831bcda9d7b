-- Which published numbers are wrong, and by how much?
select
    document_id,
    source_line,
    label,
    class,
    cause,
    printed_amount,
    suggested_amount,
    difference,
    is_acknowledged
from {{ ref('findings') }}
order by document_id asc, line_order asc nulls last, finding_key asc
