-- How large a share of the year's net costs is administration: by purpose where a report prints that, else by the operating account.
with costs as (
    select
        association_id,
        fiscal_year,
        statement,
        -sum(case when line_item in ('total_administration', 'administration') then corrected_amount else 0 end) as administration,
        -sum(corrected_amount) as total_costs
    from {{ ref('figures') }}
    where
        document_kind = 'annual_report' and measure in ('actual', 'net')
        and (
            (statement = 'cost_by_purpose' and line_item in ('total_administration', 'total_individual', 'total_structural'))
            or (statement = 'operating_account' and line_item in ('administration', 'activity', 'cost_row'))
        )
    group by association_id, fiscal_year, statement
    qualify row_number() over (partition by association_id, fiscal_year order by statement) = 1
)

select
    *,
    cast(100 * cast(administration as double) / nullif(cast(total_costs as double), 0) as decimal(18, 2)) as administration_percent
from costs
order by association_id, fiscal_year
