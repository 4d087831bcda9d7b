-- The unit of every table: what it prints, held against the ties of its figures with the statements, else their size.
with money as (
    select
        items.document_id,
        items.table_no,
        items.statement,
        items.period_year,
        items.printed_unit,
        abs(cast(items.printed_value as double)) as size
    from {{ ref('stg_line_items') }} as items
    where
        items.value_kind = 'number'
        and items.measure not in ('share', 'ratio', 'count', 'note_number')
        and coalesce(items.printed_unit, 'kr') in ('kr', 'tkr', 'mkr')
),

units as (
    select
        'kr' as unit,
        1 as unit_size
    union all
    select
        'tkr' as unit,
        1000 as unit_size
    union all
    select
        'mkr' as unit,
        1000000 as unit_size
),

-- one mistyped figure may be the largest of its table: the second largest stands for the table's size
ranked as (
    select
        *,
        row_number() over (partition by document_id, table_no order by size desc, period_year asc, statement asc) as size_no,
        count(*) over (partition by document_id, table_no) as size_count
    from money
),

sizes as (
    select
        document_id,
        table_no,
        min(statement) as statement,
        max(case when size_no = case when size_count > 1 then 2 else 1 end then size end) as size,
        min(printed_unit) as printed_unit
    from ranked
    group by document_id, table_no
),

-- the income statement's own unit: printed, else by its size (an association turns over between 0.1 and 500 million)
statement_units as (
    select
        document_id,
        coalesce(
            min(printed_unit),
            case when max(size) >= 100000 then 'kr' when max(size) >= 100 then 'tkr' else 'mkr' end
        ) as unit
    from sizes
    where statement = 'income_statement'
    group by document_id
),

-- the figures that others are held against: the income statement's, and those of the other two statements where they
-- print their unit or tie with nothing else
statement_values as (
    select distinct
        money.document_id,
        money.period_year,
        money.statement,
        money.size * units.unit_size as value,
        units.unit_size
    from money
    inner join statement_units on money.document_id = statement_units.document_id
    inner join units on coalesce(money.printed_unit, statement_units.unit) = units.unit
    where money.statement in ('income_statement', 'balance_sheet', 'cash_flow') and money.size >= 10
),

turnover as (
    select
        document_id,
        max(value) as value
    from statement_values
    where statement = 'income_statement'
    group by document_id
),

ties as (
    select
        money.document_id,
        money.table_no,
        units.unit,
        count(distinct statement_values.value) as tie_count
    from money
    inner join statement_units on money.document_id = statement_units.document_id
    inner join units
        -- a figure in millions is a coincidence unless the document writes millions
        on units.unit in ('kr', 'tkr') or units.unit in (money.printed_unit, statement_units.unit)
    inner join statement_values
        on
            money.document_id = statement_values.document_id
            and money.period_year = statement_values.period_year
            and (statement_values.statement = 'income_statement' or money.statement not in ('income_statement', 'balance_sheet', 'cash_flow'))
            and abs(money.size * units.unit_size - statement_values.value)
            <= (units.unit_size + statement_values.unit_size) / 2
    where money.size >= 10
    group by money.document_id, money.table_no, units.unit
),

best_ties as (
    select
        document_id,
        table_no,
        max_by(unit, tie_count * 10 + case unit when 'kr' then 2 when 'tkr' then 1 else 0 end) as unit,
        max(tie_count) as tie_count
    from ties
    group by document_id, table_no
),

judged as (
    select
        sizes.document_id,
        sizes.table_no,
        sizes.printed_unit,
        case
            when sizes.statement = 'narrative' then sizes.printed_unit
            when sizes.statement = 'income_statement' then statement_units.unit
            when sizes.printed_unit is not null
                then
                    -- a printed unit stands unless several figures tie under another and hardly any under it
                    case
                        when best_ties.tie_count >= 3 and best_ties.tie_count > 3 * coalesce(printed_ties.tie_count, 0)
                            then best_ties.unit
                        else sizes.printed_unit
                    end
            when best_ties.tie_count >= 1 then best_ties.unit
            -- by size: the figures of a table lie within the turnover times twenty
            when sizes.size * 1000 > turnover.value * 20 then 'kr'
            when sizes.size * 1000000 > turnover.value * 20 then coalesce(statement_units.unit, 'tkr')
            else statement_units.unit
        end as applied_unit,
        coalesce(best_ties.tie_count, 0) as tie_count
    from sizes
    left join statement_units on sizes.document_id = statement_units.document_id
    left join best_ties
        on sizes.document_id = best_ties.document_id and sizes.table_no = best_ties.table_no
    left join ties as printed_ties
        on
            sizes.document_id = printed_ties.document_id
            and sizes.table_no = printed_ties.table_no
            and sizes.printed_unit = printed_ties.unit
    left join turnover on sizes.document_id = turnover.document_id
)

select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(printed_unit as string) as printed_unit,
    cast(applied_unit as string) as applied_unit,
    cast(tie_count as integer) as tie_count,
    cast(
        case
            when applied_unit is null then 'unknown'
            when printed_unit is null then 'inferred'
            when printed_unit <> applied_unit then 'contradicted'
            else 'printed'
        end as string
    ) as unit_source
from judged
