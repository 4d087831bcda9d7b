-- The required parts that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(document_id as string) as document_id,
    cast(section as string) as section,
    cast(source_line as string) as source_line
from {{ input_relation('document_sections') }}
