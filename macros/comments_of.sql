{# The descriptions of a model and its columns as comments in the database, where `persist_docs` asks for them. #}
{% macro comments_of(relation, model) -%}
    {%- if config.persist_relation_docs() and model.description %}
        comment on table {{ relation }} is {{ duckdb_escape_comment(model.description) }};
    {%- endif -%}
    {%- if config.persist_column_docs() -%}
        {%- for column in model.columns.values() if column.description %}
        comment on column {{ relation }}.{{ column.name }} is {{ duckdb_escape_comment(column.description) }};
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
