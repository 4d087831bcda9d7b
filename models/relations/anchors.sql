{{ config(meta={'joins': 'in_order'}) }}
-- One row per relation to evaluate and definition of it: the cell that a rule names as its total.
with siblings as (
    -- the parts of one distribution in one table have one total, the first of them
    select
        amounts.document_no,
        amounts.table_no,
        amounts.kind_no,
        amounts.fiscal_year,
        min(amounts.cell_no) as cell_no
    from {{ ref('amounts') }} as amounts
    inner join (
        select distinct kind_no
        from {{ ref('anchor_kinds') }}
        where match = 'siblings'
    ) as kinds
        on amounts.kind_no = kinds.kind_no
    group by amounts.document_no, amounts.table_no, amounts.kind_no, amounts.fiscal_year
    having count(*) > 1
),

-- the two ends of a goal's range are no two prints of one figure
ranges as (
    select
        goals.document_no,
        kinds.kind_no
    from {{ ref('goal_readings') }} as goals
    inner join {{ ref('stg_cell_kinds') }} as kinds
        on kinds.statement = 'goals' and kinds.measure = 'target' and goals.goal = kinds.line_item
    where goals.operator = 'between'
),

-- prints of a quantity in another column of the row that prints it first
beside_first as (
    select cells.cell_no
    from {{ ref('amounts') }} as cells
    inner join {{ ref('amounts') }} as firsts on cells.first_cell_no = firsts.cell_no
    where
        cells.print_no > 1
        and coalesce(cells.table_no = firsts.table_no and cells.line_order = firsts.line_order and cells.column_no <> firsts.column_no, true)
)

select
    cast(cells.cell_no * 1000 + kinds.rule_no as bigint) as relation_no,
    cast(kinds.definition_no as integer) as definition_no,
    cells.cell_no,
    cells.document_no,
    cells.kind_no,
    cells.table_no,
    cells.line_order,
    cells.member_no,
    cells.fiscal_year,
    cells.first_year,
    cells.first_cell_no,
    cells.amount,
    -- a plan in whole thousands of kronor was rounded to them: what it begins with is held to that against the statements
    case when units.is_rounded then greatest(cells.half_width, 500) else cells.half_width end as half_width,
    cells.is_approximate
from {{ ref('amounts') }} as cells
inner join {{ ref('anchor_kinds') }} as kinds on cells.kind_no = kinds.kind_no
left join {{ ref('stg_numbered_members') }} as members on case when kinds.match like 'kind:%' then cells.member_no end = members.member_no
left join siblings on cells.cell_no = siblings.cell_no and kinds.match = 'siblings'
left join ranges on cells.document_no = ranges.document_no and cells.kind_no = ranges.kind_no
left join {{ ref('table_units') }} as units
    on kinds.is_tie_of_plan and cells.document_no = units.document_no and cells.table_no = units.table_no
left join beside_first on cells.cell_no = beside_first.cell_no and kinds.match = 'repeat'
where
    (cells.value_kind in ('number', 'dash') or cells.is_gap or (cells.value_kind = 'blank' and cells.is_total))
    and cells.fiscal_year is not null
    and case
        when kinds.match = 'comparative' then cells.is_comparative
        when kinds.match = 'with_member' then cells.member_no <> 0
        when kinds.match = 'without_member' then cells.member_no = 0
        -- another column of the same row is another quantity, whatever its code says
        when kinds.match = 'repeat' then cells.print_no > 1 and ranges.kind_no is null and beside_first.cell_no is null
        when kinds.match = 'siblings' then siblings.cell_no is not null
        when kinds.match like 'kind:%' then kinds.match = 'kind:' || members.kind
        else true
    end
