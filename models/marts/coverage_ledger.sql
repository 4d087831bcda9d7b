-- Every printed number with its ticks, or the reason why it has none.
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
    cast(coalesce(states.relation_count, 0) as integer) as relation_count,
    -- the one definition of coverage; a blank is no number
    cast(case when numbers.value_kind <> 'blank' then coalesce(states.relation_count, 0) > 0 end as boolean) as is_covered,
    cast(
        case
            when numbers.value_kind = 'blank' then 'blank'
            when states.has_deviation then 'exception'
            when states.ticks <> '' then substr(states.ticks, 3)
            when states.has_review then 'review'
            else 'untested'
        end as string
    ) as ticks,
    cast(findings.finding_key as string) as finding_key,
    cast(
        case
            when numbers.value_kind = 'blank' or coalesce(states.relation_count, 0) > 0 then null
            else coalesce(states.reason, 'not_in_document')
        end as string
    ) as reason
from {{ ref('addressed_numbers') }} as numbers
left join (
    select
        *,
        {%- for tick in ['cross_footed', 'footed', 'goal', 'prior_year', 'recomputed', 'tied'] %}
            case when is_{{ tick }} then ', {{ tick }}' else '' end{{ ' ||' if not loop.last else ' as ticks' }}
        {%- endfor %}
    from {{ ref('cell_states') }}
) as states on numbers.cell_no = states.cell_no
left join {{ ref('finding_facts') }} as findings on numbers.cell_no = findings.cell_no
where numbers.measure <> 'note_number'
