-- Did the year keep its budget? Net cost of activities and administration against what was budgeted, of the years that budget them.
with costs as (
    select
        association_id,
        fiscal_year,
        -sum(amount) filter (where measure in ('net', 'actual')) as net_cost,
        -sum(corrected_amount) filter (where measure in ('net', 'actual')) as corrected_net_cost,
        -sum(amount) filter (where measure in ('net_budget', 'budget')) as net_budget
    from {{ ref('figures') }}
    where
        statement = 'operating_account' and line_item in ('activity', 'administration', 'cost_row')
        and document_kind = 'annual_report'
    group by association_id, fiscal_year
)

select
    association_id,
    fiscal_year,
    net_budget,
    net_cost,
    corrected_net_cost,
    net_budget - net_cost as left_over,
    cast(100 * cast(net_cost as double) / nullif(cast(net_budget as double), 0) as decimal(18, 1)) as used_percent
from costs
where net_budget is not null and net_cost is not null
order by association_id, fiscal_year
