-- How every goal of a document is judged: as its definition says, and where that is silent as its own print and its kind say. A goal
-- without a code is not judged.
with printed as (
    select
        items.document_no,
        items.line_item as goal,
        items.measure,
        items.printed_unit,
        numbers.printed_value,
        items.line_order * 1000 + items.column_no as place,
        min(case when items.measure = 'target' then items.line_order * 1000 + items.column_no end)
            over (partition by items.document_no, items.line_item) as target_place,
        -- at least and at most are intervals that the print leaves open to one side
        case
            when items.measure = 'target' and numbers.lower_share >= 1 and numbers.upper_share > 1 then '>='
            when items.measure = 'target' and numbers.lower_share < 1 and numbers.upper_share <= 1 then '<='
        end as operator
    from {{ ref('stg_line_items') }} as items
    inner join {{ ref('numbers') }} as numbers on items.cell_no = numbers.cell_no
    inner join {{ ref('stg_documents') }} as documents
        on items.document_no = documents.document_no and numbers.fiscal_year = documents.fiscal_year
    inner join {{ ref('stg_chart') }} as chart on items.statement = chart.statement and items.line_item = chart.line_item
    where
        items.statement = 'goals'
        and items.line_item not in ('row', 'subtotal', 'of_which')
        and items.measure in ('target', 'verdict', 'share', 'ratio', 'count', 'actual', 'net')
),

told as (
    select
        document_no,
        goal,
        case
            when min(operator) = max(operator) then min(operator)
            -- two thresholds in one cell are the ends of a range
            when count(distinct case when measure = 'target' and place = target_place then printed_value end) = 2 then 'between'
        end as operator,
        max(case when measure = 'target' then printed_unit end) as target_unit,
        max(case when measure not in ('target', 'verdict') then printed_unit end) as outcome_unit,
        bool_or(measure = 'target') as has_target
    from printed
    group by document_no, goal
),

known as (
    select
        document_no,
        goal
    from told
    union
    select
        document_no,
        goal
    from {{ ref('stg_goal_definitions') }}
)

select
    cast(documents.document_id || '/' || known.goal as string) as goal_id,
    known.document_no,
    documents.document_id,
    documents.fiscal_year,
    cast(known.goal as string) as goal,
    cast(coalesce(definitions.kind, kinds.kind, 'organisation') as string) as kind,
    cast(coalesce(definitions.name_sv, chart.name_sv) as string) as name_sv,
    cast(coalesce(definitions.name_en, chart.name_en) as string) as name_en,
    cast(coalesce(definitions.operator, told.operator, kinds.operator) as string) as operator,
    cast(
        coalesce(
            definitions.basis,
            case when told.has_target or kinds.basis = 'costs_to_budget' then coalesce(kinds.basis, 'printed') end,
            'none'
        ) as string
    ) as basis,
    cast(coalesce(definitions.unit, told.target_unit, told.outcome_unit, 'text') as string) as unit,
    definitions.basis is null as is_inferred
from known
inner join {{ ref('stg_documents') }} as documents on known.document_no = documents.document_no
left join {{ ref('stg_goal_definitions') }} as definitions
    on known.document_no = definitions.document_no and known.goal = definitions.goal
left join told on known.document_no = told.document_no and known.goal = told.goal
left join {{ ref('stg_goal_kinds') }} as kinds on known.goal = kinds.goal
left join {{ ref('stg_chart') }} as chart on chart.statement = 'goals' and known.goal = chart.line_item
