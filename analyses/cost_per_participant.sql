-- What does a participant cost? Activities that print both their cost and the number of their participants.
with people as (
    select
        association_id,
        fiscal_year,
        member,
        max(amount) as participant_count
    from {{ ref('figures') }}
    where line_item = 'participants' and measure = 'count' and is_primary
    group by association_id, fiscal_year, member
),

costs as (
    select
        association_id,
        fiscal_year,
        member,
        -- the three columns of an operating account name the cost; a single column is it
        coalesce(-max(amount) filter (where measure = 'cost'), -max(amount) filter (where measure = 'actual')) as cost
    from {{ ref('figures') }}
    where line_item in ('activity', 'individual_activity') and measure in ('cost', 'actual') and is_primary
    group by association_id, fiscal_year, member
)

select
    people.association_id,
    people.fiscal_year,
    members.name as activity,
    people.participant_count,
    costs.cost,
    cast(cast(costs.cost as double) / nullif(cast(people.participant_count as double), 0) as decimal(18, 0)) as cost_per_participant
from people
inner join costs
    on people.association_id = costs.association_id and people.fiscal_year = costs.fiscal_year and people.member = costs.member
left join {{ ref('mart_members') }} as members
    on people.association_id = members.association_id and people.member = members.member
order by people.association_id, people.fiscal_year, activity
