{# The relation behind an input: the seed of that name, or what `vars: input_relations` puts in its place. #}
{% macro input_relation(name) -%}
    {%- set seed = ref(name) -%}
    {{ var('input_relations').get(name, seed) }}
{%- endmacro %}


{# All printed numbers: the seeds that `vars: line_item_seeds` names, or the relation that stands in for them; `optional` are columns
   that it may leave out. #}
{% macro line_item_rows(optional=[]) -%}
    {%- set columns = [
        'document_id', 'source_line', 'column_no', 'number_no', 'table_no', 'statement', 'label', 'member', 'measure', 'period', 'printed',
        'unit'
    ] -%}
    {%- set relations = [] -%}
    {%- for seed in var('line_item_seeds') -%}{%- do relations.append(ref(seed)) -%}{%- endfor -%}
    {%- set other = var('input_relations').get('line_items') -%}
    {%- if other -%}{%- set relations = [other] -%}{%- endif -%}
    {%- for relation in relations %}
    select
        {%- for column in columns %}
        given.{{ column }},
        {%- endfor %}
        case
            when parts.label is not null and given.line_item in ('note_row', 'cost_row', 'activity', 'administration', 'row') then 'of_which'
            else given.line_item
        end as line_item
        {%- for column in optional -%}
        ,
        cast({{ optional_column(relation, column) }} as string) as {{ column }}
        {%- endfor %}
    from {{ relation }} as given
    left join ({{ labels_that_say(relation, 'of_which', ref('tree_words')) }}) as parts on given.label = parts.label
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}


{# The labels of a relation whose first word says something (seed tree_words). Few labels are printed again and again: each is taken apart
   once. #}
{% macro labels_that_say(relation, says, words) -%}
    select distinct printed_labels.label
    from (select distinct labelled.label from {{ relation }} as labelled) as printed_labels
    inner join {{ words }} as words
        on words.says = '{{ says }}' and words.match = 'start' and {{ first_word("printed_labels.label") }} = words.phrase
{%- endmacro %}


{# The word that a label begins with, in small letters. #}
{% macro first_word(text) -%}
    {%- set marks = ":,.-\u2013" -%}
    split_part(trim(translate(lower({{ text }}), '{{ marks }}', '{{ " " * marks | length }}')), ' ', 1)
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
