-- The words and signs that may stand beside a number, with what each says.
select
    cast(words as string) as words,
    cast(says as string) as says
from {{ ref('print_words') }}
