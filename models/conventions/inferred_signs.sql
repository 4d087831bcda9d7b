-- The sign convention of every column of amounts that no seed describes: what most of its income and of its costs bear out.
with undescribed as (
    select
        numbers.document_no,
        numbers.table_no,
        numbers.column_no,
        kinds.measure,
        kinds.normal_sign,
        kinds.is_total,
        kinds.line_item = 'total' as is_whole,
        -- what is positive in the marts, whatever the year was like
        kinds.line_item in (
            'contribution', 'extra_contribution', 'other_grants', 'other_income', 'operating_income', 'financial_income', 'total_income',
            'note_row'
        ) as is_positive,
        kinds.normal_sign = -1 or kinds.measure in ('cost', 'cost_budget') as is_cost,
        numbers.printed_value
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    left join {{ ref('stg_table_columns') }} as columns
        on
            numbers.document_no = columns.document_no
            and numbers.table_no = columns.table_no
            and numbers.column_no = columns.column_no
    where
        columns.sign is null
        -- running text has no columns
        and kinds.statement not in ('narrative', 'goals')
        -- a deviation has the sign of what it is worth to the association
        and kinds.measure not like '%deviation'
        and numbers.value_kind = 'number'
),

leanings as (
    select
        document_no,
        table_no,
        column_no,
        measure,
        sum(case when is_positive and not is_cost then sign(printed_value) else 0 end) as positive_lean,
        sum(case when is_cost then sign(printed_value) else 0 end) as cost_lean
    from undescribed
    group by document_no, table_no, column_no, measure
),

-- a column is turned where its income has a minus sign, or where it holds costs alone and they have none; among income that has none
-- it is the cost rows that lack theirs
conventions as (
    select
        document_no,
        table_no,
        column_no,
        measure,
        cost_lean,
        case
            when positive_lean < 0 then -1
            when positive_lean = 0 and cost_lean > 0 and measure in ('cost', 'cost_budget') then -1
            else 1
        end as turn
    from leanings
),

-- rows and the one total of a column, as printed, costs that lack their minus sign subtracted
footed as (
    select
        conventions.document_no,
        conventions.table_no,
        conventions.column_no,
        conventions.measure,
        conventions.turn,
        conventions.cost_lean,
        count(*) filter (where undescribed.is_whole) as total_count,
        coalesce(sum(case when undescribed.is_whole then undescribed.printed_value end), 0) as total_value,
        sum(
            case
                when undescribed.is_total then 0
                when conventions.cost_lean * conventions.turn > 0 then undescribed.normal_sign
                else 1
            end * undescribed.printed_value
        ) as rows_value
    from conventions
    inner join undescribed
        on
            conventions.document_no = undescribed.document_no
            and conventions.table_no = undescribed.table_no
            and conventions.column_no = undescribed.column_no
            and conventions.measure = undescribed.measure
    group by all
)

select
    cast(document_no as integer) as document_no,
    cast(table_no as integer) as table_no,
    cast(column_no as integer) as column_no,
    cast(measure as string) as measure,
    cast(case when turn = -1 then 'reversed' else 'natural' end as string) as sign,
    cast(case when cost_lean * turn > 0 then 'unsigned' else 'signed' end as string) as cost_sign,
    -- one total that is nearer to its rows with the other sign
    cast(
        case
            when turn * case when total_count = 1 and abs(rows_value - total_value) > abs(rows_value + total_value) then -1 else 1 end = -1
                then 'reversed'
            else 'natural'
        end as string
    ) as total_sign
from footed
