-- The corrections that stand: where a person has explained a print with these very amounts, the print stays.
select
    corrections.cell_no,
    corrections.finding_key,
    corrections.amount
from {{ ref('corrections') }} as corrections
left join {{ ref('acknowledged') }} as known on corrections.finding_key = known.finding_key and known.kind = 'explained'
where known.finding_key is null
