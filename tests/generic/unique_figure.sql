{# Fails on: two rows with the same values in all of `columns`, NULLs equal; or, with `having`, a group for which that is true. #}
{% test unique_figure(model, columns, having="count(*) > 1") %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having {{ having }}
{% endtest %}
