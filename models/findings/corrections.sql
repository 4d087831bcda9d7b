-- What every cell that a finding changes should say; of alternatives that exclude each other the first. Another scope and a year that
-- was restated change no figure, and what the figures do not decide changes none either; where a person has explained a print with these
-- very amounts, the print stays.
select
    cells.cell_no,
    min_by(edits.finding_key, edits.edit_no) as finding_key,
    min_by(cells.amount, edits.edit_no) as amount
from {{ ref('edit_cells') }} as cells
inner join {{ ref('edits') }} as edits on cells.association_no = edits.association_no and cells.edit_no = edits.edit_no
left join {{ ref('addressed_numbers') }} as numbers on edits.cell_no = numbers.cell_no
left join {{ ref('stg_acknowledged_findings') }} as explained
    on
        edits.finding_key = explained.finding_key and explained.kind = 'explained'
        and coalesce({{ swedish_number("numbers.amount * numbers.sign_factor") }}, '') = explained.printed
        and coalesce({{ swedish_number("edits.amount * numbers.sign_factor") }}, '') = explained.suggested
where
    edits.set_no < 2 and edits.cause not in ('scope_differs', 'restated')
    and (edits.certainty <> 'unknown' or edits.set_no = 1)
    and explained.finding_key is null
group by cells.cell_no
