-- Fails on: a finding of class error, missing or goal that no row of acknowledged_findings knows.
select
    finding_key,
    class,
    printed_amount,
    suggested_amount,
    difference,
    message_sv
from {{ ref('findings') }}
where class in ('error', 'missing', 'goal') and is_acknowledged is not true
