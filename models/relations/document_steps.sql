-- From each document to those that its relations look into: itself, or another of the association, some years off.
with steps as (
    select distinct
        step_no,
        document_match,
        document_offset,
        document_kind
    from {{ ref('term_kinds') }}
)

select
    own.document_no,
    steps.step_no,
    other.document_no as other_document_no
from steps
inner join {{ ref('stg_documents') }} as own on true
inner join {{ ref('stg_documents') }} as other
    on
        own.association_no = other.association_no
        and case when steps.document_match = 'same' then own.document_no = other.document_no else own.fiscal_year + steps.document_offset = other.fiscal_year end
        and steps.document_kind in ('', other.document_kind)
