-- What is left to look at: findings of each class that nobody has acknowledged, and those that somebody has, with the oldest date.
select
    findings.document_id,
    findings.class,
    count(*) filter (where not findings.is_acknowledged) as open_count,
    count(*) filter (where findings.is_acknowledged) as acknowledged_count,
    count(*) filter (where findings.certainty = 'certain') as certain_count,
    min(known.acknowledged_on) as first_acknowledged_on
from {{ ref('findings') }} as findings
left join {{ ref('acknowledgements') }} as known on findings.finding_key = known.finding_key and findings.is_acknowledged
group by findings.document_id, findings.class
order by open_count desc, findings.document_id asc, findings.class asc
