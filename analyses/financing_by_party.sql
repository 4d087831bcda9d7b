-- Who pays: the contributions of the state, the region and the municipalities, with their shares.
select
    notes.association_id,
    notes.document_id,
    notes.fiscal_year,
    members.kind as party,
    sum(notes.amount) as contribution,
    cast(
        100 * sum(notes.amount)
        / sum(sum(notes.amount)) over (partition by notes.document_id, notes.fiscal_year) as decimal(18, 2)
    ) as share_percent
from {{ ref('notes') }} as notes
inner join {{ ref('members') }} as members
    on notes.association_id = members.association_id and notes.member = members.member
where notes.statement = 'note_income' and notes.line_item = 'contribution'
group by notes.association_id, notes.document_id, notes.fiscal_year, members.kind
order by notes.document_id, notes.fiscal_year, party
