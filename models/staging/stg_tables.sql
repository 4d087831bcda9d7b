-- The tables that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    documents.document_no,
    cast(tables.document_id as string) as document_id,
    cast(tables.table_no as integer) as table_no,
    cast(tables.statement as string) as statement,
    cast(tables.first_line as string) as first_line,
    cast({{ line_order("cast(tables.first_line as string)") }} as bigint) as first_order,
    cast(tables.last_line as string) as last_line,
    cast(tables.heading as string) as heading,
    cast(tables.printed_unit as string) as printed_unit
from {{ input_relation('tables') }} as tables
left join {{ ref('stg_documents') }} as documents on tables.document_id = documents.document_id
