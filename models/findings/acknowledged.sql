-- Findings that a person has acknowledged with these very amounts.
select
    facts.finding_key,
    known.kind,
    known.reason
from {{ ref('finding_facts') }} as facts
inner join {{ ref('stg_acknowledged_findings') }} as known
    on
        facts.finding_key = known.finding_key
        and coalesce({{ swedish_number("facts.printed_amount") }}, '') = known.printed
        and coalesce({{ swedish_number("facts.suggested_amount") }}, '') = known.suggested
        and coalesce({{ swedish_number("facts.printed_amount - facts.suggested_amount") }}, '') = known.difference
