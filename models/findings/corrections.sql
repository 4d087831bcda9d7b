-- What every cell that a finding changes should say; of alternatives that exclude each other the first.
select
    cells.cell_no,
    min_by(edits.finding_key, edits.set_no * 10000 + edits.edit_no) as finding_key,
    min_by(cells.amount, edits.set_no * 10000 + edits.edit_no) as amount
from {{ ref('edit_cells') }} as cells
inner join {{ ref('edits') }} as edits on cells.association_no = edits.association_no and cells.edit_no = edits.edit_no
group by cells.cell_no
