{# One line per new finding, errors first and at most 50 of them, and per acknowledgement that no finding answers to, on the console, also
   under -q: dbt itself never shows a failing row. #}
{% macro announce_new_findings(findings, acknowledgements) -%}
    {%- if execute and flags.WHICH == 'build' and load_relation(findings) is not none -%}
        {%- set rows = run_query(
            "select class, finding_key, message_sv from " ~ findings ~ " where not is_acknowledged order by case class when 'error' then 1 "
            ~ "when 'missing' then 2 when 'goal' then 3 when 'presentation' then 4 else 5 end, finding_key limit 50"
        ) -%}
        {%- for row in rows -%}
            {%- do print(on_one_line(row[0] ~ ': ' ~ row[1] ~ ': ' ~ row[2])) -%}
        {%- endfor -%}
        {%- set count = run_query("select count(*) from " ~ findings ~ " where not is_acknowledged").rows[0][0] -%}
        {%- if count > 50 -%}
            {%- do print('… and ' ~ (count - 50) ~ ' more; marts.findings has them all') -%}
        {%- endif -%}
        {%- set stale = run_query("select finding_key from " ~ acknowledgements ~ " where is_stale order by finding_key").rows -%}
        {%- for row in stale[:50] -%}
            {%- do print('stale acknowledgement: ' ~ on_one_line(row[0]) ~ ': no such finding any more, or its amounts changed; look at it again, then remove the row or acknowledge anew') -%}
        {%- endfor -%}
        {%- if stale | length > 50 -%}
            {%- do print('… and ' ~ (stale | length - 50) ~ ' more stale acknowledgements; marts.acknowledgements has them all') -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
