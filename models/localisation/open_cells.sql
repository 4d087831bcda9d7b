-- The cells of those relations, as the search reads them: what is printed, what its last digit is worth, where it stands, what a
-- person has acknowledged of it, and how many relations hold it that the search does not see.
with met as (
    select distinct
        association_no,
        cell_no
    from {{ ref('open_terms') }}
),

outside as (
    select
        terms.cell_no,
        count(distinct terms.relation_no) as relation_count
    from met
    inner join {{ ref('relation_cells') }} as terms on met.cell_no = terms.cell_no
    inner join {{ ref('evaluations') }} as evaluations
        on
            terms.relation_no = evaluations.relation_no
            and terms.definition_no = evaluations.definition_no
            and evaluations.is_chosen
            and evaluations.state in ('exact', 'rounding')
    left join (select distinct relation_no from {{ ref('open_terms') }}) as seen on terms.relation_no = seen.relation_no
    where seen.relation_no is null
    group by terms.cell_no
)

select
    met.association_no,
    cells.cell_no,
    cells.document_no,
    cells.table_no,
    cells.line_order,
    cells.column_no,
    cells.fiscal_year,
    cells.document_year,
    cells.value_kind,
    cells.is_total,
    cells.is_approximate,
    cells.sign_factor,
    cells.unit_size,
    cells.amount,
    kinds.remoteness,
    cast(
        case when kinds.measure in ('share', 'ratio', 'consumed') then 'p' when kinds.measure = 'count' then 'c' else 'm' end as string
    ) as number_kind,
    -- what one step of the last printed digit is worth; an approximate figure counts in its unit
    cast(
        case
            when cells.half_width > 0 and cells.half_width * 2 <= cells.unit_size then cells.half_width * 2 else cells.unit_size
        end as decimal(18, 6)
    ) as step,
    cast(known.suggested_amount as decimal(18, 2)) as known_amount,
    cast(coalesce(outside.relation_count, 0) as integer) as outside_count
from met
inner join {{ ref('amounts') }} as cells on met.cell_no = cells.cell_no
inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
left join outside on met.cell_no = outside.cell_no
left join {{ ref('known_cells') }} as known on met.cell_no = known.cell_no
