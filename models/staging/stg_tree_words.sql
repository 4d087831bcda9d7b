-- The words by which a row or a column says that it is a sum, a result, carried in or out, a part, a deviation.
select
    cast(phrase as string) as phrase,
    cast(match as string) as match,
    cast(says as string) as says
from {{ ref('tree_words') }}
