{# Fails on: a print in `of` (cell_no, printed, measure) of a measure that is no date, verdict or note number, of which parsing made no
   number (a dash and an empty cell are none); a letter among digits; and a print of one whole number whose digits are not those of the
   parsed number. #}
{% test number_not_lost(model, column_name, of) %}
with prints as (
    select
        texts.printed,
        numbers.{{ column_name }} as parsed,
        {{ plain_signs_and_spaces("texts.printed") }} as plain
    from {{ of }} as texts
    inner join {{ model }} as numbers on texts.cell_no = numbers.cell_no
    where
        texts.measure not in ('date', 'verdict', 'note_number')
        and replace(replace({{ plain_signs_and_spaces("coalesce(texts.printed, '')") }}, '-', ''), ' ', '') <> ''
)

select
    printed,
    parsed
from prints
where
    parsed is null
    or {{ first_match("plain", "([0-9][A-Za-zåäöÅÄÖ]+[0-9])") }} <> ''
    or (
        -- a comma before a digit starts decimals; another sign between digits separates two numbers
        {{ first_match("plain", "([0-9])") }} <> '' and {{ first_match("plain", "([0-9][^0-9 .]+[0-9])") }} = ''
        and {{ replace_all("plain", "[^0-9]", "") }} <> cast(cast(abs(parsed) as decimal(18, 0)) as string)
    )
{% endtest %}
