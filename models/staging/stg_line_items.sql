-- One row per printed number, its text parsed. Nothing is dropped: what is no number keeps its kind.
with rows_in as (
    {{ line_item_rows() }}
),

normalised as (
    select
        *,
        -- no-break, narrow and thin spaces are thousands separators; minus and dashes are one sign
        trim({{ plain_signs_and_spaces("coalesce(printed, '')") }}) as plain_text
    from rows_in
),

tokens as (
    select
        *,
        {{ first_match("plain_text", "([0-9]{1,3}(?:[ .][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?)") }} as number_text,
        coalesce({{ number_word("trim(split_part(plain_text, ' ', 1))") }}, '') as word_number,
        {{ first_match("plain_text", "([0-9]{4}-[0-9]{2}-[0-9]{2})") }} as date_text
    from normalised
),

signed as (
    select
        *,
        replace(replace(case when number_text = '' then word_number else number_text end, ' ', ''), '.', '') as digits,
        {{ first_match("plain_text", "^[^0-9]*?([-+]) ?[0-9]") }} = '-' as is_negative
    from tokens
)

select
    cast(document_id as string) as document_id,
    cast(source_line as string) as source_line,
    cast(column_no as integer) as column_no,
    cast(number_no as integer) as number_no,
    cast(table_no as integer) as table_no,
    cast(statement as string) as statement,
    cast(label as string) as label,
    cast(line_item as string) as line_item,
    cast(nullif(member, '') as string) as member,
    cast(measure as string) as measure,
    cast(period as string) as period,
    cast({{ first_match("coalesce(period, '')", "([0-9]{4})$") }} as string) as period_year,
    cast(coalesce(printed, '') as string) as printed,
    cast(nullif(unit, '') as string) as printed_unit,
    cast(
        case
            when plain_text = '' then 'blank'
            when measure = 'date' then 'date'
            when measure = 'verdict' then 'text'
            when measure = 'note_number' then 'reference'
            when plain_text = '-' then 'dash'
            when digits = '' then 'text'
            else 'number'
        end as string
    ) as value_kind,
    cast(
        case
            when measure in ('date', 'verdict') then null
            when plain_text = '-' then 0
            else
                case when is_negative then -1 else 1 end * try_cast(replace(digits, ',', '.') as decimal(18, 6))
        end as decimal(18, 6)
    ) as printed_value,
    cast(length({{ first_match("digits", ",([0-9]+)$") }}) as integer) as decimals,
    cast(
        coalesce(printed_value <> 0, false)
        and {{ first_match("lower(plain_text)", "^(ca |ca. |runt |cirka )") }} <> '' as boolean
    ) as is_approximate,
    cast(try_cast(nullif(date_text, '') as date) as date) as date_value,
    cast(case when measure = 'verdict' then plain_text end as string) as text_value
from signed
