-- The totals that reports leave out and whose rows they print: by the rules' sums within a statement, from lines that may be such totals
-- themselves (a second round), and by the rows of a table that has no line of its total. As printed, and with the findings' suggestions.
with numbers as (
    select
        numbers.*,
        coalesce(changes.amount, numbers.amount) as corrected_amount,
        case when changes.amount <> numbers.amount then changes.finding_key end as changed_by,
        trees.role as tree_role
    from {{ ref('addressed_numbers') }} as numbers
    left join {{ ref('corrections') }} as changes on numbers.cell_no = changes.cell_no
    left join {{ ref('tree_rows') }} as trees
        on
            numbers.document_no = trees.document_no and numbers.table_no = trees.table_no
            and numbers.line_order = trees.line_order
    where
        numbers.value_kind in ('number', 'dash') and numbers.amount is not null and numbers.fiscal_year is not null
        and numbers.measure not in ('date', 'verdict', 'share', 'ratio', 'count', 'target')
),

terms as (
    select
        terms.definition_no,
        terms.statement,
        terms.line_item,
        terms.measure,
        terms.role,
        terms.weight,
        terms.presence,
        terms.match,
        terms.document_match = 'same' and terms.document_offset = 0 and terms.period_offset = 0
        and terms.role in ('total', 'term') and terms.presence in ('required', 'optional') as is_plain
    from {{ ref('stg_rule_terms') }} as terms
    inner join {{ ref('stg_rules') }} as rules on terms.rule_no = rules.rule_no
    where rules.kind = 'sum' and rules.severity = 'error'
),

-- each term a line of its own
line_terms as (
    select
        *,
        max(case when role = 'total' then line_item end) over (partition by definition_no) as total_item,
        sum(case when role = 'term' and presence = 'required' then 1 else 0 end) over (partition by definition_no) as required_count,
        bool_and(is_plain and measure = '=' and match = 'statement' and line_item not in ('*', '%', '='))
            over (partition by definition_no) as is_of_lines,
        min(statement) over (partition by definition_no) = max(statement) over (partition by definition_no) as is_within
    from terms
),

-- one term that is the rows of the table
row_terms as (
    select
        parts.definition_no,
        totals.statement,
        totals.line_item as total_item,
        parts.line_item,
        totals.measure
    from terms as totals
    inner join (
        select
            *,
            count(*) over (partition by definition_no) as part_count
        from terms
        where role = 'term'
    ) as parts on totals.definition_no = parts.definition_no
    where
        totals.role = 'total' and totals.is_plain and totals.line_item not in ('*', '%', '=') and totals.statement <> '%'
        and parts.part_count = 1 and parts.is_plain and parts.match = 'table' and parts.weight = 1
        and parts.statement in ('=', totals.statement)
),

lines_0 as (
    select
        association_id,
        document_kind,
        document_id,
        document_year,
        fiscal_year,
        statement,
        line_item,
        measure,
        cast(null as integer) as definition_no,
        is_comparative,
        applied_unit,
        half_width,
        amount,
        corrected_amount,
        changed_by
    from numbers
    where line_item <> 'row' and member is null and print_no = 1
),

{% set place = ["association_id", "document_kind", "document_id", "document_year", "fiscal_year", "statement"] %}
{% for round in (1, 2) %}
    sums_{{ round }} as (
        select
            {%- for column in place %}
                lines.{{ column }},
            {%- endfor %}
            terms.total_item as line_item,
            lines.measure,
            terms.definition_no,
            bool_or(lines.is_comparative) as is_comparative,
            min(lines.applied_unit) as applied_unit,
            sum(lines.half_width) as half_width,
            sum(terms.weight * lines.amount) as amount,
            sum(terms.weight * lines.corrected_amount) as corrected_amount,
            min(lines.changed_by) as changed_by
        from line_terms as terms
        inner join lines_{{ round - 1 }} as lines on terms.statement = lines.statement and terms.line_item = lines.line_item
        where terms.is_of_lines and terms.is_within and terms.role = 'term' and terms.required_count > 0
        group by
            lines.association_id, lines.document_kind, lines.document_id, lines.document_year, lines.fiscal_year, lines.statement,
            terms.total_item, lines.measure, terms.definition_no, terms.required_count
        having count(*) filter (where terms.presence = 'required') = terms.required_count
        {%- if round == 1 %}
            union all
            select
                {%- for column in place %}
                    numbers.{{ column }},
                {%- endfor %}
                terms.total_item as line_item,
                numbers.measure,
                terms.definition_no,
                bool_or(numbers.is_comparative) as is_comparative,
                min(numbers.applied_unit) as applied_unit,
                sum(numbers.half_width) as half_width,
                sum(numbers.amount) as amount,
                sum(numbers.corrected_amount) as corrected_amount,
                min(numbers.changed_by) as changed_by
            from row_terms as terms
            inner join numbers
                on
                    terms.statement = numbers.statement and terms.line_item in ('*', numbers.line_item)
                    and terms.measure in ('=', numbers.measure)
            where not numbers.is_total and coalesce(numbers.tree_role, 'detail') = 'detail'
            group by
                numbers.association_id, numbers.document_kind, numbers.document_id, numbers.document_year, numbers.fiscal_year, numbers.statement,
                terms.total_item, numbers.measure, terms.definition_no
            -- rows of two tables have no total in common, and one row is its own
            having count(distinct numbers.table_no) = 1 and count(*) > 1
        {%- endif %}
    ),

    -- no report of the year prints it; of several sums the first that the rules name
    totals_{{ round }} as (
        select sums.*
        from sums_{{ round }} as sums
        left join (
            select distinct
                association_id,
                document_kind,
                fiscal_year,
                statement,
                line_item,
                measure
            from lines_{{ round - 1 }}
        ) as known
            on
                sums.association_id = known.association_id
                and sums.document_kind = known.document_kind
                and sums.fiscal_year = known.fiscal_year
                and sums.statement = known.statement
                and sums.line_item = known.line_item
                and sums.measure = known.measure
        where known.association_id is null
        qualify row_number() over (
            partition by sums.document_id, sums.fiscal_year, sums.statement, sums.line_item, sums.measure order by sums.definition_no
        ) = 1
    ),

    lines_{{ round }} as (
        select * from lines_{{ round - 1 }}
        union all
        select * from totals_{{ round }}
    ){{ "," if not loop.last }}

{% endfor %}
select
    cast(association_id as string) as association_id,
    cast(document_kind as string) as document_kind,
    cast(document_id as string) as document_id,
    cast(document_year as integer) as document_year,
    cast(fiscal_year as integer) as fiscal_year,
    cast(statement as string) as statement,
    cast(line_item as string) as line_item,
    cast(measure as string) as measure,
    cast(definition_no as integer) as definition_no,
    cast(is_comparative as boolean) as is_comparative,
    cast(applied_unit as string) as applied_unit,
    cast(half_width as decimal(18, 6)) as half_width,
    {{ held_amount("amount") }} as amount,
    {{ held_amount("corrected_amount") }} as corrected_amount,
    cast(changed_by as string) as finding_key
from lines_2
where definition_no is not null
