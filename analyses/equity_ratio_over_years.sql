-- How solid is each association over the years: the equity ratio as printed, and by equity and total assets where the reports have both?
with solidity as (
    select
        association_id,
        fiscal_year,
        max(case when line_item = 'equity_ratio' then amount end) as printed_percent,
        max(case when line_item = 'equity' then corrected_amount end) as equity,
        max(case when line_item = 'total_assets' then corrected_amount end) as total_assets
    from {{ ref('figures') }}
    where
        is_primary and document_kind = 'annual_report' and member is null and measure in ('actual', 'ratio')
        and line_item in ('equity_ratio', 'equity', 'total_assets')
    group by association_id, fiscal_year
)

select
    *,
    cast(100 * cast(equity as double) / nullif(cast(total_assets as double), 0) as decimal(18, 2)) as computed_percent
from solidity
order by association_id, fiscal_year
