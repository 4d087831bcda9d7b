-- The cells that a person has acknowledged as wrong, where they print what was acknowledged, with what they should say.
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
    cast(
        sign_factor * try_cast(replace(replace({{ plain_signs_and_spaces("suggested") }}, ' ', ''), ',', '.') as decimal(18, 2))
        as decimal(18, 2)
    ) as suggested_amount
from keyed
where
    suggested <> ''
    and coalesce({{ swedish_number("amount * sign_factor") }}, '') = printed
