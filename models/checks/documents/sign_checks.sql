-- The sign convention that a column is read under, held against the evidence: how many relations of its cells with other
-- tables hold as declared, and how many would hold under the opposite sign.
with evidence as (
    select
        numbers.document_id,
        numbers.table_no,
        numbers.column_no,
        numbers.statement,
        numbers.measure,
        numbers.fiscal_year,
        count(*) filter (where sums.state in ('exact', 'rounding') and sums.printed_amount <> 0) as holds,
        count(*) filter (
            where sums.state = 'deviation' and abs(sums.difference - 2 * sums.printed_amount) <= sums.rounding_bound
        ) as opposed
    from {{ ref('chosen_definitions') }} as sums
    inner join {{ ref('relation_anchors') }} as anchors
        on sums.relation_id = anchors.relation_id and sums.variant = anchors.variant
    inner join {{ ref('printed_numbers') }} as numbers on anchors.cell = numbers.cell
    inner join {{ ref('rules') }} as rules on sums.rule_id = rules.rule_id
    where rules.kind = 'tie'
    group by
        numbers.document_id, numbers.table_no, numbers.column_no, numbers.statement, numbers.measure, numbers.fiscal_year
)

select
    'SG-001' as rule_id,
    evidence.document_id,
    evidence.fiscal_year,
    evidence.document_id || '/' || evidence.statement || '/table/t' || cast(evidence.table_no as string) || '/'
    || evidence.measure || '/' || cast(evidence.fiscal_year as string) as cell,
    evidence.statement,
    columns.heading as label,
    'table' as line_item,
    't' || cast(evidence.table_no as string) as member,
    evidence.measure,
    evidence.holds as printed_amount,
    evidence.opposed as computed_amount,
    0 as rounding_bound,
    case when evidence.opposed > evidence.holds then 'deviation' else 'exact' end as state,
    cast(null as string) as reason,
    cast(evidence.holds as string) || ' >= ' || cast(evidence.opposed as string) as formula,
    'sign_flipped' as cause,
    cast(tables.first_line as string) as source_line
from evidence
inner join {{ input_relation('table_columns') }} as columns
    on
        evidence.document_id = columns.document_id
        and evidence.table_no = columns.table_no
        and evidence.column_no = columns.column_no
left join {{ input_relation('tables') }} as tables
    on evidence.document_id = tables.document_id and evidence.table_no = tables.table_no
where evidence.holds + evidence.opposed > 0
