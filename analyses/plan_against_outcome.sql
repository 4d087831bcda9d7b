-- What was planned and what came of it, line by line: the outcome that the plan itself prints beside that of the annual report. A year that
-- no report has closed has no outcome yet.
with lines as (
    select
        association_id,
        fiscal_year,
        line_item,
        member,
        -- a plan of its own goes before what an annual report repeats of it
        max_by(amount, document_kind) filter (where statement = 'budget_plan' and measure = 'budget') as planned,
        max_by(amount, document_kind) filter (where statement = 'budget_plan' and measure = 'actual') as outcome_in_plan,
        max_by(amount, measure) filter (where statement = 'operating_account' and measure in ('net', 'actual')) as outcome
    from {{ ref('figures') }}
    group by association_id, fiscal_year, line_item, member
)

select
    *,
    coalesce(outcome, outcome_in_plan) - planned as deviation,
    outcome_in_plan - outcome as plan_tells_otherwise
from lines
where planned is not null or outcome_in_plan is not null
order by association_id, fiscal_year, line_item, member
