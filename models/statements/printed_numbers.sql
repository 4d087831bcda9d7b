-- Every printed number with its address and its amount in the marts' signs and in SEK.
with items as (
    select
        items.*,
        documents.association_id,
        documents.fiscal_year as document_year,
        documents.document_kind,
        columns.sign,
        columns.cost_sign,
        columns.total_sign,
        chart.is_total as is_total_item,
        chart.normal_sign,
        case
            when items.measure in ('share', 'ratio') then 'percent'
            when items.measure in ('count', 'note_number') then 'count'
            when items.measure in ('date', 'verdict') then items.printed_unit
            when items.printed_unit in ('percent', 'count') then items.printed_unit
            when items.statement in ('narrative', 'goals') then items.printed_unit
            else table_units.applied_unit
        end as applied_unit,
        case
            when items.measure not in ('share', 'ratio', 'count') and items.statement not in ('narrative', 'goals') then table_units.grain
        end as grain
    from {{ ref('stg_line_items') }} as items
    inner join {{ input_relation('documents') }} as documents on items.document_id = documents.document_id
    left join {{ ref('chart') }} as chart on items.statement = chart.statement and items.line_item = chart.line_item
    left join {{ input_relation('table_columns') }} as columns
        on
            items.document_id = columns.document_id
            and items.table_no = columns.table_no
            and items.column_no = columns.column_no
    left join {{ ref('stg_tables') }} as table_units
        on items.document_id = table_units.document_id and items.table_no = table_units.table_no
),

scaled as (
    select
        *,
        case applied_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as unit_size,
        case
            when applied_unit in ('percent', 'count') then 1
            when is_total_item and coalesce(total_sign, sign) <> sign
                then case total_sign when 'reversed' then -1 else 1 end
            else
                case sign when 'reversed' then -1 else 1 end
                * case
                    when cost_sign = 'unsigned' or statement in ('narrative', 'goals') then coalesce(normal_sign, 1)
                    else 1
                end
        end as sign_factor
    from items
),

addressed as (
    select
        *,
        document_id || '/' || statement || '/' || line_item
        || case when member is null then '' else '/' || member end
        || '/' || measure || '/' || coalesce(period, '') as plain_cell
    from scaled
),

numbered as (
    select
        *,
        row_number() over (
            partition by plain_cell
            order by table_no, length(source_line), source_line, column_no, number_no
        ) as print_no
    from addressed
)

select
    cast(document_id as string) as document_id,
    cast(source_line as string) as source_line,
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
    cast(try_cast(period_year as integer) as integer) as fiscal_year,
    cast(coalesce(try_cast(period_year as integer) < document_year, false) as boolean) as is_comparative,
    cast(coalesce(is_total_item, false) as boolean) as is_total,
    cast(value_kind as string) as value_kind,
    cast(printed as string) as printed,
    cast(printed_unit as string) as unit,
    cast(applied_unit as string) as applied_unit,
    cast(
        case
            when value_kind not in ('number', 'reference') then 0
            when is_approximate then abs(printed_value) * unit_size * 0.05
            when applied_unit = 'count' then 0
            else
                unit_size * coalesce(grain, 1) * 0.5
                * case decimals when 0 then 1 when 1 then 0.1 when 2 then 0.01 when 3 then 0.001 else 0.0001 end
        end as decimal(18, 6)
    ) as half_width,
    cast(sign_factor as integer) as sign_factor,
    cast(
        case when value_kind in ('number', 'dash', 'reference') then printed_value * unit_size * sign_factor end
        as decimal(18, 2)
    ) as amount,
    cast(date_value as date) as date_value,
    cast(text_value as string) as text_value,
    cast(plain_cell || case when print_no > 1 then '~' || cast(print_no as string) else '' end as string) as cell,
    cast(plain_cell as string) as plain_cell,
    cast(print_no as integer) as print_no,
    cast(is_approximate as boolean) as is_approximate
from numbered
