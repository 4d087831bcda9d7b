{%- set levels = 8 -%}
-- The trees of the tables' rows, given or inferred: every row below a (sub)total, near and far, with the weight that it adds with in the
-- signs as printed.
with edges as (
    select
        document_no,
        table_no,
        line_order,
        parent_order,
        weight
    from {{ ref('tree_rows') }}
    where role in ('detail', 'subtotal', 'total') and parent_order is not null
),

parents as (
    select distinct
        document_no,
        table_no,
        parent_order
    from edges
),

level_1 as (
    select
        document_no,
        table_no,
        parent_order as ancestor_order,
        line_order,
        weight,
        1 as distance
    from edges
),
{% for level in range(2, levels + 1) %}
    level_{{ level }} as (
        select
            lower.document_no,
            lower.table_no,
            edges.parent_order as ancestor_order,
            lower.line_order,
            lower.weight * edges.weight as weight,
            {{ level }} as distance
        from level_{{ level - 1 }} as lower
        inner join edges
            on
                lower.document_no = edges.document_no
                and lower.table_no = edges.table_no
                and lower.ancestor_order = edges.line_order
    ),
{% endfor %}
every_level as (
    {%- for level in range(1, levels + 1) %}
        select * from level_{{ level }}
        {%- if not loop.last %}
            union all
        {%- endif -%}
    {%- endfor %}
)

select
    cast(every_level.document_no as integer) as document_no,
    cast(every_level.table_no as integer) as table_no,
    cast(every_level.ancestor_order as bigint) as ancestor_order,
    cast(every_level.line_order as bigint) as line_order,
    cast(every_level.weight as integer) as weight,
    cast(every_level.distance as integer) as distance,
    cast(parents.parent_order is null as boolean) as is_detail
from every_level
left join parents
    on
        every_level.document_no = parents.document_no
        and every_level.table_no = parents.table_no
        and every_level.line_order = parents.parent_order
