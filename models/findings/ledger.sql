-- What is said of every printed number: the relations that it takes part in, its ticks, its mark, its finding, why it is untested.
with states as (
    select
        *,
        {%- for tick in ['cross_footed', 'footed', 'goal', 'prior_year', 'recomputed', 'tied'] %}
            case when is_{{ tick }} then ', {{ tick }}' else '' end{{ ' ||' if not loop.last else ' as tick_list' }}
        {%- endfor %}
    from {{ ref('cell_states') }}
),

-- where nothing decides, the cells beside the one named may be the wrong ones
doubted as (
    select distinct candidates.cell_no
    from {{ ref('candidates') }} as candidates
    inner join {{ ref('finding_facts') }} as facts on candidates.finding_key = facts.finding_key
    where facts.certainty = 'unknown'
),

ticked as (
    select
        numbers.cell_no,
        numbers.document_no,
        coalesce(states.relation_count, 0) as relation_count,
        -- the one definition of coverage; a blank is no number
        case when numbers.value_kind <> 'blank' then coalesce(states.relation_count, 0) > 0 end as is_covered,
        case
            when numbers.value_kind = 'blank' then 'blank'
            when states.has_deviation then 'exception'
            when states.tick_list <> '' then substr(states.tick_list, 3)
            when states.has_review then 'review'
            else 'untested'
        end as ticks,
        findings.finding_key,
        doubted.cell_no is not null as is_doubted,
        case
            when numbers.value_kind = 'blank' or coalesce(states.relation_count, 0) > 0 then null
            else coalesce(states.reason, 'not_in_document')
        end as reason
    from {{ ref('addressed_numbers') }} as numbers
    left join states on numbers.cell_no = states.cell_no
    left join {{ ref('finding_facts') }} as findings on numbers.cell_no = findings.cell_no
    left join doubted on numbers.cell_no = doubted.cell_no
    where numbers.measure <> 'note_number'
)

select
    cell_no,
    document_no,
    relation_count,
    is_covered,
    cast(ticks as string) as ticks,
    -- every number of a relation that deviates is an exception; only one of them need be wrong
    cast(
        case
            when finding_key is not null then 'wrong'
            when is_doubted then 'candidate'
            when ticks in ('exception', 'review', 'untested', 'blank') then ticks
            else 'holds'
        end as string
    ) as mark,
    cast(finding_key as string) as finding_key,
    cast(reason as string) as reason
from ticked
