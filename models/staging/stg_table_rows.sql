-- The rows of the tables and what each adds into, from the seed or from what `vars: input_relations` puts in its place.
select
    documents.document_no,
    cast(rows_in.document_id as string) as document_id,
    cast(rows_in.table_no as integer) as table_no,
    cast(rows_in.source_line as string) as source_line,
    cast({{ line_order("rows_in.source_line") }} as bigint) as line_order,
    cast(rows_in.role as string) as role,
    cast(nullif(rows_in.parent_line, '') as string) as parent_line,
    cast({{ line_order("rows_in.parent_line") }} as bigint) as parent_order,
    cast(rows_in.weight as integer) as weight
from {{ input_relation('table_rows') }} as rows_in
left join {{ ref('stg_documents') }} as documents on rows_in.document_id = documents.document_id
