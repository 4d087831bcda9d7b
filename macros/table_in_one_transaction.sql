{# A table of DuckDB: dropped, made and commented by one call. dbt's own makes it beside, renames both, asks twice for its columns and comments in
   two calls more, which costs several times what the query does; a transaction is as whole, and a build has a file of its own. #}
{% materialization table, adapter='duckdb' %}
    {%- set target = this.incorporate(type='table') -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- call statement('main') -%}
        {% if existing %}drop {{ existing.type }} {{ existing }} cascade;{% endif %}
        {{ create_table_as(false, target, compiled_code) }}
        {{ comments_of(target, model) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
