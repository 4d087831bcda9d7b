-- Fails on: a finding of severity error or warning that no row of acknowledged_findings knows.
select
    finding_key,
    severity,
    printed_amount,
    suggested_amount,
    difference,
    message_sv
from {{ ref('findings') }}
where severity in ('error', 'warning') and is_acknowledged is not true
