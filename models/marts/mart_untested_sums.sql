{{ config(alias='untested_sums') }}
-- One row per sum of an inferred tree that is not asked for, and per row that no sum of it tests, with the reason.
select
    cast(documents.document_id as string) as document_id,
    cast(sums.table_no as integer) as table_no,
    cast(lines.source_line as string) as source_line,
    cast(sums.column_no as integer) as column_no,
    cast(sums.sum_kind as string) as sum_kind,
    cast(sums.reason as string) as reason
from {{ ref('untested_sums') }} as sums
inner join {{ ref('stg_documents') }} as documents on sums.document_no = documents.document_no
inner join {{ ref('stg_table_lines') }} as lines
    on sums.document_no = lines.document_no and sums.table_no = lines.table_no and sums.line_order = lines.line_order
