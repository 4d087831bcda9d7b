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
from {{ ref('addressed_numbers') }}
where statement = '{{ statement }}' and measure in ('actual', 'budget') and fiscal_year is not null
group by association_id, document_id, fiscal_year, measure
{%- endmacro %}


{# The printed numbers as the marts show them, those that a condition names. #}
{% macro printed_rows(condition) -%}
select
    cast(document_id as string) as document_id,
    cast(source_line as string) as source_line,
    cast(line_order as bigint) as line_order,
    cast(column_no as integer) as column_no,
    cast(number_no as integer) as number_no,
    cast(association_id as string) as association_id,
    cast(document_kind as string) as document_kind,
    cast(document_year as integer) as document_year,
    cast(table_no as integer) as table_no,
    cast(statement as string) as statement,
    cast(label as string) as label,
    cast(line_item as string) as line_item,
    cast(member as string) as member,
    cast(measure as string) as measure,
    cast(period as string) as period,
    cast(fiscal_year as integer) as fiscal_year,
    cast(is_comparative as boolean) as is_comparative,
    cast(is_total as boolean) as is_total,
    cast(value_kind as string) as value_kind,
    cast(printed as string) as printed,
    cast(printed_unit as string) as unit,
    cast(applied_unit as string) as applied_unit,
    cast(half_width as decimal(18, 6)) as half_width,
    cast(sign_factor as integer) as sign_factor,
    cast(amount as decimal(18, 2)) as amount,
    cast(date_value as date) as date_value,
    cast(text_value as string) as text_value,
    cast(cell as string) as cell,
    cast(plain_cell as string) as plain_cell,
    cast(print_no as integer) as print_no,
    cast(is_approximate as boolean) as is_approximate,
    cast(centre_shift as decimal(18, 6)) as centre_shift
from {{ ref('addressed_numbers') }}
where {{ condition }}
{%- endmacro %}
