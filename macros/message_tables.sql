{# Subqueries `table_turns` and `repeated_names`: what messages must know of the tables that they speak of. #}
{% macro message_tables() -%}
-- the sign that the amounts of a table without a total are printed in
table_turns as (
    select
        facts.finding_key,
        case when min(amounts.sign_factor) = max(amounts.sign_factor) then min(amounts.sign_factor) end as turn
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('amounts') }} as amounts on facts.document_no = amounts.document_no and facts.table_no = amounts.table_no
    where facts.cause = 'missing_number' and facts.line_item = 'table' and amounts.amount <> 0
    group by facts.finding_key
),

-- names that several rows of a table have: they tell no row of it
repeated_names as (
    select
        document_no,
        table_no,
        lower(label) as label
    from {{ ref('addressed_numbers') }}
    where document_no in (select found.document_no from {{ ref('finding_facts') }} as found)
    group by document_no, table_no, lower(label)
    having count(distinct {{ first_match("source_line", "^([^k]*)", 1) }}) > 1
)
{%- endmacro %}
