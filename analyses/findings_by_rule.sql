-- Which rules find something: how often each holds, deviates or says nothing, and how many findings rest on it?
select
    rules.rule_id,
    rules.title_sv,
    rules.severity,
    count(*) filter (where results.state in ('exact', 'rounding')) as hold_count,
    count(*) filter (where results.state = 'deviation') as deviation_count,
    count(*) filter (where results.state in ('not_evaluated', 'not_applicable')) as silent_count,
    count(distinct caused.finding_key) as finding_count
from {{ ref('mart_rules') }} as rules
inner join {{ ref('check_results') }} as results on rules.rule_id = results.rule_id
left join {{ ref('finding_relations') }} as caused
    on results.relation_id = caused.relation_id and caused.role <> 'bears_out'
group by rules.rule_id, rules.title_sv, rules.severity
order by finding_count desc, rules.rule_id asc
