-- Acknowledgements whose finding is gone or has changed: a person should look at them again.
select known.*
from {{ ref('stg_acknowledged_findings') }} as known
left join {{ ref('acknowledged') }} as met on known.finding_key = met.finding_key
where met.finding_key is null
