{# Fails on: a row whose `columns`, all filled, have no row in the input `to` with the same values in `fields`. #}
{% test known_key(model, columns, to, fields=none) %}
{%- set fields = fields or columns %}
select distinct
    {% for column in columns %}source.{{ column }}{{ ", " if not loop.last }}{% endfor %}
from {{ model }} as source
left join {{ input_relation(to) }} as target
    on {% for column in columns %}source.{{ column }} = target.{{ fields[loop.index0] }}{{ " and " if not loop.last }}{% endfor %}
where
    target.{{ fields[0] }} is null
    {%- for column in columns %}
    and source.{{ column }} is not null
    {%- endfor %}
{% endtest %}
