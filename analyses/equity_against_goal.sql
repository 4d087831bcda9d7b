-- How large is equity beside the year's contributions, and does it keep to the goal that the board set?
select
    association_id,
    document_id,
    fiscal_year,
    goal,
    operator,
    threshold as goal_percent,
    computed_value as equity_percent,
    printed_outcome as printed_percent,
    computed_value - threshold as above_goal,
    is_met,
    printed_verdict
from {{ ref('goals') }}
where basis = 'equity_to_contributions' and computed_value is not null
order by association_id, document_id, fiscal_year, goal
