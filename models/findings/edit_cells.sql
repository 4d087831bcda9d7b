-- Every cell that an edit changes, with what it should say: its own, or those of an event.
with told as (
    {{ answer_rows(ref('searched_groups'), 'edits') }}
),

moved as (
    {{ answer_rows(ref('searched_groups'), 'moved') }}
),

every_cell as (
    select
        association_no,
        {{ answer_value(0, 'integer') }} as edit_no,
        {{ answer_value(1, 'bigint') }} as cell_no,
        {{ answer_value(2, 'bigint') }} as value
    from moved
    union all
    select
        association_no,
        {{ answer_value(0, 'integer') }} as edit_no,
        {{ answer_value(2, 'bigint') }} as cell_no,
        {{ answer_value(3, 'bigint') }} as value
    from told
)

select
    association_no,
    edit_no,
    cell_no,
    cast(cast(value as decimal(28, 2)) / 100 as decimal(18, 2)) as amount
from every_cell
where cell_no is not null and value is not null
