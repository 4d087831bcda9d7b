{# Fails on: what breaks one of the `rules` of a table, each with a `name`, a sentence (`description`) and one of
       key: [column, …]                   no two rows are the same in all of them, and none lacks one that is not among `may_be_null`
       filled: [column, …]                no row lacks one of them
       accepted_values: {column: [...]}   what stands there is one of the list
   and, where it is not of all rows, a `where`. All of them are one query, because a test costs dbt far more than its query costs the
   engine. A row says which rule, in which columns, what stands there and in how many rows; `announce_broken_rules` prints it. #}
{% test holds(model, rules) %}
{%- for rule in rules %}
{{ broken_rule(model, rule) }}
{%- if not loop.last %}
union all
{% endif %}
{%- endfor %}
{% endtest %}
