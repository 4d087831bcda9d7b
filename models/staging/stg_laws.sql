-- The laws that rules cite, with the first financial year of each.
select
    cast(law as string) as law,
    cast(first_year as integer) as first_year
from {{ ref('laws') }}
