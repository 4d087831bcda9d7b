-- The value columns that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(column_no as integer) as column_no,
    cast(heading as string) as heading,
    cast(measure as string) as measure,
    cast(period as string) as period,
    cast(sign as string) as sign,
    cast(cost_sign as string) as cost_sign,
    cast(total_sign as string) as total_sign
from {{ input_relation('table_columns') }}
