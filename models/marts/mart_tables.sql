{{ config(alias='tables') }}
-- One row per table of a document that was read: where it stands, what it is, and the unit that it prints.
select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(statement as string) as statement,
    cast(first_line as string) as first_line,
    cast(last_line as string) as last_line,
    cast(heading as string) as heading,
    cast(printed_unit as string) as printed_unit
from {{ ref('stg_tables') }}
where document_no is not null
