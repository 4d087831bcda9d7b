-- Every cell under each place that some term looks for its kind in: anywhere in the statement, its table, its row, its member, the
-- coarser row of its member, the kind of its member, itself.
with looked_for as (
    select distinct
        kind_no,
        place_match,
        look_no
    from {{ ref('term_kinds') }}
),

placed as (
    select
        cells.document_no,
        looked_for.look_no,
        cells.fiscal_year,
        cells.cell_no,
        -- a gap counts as nothing
        coalesce(cells.amount, 0) as amount,
        cells.half_width,
        cells.is_approximate,
        cells.is_gap,
        looked_for.place_match,
        case looked_for.place_match
            when 'statement' then 0
            when 'table' then cells.table_no
            when 'siblings' then cells.table_no
            when 'row' then cells.line_order
            when 'member' then cells.member_no
            when 'member_or_none' then cells.member_no
            when 'family' then cells.member_no
            when 'child' then members.parent_no
            when 'first_print' then cells.cell_no
            else case members.kind when 'state' then 1 when 'region' then 2 when 'municipality' then 3 end
        end as place,
        members.kind as member_kind,
        members.parent_no,
        members.grandparent_no
    from {{ ref('amounts') }} as cells
    inner join looked_for on cells.kind_no = looked_for.kind_no
    left join {{ ref('stg_numbered_members') }} as members
        on cells.member_no = members.member_no and looked_for.place_match not in ('statement', 'table', 'row', 'first_print')
    where
        (cells.value_kind in ('number', 'dash') or cells.is_gap)
        and cells.fiscal_year is not null
        and (cells.print_no = 1 or looked_for.place_match in ('table', 'row', 'siblings'))
),

-- a row stands in the families of its coarser rows too, two levels up
families as (
    select
        *,
        parent_no as family_no
    from placed
    where place_match = 'family' and parent_no is not null
    union all
    select
        *,
        grandparent_no as family_no
    from placed
    where place_match = 'family' and grandparent_no is not null
)

select
    document_no,
    look_no,
    fiscal_year,
    cast(place as bigint) as place,
    cell_no,
    amount,
    half_width,
    is_approximate,
    is_gap
from placed
where place is not null
union all
select
    document_no,
    look_no,
    fiscal_year,
    cast(family_no as bigint) as place,
    cell_no,
    amount,
    half_width,
    is_approximate,
    is_gap
from families
