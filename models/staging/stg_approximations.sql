-- The words before an amount that make it approximate or a limit, with the smallest and the largest share of it that they stand for.
select
    cast(words as string) as words,
    cast(lower_share as decimal(6, 3)) as lower_share,
    cast(upper_share as decimal(6, 3)) as upper_share
from {{ ref('approximations') }}
