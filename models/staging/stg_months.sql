-- The words for the months.
select
    cast(word as string) as word,
    cast(month as integer) as month
from {{ ref('months') }}
