{{ config(meta={'joins': 'in_order'}) }}
-- Every cell of every relation, one row per cell and definition: the kinds that rules name met with the cells of that kind by
-- document, year and place, and the tables' own structure. A term takes no cell that the table adds up from others that it takes: a
-- subtotal beside its rows, a year beside its halves.
with wanted as (
    select
        anchors.relation_no,
        anchors.definition_no,
        anchors.cell_no as total_no,
        terms.term_no,
        terms.term_bit,
        terms.role,
        terms.weight,
        terms.is_exact_zero,
        terms.look_no,
        terms.match in ('siblings', 'table') or terms.match like 'others:%' as is_of_others,
        terms.document_match = 'same' as is_of_same,
        steps.other_document_no as document_no,
        case terms.match when 'span_start' then anchors.first_year else anchors.fiscal_year + terms.period_offset end as fiscal_year,
        coalesce(
            terms.fixed_place,
            case terms.match
                when 'table' then anchors.table_no
                when 'siblings' then anchors.table_no
                when 'row' then anchors.line_order
                when 'member_or_none' then anchors.member_no
                when 'first_print' then anchors.first_cell_no
                else case when anchors.member_no = 0 then -1 else anchors.member_no end
            end
        ) as place
    from {{ ref('anchors') }} as anchors
    inner join {{ ref('term_kinds') }} as terms
        on anchors.definition_no = terms.definition_no and anchors.kind_no = terms.anchor_kind_no
    inner join {{ ref('document_steps') }} as steps on anchors.document_no = steps.document_no and terms.step_no = steps.step_no
),

met as (
    select
        wanted.relation_no,
        wanted.definition_no,
        wanted.term_no,
        wanted.term_bit,
        wanted.role,
        wanted.weight,
        places.cell_no,
        places.amount,
        -- an empty cell is no exact nought
        case when wanted.is_exact_zero and places.amount = 0 and not places.is_gap then 0 else places.half_width end as half_width,
        places.is_approximate,
        places.is_gap and not wanted.is_of_same as is_foreign_gap
    from wanted
    inner join {{ ref('cell_places') }} as places
        on
            wanted.document_no = places.document_no
            and wanted.look_no = places.look_no
            and wanted.fiscal_year = places.fiscal_year
            and wanted.place = places.place
    where not wanted.is_of_others or wanted.total_no <> places.cell_no
),

-- what another document leaves out says nothing of this one, but for an empty cell among rows that it does print
printed_beside as (
    select distinct
        gaps.relation_no,
        gaps.definition_no,
        gaps.term_no
    from met as gaps
    inner join met as prints
        on gaps.relation_no = prints.relation_no and gaps.definition_no = prints.definition_no and gaps.term_no = prints.term_no
    where gaps.is_foreign_gap and not prints.is_foreign_gap
),

-- what the table adds up, without what it takes away: a difference of columns is no sum of them
table_sums as (
    select
        total_no,
        cell_no,
        sum_kind,
        min(weight) over (partition by relation_no) as least_weight,
        sum(case when amount <> 0 then 1 else 0 end) over (partition by relation_no) as part_count
    from {{ ref('tree_terms') }}
    where sum_kind in ('rows', 'details', 'columns') and amount is not null
),

-- a row beside zeros is printed again, not added up: a sum has two amounts at least, in one column of its row
rows_added as (
    select distinct
        totals.document_no,
        totals.table_no,
        totals.line_order
    from table_sums as sums
    inner join {{ ref('amounts') }} as totals on sums.total_no = totals.cell_no
    where sums.part_count > 1 and sums.sum_kind <> 'columns'
),

added_elsewhere as (
    select distinct sums.total_no
    from table_sums as sums
    inner join {{ ref('amounts') }} as totals on sums.total_no = totals.cell_no
    inner join rows_added
        on
            totals.document_no = rows_added.document_no
            and totals.table_no = rows_added.table_no
            and totals.line_order = rows_added.line_order
    where sums.part_count <= 1 and sums.sum_kind <> 'columns'
),

counted_within as (
    select distinct
        sums.relation_no,
        sums.definition_no,
        sums.term_no,
        sums.cell_no
    from met as sums
    inner join table_sums as trees on sums.cell_no = trees.total_no and trees.least_weight > 0
    left join added_elsewhere on trees.total_no = added_elsewhere.total_no and trees.sum_kind <> 'columns'
    -- asked of each part: joined, the terms of a relation would meet each other first, as many times as a long table has rows
    where
        (trees.part_count > 1 or added_elsewhere.total_no is not null)
        and (sums.relation_no, sums.definition_no, sums.term_no, trees.cell_no) in (
            select
                met.relation_no,
                met.definition_no,
                met.term_no,
                met.cell_no
            from met
        )
)

select
    met.relation_no,
    met.definition_no,
    cast(met.term_no as integer) as term_no,
    cast(met.term_bit as bigint) as term_bit,
    cast(met.role as string) as role,
    cast(met.weight as integer) as weight,
    met.cell_no,
    met.amount,
    cast(met.half_width as decimal(18, 6)) as half_width,
    met.is_approximate
from met
left join counted_within
    on
        met.relation_no = counted_within.relation_no
        and met.definition_no = counted_within.definition_no
        and met.term_no = counted_within.term_no
        and met.cell_no = counted_within.cell_no
left join printed_beside
    on
        met.is_foreign_gap
        and met.relation_no = printed_beside.relation_no
        and met.definition_no = printed_beside.definition_no
        and met.term_no = printed_beside.term_no
where counted_within.cell_no is null and (not met.is_foreign_gap or printed_beside.term_no is not null)
union all
select
    relation_no,
    definition_no,
    cast(1 as integer) as term_no,
    cast(2 as bigint) as term_bit,
    cast(role as string) as role,
    cast(weight as integer) as weight,
    cell_no,
    amount,
    half_width,
    is_approximate
from {{ ref('tree_terms') }}
where amount is not null
union all
select
    relation_no,
    definition_no,
    cast(0 as integer) as term_no,
    cast(0 as bigint) as term_bit,
    cast('total' as string) as role,
    cast(1 as integer) as weight,
    cell_no,
    amount,
    half_width,
    is_approximate
from {{ ref('anchors') }}
union all
select distinct
    trees.relation_no,
    trees.definition_no,
    cast(0 as integer) as term_no,
    cast(0 as bigint) as term_bit,
    cast('total' as string) as role,
    cast(1 as integer) as weight,
    totals.cell_no,
    totals.amount,
    totals.half_width,
    totals.is_approximate
from {{ ref('tree_terms') }} as trees
inner join {{ ref('amounts') }} as totals on trees.total_no = totals.cell_no
where trees.amount is not null
