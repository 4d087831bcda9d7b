{{ config(alias='document_sections') }}
-- One row per part that the law asks a document for, and where it stands.
select
    cast(document_id as string) as document_id,
    cast(section as string) as section,
    cast(source_line as string) as source_line,
    cast(source_line is not null as boolean) as is_present
from {{ ref('stg_document_sections') }}
where document_no is not null
