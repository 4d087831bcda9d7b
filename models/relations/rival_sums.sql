-- Where a rule by code adds up what the table adds up too: both sums have the same total, and a term in common. The place is the row of
-- the total, or its column where the table adds across.
with totals as (
    select
        relation_no,
        definition_no,
        cell_no
    from {{ ref('relation_cells') }}
    where role = 'total'
)

select distinct
    totals.relation_no,
    totals.definition_no,
    trees.relation_no as tree_relation_no,
    cells.document_no,
    cells.table_no,
    cast(case trees.sum_kind when 'columns' then 'column' else 'row' end as string) as axis,
    cast(case trees.sum_kind when 'columns' then cells.column_no else cells.line_order end as bigint) as place
from totals
inner join {{ ref('relation_cells') }} as terms
    on totals.relation_no = terms.relation_no and totals.definition_no = terms.definition_no and terms.role = 'term'
inner join {{ ref('tree_terms') }} as trees
    on
        totals.cell_no = trees.total_no
        and terms.cell_no = trees.cell_no
        and totals.definition_no <> trees.definition_no
        and trees.sum_kind in ('rows', 'details', 'columns')
inner join {{ ref('definitions') }} as definitions on totals.definition_no = definitions.definition_no
inner join {{ ref('stg_rules') }} as rules on definitions.rule_no = rules.rule_no and rules.kind = 'sum' and rules.rule_family <> 'TB'
inner join {{ ref('amounts') }} as cells on totals.cell_no = cells.cell_no
