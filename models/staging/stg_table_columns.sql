{%- set relation = input_relation('table_columns') -%}
-- The value columns that were read, from the seed or from what `vars: input_relations` puts in its place; the tree of the columns
-- may be left out.
select
    documents.document_no,
    cast(columns.document_id as string) as document_id,
    cast(columns.table_no as integer) as table_no,
    cast(columns.column_no as integer) as column_no,
    cast(columns.heading as string) as heading,
    cast(columns.measure as string) as measure,
    cast(columns.period as string) as period,
    cast(columns.sign as string) as sign,
    cast(columns.cost_sign as string) as cost_sign,
    cast(columns.total_sign as string) as total_sign,
    cast({{ optional_column(relation, 'line_item') }} as string) as line_item,
    cast({{ optional_column(relation, 'member') }} as string) as member,
    cast({{ optional_column(relation, 'parent_column') }} as integer) as parent_column,
    cast({{ optional_column(relation, 'weight') }} as integer) as weight,
    cast({{ optional_column(relation, 'base_column') }} as integer) as base_column
from {{ relation }} as columns
left join {{ ref('stg_documents') }} as documents on columns.document_id = documents.document_id
