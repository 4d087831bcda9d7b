-- The tables that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    document_id,
    table_no,
    statement,
    first_line,
    last_line,
    heading,
    printed_unit
from {{ input_relation('tables') }}
