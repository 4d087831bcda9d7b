-- What every definition of every rule asks for: its constant, the terms that must be there, those of them that the total's own statement
-- prints, and those that count as zero where the statement leaves their row out. Terms are bits of a whole number, so that what was found is one aggregate.
with totals as (
    -- a total that a rule looks for in several statements is of none in particular
    select
        definition_no,
        case when count(distinct statement) = 1 then min(statement) end as statement,
        case when count(distinct measure) = 1 then min(measure) end as measure
    from {{ ref('stg_rule_terms') }}
    where role = 'total'
    group by definition_no
),

terms as (
    select
        terms.*,
        cast(power(2, terms.term_no) as bigint) as term_bit,
        min(case when terms.document_match = 'same' then 1 else 0 end) over (partition by terms.rule_no) = 1 as is_of_one_document,
        -- a line that is no sum, of the total's own statement or of one that it is held against: its absence is a row left out, and not
        -- another layout
        terms.presence = 'required'
        and terms.document_match = 'same'
        and terms.match in ('statement', 'without_member')
        and terms.period_offset = 0
        and (rules.kind = 'tie' or (rules.kind = 'sum' and terms.statement = totals.statement and terms.measure in (totals.measure, '=')))
        and not chart.is_total as may_be_absent,
        terms.presence in ('required', 'exact_zero') and terms.document_match = 'same' and terms.statement in ('=', totals.statement) as is_own
    from {{ ref('stg_rule_terms') }} as terms
    inner join {{ ref('stg_rules') }} as rules on terms.rule_no = rules.rule_no
    inner join totals on terms.definition_no = totals.definition_no
    left join {{ ref('stg_chart') }} as chart on terms.statement = chart.statement and terms.line_item = chart.line_item
    where terms.role <> 'total'
)

select
    cast(rule_no as integer) as rule_no,
    cast(definition as integer) as definition,
    cast(definition_no as integer) as definition_no,
    cast(count(*) filter (where role <> 'constant') as integer) as wanted_count,
    cast(sum(case when role = 'constant' then weight else 0 end) as integer) as constant,
    cast(count(*) filter (where role = 'constant') > 0 as boolean) as has_constant,
    cast(
        coalesce(sum(case when role <> 'constant' and presence in ('required', 'exact_zero') then term_bit end), 0) as bigint
    ) as required_bits,
    cast(coalesce(sum(case when is_own then term_bit end), 0) as bigint) as own_bits,
    cast(coalesce(sum(case when may_be_absent then term_bit end), 0) as bigint) as absent_bits,
    cast(bool_and(is_of_one_document) as boolean) as is_of_one_document
from terms
group by rule_no, definition, definition_no
union all
-- the tables' own structure asks for nothing by name
select
    cast(rule_no as integer) as rule_no,
    cast(1 as integer) as definition,
    cast(rule_no * 100 + 1 as integer) as definition_no,
    cast(1 as integer) as wanted_count,
    cast(0 as integer) as constant,
    cast(false as boolean) as has_constant,
    cast(0 as bigint) as required_bits,
    cast(0 as bigint) as own_bits,
    cast(0 as bigint) as absent_bits,
    cast(true as boolean) as is_of_one_document
from {{ ref('stg_rules') }}
where rule_family = 'TB'
