{# The rows of a seed on Spark. What dbt-spark has of its own writes an empty cell as the text None and takes a quote, a backslash or a sign
   of percent for its own; here each value is a literal, in which a backslash begins an escape. #}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set state = namespace(first='') -%}
    {%- for chunk in agate_table.rows | batch(2000) -%}
        {%- set query -%}
            insert into {{ this.render() }}
            select
                {%- for name in agate_table.column_names %}
                cast({{ name }} as {{ types.get(name, adapter.convert_type(agate_table, loop.index0)) }}) as {{ name }}{{ ',' if not loop.last }}
                {%- endfor %}
            from values
                {%- for row in chunk %}
                (
                {%- for value in row -%}
                    {%- if value is none -%}
                        cast(null as string)
                    {%- else -%}
                        '{{ value | string | replace("\\", "\\\\") | replace("'", "\\'") }}'
                    {%- endif -%}
                    {{ ', ' if not loop.last }}
                {%- endfor -%}
                ){{ ',' if not loop.last }}
                {%- endfor %}
            as seed ({{ agate_table.column_names | join(', ') }})
        {%- endset -%}
        {%- do adapter.add_query(query, abridge_sql_log=True) -%}
        {%- if loop.first -%}{%- set state.first = query -%}{%- endif -%}
    {%- endfor -%}
    {{ return(state.first) }}
{%- endmacro %}
