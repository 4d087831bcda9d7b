-- A rule may define a quantity in several accepted ways (with or without financial items, equity as one row or two).
-- Per relation one definition counts: a complete one before an incomplete, one that holds before one that does not, then order.
select *
from {{ ref('evaluations') }}
qualify
    row_number() over (
        partition by relation_id
        order by
            case when is_complete then 0 else 1 end,
            case state when 'exact' then 0 when 'rounding' then 1 when 'unlikely_rounding' then 2 else 3 end,
            variant
    ) = 1
