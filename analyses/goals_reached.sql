-- How many goals did each report reach, how many missed, and of how many do its figures decide nothing?
select
    association_id,
    document_id,
    kind,
    count(*) as goal_count,
    count(*) filter (where is_met) as met_count,
    count(*) filter (where not is_met) as missed_count,
    count(*) filter (where is_met is null) as undecided_count,
    count(*) filter (where not verdict_agrees) as contradicted_count
from {{ ref('goals') }}
group by association_id, document_id, kind
order by association_id, document_id, kind
