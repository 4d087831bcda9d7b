-- How solid is each association over the years: the equity ratio as printed, and by the balance sheet where the reports have it?
with printed as (
    select
        association_id,
        fiscal_year,
        max(amount) as printed_percent
    from {{ ref('figures') }}
    where is_primary and line_item = 'equity_ratio' and measure in ('ratio', 'share') and document_kind = 'annual_report'
    group by association_id, fiscal_year
),

balances as (
    select
        association_id,
        fiscal_year,
        max(case when line_item = 'equity' then corrected_amount end) as equity,
        max(case when line_item = 'total_assets' then corrected_amount end) as total_assets
    from {{ ref('figures') }}
    where statement = 'balance_sheet' and measure = 'actual' and document_kind = 'annual_report'
    group by association_id, fiscal_year
)

select
    coalesce(printed.association_id, balances.association_id) as association_id,
    coalesce(printed.fiscal_year, balances.fiscal_year) as fiscal_year,
    printed.printed_percent,
    balances.equity,
    balances.total_assets,
    cast(
        100 * cast(balances.equity as double) / nullif(cast(balances.total_assets as double), 0) as decimal(18, 2)
    ) as computed_percent
from printed
full join balances on printed.association_id = balances.association_id and printed.fiscal_year = balances.fiscal_year
order by association_id, fiscal_year
