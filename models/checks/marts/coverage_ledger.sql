-- Every printed number with its ticks, or the reason why it has none.
with taken as (
    select
        terms.cell,
        count(distinct terms.relation_id) filter (
            where results.state in ('exact', 'rounding', 'unlikely_rounding', 'deviation', 'undecided')
        ) as relation_count,
        -- why none of them was evaluated; what the document itself lacks comes first
        min(results.reason) as reason,
        bool_or(results.state = 'deviation') as has_deviation,
        bool_or(results.state in ('unlikely_rounding', 'undecided')) as has_review
    from {{ ref('relation_terms') }} as terms
    inner join {{ ref('check_results') }} as results on terms.relation_id = results.relation_id
    group by terms.cell
),

ticks as (
    select terms.cell, {{ text_list("rules.tick") }} as ticks
    from {{ ref('relation_terms') }} as terms
    inner join {{ ref('check_results') }} as results on terms.relation_id = results.relation_id
    inner join {{ ref('rules') }} as rules on results.rule_id = rules.rule_id
    where results.state in ('exact', 'rounding')
    group by terms.cell
)

select
    cast(numbers.document_id as string) as document_id,
    cast(numbers.source_line as string) as source_line,
    cast(numbers.column_no as integer) as column_no,
    cast(numbers.number_no as integer) as number_no,
    cast(numbers.statement as string) as statement,
    cast(numbers.line_item as string) as line_item,
    cast(numbers.member as string) as member,
    cast(numbers.measure as string) as measure,
    cast(numbers.period as string) as period,
    cast(numbers.printed as string) as printed,
    cast(numbers.amount as decimal(18, 2)) as amount,
    cast(coalesce(taken.relation_count, 0) as integer) as relation_count,
    -- the one definition of coverage; a blank is no number
    cast(case when numbers.value_kind <> 'blank' then coalesce(taken.relation_count, 0) > 0 end as boolean) as is_covered,
    cast(
        case
            when numbers.value_kind = 'blank' then 'blank'
            when taken.has_deviation then 'exception'
            when ticks.ticks is not null then ticks.ticks
            when taken.has_review then 'review'
            else 'untested'
        end as string
    ) as ticks,
    cast(findings.finding_key as string) as finding_key,
    cast(
        case
            when numbers.value_kind = 'blank' or coalesce(taken.relation_count, 0) > 0 then null
            else coalesce(taken.reason, 'not_in_document')
        end as string
    ) as reason
from {{ ref('printed_numbers') }} as numbers
left join taken on numbers.cell = taken.cell
left join ticks on numbers.cell = ticks.cell
left join {{ ref('located_findings') }} as findings on numbers.cell = findings.cell
where numbers.measure <> 'note_number'
