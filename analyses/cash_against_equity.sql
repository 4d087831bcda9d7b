-- Is there cash for the equity: cash and short-term investments beside equity? Far over 100 percent is money that belongs to others.
with balances as (
    select
        association_id,
        fiscal_year,
        sum(case when line_item in ('cash', 'short_term_investments') then corrected_amount end) as cash,
        max(case when line_item = 'equity' then corrected_amount end) as equity
    from {{ ref('figures') }}
    where
        document_kind = 'annual_report' and statement = 'balance_sheet' and measure = 'actual' and member is null
        and line_item in ('cash', 'short_term_investments', 'equity')
    group by association_id, fiscal_year
)

select
    *,
    cash - equity as cash_above_equity,
    cast(100 * cast(cash as double) / nullif(cast(equity as double), 0) as decimal(18, 1)) as cash_percent
from balances
where cash is not null and equity is not null
order by association_id, fiscal_year
