{{ config(severity='warn') }}
-- Warns of: a finding of class presentation or legal that no row of acknowledged_findings knows.
select
    finding_key,
    class,
    printed_amount,
    suggested_amount,
    difference,
    message_sv
from {{ ref('findings') }}
where class in ('presentation', 'legal') and is_acknowledged is not true
