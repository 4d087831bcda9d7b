-- The value columns that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    document_id,
    table_no,
    column_no,
    heading,
    measure,
    period,
    sign,
    cost_sign,
    total_sign
from {{ input_relation('table_columns') }}
