-- How did income, costs and result move from year to year? Each from the print nearest the statements, and the result with what findings correct.
select
    association_id,
    fiscal_year,
    max(case when line_item = 'operating_income' then amount end) as operating_income,
    max(case when line_item = 'operating_costs' then amount end) as operating_costs,
    max(case when line_item = 'net_result' then amount end) as net_result,
    max(case when line_item = 'net_result' then corrected_amount end) as corrected_result
from {{ ref('figures') }}
where
    is_primary and document_kind = 'annual_report' and measure = 'actual' and member is null
    and line_item in ('operating_income', 'operating_costs', 'net_result')
group by association_id, fiscal_year
order by association_id, fiscal_year
