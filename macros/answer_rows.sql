{# The rows of one list in a search's answers, each as text: [value, value, …], with the columns `keys` that say whose answer it is. The one
   place that takes JSON apart. #}
{% macro answer_rows(relation, list_name, keys=['association_no']) -%}
    {{ return(adapter.dispatch('answer_rows')(relation, list_name, keys)) }}
{%- endmacro %}
{% macro duckdb__answer_rows(relation, list_name, keys) -%}
    select
        {{ keys | join(',\n        ') }},
        unnest(json_extract(answer, '$.{{ list_name }}[*]')) as answer_row
    from {{ relation }}
{%- endmacro %}
{% macro spark__answer_rows(relation, list_name, keys) -%}
    select
        {{ keys | join(',\n        ') }},
        explode(from_json(get_json_object(answer, '$.{{ list_name }}'), 'array<string>')) as answer_row
    from {{ relation }}
{%- endmacro %}


{# One value of such a row, as a type. #}
{% macro answer_value(place, type) -%}
    {{ return(adapter.dispatch('answer_value')(place, type)) }}
{%- endmacro %}
{% macro duckdb__answer_value(place, type) -%}
    cast(json_extract_string(answer_row, '$[{{ place }}]') as {{ type }})
{%- endmacro %}
{% macro spark__answer_value(place, type) -%}
    cast(get_json_object(answer_row, '$[{{ place }}]') as {{ type }})
{%- endmacro %}
