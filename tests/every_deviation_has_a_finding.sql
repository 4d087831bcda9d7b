-- Fails on: a deviating relation of a rule of severity error or warning that is evidence of no finding.
select
    results.relation_id,
    results.severity,
    results.printed_amount,
    results.computed_amount,
    results.formula
from {{ ref('check_results') }} as results
left join {{ ref('finding_relations') }} as relations
    on results.relation_id = relations.relation_id and relations.role in ('mended', 'deviates')
where results.state = 'deviation' and results.severity in ('error', 'warning') and relations.finding_key is null
