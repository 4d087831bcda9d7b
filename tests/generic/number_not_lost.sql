{# Fails on: a text in `of` (cell_no, printed, reading) whose digits are not those of the number that was made of it, with `decimals` of
   them behind the comma. A text without digits is a word or a dash; one of which no number was made is for others to tell. #}
{% test number_not_lost(model, column_name, of, decimals) %}
with prints as (
    select
        coalesce(nullif(texts.reading, ''), texts.printed) as text_read,
        numbers.{{ column_name }} as parsed,
        {{ replace_all("coalesce(nullif(texts.reading, ''), texts.printed)", "[^0-9]|^[^1-9]*", "") }} as text_digits,
        -- six decimals follow the point, of which the last are zeros
        {{ replace_all("cast(cast(numbers." ~ column_name ~ " as decimal(18, 6)) as string)", "[^0-9]|^[^1-9]*", "") }} as number_digits,
        numbers.{{ decimals }} as decimals
    from {{ of }} as texts
    inner join {{ model }} as numbers on texts.cell_no = numbers.cell_no
    where numbers.{{ column_name }} is not null
)

select
    text_read,
    parsed
from prints
where
    {{ first_match("text_read", "([0-9])") }} <> ''
    and (
        decimals <> length({{ first_match("text_read", "[0-9],([0-9]+)") }})
        or number_digits <> text_digits || case when text_digits = '' then '' else rpad('', 6 - decimals, '0') end
    )
{% endtest %}
