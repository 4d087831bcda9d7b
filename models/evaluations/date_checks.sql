-- Dates of adoption against the calendar of the law. Amounts are days: printed minus limit.
with cells as (
    select
        amounts.cell_no,
        amounts.document_no,
        amounts.fiscal_year,
        amounts.print_no,
        kinds.statement,
        kinds.line_item,
        kinds.measure
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    where kinds.measure = 'date' or (kinds.measure = 'actual' and kinds.statement = 'budget_plan')
),

decisions as (
    select
        cells.document_no,
        cells.cell_no,
        numbers.date_value
    from cells
    inner join {{ ref('numbers') }} as numbers on cells.cell_no = numbers.cell_no
    where cells.measure = 'date' and cells.line_item = 'decision_date' and cells.print_no = 1
),

dates as (
    select
        documents.document_no,
        documents.document_kind,
        documents.fiscal_year,
        decisions.cell_no,
        decisions.date_value
    from {{ ref('stg_documents') }} as documents
    left join decisions on documents.document_no = decisions.document_no
),

outcomes as (
    -- a plan that prints the outcome of a year: that year's accounts must have been closed
    select
        cells.document_no,
        max(cells.fiscal_year) as outcome_year
    from cells
    inner join {{ ref('stg_documents') }} as documents on cells.document_no = documents.document_no
    where documents.document_kind = 'plan' and cells.measure = 'actual'
    group by cells.document_no
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
    inner join outcomes on dates.document_no = outcomes.document_no
)

select
    rule_id,
    document_no,
    cell_no,
    'cover' as statement,
    'Beslutsdatum' as label,
    'decision_date' as line_item,
    cast(null as string) as member,
    'date' as measure,
    fiscal_year,
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
    cast(date_value as string) as left_text,
    case side when 'after' then '>' else '<=' end as operator,
    cast(limit_date as string) as right_text,
    cast(null as string) as remark,
    'date' as cause
from limits
