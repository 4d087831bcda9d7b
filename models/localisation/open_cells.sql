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
    -- a limit leaves room for another amount
    inner join {{ ref('stg_rules') }} as rules on evaluations.rule_no = rules.rule_no and rules.kind in ('sum', 'tie', 'ratio')
    left join (select distinct relation_no from {{ ref('open_terms') }}) as seen on terms.relation_no = seen.relation_no
    where seen.relation_no is null
    group by terms.cell_no
),

-- the shares of a column, and those of a row, by what their last digit is worth: a slip may have brought other decimals than all of them,
-- and an empty cell has none
shares as (
    select
        amounts.cell_no,
        amounts.document_no,
        amounts.table_no,
        amounts.line_order,
        amounts.column_no,
        amounts.half_width
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    where
        kinds.measure in ('share', 'ratio', 'consumed') and kinds.statement not in ('narrative', 'goals')
        and (amounts.value_kind = 'number' or amounts.is_gap) and not amounts.is_approximate
),

-- each share stands in a column and in a row
placed as (
    select
        shares.cell_no,
        shares.document_no,
        shares.table_no,
        shares.column_no,
        shares.half_width,
        case axes.n when 1 then 'column' else 'row' end as line,
        case axes.n when 1 then cast(shares.column_no as bigint) else shares.line_order end as place
    from shares
    inner join ({{ integer_rows(1, 2) }}) as axes on true
),

beside as (
    select
        own.cell_no,
        own.half_width,
        own.line,
        min(others.half_width) as least,
        max(others.half_width) as most
    from (select distinct cell_no from met) as open_ones
    inner join placed as own on open_ones.cell_no = own.cell_no
    inner join placed as others
        on
            own.document_no = others.document_no
            and own.table_no = others.table_no
            and own.line = others.line
            and own.place = others.place
            and (own.line = 'column' or own.column_no <> others.column_no)
            and own.cell_no <> others.cell_no
            and others.half_width > 0
    group by own.cell_no, own.half_width, own.line
    having count(*) >= 2
),

-- the column decides; where it has but one other share, the row
usual as (
    select
        cell_no,
        min(half_width) as own_half_width,
        min_by(case when least = most then least end, line) as half_width
    from beside
    group by cell_no
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
    cells.half_width,
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
    -- of a share: the step of all others of its column, else of its row, where it has another one
    cast(case when usual.half_width <> usual.own_half_width then usual.half_width * 2 end as decimal(18, 6)) as usual_step,
    cast(case when known.is_printed then known.suggested_amount end as decimal(18, 2)) as known_amount,
    -- what was acknowledged of it and stands elsewhere now, if a whole row or column has moved
    cast(case when not known.is_printed then known.printed_amount end as decimal(18, 2)) as known_print,
    cast(case when not known.is_printed then known.suggested_amount end as decimal(18, 2)) as known_elsewhere_amount,
    cast(coalesce(outside.relation_count, 0) as integer) as outside_count
from met
inner join {{ ref('amounts') }} as cells on met.cell_no = cells.cell_no
inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
left join outside on met.cell_no = outside.cell_no
left join {{ ref('known_cells') }} as known on met.cell_no = known.cell_no
left join usual on met.cell_no = usual.cell_no
