-- The chart of line items.
select
    cast(statement as string) as statement,
    cast(line_item as string) as line_item,
    cast(name_sv as string) as name_sv,
    cast(name_en as string) as name_en,
    cast(normal_sign as integer) as normal_sign,
    cast(is_total as boolean) as is_total,
    cast(sort_order as integer) as sort_order
from {{ ref('chart') }}
