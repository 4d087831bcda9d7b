-- The words in which a board judges its goals, with what each says; the pattern is the words from the start of a text, then its end or more.
select
    cast(phrase as string) as phrase,
    cast(says as string) as says,
    cast(case when phrase like '%*' then replace(phrase, '*', '%') else phrase || ' %' end as string) as pattern,
    cast(case when beside like '%*' then replace(beside, '*', '%') else beside || ' ' end as string) as beside_pattern,
    cast(length(phrase) - length(replace(phrase, ' ', '')) + 1 as integer) as word_count
from {{ ref('verdict_words') }}
