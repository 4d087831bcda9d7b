{# Fails on: a group (a value of `column_name`) with fewer than `at_least` rows, or a group of the input `of` that has none. #}
{% test row_floor(model, column_name, at_least, of=none) %}
with counted as (
    select
        {{ column_name }} as group_name,
        count(*) as row_count
    from {{ model }}
    group by {{ column_name }}
    {%- if of is not none %}
    union all
    select
        {{ column_name }} as group_name,
        0 as row_count
    from {{ input_relation(of) }}
    {%- endif %}
)

select
    group_name,
    sum(row_count) as row_count
from counted
group by group_name
having sum(row_count) < {{ at_least }}
{% endtest %}
