-- The documents that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(document_id as string) as document_id,
    cast(association_id as string) as association_id,
    cast(document_kind as string) as document_kind,
    cast(fiscal_year as integer) as fiscal_year,
    cast(source_file as string) as source_file,
    cast(sha256 as string) as sha256
from {{ input_relation('documents') }}
