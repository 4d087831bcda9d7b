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

-- of several sums that are not asked for at a cell the first reason by name
untested as (
    select
        document_no,
        table_no,
        line_order,
        column_no,
        min(reason) as reason
    from {{ ref('untested_sums') }}
    group by document_no, table_no, line_order, column_no
),

ticked as (
    select
        numbers.cell_no,
        numbers.document_no,
        coalesce(states.relation_count, 0) as relation_count,
        -- a blank is no number
        case when numbers.value_kind <> 'blank' then coalesce(states.is_covered, false) end as is_covered,
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
            when numbers.value_kind = 'blank' or states.is_covered then null
            else coalesce(states.reason, sums.reason, not_asked.reason, 'not_in_document')
        end as reason
    from {{ ref('addressed_numbers') }} as numbers
    left join untested as sums
        on
            numbers.document_no = sums.document_no
            and numbers.table_no = sums.table_no
            and numbers.line_order = sums.line_order
            and numbers.column_no = sums.column_no
    left join untested as not_asked
        on
            numbers.document_no = not_asked.document_no
            and numbers.table_no = not_asked.table_no
            and numbers.line_order = not_asked.line_order
            and not_asked.column_no is null
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
