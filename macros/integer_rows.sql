{# Rows (n) for every whole number from `first` to `last`: a small table to join with, the same on every engine. #}
{% macro integer_rows(first, last) -%}
    {%- for n in range(first, last + 1) %}
    select {{ n }} as n
    {%- if not loop.last %} union all{% endif -%}
    {%- endfor %}
{%- endmacro %}
