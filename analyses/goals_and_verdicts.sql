-- Which goals did each report set, what came out, and does the board's verdict agree with the figures?
select
    association_id,
    document_id,
    fiscal_year,
    goal,
    kind,
    operator,
    threshold,
    threshold_to,
    coalesce(computed_value, printed_outcome) as outcome,
    computed_value is not null as is_computed,
    is_met,
    reason,
    printed_verdict,
    verdict_agrees
from {{ ref('goals') }}
order by association_id, document_id, fiscal_year, goal
