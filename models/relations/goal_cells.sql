-- The cells that decide a goal: its threshold, its outcome as the board prints it, and the figures of the accounts that
-- its basis computes the outcome from. One row per goal and cell; numerator over denominator gives percent.
with cells as (
    select
        amounts.cell_no,
        amounts.document_no,
        amounts.table_no,
        amounts.member_no,
        amounts.fiscal_year,
        amounts.line_order,
        amounts.column_no,
        amounts.value_kind,
        -- an empty cell is no outcome: in a sum beside others it counts as nothing all the same
        amounts.amount,
        amounts.half_width,
        amounts.is_gap,
        amounts.print_no,
        kinds.statement,
        kinds.line_item,
        kinds.measure,
        case
            when kinds.statement = 'cost_by_purpose' and kinds.measure = 'actual' and amounts.amount is not null then kinds.line_item
        end as purpose_item
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    where
        kinds.statement in (
            'goals', 'participants', 'balance_sheet', 'operating_account', 'note_income', 'contributions_overview', 'cost_by_purpose'
        )
),

printed as (
    select
        definitions.goal_id,
        definitions.operator,
        case when cells.measure in ('target', 'verdict') then cells.measure else 'outcome' end as part,
        cells.cell_no,
        cells.member_no,
        cells.line_order,
        cells.column_no,
        cells.amount,
        cells.half_width,
        numbers.text_value
    from {{ ref('goal_readings') }} as definitions
    inner join cells
        on
            definitions.document_no = cells.document_no
            and definitions.goal = cells.line_item
            and definitions.fiscal_year = cells.fiscal_year
    left join {{ ref('numbers') }} as numbers on cells.cell_no = numbers.cell_no and cells.measure = 'verdict'
    -- what a goal reached is its own print; a row of a table of participants is about one of them
    where
        cells.statement = 'goals'
        and (
            cells.measure in ('target', 'verdict')
            or (cells.measure in ('share', 'ratio', 'count', 'actual', 'net') and cells.amount is not null)
        )
),

counted as (
    select
        *,
        row_number() over (
            -- a goal may have an outcome for each of several groups
            partition by goal_id, part, case when part = 'outcome' then member_no else 0 end order by cell_no
        ) as part_no,
        min(line_order * 1000 + column_no) over (partition by goal_id, part) as first_place
    from printed
),

said as (
    select *
    from counted
    where
        part_no = 1
        -- the two ends of a range stand in one cell
        or (operator = 'between' and part = 'target' and part_no = 2 and line_order * 1000 + column_no = first_place)
),

goal_members as (
    select
        said.goal_id,
        max_by(said.member_no, members.member) as member_no
    from said
    inner join {{ ref('stg_numbered_members') }} as members on said.member_no = members.member_no
    where said.part in ('target', 'verdict')
    group by said.goal_id
),

-- a budget of a group beside one of its member's is what the group has left
budgeted as (
    select distinct
        definitions.document_no,
        goal_members.member_no
    from goal_members
    inner join {{ ref('goal_readings') }} as definitions on goal_members.goal_id = definitions.goal_id
    where definitions.basis = 'activity_costs'
),

accounts as (
    select
        definitions.goal_id,
        definitions.goal,
        definitions.basis,
        definitions.unit as goal_unit,
        cells.*,
        coalesce(goal_members.member_no, 0) as goal_member_no,
        members.parent_no,
        budgeted.member_no is not null as has_budget,
        -- equity is printed as one row, or as two that add up
        min(case when cells.statement = 'balance_sheet' and cells.line_item = 'equity' then 0 else 1 end)
            over (partition by definitions.goal_id) as lacks_equity_row,
        -- an operating account has one column of outcomes or three; cost by purpose comes first where it is printed
        min(case when cells.measure = 'net' then 0 else 1 end)
            over (partition by definitions.goal_id, cells.statement) as lacks_net,
        min(case when cells.purpose_item is null then 1 else 0 end) over (partition by definitions.goal_id) as lacks_purpose,
        -- a share is of one table: by purpose where that prints both
        min(case when cells.purpose_item = 'total_administration' then 0 else 1 end)
            over (partition by definitions.goal_id) as lacks_purpose_part,
        min(case when cells.purpose_item = 'total' then 0 else 1 end) over (partition by definitions.goal_id) as lacks_purpose_total,
        min(case when cells.statement = 'note_income' and cells.line_item = 'contribution' then 0 else 1 end)
            over (partition by definitions.goal_id) as lacks_contribution_note,
        -- of contributions by member and their total the total alone
        min(case when cells.line_item = 'contribution' and cells.member_no = 0 then 0 else 1 end)
            over (partition by definitions.goal_id, cells.statement) as lacks_contribution_total
    from {{ ref('goal_readings') }} as definitions
    inner join cells
        on definitions.document_no = cells.document_no and definitions.fiscal_year = cells.fiscal_year
    left join goal_members on definitions.goal_id = goal_members.goal_id
    left join {{ ref('stg_numbered_members') }} as members on cells.member_no = members.member_no
    left join budgeted on cells.document_no = budgeted.document_no and cells.member_no = budgeted.member_no
    where
        (cells.value_kind in ('number', 'dash') or cells.is_gap)
        and cells.print_no = 1
        and cells.statement in (
            'balance_sheet', 'operating_account', 'note_income', 'contributions_overview', 'cost_by_purpose', 'participants'
        )
),

