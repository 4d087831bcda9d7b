-- Fails on: a finding that suggests what is printed already.
select
    finding_key,
    cause,
    printed_amount,
    suggested_amount
from {{ ref('findings') }}
where printed_amount = suggested_amount
