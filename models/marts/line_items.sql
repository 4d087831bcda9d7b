-- The chart of line items: one row per statement and code, with its names and how many numbers of it were read.
select
    cast(chart.statement as string) as statement,
    cast(chart.line_item as string) as line_item,
    cast(min(chart.name_sv) as string) as name_sv,
    cast(min(chart.name_en) as string) as name_en,
    cast(min(chart.normal_sign) as integer) as normal_sign,
    cast(bool_or(chart.is_total) as boolean) as is_total,
    cast(min(chart.sort_order) as integer) as sort_order,
    cast(count(items.cell_no) as integer) as number_count
from {{ ref('stg_chart') }} as chart
left join {{ ref('stg_line_items') }} as items on chart.statement = items.statement and chart.line_item = items.line_item
group by chart.statement, chart.line_item
