{# The rows of one list in the search's answers, each as text: [value, value, …]. The one place that takes JSON apart. #}
{% macro answer_rows(relation, list_name) -%}
    {{ return(adapter.dispatch('answer_rows')(relation, list_name)) }}
{%- endmacro %}
{% macro duckdb__answer_rows(relation, list_name) -%}
    select
        association_no,
        unnest(json_extract(answer, '$.{{ list_name }}[*]')) as answer_row
    from {{ relation }}
{%- endmacro %}
{% macro spark__answer_rows(relation, list_name) -%}
    select
        association_no,
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
