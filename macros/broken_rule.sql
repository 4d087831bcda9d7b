{# A query: what breaks a rule of the test `holds` (broken_rule, its_columns, found, row_count). #}
{% macro broken_rule(model, rule) -%}
    {%- set kinds = ['key', 'filled', 'accepted_values'] | select('in', rule) | list -%}
    {%- set strange = rule | reject('in', kinds + ['name', 'description', 'may_be_null', 'where']) | list -%}
    {%- if kinds | length != 1 or strange -%}
        {{ exceptions.raise_compiler_error(
            'holds: the rule ' ~ rule.name ~ ' needs one of key, filled and accepted_values; it has ' ~ (kinds + strange) | join(', ')
        ) }}
    {%- endif -%}
    {%- set broken = [] -%}
    {%- if kinds == ['key'] -%}
        {%- set conditions = ['count(*) > 1'] -%}
        {%- for column in rule.key if column not in (rule.may_be_null or []) -%}
            {%- do conditions.append('checked.' ~ column ~ ' is null') -%}
        {%- endfor -%}
        {%- do broken.append(broken_columns(model, rule, rule.key, conditions | join(' or '))) -%}
    {%- elif kinds == ['filled'] -%}
        {%- for column in rule.filled -%}
            {%- do broken.append(broken_columns(model, rule, [column], 'checked.' ~ column ~ ' is null')) -%}
        {%- endfor -%}
    {%- else -%}
        {%- for column, values in rule.accepted_values.items() -%}
            {%- do broken.append(broken_columns(model, rule, [column], 'checked.' ~ column ~ ' not in (' ~ literals(values) ~ ')')) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for query in broken %}
{{ query }}
        {%- if not loop.last %}
union all
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}


{# The values of columns that a condition picks out, with their number of rows. #}
{% macro broken_columns(model, rule, columns, condition) -%}
    {%- set shown = [] -%}
    {%- for column in columns -%}
        {%- do shown.append("coalesce(cast(checked." ~ column ~ " as string), 'NULL')") -%}
    {%- endfor -%}
select
    '{{ rule.name }}' as broken_rule,
    '{{ columns | join(', ') }}' as its_columns,
    {{ shown | join(" || ', ' || ") }} as found,
    count(*) as row_count
from {{ model }} as checked
{% if rule.where %}where {{ rule.where }}
{% endif -%}
group by checked.{{ columns | join(', checked.') }}
having {{ condition }}
{%- endmacro %}


{# A list of values as SQL: texts quoted, numbers as they are. #}
{% macro literals(values) -%}
    {%- for value in values -%}
        {{ dbt.string_literal(dbt.escape_single_quotes(value)) if value is string else value }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