parts as (
    select
        goal_id,
        cell_no,
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
                basis in ('equity', 'equity_to_contributions', 'equity_ratio') and statement = 'balance_sheet' and measure = 'actual'
                and (
                    (lacks_equity_row = 0 and line_item = 'equity')
                    or (lacks_equity_row = 1 and line_item in ('other_equity', 'opening_equity', 'net_result'))
                )
                then case basis when 'equity' then 'term' else 'numerator' end
            when
                basis = 'equity_to_contributions' and line_item = 'contribution'
                and (lacks_contribution_total = 1 or member_no = 0)
                and (
                    (lacks_contribution_note = 0 and statement = 'note_income')
                    or (
                        lacks_contribution_note = 1 and statement = 'operating_account'
                        and measure = case lacks_net when 0 then 'income' else 'actual' end
                    )
                )
                then 'denominator'
            when
                basis = 'administration_share' and lacks_purpose_part + lacks_purpose_total = 0 and statement = 'cost_by_purpose'
                and measure = 'actual'
                then case line_item when 'total_administration' then 'numerator' when 'total' then 'denominator' end
            when
                basis = 'equity_ratio' and statement = 'balance_sheet' and measure = 'actual' and line_item = 'total_assets'
                then 'denominator'
            when
                basis = 'remaining_costs' and statement = 'cost_by_purpose' and measure = 'actual'
                and parent_no = goal_member_no and not has_budget
                then 'term'
            -- the total of the table, or the row of whom the goal is about
            when
                basis = 'participants' and statement = 'participants' and line_item = goal and member_no = goal_member_no
                and measure = case goal_unit when 'percent' then 'share' else 'count' end
                then 'term'
            when
                basis = 'ended_within_goal' and statement = 'participants' and member_no = goal_member_no and measure = 'count'
                then case line_item when 'ended_within_goal' then 'numerator' when 'participants_ended' then 'denominator' end
            when
                basis = 'activity_costs' and lacks_purpose = 0 and statement = 'cost_by_purpose' and measure = 'actual'
                and member_no = goal_member_no
                then 'term'
            when
                basis = 'activity_costs' and lacks_purpose = 1 and statement = 'operating_account' and member_no = goal_member_no
                and measure = case lacks_net when 0 then 'cost' else 'actual' end
                then 'term'
        end as role
    from accounts
),

-- the administration share without both figures by purpose: administrative rows over all cost rows of the operating account
shares as (
    select
        goal_id,
        cell_no,
        amount,
        half_width,
        'denominator' as role
    from accounts
    where
        basis = 'administration_share' and lacks_purpose_part + lacks_purpose_total > 0 and statement = 'operating_account'
        and line_item in ('activity', 'administration', 'cost_row')
        and measure = case lacks_net when 0 then 'cost' else 'actual' end
    union all
    select
        goal_id,
        cell_no,
        amount,
        half_width,
        'numerator' as role
    from accounts
    where
        basis = 'administration_share' and lacks_purpose_part + lacks_purpose_total > 0 and statement = 'operating_account'
        and line_item = 'administration'
        and measure = case lacks_net when 0 then 'cost' else 'actual' end
)

select
    goal_id,
    cast(part as string) as role,
    cell_no,
    amount,
    half_width,
    text_value
from said
union all
select
    goal_id,
    cast(role as string) as role,
    cell_no,
    amount,
    half_width,
    cast(null as string) as text_value
from parts
where role is not null
union all
select
    goal_id,
    cast(role as string) as role,
    cell_no,
    amount,
    half_width,
    cast(null as string) as text_value
from shares
