{# One line per new finding on the console, also under -q: dbt itself never shows a failing row. #}
{% macro announce_new_findings(findings) -%}
    {%- if execute and flags.WHICH == 'build' and load_relation(findings) is not none -%}
        {%- set rows = run_query(
            "select severity, finding_key, message_sv from " ~ findings ~ " where not is_acknowledged order by finding_key"
        ) -%}
        {%- for row in rows -%}
            {%- do print(row[0] ~ ': ' ~ row[1] ~ ': ' ~ row[2]) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
