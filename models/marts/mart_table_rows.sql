{{ config(alias='table_rows') }}
-- One row per row of a table: its role, and the tree of the rows: which row it adds into, with which weight in the signs as printed.
select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(source_line as string) as source_line,
    cast(role as string) as role,
    cast(parent_line as string) as parent_line,
    cast(weight as integer) as weight,
    -- no row tree is inferred yet
    cast(false as boolean) as is_inferred
from {{ ref('stg_table_rows') }}
where document_no is not null
