-- Whether a face statement adds up at all: one that has rows, and no total that any sum of its own rows gives, cannot be cast, and nothing
-- else would tell that its totals went missing.
with cells as (
    select
        amounts.cell_no,
        amounts.document_no,
        amounts.table_no,
        amounts.line_order,
        amounts.fiscal_year,
        amounts.value_kind,
        amounts.amount,
        kinds.statement,
        kinds.measure
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    where
        kinds.statement in ('income_statement', 'balance_sheet', 'cash_flow')
        and kinds.measure not in ('note_number', 'share', 'ratio', 'consumed', 'count')
        and amounts.value_kind in ('number', 'dash', 'blank')
        and amounts.fiscal_year is not null
),

-- sums of a column whose total and at least two rows the statement prints, and of which nothing is lacking that must be there; where the
-- total's own cell is empty that is a finding by itself
sums as (
    select
        terms.relation_no,
        terms.definition_no,
        cells.document_no,
        cells.statement
    from {{ ref('relation_cells') }} as terms
    inner join cells on terms.cell_no = cells.cell_no
    inner join {{ ref('definitions') }} as definitions on terms.definition_no = definitions.definition_no
    inner join {{ ref('stg_rules') }} as rules on definitions.rule_no = rules.rule_no
    where rules.kind = 'sum' and rules.tick = 'footed'
    group by terms.relation_no, terms.definition_no, cells.document_no, cells.statement
    having
        count(*) filter (where terms.role = 'total') = 1
        and count(*) filter (where terms.role <> 'total') >= 2
        and min(definitions.required_bits) - (min(definitions.required_bits) & bit_or(terms.term_bit))
        - ((min(definitions.required_bits) - (min(definitions.required_bits) & bit_or(terms.term_bit))) & min(definitions.absent_bits)) = 0
),

statements as (
    select
        document_no,
        statement,
        -- the table, the year and the measure that the finding is keyed to: the first table, its latest year, the outcome before a budget
        min(table_no) as table_no,
        max(fiscal_year) as fiscal_year,
        min_by(measure, cast(20000 - fiscal_year as string) || case measure when 'actual' then '1' else '2' end || measure) as measure,
        count(distinct line_order) filter (where value_kind = 'number' and amount <> 0) as row_count
    from cells
    group by document_no, statement
)

select
    'CV-005' as rule_id,
    statements.document_no,
    cast(null as bigint) as cell_no,
    statements.statement,
    tables.heading as label,
    'table' as line_item,
    't' || cast(statements.table_no as string) as member,
    statements.measure,
    statements.fiscal_year,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(null as decimal(18, 2)) as computed_amount,
    0 as rounding_bound,
    case when casting.document_no is null then 'deviation' else 'exact' end as state,
    cast(null as string) as reason,
    'Σ (' || cast(statements.row_count as string) || ')' as left_text,
    '=' as operator,
    '–' as right_text,
    cast(null as string) as remark,
    'missing_number' as cause,
    tables.first_line as source_line
from statements
left join (
    select distinct
        document_no,
        statement
    from sums
) as casting
    on statements.document_no = casting.document_no and statements.statement = casting.statement
left join {{ ref('stg_tables') }} as tables
    on statements.document_no = tables.document_no and statements.table_no = tables.table_no
-- two rows may be all that a dormant association has
where statements.row_count >= 3
