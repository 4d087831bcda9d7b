{{ config(alias='associations') }}
-- One row per association that was read, with how many of its documents were and over which years.
select
    cast(associations.association_id as string) as association_id,
    cast(min(associations.name) as string) as name,
    cast(min(associations.organisation_number) as string) as organisation_number,
    cast(count(documents.document_id) as integer) as document_count,
    cast(min(documents.fiscal_year) as integer) as first_year,
    cast(max(documents.fiscal_year) as integer) as last_year
from {{ ref('stg_associations') }} as associations
left join {{ ref('stg_documents') }} as documents on associations.association_id = documents.association_id
group by associations.association_id
