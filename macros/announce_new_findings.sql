{# One line per new finding, and per acknowledgement that no finding answers to, on the console, also under -q:
   dbt itself never shows a failing row. #}
{% macro announce_new_findings(findings, stale_acknowledgements) -%}
    {%- if execute and flags.WHICH == 'build' and load_relation(findings) is not none -%}
        {%- set rows = run_query(
            "select severity, finding_key, message_sv from " ~ findings ~ " where not is_acknowledged order by finding_key"
        ) -%}
        {%- for row in rows -%}
            {%- do print(row[0] ~ ': ' ~ row[1] ~ ': ' ~ row[2]) -%}
        {%- endfor -%}
        {%- for row in run_query("select finding_key from " ~ stale_acknowledgements ~ " order by finding_key") -%}
            {%- do print('stale acknowledgement: ' ~ row[0] ~ ': no such finding any more, or its amounts changed; look at it again, then remove the row or acknowledge anew') -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
