{# Fails on: a filled organisation number that is not ten digits as NNNNNN-NNNN with a check digit by the Luhn rule. #}
{% test organisation_number(model, column_name) %}
with digits as (
    select
        {{ column_name }} as organisation_number,
        {{ replace_all("coalesce(" ~ column_name ~ ", '')", "[^0-9]", "") }} as plain
    from {{ model }}
    where {{ column_name }} is not null
),

summed as (
    select
        digits.organisation_number,
        sum(
            case
                when places.n % 2 = 0 then cast(substr(digits.plain, places.n, 1) as integer)
                -- a doubled digit counts with its digit sum
                when cast(substr(digits.plain, places.n, 1) as integer) * 2 > 9
                    then cast(substr(digits.plain, places.n, 1) as integer) * 2 - 9
                else cast(substr(digits.plain, places.n, 1) as integer) * 2
            end
        ) as checksum
    from digits
    inner join ({{ integer_rows(1, 10) }}) as places on places.n <= length(digits.plain)
    group by digits.organisation_number
)

select
    digits.organisation_number,
    summed.checksum
from digits
left join summed on digits.organisation_number = summed.organisation_number
where
    {{ first_match("digits.organisation_number", "^([0-9]{6}-[0-9]{4})$") }} = ''
    or summed.checksum % 10 <> 0
{% endtest %}
