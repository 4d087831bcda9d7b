-- Which published amounts are furthest from what they should say, beside the materiality of their report? Largest first.
select
    findings.finding_key,
    findings.document_id,
    findings.source_line,
    findings.label,
    findings.fiscal_year,
    findings.class,
    findings.certainty,
    findings.printed_amount,
    findings.suggested_amount,
    abs(findings.difference) as size,
    misstatements.overall_materiality,
    findings.is_acknowledged
from {{ ref('findings') }} as findings
inner join {{ ref('misstatements') }} as misstatements on findings.finding_key = misstatements.finding_key
where findings.difference is not null and misstatements.unit = 'kr'
order by size desc, findings.finding_key asc
