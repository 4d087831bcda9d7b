{{ config(alias='associations') }}
-- One row per association that was read, with how many of its documents were and over which years.
with read_documents as (
    select
        association_id,
        count(*) as document_count,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from {{ ref('stg_documents') }}
    group by association_id
)

select
    cast(associations.association_id as string) as association_id,
    cast(associations.name as string) as name,
    cast(associations.organisation_number as string) as organisation_number,
    cast(coalesce(read_documents.document_count, 0) as integer) as document_count,
    cast(read_documents.first_year as integer) as first_year,
    cast(read_documents.last_year as integer) as last_year
from {{ ref('stg_associations') }} as associations
left join read_documents on associations.association_id = read_documents.association_id
