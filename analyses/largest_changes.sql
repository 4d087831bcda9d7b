-- What moved most from one year to the next: lines of the income statement and the balance sheet, largest first.
with years as (
    select
        association_id,
        statement,
        line_item,
        fiscal_year,
        amount,
        lag(amount) over quantity as amount_before,
        lag(fiscal_year) over quantity as year_before
    from {{ ref('figures') }}
    where
        document_kind = 'annual_report' and measure = 'actual' and member is null
        and statement in ('income_statement', 'balance_sheet')
    window quantity as (partition by association_id, statement, line_item order by fiscal_year)
)

select
    * exclude (year_before),
    amount - amount_before as change,
    cast(100 * cast(amount - amount_before as double) / nullif(abs(cast(amount_before as double)), 0) as decimal(18, 1)) as change_percent
from years
where fiscal_year = year_before + 1
order by abs(amount - amount_before) desc, association_id asc, statement asc, line_item asc, fiscal_year asc
