{# One row per association, document, fiscal year and measure; one column per fixed line item; not printed is NULL. #}
{% macro statement_pivot(statement, line_items) -%}
select
    cast(association_id as string) as association_id,
    cast(document_id as string) as document_id,
    cast(fiscal_year as integer) as fiscal_year,
    cast(measure as string) as measure,
    cast(bool_or(is_comparative) as boolean) as is_comparative,
    cast(min(applied_unit) as string) as applied_unit,
    cast(max(half_width) as decimal(18, 6)) as half_width,
    {%- for line_item in line_items %}
    cast(max(case when line_item = '{{ line_item }}' and print_no = 1 then amount end) as decimal(18, 2)) as {{ line_item }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ ref('printed_numbers') }}
where statement = '{{ statement }}' and measure in ('actual', 'budget') and fiscal_year is not null
group by association_id, document_id, fiscal_year, measure
{%- endmacro %}
