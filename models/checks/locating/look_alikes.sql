-- Suspect cells whose print is the print of another cell: the neighbouring row or column, another column of the row, the
-- year before, or the number of the note. A slip that repeats all over a table is how the table is, and weighs less.
with tables_touched as (
    select distinct
        document_id,
        table_no
    from {{ ref('suspect_cells') }}
),

cells as (
    select
        numbers.*,
        cast(numbers.amount * numbers.sign_factor as double) as printed_amount,
        dense_rank() over (
            partition by numbers.document_id, numbers.table_no order by length(numbers.source_line), numbers.source_line
        ) as row_no
    from {{ ref('printed_numbers') }} as numbers
    inner join tables_touched
        on numbers.document_id = tables_touched.document_id and numbers.table_no = tables_touched.table_no
    where numbers.amount is not null and numbers.measure <> 'note_number'
),

placed as (
    select
        *,
        dense_rank() over (partition by document_id, table_no, row_no order by column_no) as place_no
    from cells
),

earlier as (
    select
        association_id,
        statement,
        line_item,
        coalesce(member, '') as member,
        measure,
        fiscal_year,
        min_by(cell, cell) as cell,
        cast(amount * sign_factor as double) as printed_amount,
        applied_unit
    from {{ ref('printed_numbers') }}
    where amount is not null and measure <> 'note_number'
    group by association_id, statement, line_item, coalesce(member, ''), measure, fiscal_year, amount * sign_factor, applied_unit
),

met as (
    select
        placed.cell,
        'neighbouring_cell' as cause,
        others.cell as other_cell,
        4 as choices,
        -- how many agree in the same way: the same two rows in other columns, the same two columns in other rows
        case
            when placed.row_no = others.row_no
                then count(*) over (partition by placed.document_id, placed.table_no, placed.column_no, others.column_no)
            else 100 * count(*) over (partition by placed.document_id, placed.table_no, placed.row_no, others.row_no) - 99
        end as likes
    from placed
    inner join placed as others
        on
            placed.document_id = others.document_id
            and placed.table_no = others.table_no
            and placed.printed_amount = others.printed_amount
            and (
                (placed.column_no = others.column_no and abs(placed.row_no - others.row_no) = 1)
                or (placed.row_no = others.row_no and abs(placed.place_no - others.place_no) = 1)
            )
    where placed.printed_amount <> 0
    union all
    select
        placed.cell,
        'other_column' as cause,
        others.cell as other_cell,
        8 as choices,
        count(*) over (partition by placed.document_id, placed.table_no, placed.column_no, others.column_no) as likes
    from placed
    inner join placed as others
        on
            placed.document_id = others.document_id
            and placed.table_no = others.table_no
            and placed.row_no = others.row_no
            and placed.printed_amount = others.printed_amount
            and abs(placed.place_no - others.place_no) > 1
    where placed.printed_amount <> 0
    union all
    select
        placed.cell,
        'prior_year' as cause,
        earlier.cell as other_cell,
        1 as choices,
        count(*) over (partition by placed.document_id, placed.table_no, placed.column_no) as likes
    from placed
    inner join earlier
        on
            placed.association_id = earlier.association_id
            and placed.statement = earlier.statement
            and placed.line_item = earlier.line_item
            and coalesce(placed.member, '') = earlier.member
            and placed.measure = earlier.measure
            and placed.fiscal_year - 1 = earlier.fiscal_year
            and placed.printed_amount = earlier.printed_amount
            and placed.applied_unit = earlier.applied_unit
    where placed.printed_amount <> 0
    union all
    select
        placed.cell,
        'note_number' as cause,
        notes.cell as other_cell,
        1 as choices,
        count(*) over (partition by placed.document_id, placed.table_no, placed.column_no) as likes
    from placed
    inner join {{ ref('printed_numbers') }} as notes
        on
            placed.document_id = notes.document_id
            and placed.source_line = notes.source_line
            and notes.measure = 'note_number'
            and placed.amount = notes.amount * {{ unit_size("placed.applied_unit") }} * placed.sign_factor
)

select
    met.cell,
    met.cause,
    min(met.other_cell) as other_cell,
    max(slips.prior / met.choices / met.likes) as weight
from met
inner join {{ ref('slips') }} as slips on met.cause = slips.cause
inner join {{ ref('suspect_cells') }} as suspects on met.cell = suspects.cell
group by met.cell, met.cause
