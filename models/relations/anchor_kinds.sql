-- Rules met with kinds of cell: which kinds each definition takes as its total, under which condition on the cell.
select
    cast(totals.rule_no as integer) as rule_no,
    cast(totals.definition as integer) as definition,
    cast(totals.definition_no as integer) as definition_no,
    cast(kinds.kind_no as integer) as kind_no,
    cast(totals.match as string) as match,
    cast(kinds.statement = 'budget_plan' and rules.kind = 'tie' as boolean) as is_tie_of_plan
from {{ ref('stg_rule_terms') }} as totals
inner join {{ ref('stg_cell_kinds') }} as kinds
    on
        totals.statement in (kinds.statement, '%')
        and totals.line_item in (kinds.line_item, '%', case when kinds.is_total then '-' else '*' end)
        and totals.measure in (kinds.measure, '%', case when kinds.measure in ('share', 'ratio', 'count', 'target', 'consumed') then '-' else '=' end)
inner join {{ ref('stg_rules') }} as rules on totals.rule_no = rules.rule_no
where totals.role = 'total' and kinds.measure not in ('note_number', 'date', 'verdict')
