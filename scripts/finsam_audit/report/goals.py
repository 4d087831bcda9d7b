"""The goals of the reports in the order that the reports print them, and what is missing where one cannot be tested."""

from collections.abc import Mapping
from typing import Any

from finsam_audit.report.units import PRINTED_UNITS

# A goal stands where its first number stands: by line, cell and number in the cell.
QUERY = """
with places as (
    select document_id, line_item as goal,
        min((case statement when 'goals' then 0 else 1 end, line_order, column_no, number_no)) as place,
        max(fiscal_year) filter (measure = 'target') as target_year
    from marts.printed_numbers
    where statement in ('goals', 'participants')
    group by document_id, line_item
)
select g.*, d.association_name, places.target_year
from marts.goals as g
left join marts.documents as d using (document_id)
left join places using (document_id, goal)
order by d.association_name, g.document_id, places.place nulls last, g.name_sv, g.goal_id
"""


def gap(goal: Mapping[str, Any]) -> str | None:
    """Return the code of what the report lacks for a goal to be tested; None for a goal that was."""
    if goal["is_met"] is not None:
        return None
    if goal["reason"] == "undecided":
        return "undecided"
    if goal["threshold"] is None:
        if goal["target_year"] not in (None, goal["fiscal_year"]):
            return "other_year"
        return "no_threshold" if goal["printed_outcome"] is not None else "no_figures"
    if goal["basis"] not in ("none", "printed"):
        return "no_accounts"
    return "no_outcome" if goal["printed_outcome"] is None else "no_direction"


def counted_in(goal: Mapping[str, Any]) -> str:
    """Return the unit of a goal's figures, empty for a bare number: money is in kronor, whatever the report prints."""
    if goal["unit"] in PRINTED_UNITS.values():
        return "kr"
    if goal["unit"] == "percent":
        return "percentage_points"
    return "persons" if (goal["unit"], goal["kind"]) == ("count", "participants") else ""


def limit_sign(goal: Mapping[str, Any]) -> str:
    """Return what stands before a goal's threshold."""
    if goal["operator"] in ("<=", ">="):
        return {"<=": "≤ ", ">=": "≥ "}[goal["operator"]]
    return "" if goal["threshold_to"] is not None or gap(goal) == "no_direction" else "= "
