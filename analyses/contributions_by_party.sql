-- Who pays: the contribution of each party and year, with its share of the year's contributions.
select
    figures.association_id,
    figures.fiscal_year,
    figures.member,
    members.kind as party_kind,
    members.name as party,
    figures.amount as contribution,
    figures.corrected_amount as corrected_contribution,
    cast(
        100 * cast(figures.amount as double)
        / nullif(cast(sum(figures.amount) over (partition by figures.association_id, figures.fiscal_year) as double), 0)
        as decimal(18, 2)
    ) as share_percent
from {{ ref('figures') }} as figures
inner join {{ ref('mart_members') }} as members
    on figures.association_id = members.association_id and figures.member = members.member
where
    figures.document_kind = 'annual_report' and figures.statement = 'note_income'
    and figures.line_item = 'contribution' and figures.measure = 'actual'
order by figures.association_id, figures.fiscal_year, figures.member
