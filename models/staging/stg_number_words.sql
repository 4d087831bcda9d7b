-- The words that stand for a number.
select
    cast(word as string) as word,
    cast(value as integer) as value
from {{ ref('number_words') }}
