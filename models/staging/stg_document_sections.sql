-- The required parts that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    document_id,
    section,
    source_line
from {{ input_relation('document_sections') }}
