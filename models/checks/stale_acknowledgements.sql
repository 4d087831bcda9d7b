-- Acknowledgements whose finding is gone or has changed: a person should look at them again.
select known.*
from {{ input_relation('acknowledged_findings') }} as known
left join {{ ref('located_findings') }} as findings
    on known.finding_key = findings.finding_key and findings.is_acknowledged
where findings.finding_key is null
