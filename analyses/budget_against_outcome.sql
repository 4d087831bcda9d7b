-- What did each activity cost against its budget, and what was left? One row per activity and budgeted year, however many reports print it.
with accounts as (
    select
        association_id,
        fiscal_year,
        member,
        min(label) as label,
        -sum(amount) filter (where measure in ('net_budget', 'budget')) as budgeted,
        -sum(amount) filter (where measure in ('net', 'actual')) as outcome,
        sum(amount) filter (where measure in ('net_deviation', 'deviation')) as printed_deviation
    from {{ ref('figures') }}
    where document_kind = 'annual_report' and statement = 'operating_account' and line_item = 'activity'
    group by association_id, fiscal_year, member
)

select
    accounts.* exclude (label),
    coalesce(members.name, accounts.label) as activity,
    accounts.budgeted - accounts.outcome as left_over
from accounts
left join {{ ref('mart_members') }} as members
    on accounts.association_id = members.association_id and accounts.member = members.member
where accounts.budgeted is not null and accounts.outcome is not null
order by accounts.association_id, accounts.fiscal_year, accounts.member
