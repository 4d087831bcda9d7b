-- The tables that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(statement as string) as statement,
    cast(first_line as integer) as first_line,
    cast(last_line as integer) as last_line,
    cast(heading as string) as heading,
    cast(printed_unit as string) as printed_unit
from {{ input_relation('tables') }}
