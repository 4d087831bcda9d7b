-- What did each activity cost against its budget, and what was left?
select
    association_id,
    fiscal_year,
    member,
    min(label) as label,
    -sum(amount) filter (where measure in ('cost', 'actual')) as cost,
    sum(amount) filter (where measure in ('net_budget', 'budget')) as budget_net,
    sum(amount) filter (where measure in ('net_deviation', 'deviation')) as deviation
from {{ ref('operating_account') }}
where line_item = 'activity'
group by association_id, fiscal_year, member
order by association_id asc, fiscal_year asc, cost desc
