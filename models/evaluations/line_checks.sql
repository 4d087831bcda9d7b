{{ config(meta={'joins': 'in_order'}) }}
-- The totals that a face statement should print because the same report prints their amount elsewhere: a rule ties the two, and the
-- statement has other lines of that year, but not this one. A line that is no total is told by the sum that lacks it.
with tied as (
    -- definitions that tie a line to lines of the same document and year, and nothing else
    select
        terms.definition_no,
        count(*) as term_count,
        min(rules_of.definition_count) as definition_count
    from {{ ref('stg_rule_terms') }} as terms
    inner join {{ ref('stg_rules') }} as rules on terms.rule_no = rules.rule_no
    inner join (
        select
            rule_no,
            count(distinct definition_no) as definition_count
        from {{ ref('stg_rule_terms') }}
        group by rule_no
    ) as rules_of
        on terms.rule_no = rules_of.rule_no
    where terms.role <> 'total' and rules.kind = 'tie' and rules.class = 'error'
    group by terms.definition_no
    having
        min(case
            when
                terms.document_match = 'same' and terms.match = 'statement' and terms.period_offset = 0
                and terms.presence = 'required' and terms.document_kind = ''
                then 1
            else 0
        end) = 1
),

lines as (
    select
        kinds.kind_no,
        kinds.statement,
        kinds.line_item,
        chart.name_sv
    from {{ ref('stg_cell_kinds') }} as kinds
    inner join {{ ref('stg_chart') }} as chart on kinds.statement = chart.statement and kinds.line_item = chart.line_item
    where
        kinds.statement in ('income_statement', 'balance_sheet', 'cash_flow') and kinds.measure = 'actual' and chart.is_total
),

prints as (
    select
        cells.cell_no,
        cells.document_no,
        cells.kind_no,
        cells.fiscal_year,
        cells.amount
    from {{ ref('amounts') }} as cells
    where cells.value_kind in ('number', 'dash') and cells.print_no = 1 and cells.member_no = 0 and cells.fiscal_year is not null
),

-- what the other side says of a line: the sum of the terms that it would be the total of, or the total of which it would be the only
-- accepted term (equity, say, may stand as two rows)
asked as (
    select
        terms.definition_no,
        prints.document_no,
        prints.fiscal_year,
        anchors.kind_no,
        sum(terms.weight * prints.amount) as amount,
        count(*) as found_count,
        min(kinds.remoteness) as remoteness,
        min(others.name_sv) as other_name,
        true as is_total
    from {{ ref('anchor_kinds') }} as anchors
    inner join lines on anchors.kind_no = lines.kind_no
    inner join {{ ref('term_kinds') }} as terms
        on anchors.definition_no = terms.definition_no and anchors.kind_no = terms.anchor_kind_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on terms.kind_no = kinds.kind_no
    inner join {{ ref('stg_chart') }} as others on kinds.statement = others.statement and kinds.line_item = others.line_item
    inner join prints on terms.kind_no = prints.kind_no
    group by terms.definition_no, prints.document_no, prints.fiscal_year, anchors.kind_no
    union all
    select
        terms.definition_no,
        prints.document_no,
        prints.fiscal_year,
        terms.kind_no,
        terms.weight * prints.amount as amount,
        1 as found_count,
        kinds.remoteness,
        others.name_sv as other_name,
        false as is_total
    from {{ ref('term_kinds') }} as terms
    inner join lines on terms.kind_no = lines.kind_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on terms.anchor_kind_no = kinds.kind_no and kinds.remoteness < 4
    inner join {{ ref('stg_chart') }} as others on kinds.statement = others.statement and kinds.line_item = others.line_item
    inner join prints on terms.anchor_kind_no = prints.kind_no
),

implied as (
    select
        asked.document_no,
        asked.fiscal_year,
        asked.kind_no,
        -- one print is enough: the one nearest to the statements, of the first rule
        min_by(asked.amount, asked.remoteness * 1000000 + asked.definition_no) as amount,
        min_by(asked.other_name, asked.remoteness * 1000000 + asked.definition_no) as other_name
    from asked
    inner join tied on asked.definition_no = tied.definition_no and asked.found_count = tied.term_count
    where asked.amount <> 0 and (asked.is_total or tied.definition_count = 1)
    group by asked.document_no, asked.fiscal_year, asked.kind_no
),

-- what the statement prints for that year, whatever it is called
statements as (
    select
        implied.document_no,
        implied.fiscal_year,
        implied.kind_no,
        count(*) as line_count,
        min(case when cells.kind_no = implied.kind_no then cells.cell_no end) as cell_no,
        max(case when chart.line_item is null or chart.line_item = 'row' then 1 else 0 end) as has_unknown_rows
    from implied
    inner join lines on implied.kind_no = lines.kind_no
    inner join {{ ref('amounts') }} as cells
        on implied.document_no = cells.document_no and implied.fiscal_year = cells.fiscal_year
    inner join {{ ref('stg_cell_kinds') }} as kinds
        on cells.kind_no = kinds.kind_no and lines.statement = kinds.statement and kinds.measure = 'actual'
    left join {{ ref('stg_chart') }} as chart on kinds.statement = chart.statement and kinds.line_item = chart.line_item
    where cells.value_kind in ('number', 'dash', 'blank')
    group by implied.document_no, implied.fiscal_year, implied.kind_no
)

select
    'CV-004' as rule_id,
    implied.document_no,
    statements.cell_no,
    lines.statement,
    lines.name_sv as label,
    lines.line_item,
    cast(null as string) as member,
    'actual' as measure,
    implied.fiscal_year,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(implied.amount as decimal(18, 2)) as computed_amount,
    0 as rounding_bound,
    case when statements.cell_no is not null then 'exact' else 'deviation' end as state,
    cast(null as string) as reason,
    implied.other_name as left_text,
    '=' as operator,
    {{ formula_number("implied.amount") }} as right_text,
    cast(null as string) as remark,
    'missing_number' as cause,
    cast(tables.source_line as string) as source_line
from implied
inner join lines on implied.kind_no = lines.kind_no
inner join statements
    on
        implied.document_no = statements.document_no
        and implied.fiscal_year = statements.fiscal_year
        and implied.kind_no = statements.kind_no
left join (
    select
        document_no,
        statement,
        first_line as source_line,
        row_number() over (partition by document_no, statement order by first_order nulls last, table_no) as place
    from {{ ref('stg_tables') }}
) as tables
    on implied.document_no = tables.document_no and lines.statement = tables.statement and tables.place = 1
-- a line under a name that nobody knows, or a statement of two or three lines, lacks nothing that can be told
where statements.cell_no is not null or (statements.has_unknown_rows = 0 and statements.line_count >= 3)
