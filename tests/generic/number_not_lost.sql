{# Fails on: a print of a measure that is no date, verdict or note number, of which parsing made no number (a dash and an empty
   cell are none); a letter among digits; and a print of one whole number whose digits are not those of the parsed number. #}
{% test number_not_lost(model, column_name, printed) %}
with prints as (
    select
        {{ printed }} as printed,
        {{ column_name }} as parsed,
        {{ plain_signs_and_spaces(printed) }} as plain
    from {{ model }}
    where
        measure not in ('date', 'verdict', 'note_number')
        and replace(replace({{ plain_signs_and_spaces("coalesce(" ~ printed ~ ", '')") }}, '-', ''), ' ', '') <> ''
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
