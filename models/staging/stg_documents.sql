-- The documents that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    document_id,
    association_id,
    document_kind,
    fiscal_year,
    source_file,
    sha256
from {{ input_relation('documents') }}
