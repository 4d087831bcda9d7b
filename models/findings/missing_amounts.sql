-- What a row that is not printed should have said, one row per column: the total that counts it, and the amount that it lacks.
with told as (
    {{ answer_rows(ref('searched_groups'), 'lacking') }}
),

read as (
    select
        association_no,
        {{ answer_value(0, 'integer') }} as edit_no,
        {{ answer_value(1, 'bigint') }} as total_no,
        {{ answer_value(2, 'bigint') }} as value
    from told
)

select
    association_no,
    edit_no,
    total_no,
    cast(cast(value as decimal(28, 2)) / 100 as decimal(18, 2)) as amount
from read
