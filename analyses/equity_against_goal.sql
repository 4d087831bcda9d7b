-- How large is equity beside the year's operating income, association by association and year by year?
select
    balance.association_id,
    balance.fiscal_year,
    coalesce(balance.equity, coalesce(balance.other_equity, balance.opening_equity) + balance.net_result) as equity,
    income.operating_income,
    cast(
        100 * coalesce(balance.equity, coalesce(balance.other_equity, balance.opening_equity) + balance.net_result)
        / nullif(income.operating_income, 0) as decimal(18, 2)
    ) as equity_percent
from {{ ref('balance_sheet') }} as balance
inner join {{ ref('income_statement') }} as income
    on
        balance.document_id = income.document_id
        and balance.fiscal_year = income.fiscal_year
        and balance.measure = income.measure
where balance.measure = 'actual'
order by balance.association_id, balance.fiscal_year
