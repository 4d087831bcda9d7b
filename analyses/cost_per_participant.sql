-- What does a participant cost? Activities that print cost and participants; where a report counts the participants of all, all its activities.
with costs as (
    select
        association_id,
        fiscal_year,
        member,
        bool_or(statement = 'operating_account') as is_of_account,
        -- of the columns of an account the gross cost; a single column is the outcome
        -max_by(amount, measure) as cost
    from {{ ref('figures') }}
    where is_primary and document_kind = 'annual_report' and line_item like '%activity' and measure in ('cost', 'actual')
    group by association_id, fiscal_year, member
)

select
    people.association_id,
    people.fiscal_year,
    people.member,
    min(people.amount) as participant_count,
    sum(costs.cost) as total_cost,
    cast(sum(cast(costs.cost as double)) / nullif(min(cast(people.amount as double)), 0) as decimal(18, 0)) as cost_per_participant
from {{ ref('figures') }} as people
inner join costs on people.association_id = costs.association_id and people.fiscal_year = costs.fiscal_year
where
    people.is_primary and people.line_item = 'participants' and people.measure = 'count'
    and (people.member = costs.member or (people.member is null and costs.is_of_account))
group by people.association_id, people.fiscal_year, people.member
order by people.association_id, people.fiscal_year, people.member
