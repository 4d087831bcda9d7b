-- The documents that were read, with the number that stands for each inside this build: a rank over the documents alone.
select
    cast(document_id as string) as document_id,
    cast(dense_rank() over (order by document_id) as integer) as document_no,
    cast(association_id as string) as association_id,
    cast(dense_rank() over (order by association_id) as integer) as association_no,
    cast(document_kind as string) as document_kind,
    cast(fiscal_year as integer) as fiscal_year,
    cast(source_file as string) as source_file,
    cast(sha256 as string) as sha256
from {{ input_relation('documents') }}
