{{ config(meta={'joins': 'in_order'}) }}
-- The year that a heading prints against the year that its figures are of: of a column, or of a table of which no column prints that year.
-- A column of what a year opens with holds what the year before closed with. And the day of a balance sheet, which is the last of its year.
with headings as (
    select
        columns.document_no,
        columns.table_no,
        columns.column_no,
        columns.heading,
        tables.heading as table_heading,
        case
            -- a change may name the year that it is from
            when columns.measure = 'other_plan' then ''
            -- the day on which a budget was decided is no day of its year
            when
                columns.measure like '%budget'
                and {{ first_match("columns.heading", "([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2})") }} <> '' then ''
            else {{ first_match("columns.heading", "((19|20)[0-9]{2})") }}
        end as column_year,
        -- no part of a longer number: of an amount, or of the number of an organisation
        {{ first_match("tables.heading", "(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)") }} as table_year
    from {{ ref('stg_table_columns') }} as columns
    left join {{ ref('stg_tables') }} as tables on columns.document_no = tables.document_no and columns.table_no = tables.table_no
    where columns.measure <> 'note_number'
),

-- tables that have figures of the year of their heading
told as (
    select distinct
        headings.document_no,
        headings.table_no
    from headings
    inner join {{ ref('numbers') }} as numbers
        on
            headings.document_no = numbers.document_no
            and headings.table_no = numbers.table_no
            and headings.table_year = cast(numbers.fiscal_year as string)
),

headed as (
    select
        document_no,
        table_no,
        column_no,
        heading,
        column_year as printed_year,
        false as is_of_table
    from headings
    union all
    select
        headings.document_no,
        headings.table_no,
        headings.column_no,
        headings.table_heading as heading,
        headings.table_year as printed_year,
        true as is_of_table
    from headings
    left join told on headings.document_no = told.document_no and headings.table_no = told.table_no
    where headings.column_year = '' and told.document_no is null
),

-- a heading of two years says nothing of one
of_one_year as (
    select
        *,
        cast(printed_year as integer) as heading_year
    from headed
    where printed_year <> '' and {{ first_match("replace(heading, printed_year, '')", "((19|20)[0-9]{2})") }} = ''
),

columns_of_year as (
    select
        of_one_year.document_no,
        of_one_year.table_no,
        of_one_year.column_no,
        of_one_year.heading,
        of_one_year.heading_year,
        of_one_year.is_of_table,
        kinds.statement,
        kinds.measure,
        numbers.fiscal_year
    from of_one_year
    inner join {{ ref('numbers') }} as numbers
        on
            of_one_year.document_no = numbers.document_no
            and of_one_year.table_no = numbers.table_no
            and of_one_year.column_no = numbers.column_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    where numbers.value_kind = 'number'
    group by
        of_one_year.document_no, of_one_year.table_no, of_one_year.column_no, of_one_year.heading, of_one_year.heading_year,
        of_one_year.is_of_table, kinds.statement, kinds.measure, numbers.fiscal_year
),

opened as (
    select distinct
        columns_of_year.document_no,
        columns_of_year.table_no,
        columns_of_year.column_no
    from columns_of_year
    inner join {{ ref('stg_tree_words') }} as words
        on words.says = 'opening' and lower(columns_of_year.heading) like '%' || words.phrase || '%'
),

-- the day that a balance sheet is drawn up on: the last of its year, where another column says so
days as (
    select
        columns_of_year.document_no,
        columns_of_year.table_no,
        columns_of_year.column_no,
        {{ first_match("columns_of_year.heading", "([0-9]{4}-[0-9]{2}-[0-9]{2})") }} as balance_day,
        bool_or(columns_of_year.heading like '%-12-31%') over (partition by columns_of_year.document_no, columns_of_year.table_no) as has_last_day
    from columns_of_year
    where columns_of_year.statement = 'balance_sheet' and columns_of_year.measure = 'actual' and not columns_of_year.is_of_table
),

other_days as (
    select distinct
        document_no,
        table_no,
        column_no,
        balance_day
    from days
    where has_last_day and balance_day <> '' and balance_day not like '%-12-31' and balance_day not like '%-01-01'
),

judged as (
    select
        columns_of_year.*,
        other_days.balance_day,
        columns_of_year.heading_year <> columns_of_year.fiscal_year
        and not (opened.column_no is not null and columns_of_year.heading_year = columns_of_year.fiscal_year + 1) as is_of_other_year
    from columns_of_year
    left join opened
        on
            columns_of_year.document_no = opened.document_no
            and columns_of_year.table_no = opened.table_no
            and columns_of_year.column_no = opened.column_no
    left join other_days
        on
            columns_of_year.document_no = other_days.document_no
            and columns_of_year.table_no = other_days.table_no
            and columns_of_year.column_no = other_days.column_no
            and not columns_of_year.is_of_table
            and columns_of_year.heading_year = columns_of_year.fiscal_year
)

select
    'STR-006' as rule_id,
    judged.document_no,
    cast(null as bigint) as cell_no,
    judged.statement,
    tables.heading as label,
    'table' as line_item,
    't' || cast(judged.table_no as string) as member,
    judged.measure,
    judged.fiscal_year,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(null as decimal(18, 2)) as computed_amount,
    0 as rounding_bound,
    case when judged.is_of_other_year or judged.balance_day is not null then 'deviation' else 'exact' end as state,
    cast(null as string) as reason,
    coalesce(judged.balance_day, cast(judged.heading_year as string)) as left_text,
    '=' as operator,
    cast(judged.fiscal_year as string) || case when judged.balance_day is null then '' else '-12-31' end as right_text,
    case when not judged.is_of_table then judged.heading end as remark,
    'printed_year' as cause,
    tables.first_line as source_line
from judged
left join {{ ref('stg_tables') }} as tables on judged.document_no = tables.document_no and judged.table_no = tables.table_no
-- a table has one check a year and measure, its own heading one a year: told of the measure that other tables print
qualify row_number() over (
    partition by
        judged.document_no, judged.table_no, judged.statement, judged.fiscal_year,
        case when judged.is_of_table then '' else judged.measure end
    order by
        case when judged.is_of_other_year or judged.balance_day is not null then 0 else 1 end asc,
        case judged.measure when 'actual' then 0 when 'net' then 1 when 'income' then 2 when 'cost' then 3 else 4 end asc,
        judged.column_no asc
) = 1
