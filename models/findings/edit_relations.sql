-- Which relations an edit mends.
with told as (
    {{ answer_rows(ref('searched_groups'), 'mends') }}
)

select
    association_no,
    {{ answer_value(0, 'integer') }} as edit_no,
    {{ answer_value(1, 'bigint') }} as relation_no
from told
