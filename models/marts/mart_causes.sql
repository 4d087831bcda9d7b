{{ config(alias='causes') }}
-- One row per cause that a finding may have, with its words and what to check.
select
    cast(cause as string) as cause,
    cast(class as string) as class,
    cast(slip_sv as string) as slip_sv,
    cast(slip_en as string) as slip_en,
    cast(check_sv as string) as check_sv,
    cast(check_en as string) as check_en
from {{ ref('stg_causes') }}
