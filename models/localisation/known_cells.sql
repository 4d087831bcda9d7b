{%- set read = "try_cast(replace(replace(" ~ plain_signs_and_spaces("%s") ~ ", ' ', ''), ',', '.') as decimal(18, 2))" -%}
-- The cells that a person has acknowledged as wrong, with what they printed then, what they should say, and whether they still print it.
with keyed as (
    select
        numbers.cell_no,
        numbers.amount,
        numbers.sign_factor,
        known.suggested,
        known.printed
    from {{ ref('stg_acknowledged_findings') }} as known
    inner join {{ ref('addressed_numbers') }} as numbers on known.finding_key = numbers.cell
)

select
    cell_no,
    cast(sign_factor * case when printed = '' then 0 else {{ read % "printed" }} end as decimal(18, 2)) as printed_amount,
    cast(sign_factor * {{ read % "suggested" }} as decimal(18, 2)) as suggested_amount,
    cast(coalesce({{ swedish_number("amount * sign_factor") }}, '') = printed as boolean) as is_printed
from keyed
where suggested <> ''
