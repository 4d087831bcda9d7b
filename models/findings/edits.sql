-- What the search suggests, one row per edit: what it is told of (a cell, or an event of a column, a row or a total, which has its place in
-- the stead of a line item), what it should say, why, and how sure that is. Edits that are one event share its key: a row of another scope
-- in several years, a year that a table tells as it was adopted.
with told as (
    {{ answer_rows(ref('searched_groups'), 'edits') }}
),

moved as (
    {{ answer_rows(ref('searched_groups'), 'moved') }}
),

read as (
    select
        association_no,
        {{ answer_value(0, 'integer') }} as edit_no,
        {{ answer_value(1, 'integer') }} as group_no,
        {{ answer_value(2, 'bigint') }} as cell_no,
        {{ answer_value(3, 'bigint') }} as value,
        {{ answer_value(4, 'string') }} as cause,
        {{ answer_value(5, 'string') }} as certainty,
        {{ answer_value(6, 'integer') }} as log_odds,
        {{ answer_value(7, 'bigint') }} as evidence_no,
        {{ answer_value(8, 'integer') }} as set_no,
        {{ answer_value(9, 'string') }} as event,
        {{ answer_value(10, 'bigint') }} as total_no,
        {{ answer_value(11, 'bigint') }} as missing_value
    from told
),

mended as (
    {{ answer_rows(ref('searched_groups'), 'mends') }}
),

-- edits that explain ties of one document alone
at_home as (
    select
        mended.association_no,
        {{ answer_value(0, 'integer') }} as edit_no
    from mended
    inner join {{ ref('results') }} as results on {{ answer_value(1, 'bigint') }} = results.relation_no
    inner join {{ ref('definitions') }} as definitions on results.definition_no = definitions.definition_no
    group by mended.association_no, {{ answer_value(0, 'integer') }}
    having min(case when definitions.is_of_one_document then 1 else 0 end) = 1
),

first_moved as (
    select
        association_no,
        {{ answer_value(0, 'integer') }} as edit_no,
        min({{ answer_value(1, 'bigint') }}) as cell_no
    from moved
    group by association_no, {{ answer_value(0, 'integer') }}
),

placed as (
    select
        read.*,
        coalesce(read.cell_no, read.total_no, first_moved.cell_no) as first_no,
        case
            when read.cell_no is null and read.event in ('column', 'columns') then 'column'
            when read.cell_no is null then 'row'
        end as line_item,
        coalesce(read.missing_value, read.value) as wanted
    from read
    left join first_moved on read.association_no = first_moved.association_no and read.edit_no = first_moved.edit_no
),

-- the row or the year of a table of which several numbers are told for one reason
together as (
    select
        placed.association_no,
        placed.edit_no,
        case placed.cause when 'scope_differs' then 'row' else 'column' end as line_item,
        count(*) over (
            partition by
                cells.document_no, cells.table_no, placed.cause, placed.set_no,
                case placed.cause when 'scope_differs' then cells.line_order else cells.column_no end
        ) as edit_count,
        first_value(placed.cell_no) over (
            partition by
                cells.document_no, cells.table_no, placed.cause, placed.set_no,
                case placed.cause when 'scope_differs' then cells.line_order else cells.column_no end
            order by cells.fiscal_year desc, placed.cell_no asc
        ) as first_no
    from placed
    inner join at_home on placed.association_no = at_home.association_no and placed.edit_no = at_home.edit_no
    inner join {{ ref('amounts') }} as cells on placed.cell_no = cells.cell_no
    where placed.cause in ('scope_differs', 'restated')
),

told_of as (
    select
        placed.association_no,
        placed.edit_no,
        placed.group_no,
        placed.cause,
        placed.certainty,
        placed.log_odds,
        placed.evidence_no,
        placed.set_no,
        case when together.edit_no is null then placed.cell_no end as cell_no,
        case when together.edit_no is null then placed.wanted end as wanted,
        coalesce(together.first_no, placed.first_no) as first_no,
        coalesce(together.line_item, placed.line_item) as line_item
    from placed
    left join together
        on placed.association_no = together.association_no and placed.edit_no = together.edit_no and together.edit_count > 1
),

named as (
    select
        told_of.*,
        numbers.cell,
        numbers.document_id || '/' || numbers.statement as part_key,
        't' || cast(numbers.table_no as string)
        || case told_of.line_item when 'column' then 'c' || cast(numbers.column_no as string) else 'r' || numbers.source_line end as member,
        numbers.measure || '/' || coalesce(numbers.period, '') as rest_key
    from told_of
    inner join {{ ref('addressed_numbers') }} as numbers on told_of.first_no = numbers.cell_no
)

select
    association_no,
    edit_no,
    group_no,
    cell_no,
    first_no,
    cast(case when line_item is null then cell else part_key || '/' || line_item || '/' || member || '/' || rest_key end as string) as finding_key,
    cast(line_item as string) as line_item,
    cast(case when line_item is not null then member end as string) as member,
    cast(cast(wanted as decimal(28, 2)) / 100 as decimal(18, 2)) as amount,
    cause,
    certainty,
    log_odds,
    evidence_no,
    set_no
from named
