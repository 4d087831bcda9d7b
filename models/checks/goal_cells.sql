-- The cells that decide a goal: its threshold, its outcome as the board prints it, and the figures of the accounts that
-- its basis computes the outcome from. One row per goal and cell; numerator over denominator gives percent.
with definitions as (
    select
        definitions.goal_id,
        definitions.document_id,
        definitions.goal,
        definitions.basis,
        documents.fiscal_year
    from {{ input_relation('goal_definitions') }} as definitions
    inner join {{ input_relation('documents') }} as documents on definitions.document_id = documents.document_id
),

printed as (
    select
        definitions.goal_id,
        case when numbers.measure in ('target', 'verdict') then numbers.measure else 'outcome' end as part,
        numbers.cell,
        numbers.member,
        numbers.amount,
        numbers.half_width,
        numbers.applied_unit,
        numbers.text_value,
        row_number() over (
            partition by
                definitions.goal_id,
                case when numbers.measure in ('target', 'verdict') then numbers.measure else 'outcome' end,
                -- a goal may have an outcome for each of several groups
                case when numbers.measure in ('target', 'verdict') then '' else coalesce(numbers.member, '') end
            order by
                case numbers.statement when 'goals' then 0 else 1 end,
                numbers.table_no, length(numbers.source_line), numbers.source_line, numbers.number_no
        ) as part_no
    from definitions
    inner join {{ ref('printed_numbers') }} as numbers
        on
            definitions.document_id = numbers.document_id
            and definitions.goal = numbers.line_item
            and definitions.fiscal_year = numbers.fiscal_year
    where
        (numbers.statement = 'goals' and numbers.measure in ('target', 'verdict', 'share', 'ratio', 'count', 'actual', 'net'))
        or (numbers.statement = 'participants' and numbers.measure in ('share', 'count'))
),

goal_members as (
    select
        goal_id,
        max(member) as member
    from printed
    where part_no = 1
    group by goal_id
),

accounts as (
    select
        definitions.goal_id,
        definitions.basis,
        numbers.*,
        goal_members.member as goal_member,
        -- equity is printed as one row, or as two that add up
        min(case when numbers.statement = 'balance_sheet' and numbers.line_item = 'equity' then 0 else 1 end)
            over (partition by definitions.goal_id) as lacks_equity_row,
        -- an operating account has one column of outcomes or three; cost by purpose comes first where it is printed
        min(case when numbers.measure = 'net' then 0 else 1 end)
            over (partition by definitions.goal_id, numbers.statement) as lacks_net,
        min(case when numbers.statement = 'cost_by_purpose' then 0 else 1 end)
            over (partition by definitions.goal_id) as lacks_purpose,
        min(case when numbers.statement = 'note_income' and numbers.line_item = 'contribution' then 0 else 1 end)
            over (partition by definitions.goal_id) as lacks_contribution_note
    from definitions
    inner join {{ ref('printed_numbers') }} as numbers
        on definitions.document_id = numbers.document_id and definitions.fiscal_year = numbers.fiscal_year
    left join goal_members on definitions.goal_id = goal_members.goal_id
    where
        numbers.value_kind in ('number', 'dash')
        and numbers.print_no = 1
        and numbers.statement in ('balance_sheet', 'operating_account', 'note_income', 'contributions_overview', 'cost_by_purpose')
),

parts as (
    select
        goal_id,
        cell,
        amount,
        half_width,
        case
            when
                basis = 'costs_to_budget' and statement = 'operating_account'
                and line_item in ('activity', 'administration', 'cost_row')
                then
                    case
                        when measure = case lacks_net when 0 then 'net' else 'actual' end then 'term'
                        when measure = case lacks_net when 0 then 'net_budget' else 'budget' end then 'compared'
                    end
            when
                basis in ('equity', 'equity_to_contributions') and statement = 'balance_sheet' and measure = 'actual'
                and (
                    (lacks_equity_row = 0 and line_item = 'equity')
                    or (lacks_equity_row = 1 and line_item in ('other_equity', 'opening_equity', 'net_result'))
                )
                then case basis when 'equity' then 'term' else 'numerator' end
            when
                basis = 'equity_to_contributions' and line_item = 'contribution' and (
                    (lacks_contribution_note = 0 and statement = 'note_income')
                    or (
                        lacks_contribution_note = 1 and statement = 'operating_account'
                        and measure = case lacks_net when 0 then 'income' else 'actual' end
                    )
                )
                then 'denominator'
            when
                basis = 'administration_share' and lacks_purpose = 0 and statement = 'cost_by_purpose'
                and measure = 'actual'
                then case line_item when 'total_administration' then 'numerator' when 'total' then 'denominator' end
            when
                basis = 'activity_costs' and lacks_purpose = 0 and statement = 'cost_by_purpose' and measure = 'actual'
                and member = goal_member
                then 'term'
            when
                basis = 'activity_costs' and lacks_purpose = 1 and statement = 'operating_account' and member = goal_member
                and measure = case lacks_net when 0 then 'cost' else 'actual' end
                then 'term'
        end as role
    from accounts
),

-- the administration share without a table by purpose: administrative rows over all cost rows of the operating account
shares as (
    select
        goal_id,
        cell,
        amount,
        half_width,
        'denominator' as role
    from accounts
    where
        basis = 'administration_share' and lacks_purpose = 1 and statement = 'operating_account'
        and line_item in ('activity', 'administration', 'cost_row')
        and measure = case lacks_net when 0 then 'cost' else 'actual' end
    union all
    select
        goal_id,
        cell,
        amount,
        half_width,
        'numerator' as role
    from accounts
    where
        basis = 'administration_share' and lacks_purpose = 1 and statement = 'operating_account'
        and line_item = 'administration'
        and measure = case lacks_net when 0 then 'cost' else 'actual' end
)

select
    goal_id,
    part as role,
    cell,
    amount,
    half_width,
    applied_unit,
    text_value
from printed
where part_no = 1
union all
select
    goal_id,
    role,
    cell,
    amount,
    half_width,
    'kr' as applied_unit,
    cast(null as string) as text_value
from parts
where role is not null
union all
select
    goal_id,
    role,
    cell,
    amount,
    half_width,
    'kr' as applied_unit,
    cast(null as string) as text_value
from shares
