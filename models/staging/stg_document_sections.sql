-- The required parts that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    documents.document_no,
    cast(sections.document_id as string) as document_id,
    cast(sections.section as string) as section,
    cast(sections.source_line as string) as source_line
from {{ input_relation('document_sections') }} as sections
left join {{ ref('stg_documents') }} as documents on sections.document_id = documents.document_id
