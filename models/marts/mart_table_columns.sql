{{ config(alias='table_columns') }}
-- One row per value column of a table: what it is about, the sign conventions that it is printed under, and the tree of the columns:
-- which column it adds into, with which weight in the signs as printed, and for shares the column that they are parts of.
select
    cast(columns.document_id as string) as document_id,
    cast(columns.table_no as integer) as table_no,
    cast(columns.column_no as integer) as column_no,
    cast(columns.heading as string) as heading,
    cast(columns.measure as string) as measure,
    cast(columns.period as string) as period,
    cast(columns.sign as string) as sign,
    cast(columns.cost_sign as string) as cost_sign,
    -- where the tree was inferred, so is whether its sums are printed in the other sign than its rows
    cast(
        case
            when not trees.is_inferred then columns.total_sign
            when trees.is_turned then case coalesce(columns.sign, 'natural') when 'natural' then 'reversed' else 'natural' end
            else columns.sign
        end as string
    ) as total_sign,
    cast(columns.line_item as string) as line_item,
    cast(columns.member as string) as member,
    trees.parent_column,
    trees.weight,
    trees.base_column,
    trees.is_judged,
    trees.column_before,
    trees.log_odds,
    trees.is_inferred
from {{ ref('stg_table_columns') }} as columns
inner join {{ ref('tree_columns') }} as trees
    on
        columns.document_no = trees.document_no
        and columns.table_no = trees.table_no
        and columns.column_no = trees.column_no
