{# Rows (n, value = n!) for n from 0 to `last`. #}
{% macro factorials(last) -%}
    {%- set state = namespace(value=1.0) -%}
    {%- for n in range(last + 1) -%}
        {%- if n > 0 -%}{%- set state.value = state.value * n -%}{%- endif %}
    select {{ n }} as n, cast('{{ state.value }}' as double) as value
    {%- if not loop.last %} union all{% endif -%}
    {%- endfor %}
{%- endmacro %}
