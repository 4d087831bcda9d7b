-- What the search suggests, one row per edit: what it is told of (a cell, or an event of a column, a row or a total, which has its place in
-- the stead of a line item), what it should say, why, and how sure that is.
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

named as (
    select
        placed.*,
        numbers.cell,
        numbers.document_id || '/' || numbers.statement as part_key,
        't' || cast(numbers.table_no as string)
        || case placed.line_item when 'column' then 'c' || cast(numbers.column_no as string) else 'r' || numbers.source_line end as member,
        numbers.measure || '/' || coalesce(numbers.period, '') as rest_key
    from placed
    inner join {{ ref('addressed_numbers') }} as numbers on placed.first_no = numbers.cell_no
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
    cast(cast(wanted as decimal(18, 2)) / 100 as decimal(18, 2)) as amount,
    cause,
    certainty,
    log_odds,
    evidence_no,
    set_no
from named
