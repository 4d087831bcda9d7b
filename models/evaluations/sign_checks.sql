-- The sign convention that a column is read under, held against the evidence: how many relations of its cells with other
-- tables hold as declared, and how many would hold under the opposite sign.
with evidence as (
    select
        cells.document_no,
        cells.table_no,
        cells.column_no,
        cells.fiscal_year,
        kinds.statement,
        kinds.measure,
        count(*) filter (where evaluations.state in ('exact', 'rounding') and evaluations.printed_amount <> 0) as holds,
        count(*) filter (
            where evaluations.state = 'deviation'
            and abs(evaluations.difference - 2 * evaluations.printed_amount) <= evaluations.rounding_bound
        ) as opposed
    from {{ ref('evaluations') }} as evaluations
    inner join {{ ref('amounts') }} as cells on evaluations.cell_no = cells.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    where evaluations.kind = 'tie' and evaluations.is_chosen
    group by cells.document_no, cells.table_no, cells.column_no, cells.fiscal_year, kinds.statement, kinds.measure
),

-- a table has one check a year and measure: of columns that share both, the one that is doubted most
doubted as (
    select
        evidence.*,
        columns.heading,
        row_number() over (
            partition by evidence.document_no, evidence.table_no, evidence.fiscal_year, evidence.statement, evidence.measure
            order by evidence.opposed - evidence.holds desc, evidence.holds desc, columns.heading asc, evidence.column_no asc
        ) as doubt_no
    from evidence
    inner join {{ ref('stg_table_columns') }} as columns
        on
            evidence.document_no = columns.document_no
            and evidence.table_no = columns.table_no
            and evidence.column_no = columns.column_no
    where evidence.holds + evidence.opposed > 0
)

select
    'SG-001' as rule_id,
    doubted.document_no,
    cast(null as bigint) as cell_no,
    doubted.statement,
    doubted.heading as label,
    'table' as line_item,
    't' || cast(doubted.table_no as string) as member,
    doubted.measure,
    doubted.fiscal_year,
    doubted.holds as printed_amount,
    doubted.opposed as computed_amount,
    0 as rounding_bound,
    case when doubted.opposed > doubted.holds then 'deviation' else 'exact' end as state,
    cast(null as string) as reason,
    cast(doubted.holds as string) as left_text,
    '>=' as operator,
    cast(doubted.opposed as string) as right_text,
    cast(null as string) as remark,
    'sign_convention' as cause,
    tables.first_line as source_line
from doubted
left join {{ ref('stg_tables') }} as tables
    on doubted.document_no = tables.document_no and doubted.table_no = tables.table_no
where doubted.doubt_no = 1
