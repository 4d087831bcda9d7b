-- The kinds of cell that the documents print: a statement, a line item of it, a measure. A few hundred, whatever the number of reports.
with rows_in as (
    {{ line_item_rows() }}
),

kinds as (
    select distinct
        statement,
        line_item,
        measure
    from rows_in
)

select
    cast(row_number() over (order by kinds.statement, kinds.line_item, kinds.measure) as integer) as kind_no,
    kinds.statement,
    kinds.line_item,
    kinds.measure,
    cast(coalesce(chart.is_total, false) as boolean) as is_total,
    cast(coalesce(chart.normal_sign, 1) as integer) as normal_sign,
    {{ remoteness("kinds.statement") }} as remoteness
from kinds
left join {{ ref('chart') }} as chart on kinds.statement = chart.statement and kinds.line_item = chart.line_item
