-- One row per finding that a person has acknowledged; stale where no finding has that key and those amounts any more.
select
    cast(known.finding_key as string) as finding_key,
    cast(known.printed as string) as printed,
    cast(known.suggested as string) as suggested,
    cast(known.difference as string) as difference,
    cast(known.kind as string) as kind,
    cast(known.reason as string) as reason,
    cast(known.acknowledged_on as string) as acknowledged_on,
    cast(known.reason_en as string) as reason_en,
    cast(met.finding_key is null as boolean) as is_stale
from {{ ref('stg_acknowledged_findings') }} as known
left join {{ ref('acknowledged') }} as met on known.finding_key = met.finding_key
