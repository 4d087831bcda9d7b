{# What the inventory (seeds/inventory.csv) counts, as scripts/finsam_audit/inventory/counts.py counts it from the files: from what dbt
   loaded. Both write a row's columns in the order of their names, and take the MD5 of the rows' texts in order. #}

{# The seeds of the reference folder by whose their rows are. #}
{% macro owned_seeds() -%}
    {{ return({
        'association_id': ['associations', 'members', 'materiality'],
        'document_id': [
            'documents', 'document_sections', 'tables', 'table_columns', 'table_rows', 'goal_definitions', 'not_line_items'
        ],
        "split_part(finding_key, '/', 1)": ['acknowledged_findings'],
        "'project'": [
            'approximations', 'causes', 'chart', 'code_names', 'goal_kinds', 'laws', 'locating_priors', 'message_templates',
            'months', 'number_words', 'print_words', 'rule_guidance', 'tree_words', 'verdict_words'
        ]
    }) }}
{%- endmacro %}


{# A row of a seed as one text; `without` are columns that do not count. A column that a seed may leave out counts as empty. #}
{% macro row_text(relation, without=[]) -%}
    {%- if not execute -%}''{%- else -%}
    {%- set types = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'seed' and node.name == relation.identifier -%}
        {%- do types.update(node.config.column_types) -%}
    {%- endfor -%}
    {%- set there = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- set texts = [] -%}
    {%- for column in types | sort if column not in without -%}
        {%- set cell = 'cast(' ~ column ~ ' as decimal(18, 9))' if types[column] == 'double' else column -%}
        {%- do texts.append("coalesce(cast(" ~ cell ~ " as string), '')" if column in there else "''") -%}
    {%- endfor -%}
    {{ texts | join(" || '|' || ") }}
    {%- endif -%}
{%- endmacro %}


{# The MD5 of the texts of a group, in their own order. #}
{% macro fingerprint(text) -%}
    md5({{ ordered_text(text, text, ';') }})
{%- endmacro %}


{# The rows of a seed that each owner has. #}
{% macro seed_counts(relation, owner, name, without=[]) %}
    select
        'seed' as scope,
        cast({{ owner }} as string) as owner,
        '{{ name }}' as name,
        count(*) as counted,
        {{ fingerprint(row_text(relation, without)) }} as fingerprint
    from {{ relation }}
    group by cast({{ owner }} as string)
{% endmacro %}


{# The singular tests of the project, which stand in files of their own. #}
{% macro test_counts() %}
    {%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'test' and node.test_metadata is not defined %}
    union all
    select 'test', 'project', '{{ node.name }}', 1, '{{ local_md5(node.raw_code | trim) }}'
    {%- endfor %}
    {%- endif -%}
{% endmacro %}
