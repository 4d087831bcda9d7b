-- Where a rule by code adds up what the table adds up too: both sums have the same total, and a term in common. The place is the row of
-- the total, or its column where the table adds across. A row that the table's own structure does not know (printed twice, put in later)
-- is no row that it adds otherwise: then the sum by code stands. So it does in a balance sheet whose table counts a line that the rule
-- knows in none of its definitions: fixed assets among the current ones; and in a cash flow whose table leaves out a line that the rule
-- counts: the flow of the activity is no sum of changes alone.
with totals as (
    select
        relation_no,
        definition_no,
        cell_no
    from {{ ref('relation_cells') }}
    where role = 'total'
),

-- sums by code with a term on a row of their table that its tree does not know
unplaced as (
    select distinct
        totals.relation_no,
        totals.definition_no
    from totals
    inner join {{ ref('amounts') }} as whole on totals.cell_no = whole.cell_no
    inner join {{ ref('relation_cells') }} as terms
        on totals.relation_no = terms.relation_no and totals.definition_no = terms.definition_no and terms.role = 'term'
    inner join {{ ref('amounts') }} as cells
        on terms.cell_no = cells.cell_no and whole.document_no = cells.document_no and whole.table_no = cells.table_no
    left join {{ ref('tree_rows') }} as placed
        on cells.document_no = placed.document_no and cells.table_no = placed.table_no and cells.line_order = placed.line_order
    where placed.line_order is null
),

rule_lines as (
    select distinct
        rule_no,
        line_item
    from {{ ref('stg_rule_terms') }}
    where role = 'term'
),

-- sums of the balance sheet's tables that count a line of it which a rule for their total does not know
strange as (
    select distinct
        totals.relation_no,
        totals.definition_no,
        trees.relation_no as tree_relation_no
    from totals
    inner join {{ ref('definitions') }} as definitions on totals.definition_no = definitions.definition_no
    inner join {{ ref('tree_terms') }} as trees on totals.cell_no = trees.total_no and trees.sum_kind = 'rows'
    inner join {{ ref('amounts') }} as cells on trees.cell_no = cells.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    left join rule_lines on definitions.rule_no = rule_lines.rule_no and kinds.line_item = rule_lines.line_item
    where
        kinds.statement = 'balance_sheet' and kinds.line_item not in ('row', 'subtotal', 'of_which')
        and cells.amount <> 0
        and rule_lines.line_item is null
),

-- a line of the rule with an amount, beside the terms of the table's own sum
counted as (
    select
        totals.relation_no,
        totals.definition_no,
        trees.relation_no as tree_relation_no,
        terms.cell_no,
        max(case when trees.cell_no = terms.cell_no then 1 else 0 end) as is_added,
        count(distinct trees.cell_no) as added_count
    from totals
    inner join {{ ref('relation_cells') }} as terms
        on totals.relation_no = terms.relation_no and totals.definition_no = terms.definition_no and terms.role = 'term'
    inner join {{ ref('amounts') }} as whole on totals.cell_no = whole.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on whole.kind_no = kinds.kind_no and kinds.statement = 'cash_flow'
    inner join {{ ref('tree_terms') }} as trees on totals.cell_no = trees.total_no and trees.sum_kind = 'rows'
    where terms.amount <> 0
    group by totals.relation_no, totals.definition_no, trees.relation_no, terms.cell_no
),

-- sums of a cash flow that are some of the rule's lines and not all of them
short as (
    select
        relation_no,
        definition_no,
        tree_relation_no
    from counted
    group by relation_no, definition_no, tree_relation_no
    having sum(is_added) = max(added_count) and sum(is_added) < count(*)
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
left join unplaced on totals.relation_no = unplaced.relation_no and totals.definition_no = unplaced.definition_no
left join strange
    on
        totals.relation_no = strange.relation_no
        and totals.definition_no = strange.definition_no
        and trees.relation_no = strange.tree_relation_no
left join short
    on
        totals.relation_no = short.relation_no
        and totals.definition_no = short.definition_no
        and trees.relation_no = short.tree_relation_no
where (trees.sum_kind = 'columns' or unplaced.relation_no is null) and strange.relation_no is null and short.relation_no is null
