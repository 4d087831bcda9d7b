-- What the evaluations say of every cell: in how many relations it stands, which ticks it has, or why it has none. The ledger is this
-- beside the prints; no finding is needed for it.
with met as (
    select
        terms.relation_no,
        terms.cell_no
    from {{ ref('relation_cells') }} as terms
    inner join {{ ref('evaluations') }} as evaluations
        on
            terms.relation_no = evaluations.relation_no
            and terms.definition_no = evaluations.definition_no
            and evaluations.is_chosen
    union all
    select
        relation_no,
        cell_no
    from {{ ref('place_terms') }}
)

select
    met.cell_no,
    -- a limit is no second print: a number that keeps it is still held against nothing
    cast(
        count(*) filter (where results.state not in ('not_evaluated', 'not_applicable') and rules.kind not in ('at_most', 'at_least'))
        as integer
    ) as relation_count,
    -- why none of them was evaluated: of several reasons the first by name
    cast(min(results.reason) as string) as reason,
    -- an observation, such as a goal that is missed, is no exception
    cast(bool_or(results.state = 'deviation' and rules.severity <> 'info') as boolean) as has_deviation,
    {%- for tick in ['cross_footed', 'footed', 'goal', 'prior_year', 'recomputed', 'tied'] %}
        cast(
            bool_or(results.state in ('exact', 'rounding') and rules.kind not in ('at_most', 'at_least') and rules.tick = '{{ tick }}')
            as boolean
        ) as is_{{ tick }},
    {%- endfor %}
    cast(bool_or(results.state in ('unlikely_rounding', 'undecided')) as boolean) as has_review
from met
inner join {{ ref('results') }} as results on met.relation_no = results.relation_no
inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
group by met.cell_no
