-- The lines of every table that hold a number, each once, with what the source calls them.
select distinct
    document_no,
    document_id,
    table_no,
    line_order,
    source_line
from {{ ref('stg_line_items') }}
where document_no is not null and table_no is not null
