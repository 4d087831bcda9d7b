{# Fails on: a row of `column_name` whose `of` another row has too: a second version of one report. Prints it, also under -q: dbt never shows a
   failing row. #}
{% test one_version(model, column_name, of) %}
{%- set query -%}
select
    later.{{ column_name }} as second_version,
    min(first.{{ column_name }}) as first_version
from {{ model }} as later
inner join {{ model }} as first
    on first.{{ column_name }} < later.{{ column_name }}
    {%- for column in of %}
    and first.{{ column }} = later.{{ column }}
    {%- endfor %}
group by later.{{ column_name }}
{%- endset -%}
{%- if execute and flags.WHICH in ('build', 'test') and load_relation(model) is not none -%}
    {%- for row in run_query(query ~ ' order by 1') -%}
        {%- do print(row[0] ~ ' is a second version of ' ~ row[1] ~ '; take one out, and hold the two against each other with `finsam compare`') -%}
    {%- endfor -%}
{%- endif -%}
{{ query }}
{% endtest %}
