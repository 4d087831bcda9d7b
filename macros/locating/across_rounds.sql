{# The rows of all four rounds. #}
{% macro across_rounds() -%}
    {%- for round_no in range(1, 5) %}
    select * from {{ ref('locating_round_' ~ round_no) }}
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}


{# Groups of relations that share cells, by names that spread: every relation takes the smallest name among its neighbours and
   then that name's own name, so that the reach doubles with every turn and no recursion is needed.
   Reads memberships (relation_id, cell) and labels_0 (relation_id, label); leaves labels_<turns>. #}
{% macro spread_labels(turns) -%}
    {%- for turn in range(1, turns + 1) %}
meetings_{{ turn }} as (
    select
        memberships.cell,
        min(labels.label) as label
    from memberships
    inner join labels_{{ turn - 1 }} as labels on memberships.relation_id = labels.relation_id
    group by memberships.cell
),

nearest_{{ turn }} as (
    select
        memberships.relation_id,
        min(meetings.label) as label
    from memberships
    inner join meetings_{{ turn }} as meetings on memberships.cell = meetings.cell
    group by memberships.relation_id
),

labels_{{ turn }} as (
    select
        nearest.relation_id,
        least(nearest.label, further.label) as label
    from nearest_{{ turn }} as nearest
    inner join nearest_{{ turn }} as further on nearest.label = further.relation_id
)
    {%- if not loop.last %},
{% endif -%}
    {%- endfor %}
{%- endmacro %}
