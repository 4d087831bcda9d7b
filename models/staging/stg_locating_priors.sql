-- What the search for wrong cells takes for granted: how common each slip is, what each explanation costs.
select
    cast(name as string) as name,
    cast(value as double) as value
from {{ ref('locating_priors') }}
