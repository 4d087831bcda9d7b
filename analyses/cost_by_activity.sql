-- What did each activity cost against its budget, and what was left? One row per activity and year, whatever number of reports print it.
select
    figures.association_id,
    figures.fiscal_year,
    figures.member,
    min(coalesce(members.name, figures.label)) as activity,
    -sum(figures.amount) filter (where figures.measure in ('cost', 'actual')) as cost,
    -sum(figures.amount) filter (where figures.measure in ('net', 'actual')) as net_cost,
    -sum(figures.amount) filter (where figures.measure in ('net_budget', 'budget')) as net_budget,
    sum(figures.amount) filter (where figures.measure in ('net_deviation', 'deviation')) as deviation
from {{ ref('figures') }} as figures
left join {{ ref('mart_members') }} as members
    on figures.association_id = members.association_id and figures.member = members.member
where figures.statement = 'operating_account' and figures.line_item = 'activity'
group by figures.association_id, figures.fiscal_year, figures.member
order by figures.association_id asc, figures.fiscal_year asc, cost desc nulls last
