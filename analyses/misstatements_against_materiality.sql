-- What do the errors of each report come to, by nature, beside its levels of materiality?
select
    document_id,
    nature,
    count(*) as finding_count,
    count(*) filter (where is_clearly_trivial) as trivial_count,
    min(nature_total) as total,
    min(nature_result_effect) as result_effect,
    min(clearly_trivial_level) as clearly_trivial_level,
    min(performance_materiality) as performance_materiality,
    min(overall_materiality) as overall_materiality,
    min(nature_level) as level
from {{ ref('misstatements') }}
group by document_id, nature
order by document_id, nature
