{# One line for what breaks a rule of a table (the test `holds`), at most ten of a table, also under -q: dbt never shows a failing row. #}
{% macro announce_broken_rules(results) -%}
    {%- if execute -%}
        {%- for result in results if result.status == 'fail' and (result.node.test_metadata or {}).name == 'holds' -%}
            {%- set table = result.node.attached_node.split('.')[-1] -%}
            {%- set says = {} -%}
            {%- for rule in result.node.test_metadata.kwargs.rules -%}
                {%- do says.update({rule.name: rule.description}) -%}
            {%- endfor -%}
            {%- set query -%}
                select broken_rule, its_columns, found, row_count
                from ({{ result.node.compiled_code }}) as broken
                order by broken_rule, its_columns, found
            {%- endset -%}
            {%- set rows = run_query(query).rows -%}
            {%- for row in rows[:10] -%}
                {%- do print(on_one_line(
                    table ~ ' (' ~ row.its_columns ~ '): ' ~ row.found ~ ' in ' ~ row.row_count ~ (' row' if row.row_count == 1 else ' rows')
                    ~ ' breaks ' ~ row.broken_rule ~ ': ' ~ says.get(row.broken_rule)
                )) -%}
            {%- endfor -%}
            {%- if rows | length > 10 -%}
                {%- do print('… and ' ~ (rows | length - 10) ~ ' more in ' ~ table) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
