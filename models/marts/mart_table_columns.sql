{{ config(alias='table_columns') }}
-- One row per value column of a table: what it is about, the sign conventions that it is printed under, and the tree of the columns:
-- which column it adds into, with which weight in the signs as printed, and for shares the column that they are parts of.
select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(column_no as integer) as column_no,
    cast(heading as string) as heading,
    cast(measure as string) as measure,
    cast(period as string) as period,
    cast(sign as string) as sign,
    cast(cost_sign as string) as cost_sign,
    cast(total_sign as string) as total_sign,
    cast(line_item as string) as line_item,
    cast(member as string) as member,
    cast(parent_column as integer) as parent_column,
    cast(weight as integer) as weight,
    cast(base_column as integer) as base_column,
    -- no column tree is inferred yet
    cast(false as boolean) as is_inferred
from {{ ref('stg_table_columns') }}
where document_no is not null
