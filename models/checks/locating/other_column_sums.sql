-- What the rows of a deviating column sum add up to in the other columns of the same year: a total may have been taken from
-- there. (Last year's total in this year's column is a look-alike.)
with open_rows as (
    select
        relations.relation_id,
        relations.variant,
        cells.document_id,
        cells.table_no,
        cells.source_line,
        cells.column_no,
        cells.fiscal_year,
        terms.coefficient
    from {{ ref('weighed_relations') }} as relations
    inner join {{ ref('weighed_terms') }} as terms
        on relations.relation_id = terms.relation_id and relations.variant = terms.variant and not terms.is_total
    inner join {{ ref('suspect_cells') }} as cells on terms.cell = cells.cell
    where
        relations.was_open and relations.kind = 'sum' and relations.tick = 'footed' and relations.term_count >= 2
        and cells.amount <> 0
),

sums as (
    select
        open_rows.relation_id,
        open_rows.variant,
        others.column_no,
        min(others.document_id) as document_id,
        min(others.table_no) as table_no,
        sum(-open_rows.coefficient * cast(others.amount as double)) as amount
    from open_rows
    inner join {{ ref('printed_numbers') }} as others
        on
            open_rows.document_id = others.document_id
            and open_rows.table_no = others.table_no
            and open_rows.source_line = others.source_line
            and open_rows.column_no <> others.column_no
            and open_rows.fiscal_year = others.fiscal_year
    where others.amount <> 0 and others.measure not in ('note_number', 'share', 'ratio', 'count')
    group by open_rows.relation_id, open_rows.variant, others.column_no
    having count(*) >= 2
)

select
    sums.relation_id,
    sums.variant,
    sums.column_no,
    columns_of.heading,
    sums.amount,
    count(*) over (partition by sums.relation_id, sums.variant) as column_count
from sums
left join {{ input_relation('table_columns') }} as columns_of
    on
        sums.document_id = columns_of.document_id
        and sums.table_no = columns_of.table_no
        and sums.column_no = columns_of.column_no
