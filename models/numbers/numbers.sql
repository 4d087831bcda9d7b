-- Every printed number in narrow rows: its text parsed, its kind and year as numbers. Nothing is decided yet about unit and sign.
with normalised as (
    select
        items.cell_no,
        items.document_no,
        items.table_no,
        items.line_order,
        items.column_no,
        items.number_no,
        kinds.kind_no,
        coalesce(members.member_no, 0) as member_no,
        items.measure,
        items.period,
        items.printed_unit,
        -- no-break, narrow and thin spaces are thousands separators; minus and dashes are one sign
        trim({{ plain_signs_and_spaces("items.printed") }}) as plain_text
    from {{ ref('stg_line_items') }} as items
    inner join {{ ref('stg_documents') }} as documents on items.document_no = documents.document_no
    inner join {{ ref('stg_cell_kinds') }} as kinds
        on items.statement = kinds.statement and items.line_item = kinds.line_item and items.measure = kinds.measure
    left join {{ ref('stg_numbered_members') }} as members
        on documents.association_no = members.association_no and items.member = members.member
),

-- nearly every print is a number and nothing else; the others are taken apart
sorted as (
    select
        *,
        {{ first_match("plain_text", "^([-+]? ?(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,[0-9]+)?)$") }} <> '' as is_bare
    from normalised
),

tokens as (
    select
        *,
        case
            when not is_bare then {{ first_match("plain_text", "([0-9]{1,3}(?:[ .][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?)") }}
        end as number_text,
        case when not is_bare then lower(split_part(plain_text, ' ', 1)) end as first_word,
        case when not is_bare then {{ first_match("plain_text", "([0-9]{4}-[0-9]{2}-[0-9]{2})") }} end as date_text,
        case when not is_bare then {{ first_match("plain_text", "^[^0-9]*?([-+]) ?[0-9]") }} = '-' end as is_negative,
        -- the words before the number, without full stops and sign
        case
            when not is_bare
                then trim(replace(translate(lower({{ first_match("plain_text", "^([^0-9]+)[0-9]") }}), '-+', '  '), '.', ''))
        end as lead_text
    from sorted
),

leads as (
    select
        leads.lead_text,
        words.lower_share,
        words.upper_share
    from (
        select distinct lead_text
        from tokens
        where lead_text <> ''
    ) as leads
    inner join {{ ref('stg_approximations') }} as words on ' ' || leads.lead_text like '% ' || words.words
    qualify row_number() over (partition by leads.lead_text order by length(words.words) desc, words.words asc) = 1
),

signed as (
    select
        tokens.*,
        leads.lower_share,
        leads.upper_share,
        case
            when is_bare then replace(plain_text, ' ', '')
            else replace(replace(case when number_text = '' then coalesce(cast(spelt.value as string), '') else number_text end, ' ', ''), '.', '')
        end as digits
    from tokens
    left join leads on tokens.lead_text = leads.lead_text
    left join {{ ref('stg_number_words') }} as spelt on tokens.first_word = spelt.word
)

select
    cast(cell_no as bigint) as cell_no,
    cast(document_no as integer) as document_no,
    cast(table_no as integer) as table_no,
    cast(line_order as bigint) as line_order,
    cast(column_no as integer) as column_no,
    cast(number_no as integer) as number_no,
    cast(kind_no as integer) as kind_no,
    cast(member_no as integer) as member_no,
    cast(coalesce(try_cast(period as integer), try_cast({{ first_match("period", "([0-9]{4})$") }} as integer)) as integer) as fiscal_year,
    -- a span such as 2019-2024 starts here
    cast(try_cast(substr(period, 1, 4) as integer) as integer) as first_year,
    cast(printed_unit as string) as printed_unit,
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
            when is_bare then try_cast(replace(digits, ',', '.') as decimal(18, 6))
            when plain_text = '-' then 0
            else case when is_negative then -1 else 1 end * try_cast(replace(digits, ',', '.') as decimal(18, 6))
        end as decimal(18, 6)
    ) as printed_value,
    cast(length(split_part(digits, ',', 2)) as integer) as decimals,
    cast(lower_share as decimal(6, 3)) as lower_share,
    cast(upper_share as decimal(6, 3)) as upper_share,
    cast(case when not is_bare then try_cast(nullif(date_text, '') as date) end as date) as date_value,
    cast(case when measure = 'verdict' then plain_text end as string) as text_value
from signed
