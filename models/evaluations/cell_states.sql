-- What the evaluations say of every cell: in how many relations it stands, which ticks it has, or why it has none. The ledger is this
-- beside the prints; no finding is needed for it. What a relation says of its cells is put into bits once, and read from the bits of a cell.
{%- set ticks = ['cross_footed', 'footed', 'goal', 'prior_year', 'recomputed', 'tied'] %}
-- a quantity beside itself: twice in one statement, in running text, or in a plan that repeats the report
with alone as (
    select
        terms.relation_no,
        terms.cell_no
    from {{ ref('relation_cells') }} as terms
    inner join {{ ref('results') }} as results
        on terms.relation_no = results.relation_no and terms.definition_no = results.definition_no and results.term_count = 1
    union all
    select
        relation_no,
        cell_no
    from {{ ref('place_terms') }}
),

copies as (
    select alone.relation_no
    from alone
    inner join {{ ref('amounts') }} as cells on alone.cell_no = cells.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    inner join {{ ref('stg_documents') }} as documents on cells.document_no = documents.document_no
    group by alone.relation_no
    having
        count(*) = 2
        and case
            when min(cells.document_no) <> max(cells.document_no) then bool_or(documents.document_kind = 'plan')
            else
                bool_or(kinds.statement = 'narrative')
                or (
                    min(cells.kind_no) = max(cells.kind_no)
                    and min(cells.member_no) = max(cells.member_no)
                    and min(cells.fiscal_year) = max(cells.fiscal_year)
                )
        end
),

-- goals whose outcome the accounts or the tables give
computed as (
    select checks.relation_no
    from {{ ref('place_checks') }} as checks
    inner join {{ ref('goal_outcomes') }} as goals on checks.goal_id = goals.goal_id
    where goals.computed_value is not null
),

-- why relations were not evaluated, in the order of their names
reasons as (
    select
        reason,
        row_number() over (order by reason) as reason_no
    from (
        select distinct reason
        from {{ ref('results') }}
        where reason is not null
    ) as given
),

-- a limit, a threshold and an observation hold a number against no second print of it
weighed as (
    select
        results.relation_no,
        results.definition_no,
        reasons.reason_no,
        rules.severity <> 'info' as counts,
        rules.kind = 'goal' as is_goal,
        rules.tick,
        results.state,
        results.state not in ('not_evaluated', 'not_applicable') as is_evaluated,
        rules.kind in ('at_most', 'at_least') as is_limit,
        results.state not in ('not_evaluated', 'not_applicable')
        and rules.kind not in ('at_most', 'at_least', 'date')
        and rules.severity <> 'info'
        and copies.relation_no is null
        and (rules.kind <> 'goal' or computed.relation_no is not null) as is_independent
    from {{ ref('results') }} as results
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    left join reasons on results.reason = reasons.reason
    left join copies on results.relation_no = copies.relation_no
    left join computed on results.relation_no = computed.relation_no
),

said as (
    select
        relation_no,
        coalesce(definition_no, 0) as definition_no,
        reason_no,
        -- 2 is independent of its cells, 4 of those that a goal is not held against
        case when is_evaluated then 1 else 0 end
        + case when is_independent and not is_goal then 2 when is_independent then 4 else 0 end
        -- an observation, such as a goal that is missed, is no exception
        + case when state = 'deviation' and counts then 8 else 0 end
        + case when state in ('unlikely_rounding', 'undecided') then 16 else 0 end
        + case
            when is_limit or state not in ('exact', 'rounding') then 0
            {%- for tick in ticks %}
                when tick = '{{ tick }}' then {{ 32 * 2 ** loop.index0 }}
            {%- endfor %}
            else 0
        end as bits,
        -- a limit is no second print: a number that keeps it is still held against nothing
        case when is_evaluated and not is_limit then 1 else 0 end as counted
    from weighed
),

-- both kinds of terms in one, so that what is said of relations is read once: with DuckDB 2.0.0 an internal error was met where a query
-- that ends in a join is read twice
every_term as (
    select
        relation_no,
        definition_no,
        cell_no,
        role
    from {{ ref('relation_cells') }}
    union all
    select
        relation_no,
        cast(0 as integer) as definition_no,
        cell_no,
        role
    from {{ ref('place_terms') }}
),

met as (
    select
        terms.cell_no,
        said.reason_no,
        said.counted,
        case when terms.role <> 'compared' and said.bits & 4 <> 0 then said.bits + 2 else said.bits end as bits
    from every_term as terms
    inner join said on terms.relation_no = said.relation_no and terms.definition_no = said.definition_no
),

gathered as (
    select
        cell_no,
        sum(counted) as relation_count,
        bit_or(bits) as bits,
        min(reason_no) as reason_no
    from met
    group by cell_no
)

select
    gathered.cell_no,
    cast(gathered.relation_count as integer) as relation_count,
    cast(gathered.bits & 2 <> 0 as boolean) as is_covered,
    cast(
        case
            when gathered.bits & 2 = 0 and gathered.bits & 1 <> 0 then 'no_second_print'
            -- why none of them was evaluated: of several reasons the first by name
            else reasons.reason
        end as string
    ) as reason,
    cast(gathered.bits & 8 <> 0 as boolean) as has_deviation,
    {%- for tick in ticks %}
        cast(gathered.bits & {{ 32 * 2 ** loop.index0 }} <> 0 as boolean) as is_{{ tick }},
    {%- endfor %}
    cast(gathered.bits & 16 <> 0 as boolean) as has_review
from gathered
left join reasons on gathered.reason_no = reasons.reason_no
