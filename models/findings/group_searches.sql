-- How the search of every group of deviating relations ended: searched, past its budget, or not searched, with the reason.
with told as (
    {{ answer_rows(ref('searched_groups'), 'groups') }}
)

select
    association_no,
    {{ answer_value(0, 'integer') }} as group_no,
    {{ answer_value(1, 'string') }} as status,
    {{ answer_value(2, 'string') }} as reason,
    {{ answer_value(3, 'integer') }} as node_count,
    {{ answer_value(4, 'integer') }} as relation_count
from told
