{{ config(meta={'joins': 'in_order'}) }}
-- The unit of every table: what it prints, held against the ties of its figures with the statements, else their size.
with figures as (
    select * from {{ ref('money_figures') }}
),

units as (
    {{ money_units() }}
),

sizes as (
    select
        document_no,
        table_no,
        min(table_statement) as statement,
        min(table_unit) as printed_unit,
        max(table_size) as size,
        max(grain) as grain
    from figures
    group by document_no, table_no
),

-- the income statement's figures, which the other statements are held against
stated_values as (
    select distinct
        figures.document_no,
        figures.fiscal_year,
        figures.size * units.unit_size as value,
        units.unit_size
    from figures
    inner join {{ ref('statement_units') }} as statement_units on figures.document_no = statement_units.document_no
    inner join units on statement_units.unit = units.unit
    where figures.statement = 'income_statement' and figures.size >= 10
),

turnover as (
    select
        statement_units.document_no,
        max(sizes.size * units.unit_size) as value
    from {{ ref('statement_units') }} as statement_units
    inner join sizes on statement_units.document_no = sizes.document_no and sizes.statement = 'income_statement'
    inner join units on statement_units.unit = units.unit
    group by statement_units.document_no
),

statement_ties as (
    {{ table_ties("stated_values", "figures.table_statement in ('balance_sheet', 'cash_flow')") }}
),

-- a table without a heading or a tie is in the unit of the income statement
income_statement_units as (
    select
        document_no,
        unit
    from {{ ref('statement_units') }}
),

statement_tables as (
    {{ judged_units("statement_ties", "sizes.statement in ('balance_sheet', 'cash_flow')", "income_statement_units") }}
),

-- or, if that prints another unit than it has, in the unit of the other two
prevailing_units as (
    select
        statement_units.document_no,
        coalesce(
            max(case when statement_units.printed_unit <> statement_units.unit then statement_tables.applied_unit end),
            max(statement_units.unit)
        ) as unit
    from {{ ref('statement_units') }} as statement_units
    left join statement_tables on statement_units.document_no = statement_tables.document_no
    group by statement_units.document_no
),

-- and the figures of all three, which the other tables are held against
every_value as (
    select
        document_no,
        fiscal_year,
        value,
        unit_size
    from stated_values
    union
    select
        figures.document_no,
        figures.fiscal_year,
        figures.size * units.unit_size as value,
        units.unit_size
    from figures
    inner join statement_tables
        on figures.document_no = statement_tables.document_no and figures.table_no = statement_tables.table_no
    inner join units on statement_tables.applied_unit = units.unit
    where figures.size >= 10
),

other_ties as (
    {{ table_ties("every_value", "figures.table_statement not in ('income_statement', 'balance_sheet', 'cash_flow')") }}
),

other_tables as (
    {{ judged_units("other_ties", "sizes.statement not in ('income_statement', 'balance_sheet', 'cash_flow')", "prevailing_units") }}
),

judged as (
    select * from statement_tables
    union all
    select * from other_tables
    union all
    select
        sizes.document_no,
        sizes.table_no,
        sizes.statement,
        sizes.printed_unit,
        statement_units.unit as applied_unit,
        statement_units.vote_count as tie_count,
        statement_units.unit as best_unit,
        statement_units.vote_count as best_worth,
        case when statement_units.printed_unit = statement_units.unit then statement_units.vote_count else 0 end as printed_worth,
        sizes.grain
    from sizes
    inner join {{ ref('statement_units') }} as statement_units on sizes.document_no = statement_units.document_no
    where sizes.statement = 'income_statement'
),

-- a report whose tables print one unit and are in another, none of them borne out: then so are those that have no ties of their own
whole_documents as (
    select
        document_no,
        min(printed_unit) as printed_unit,
        min(case when printed_unit <> applied_unit then applied_unit end) as unit
    from judged
    where printed_unit is not null and statement not in ('narrative', 'goals')
    group by document_no
    having
        count(*) filter (where printed_unit <> applied_unit) >= 3
        and count(*) filter (where printed_unit <> applied_unit) * 2 > count(*)
        and count(distinct printed_unit) = 1
        and count(distinct case when printed_unit <> applied_unit then applied_unit end) = 1
        and max(case when printed_unit = applied_unit and printed_worth > 1 then 1 else 0 end) = 0
),

prevailing as (
    select
        judged.document_no,
        judged.table_no,
        judged.printed_unit,
        judged.tie_count,
        judged.grain,
        whole_documents.document_no is not null as is_of_document,
        case
            when whole_documents.document_no is null then judged.applied_unit
            -- running text gives its unit number by number: it is in the tables' where its figures are
            when judged.statement not in ('narrative', 'goals') or (judged.best_unit = whole_documents.unit and judged.best_worth > judged.printed_worth)
                then whole_documents.unit
            else judged.applied_unit
        end as applied_unit
    from judged
    left join whole_documents
        on judged.document_no = whole_documents.document_no and judged.printed_unit = whole_documents.printed_unit
)

select
    cast(document_no as integer) as document_no,
    cast(table_no as integer) as table_no,
    cast(printed_unit as string) as printed_unit,
    cast(applied_unit as string) as applied_unit,
    cast(tie_count as integer) as tie_count,
    -- where the heading is wrong, figures in whole thousands of kronor are rounded to thousands
    cast(case when printed_unit <> applied_unit and applied_unit = 'kr' then grain else 1 end as integer) as grain,
    cast(applied_unit = 'kr' and grain = 1000 as boolean) as is_rounded,
    cast(
        case
            when applied_unit is null then 'unknown'
            when printed_unit is null then 'inferred'
            when printed_unit <> applied_unit then 'contradicted'
            else 'printed'
        end as string
    ) as unit_source,
    cast(is_of_document and printed_unit <> applied_unit as boolean) as is_of_document
from prevailing
