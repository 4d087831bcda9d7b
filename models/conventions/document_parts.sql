-- The parts of every document: those that a seed says, and those of an annual report that none says, found where the document has a table
-- of them. What is neither said nor found is no evidence that the report lacks it.
with sections as (
    select
        document_no,
        first_line,
        case when statement like 'note_%' then 'notes' else statement end as section,
        row_number() over (
            partition by document_no, case when statement like 'note_%' then 'notes' else statement end
            order by first_order nulls last, table_no
        ) as place
    from {{ ref('stg_tables') }}
),

tabled as (
    select
        document_no,
        section,
        first_line
    from sections
    where place = 1
),

asked as (
    {%- for section in [
        'balance_requirement', 'balance_sheet', 'cash_flow', 'income_statement', 'management_report', 'notes', 'operating_account'
    ] %}
        select '{{ section }}' as section
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

unsaid as (
    select
        documents.document_no,
        asked.section
    from {{ ref('stg_documents') }} as documents
    cross join asked
    left join {{ ref('stg_document_sections') }} as said on documents.document_no = said.document_no and asked.section = said.section
    where documents.document_kind = 'annual_report' and said.section is null
)

select
    cast(document_no as integer) as document_no,
    cast(section as string) as section,
    cast(nullif(source_line, '') as string) as source_line,
    cast(false as boolean) as is_inferred
from {{ ref('stg_document_sections') }}
union all
select
    cast(unsaid.document_no as integer) as document_no,
    cast(unsaid.section as string) as section,
    cast(tabled.first_line as string) as source_line,
    cast(true as boolean) as is_inferred
from unsaid
left join tabled on unsaid.document_no = tabled.document_no and unsaid.section = tabled.section
