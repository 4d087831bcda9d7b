-- Which figures did a later report print otherwise than the first, and is the change told as a finding?
select
    figures.association_id,
    figures.fiscal_year,
    figures.statement,
    figures.line_item,
    figures.member,
    figures.measure,
    figures.first_document_id,
    figures.first_amount,
    figures.document_id as last_document_id,
    figures.amount as last_amount,
    figures.amount - figures.first_amount as moved,
    figures.finding_key
from {{ ref('figures') }} as figures
where figures.amount <> figures.first_amount
order by figures.association_id, figures.fiscal_year, figures.statement, figures.line_item, figures.member, figures.measure
