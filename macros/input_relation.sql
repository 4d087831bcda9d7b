{# The relation behind an input: the seed of that name, or what `vars: input_relations` puts in its place. #}
{% macro input_relation(name) -%}
    {%- set seed = ref(name) -%}
    {{ var('input_relations').get(name, seed) }}
{%- endmacro %}


{# All printed numbers: the seeds that `vars: line_item_seeds` names, or the relation that stands in for them; `optional` are columns
   that it may leave out. #}
{% macro line_item_rows(optional=[]) -%}
    {%- set columns = [
        'document_id', 'source_line', 'column_no', 'number_no', 'table_no', 'statement', 'label', 'line_item', 'member',
        'measure', 'period', 'printed', 'unit'
    ] -%}
    {%- set relations = [] -%}
    {%- for seed in var('line_item_seeds') -%}{%- do relations.append(ref(seed)) -%}{%- endfor -%}
    {%- set other = var('input_relations').get('line_items') -%}
    {%- if other -%}{%- set relations = [other] -%}{%- endif -%}
    {%- for relation in relations %}
    select
        {{ columns | join(', ') }}
        {%- for column in optional %}, cast({{ optional_column(relation, column) }} as string) as {{ column }}{% endfor %}
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}


{# A column that an input may leave out: its name where the relation has it, else NULL. The rows of a unit test can be asked for nothing. #}
{% macro optional_column(relation, column) -%}
    {%- set state = namespace(found=false) -%}
    {%- if execute and (relation is string or not relation.is_cte) -%}
        {%- for found in run_query("select * from " ~ relation ~ " limit 0").columns -%}
            {%- if found.name == column -%}{%- set state.found = true -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ column if state.found else 'null' }}
{%- endmacro %}
