-- Dates of adoption against the calendar of the law. Amounts are days: printed minus limit.
with dates as (
    select
        documents.document_id,
        documents.document_kind,
        documents.fiscal_year,
        numbers.cell,
        numbers.label,
        numbers.date_value
    from {{ input_relation('documents') }} as documents
    left join {{ ref('printed_numbers') }} as numbers
        on
            documents.document_id = numbers.document_id
            and numbers.measure = 'date'
            and numbers.line_item = 'decision_date'
            and numbers.print_no = 1
),

outcomes as (
    -- a plan that prints the outcome of a year: that year's accounts must have been closed
    select
        document_id,
        max(fiscal_year) as outcome_year
    from {{ ref('printed_numbers') }}
    where document_kind = 'plan' and measure = 'actual' and statement = 'budget_plan'
    group by document_id
),

limits as (
    select
        *,
        'FN-012' as rule_id,
        cast(cast(fiscal_year as string) || '-12-31' as date) as limit_date,
        'after' as side
    from dates
    where document_kind = 'annual_report'
    union all
    select
        *,
        'FN-010' as rule_id,
        cast(cast(fiscal_year + 1 as string) || '-03-31' as date) as limit_date,
        'by' as side
    from dates
    where document_kind = 'annual_report'
    union all
    select
        *,
        'BK-011' as rule_id,
        cast(cast(fiscal_year - 1 as string) || '-11-30' as date) as limit_date,
        'by' as side
    from dates
    where document_kind = 'plan'
    union all
    select
        dates.*,
        'FN-013' as rule_id,
        cast(cast(outcomes.outcome_year as string) || '-12-31' as date) as limit_date,
        'after' as side
    from dates
    inner join outcomes on dates.document_id = outcomes.document_id
)

select
    rule_id,
    document_id,
    fiscal_year,
    coalesce(cell, document_id || '/cover/decision_date/date/' || cast(fiscal_year as string)) as cell,
    'cover' as statement,
    coalesce(label, 'Beslutsdatum') as label,
    'decision_date' as line_item,
    cast(null as string) as member,
    'date' as measure,
    {{ days_between("limit_date", "date_value") }} as printed_amount,
    0 as computed_amount,
    0 as rounding_bound,
    case
        when date_value is null then 'not_evaluated'
        when side = 'after' and date_value > limit_date then 'exact'
        when side = 'by' and date_value <= limit_date then 'exact'
        else 'deviation'
    end as state,
    case when date_value is null then 'not_in_document' end as reason,
    cast(date_value as string) || case side when 'after' then ' > ' else ' <= ' end || cast(limit_date as string) as formula,
    'date' as cause
from limits
