{# Fails on: a value of `column_name` in the input `of` that no row has. Prints it with `hint`, also under -q: dbt never shows a failing row. #}
{% test covers(model, column_name, of, hint) %}
{%- set query -%}
select distinct wanted.{{ column_name }}
from {{ input_relation(of) }} as wanted
left join {{ model }} as found on wanted.{{ column_name }} = found.{{ column_name }}
where found.{{ column_name }} is null
{%- endset -%}
{%- if execute and flags.WHICH in ('build', 'test') -%}
    {%- for row in run_query(query) -%}
        {%- do print(column_name ~ ' ' ~ row[0] ~ ': ' ~ hint) -%}
    {%- endfor -%}
{%- endif -%}
{{ query }}
{% endtest %}
