-- How large is equity beside the year's contributions, and does it keep below the goal that the board set?
select
    goals.association_id,
    goals.fiscal_year,
    goals.name_sv as goal,
    goals.operator,
    goals.threshold as goal_percent,
    goals.computed_value as equity_percent,
    goals.printed_outcome as printed_percent,
    goals.is_met,
    goals.printed_verdict
from {{ ref('goals') }} as goals
where goals.basis = 'equity_to_contributions' and goals.computed_value is not null
order by goals.association_id, goals.fiscal_year
