{{ config(alias='table_rows') }}
-- One row per row of a table: its role, and the tree of the rows: which row it adds into, with which weight in the signs as printed.
select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(source_line as string) as source_line,
    cast(role as string) as role,
    cast(parent_line as string) as parent_line,
    cast(weight as integer) as weight,
    cast(1 as integer) as deviation_side,
    cast(null as string) as closing_line,
    cast(null as integer) as log_odds,
    cast(false as boolean) as is_inferred
from {{ ref('stg_table_rows') }}
where document_no is not null
union all
select
    lines.document_id,
    trees.table_no,
    lines.source_line,
    trees.role,
    parents.source_line as parent_line,
    trees.weight,
    trees.deviation_side,
    closings.source_line as closing_line,
    trees.log_odds,
    trees.is_inferred
from {{ ref('tree_rows') }} as trees
inner join {{ ref('stg_table_lines') }} as lines
    on trees.document_no = lines.document_no and trees.table_no = lines.table_no and trees.line_order = lines.line_order
left join {{ ref('stg_table_lines') }} as parents
    on trees.document_no = parents.document_no and trees.table_no = parents.table_no and trees.parent_order = parents.line_order
left join {{ ref('stg_table_lines') }} as closings
    on trees.document_no = closings.document_no and trees.table_no = closings.table_no and trees.closing_order = closings.line_order
where trees.is_inferred
