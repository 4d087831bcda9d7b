-- One row per relation to evaluate and definition of it: the cell that a rule names as its total.
with ranked as (
    -- the place of a cell among its siblings: the parts of one distribution in one table
    select
        *,
        row_number() over (
            partition by document_id, table_no, line_item, measure, fiscal_year
            order by length(source_line), source_line, column_no, number_no
        ) as sibling_no,
        count(*) over (partition by document_id, table_no, line_item, measure, fiscal_year) as sibling_count
    from {{ ref('printed_numbers') }}
)

select
    cast(total.rule_id || ':' || cells.cell as string) as relation_id,
    cast(total.rule_id as string) as rule_id,
    cast(total.variant as integer) as variant,
    cells.cell,
    cells.plain_cell,
    cells.document_id,
    cells.association_id,
    cells.document_year,
    cells.table_no,
    cells.source_line,
    cells.statement,
    cells.line_item,
    cells.member,
    cells.measure,
    cells.fiscal_year,
    -- a span such as 2019-2024 starts here
    try_cast(substr(cells.period, 1, 4) as integer) as first_year
from ranked as cells
inner join {{ ref('rule_terms') }} as total
    on
        total.role = 'total'
        and total.statement in (cells.statement, '%')
        and total.line_item in (cells.line_item, '%', case when cells.is_total then '-' else '*' end)
        and total.measure in (cells.measure, '%', case when cells.measure in ('share', 'ratio', 'count', 'target') then '-' else '=' end)
left join {{ input_relation('members') }} as members
    on cells.association_id = members.association_id and cells.member = members.member
where
    cells.value_kind in ('number', 'dash', 'blank')
    and cells.measure not in ('note_number', 'date', 'verdict')
    and cells.fiscal_year is not null
    and case
        when total.match = 'comparative' then cells.is_comparative
        when total.match = 'with_member' then cells.member is not null
        when total.match = 'without_member' then cells.member is null
        when total.match = 'repeat' then cells.print_no > 1
        when total.match = 'siblings' then cells.sibling_no = 1 and cells.sibling_count > 1
        when total.match like 'kind:%' then total.match = 'kind:' || members.kind
        else true
    end
