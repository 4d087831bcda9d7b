"""The goals of the reports in the order that the reports print them, and what is missing where one cannot be tested."""

from collections.abc import Mapping
from typing import Any

# A goal stands where its first number stands: by line (of a PDF page and row), cell and number in the cell.
QUERY = r"""
with places as (
    select document_id, line_item as goal,
        min(list_concat(
            [case statement when 'goals' then 0 else 1 end],
            list_transform(regexp_extract_all(source_line, '\d+'), lambda part: cast(part as integer)),
            [column_no, number_no]
        )) as place,
        max(fiscal_year) filter (measure = 'target') as target_year
    from marts.printed_numbers
    where statement in ('goals', 'participants')
    group by document_id, line_item
)
select g.*, a.name as association_name, places.target_year
from marts.goals as g
left join staging.stg_associations as a using (association_id)
left join places using (document_id, goal)
order by a.name, g.document_id, places.place nulls last, g.name_sv, g.goal_id
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
