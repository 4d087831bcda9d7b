{{ config(alias='table_terms') }}
-- One row per term of a sum or share that was inferred along the rows of a table, or of a share down its columns.
select
    cast(documents.document_id as string) as document_id,
    cast(terms.table_no as integer) as table_no,
    cast(terms.axis as string) as axis,
    cast(case when terms.axis = 'column' then terms.total_place end as integer) as total_column,
    cast(case when terms.axis = 'column' then terms.term_place end as integer) as term_column,
    cast(totals.source_line as string) as total_line,
    cast(parts.source_line as string) as term_line,
    cast(terms.weight as integer) as weight,
    cast(terms.role as string) as role,
    cast(terms.is_of_root as boolean) as is_of_root
from {{ ref('table_terms') }} as terms
inner join {{ ref('stg_documents') }} as documents on terms.document_no = documents.document_no
left join {{ ref('stg_table_lines') }} as totals
    on
        terms.axis = 'row' and terms.document_no = totals.document_no
        and terms.table_no = totals.table_no and terms.total_place = totals.line_order
left join {{ ref('stg_table_lines') }} as parts
    on
        terms.axis = 'row' and terms.document_no = parts.document_no
        and terms.table_no = parts.table_no and terms.term_place = parts.line_order
where terms.is_inferred
