-- One row per relation to evaluate and definition of it: the cell that a rule names as its total.
select
    cast(total.rule_id || ':' || cells.cell as string) as relation_id,
    cast(total.rule_id as string) as rule_id,
    cast(total.variant as integer) as variant,
    cells.cell,
    cells.document_id,
    cells.association_id,
    cells.document_year,
    cells.table_no,
    cells.source_line,
    cells.statement,
    cells.line_item,
    cells.member,
    cells.measure,
    cells.fiscal_year
from {{ ref('printed_numbers') }} as cells
inner join {{ ref('rule_terms') }} as total
    on
        cells.statement = total.statement
        and total.role = 'total'
        and total.line_item in (cells.line_item, '%', case when cells.is_total then '-' else '*' end)
        and total.measure in (cells.measure, case when cells.measure in ('share', 'ratio', 'count', 'target') then '-' else '=' end)
left join {{ input_relation('members') }} as members
    on cells.association_id = members.association_id and cells.member = members.member
where
    cells.value_kind in ('number', 'dash', 'blank')
    and cells.fiscal_year is not null
    and (total.match <> 'comparative' or cells.is_comparative)
    and (total.match not like 'kind:%' or total.match = 'kind:' || members.kind)
