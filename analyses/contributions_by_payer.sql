-- Who pays: the contributions of each payer, with its share of the year's contributions.
with paid as (
    select
        figures.association_id,
        figures.fiscal_year,
        members.kind as payer_kind,
        members.name as payer,
        figures.amount,
        figures.corrected_amount
    from {{ ref('figures') }} as figures
    inner join {{ ref('mart_members') }} as members
        on figures.association_id = members.association_id and figures.member = members.member
    where figures.statement = 'note_income' and figures.line_item = 'contribution' and figures.measure = 'actual'
)

select
    association_id,
    fiscal_year,
    payer_kind,
    payer,
    amount as contribution,
    corrected_amount as corrected_contribution,
    cast(
        100 * cast(amount as double) / nullif(cast(sum(amount) over (partition by association_id, fiscal_year) as double), 0)
        as decimal(18, 2)
    ) as share_percent
from paid
order by association_id, fiscal_year, payer_kind, payer
