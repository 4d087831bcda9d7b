{# Fails on: two rows with the same values in all of `columns`, or a row without one of them that is not among `may_be_null`. #}
{% test unique_key(model, columns, may_be_null=()) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {% for column in columns if column not in may_be_null %}
        or {{ column }} is null
    {% endfor %}
{% endtest %}
