-- What the evaluations say of every cell: in how many relations it stands, which ticks it has, or why it has none. The ledger is this
-- beside the prints; no finding is needed for it.
with met as (
    select
        terms.relation_no,
        terms.cell_no,
        terms.role,
        evaluations.term_count = 1 as may_be_copy
    from {{ ref('relation_cells') }} as terms
    inner join {{ ref('evaluations') }} as evaluations
        on
            terms.relation_no = evaluations.relation_no
            and terms.definition_no = evaluations.definition_no
            and evaluations.is_chosen
    union all
    select
        relation_no,
        cell_no,
        role,
        true as may_be_copy
    from {{ ref('place_terms') }}
),

-- a quantity beside itself: twice in one statement, in running text, or in a plan that repeats the report
copies as (
    select met.relation_no
    from met
    inner join {{ ref('amounts') }} as cells on met.cell_no = cells.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    inner join {{ ref('stg_documents') }} as documents on cells.document_no = documents.document_no
    where met.may_be_copy
    group by met.relation_no
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

-- a limit, a threshold and an observation hold a number against no second print of it
weighed as (
    select
        met.relation_no,
        met.cell_no,
        results.state,
        results.reason,
        rules.severity,
        rules.tick,
        rules.kind in ('at_most', 'at_least') as is_limit,
        results.state not in ('not_evaluated', 'not_applicable')
        and rules.kind not in ('at_most', 'at_least', 'date')
        and rules.severity <> 'info'
        and copies.relation_no is null
        and (rules.kind <> 'goal' or (computed.relation_no is not null and met.role <> 'compared')) as is_independent
    from met
    inner join {{ ref('results') }} as results on met.relation_no = results.relation_no
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    left join copies on met.relation_no = copies.relation_no
    left join computed on met.relation_no = computed.relation_no
)

select
    cell_no,
    -- a limit is no second print: a number that keeps it is still held against nothing
    cast(count(*) filter (where state not in ('not_evaluated', 'not_applicable') and not is_limit) as integer) as relation_count,
    cast(bool_or(is_independent) as boolean) as is_covered,
    cast(
        case
            when not bool_or(is_independent) and bool_or(state not in ('not_evaluated', 'not_applicable')) then 'no_second_print'
            -- why none of them was evaluated: of several reasons the first by name
            else min(reason)
        end as string
    ) as reason,
    -- an observation, such as a goal that is missed, is no exception
    cast(bool_or(state = 'deviation' and severity <> 'info') as boolean) as has_deviation,
    {%- for tick in ['cross_footed', 'footed', 'goal', 'prior_year', 'recomputed', 'tied'] %}
        cast(bool_or(state in ('exact', 'rounding') and not is_limit and tick = '{{ tick }}') as boolean) as is_{{ tick }},
    {%- endfor %}
    cast(bool_or(state in ('unlikely_rounding', 'undecided')) as boolean) as has_review
from weighed
group by cell_no
