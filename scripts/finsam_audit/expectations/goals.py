"""The goals of an association as one query: threshold and verdict as printed, the outcome computed from the marts."""

from finsam_audit.expectations.verdicts import compile_verdicts

ACCOUNTS = """
with equity as (
    select document_id, fiscal_year, half_width, total_assets,
        coalesce(equity, coalesce(other_equity, opening_equity) + net_result) as equity
    from marts.balance_sheet where measure = 'actual'
),
numbers as (select * from {numbers} where value_kind in ('number', 'dash') and print_no = 1),
contributions as (
    select document_id, fiscal_year, member, amount, half_width,
        case when statement = 'note_income' then 0 when measure = 'income' then 1 else 2 end as choice
    from numbers
    where line_item = 'contribution' and ((statement = 'note_income' and measure = 'actual')
        or (statement = 'operating_account' and measure in ('income', 'actual')))
),
contributed as (
    select document_id, fiscal_year, sum(amount) as amount, sum(half_width) as half_width
    from (
        select *, bool_or(member is null) over (partition by document_id, fiscal_year) as has_total
        from contributions
        where choice = (select min(choice) from contributions as other
            where other.document_id = contributions.document_id and other.fiscal_year = contributions.fiscal_year)
    ) where member is null or not has_total
    group by all
),
rows_of_cost as (
    select document_id, fiscal_year, line_item, member, measure, amount, half_width,
        bool_or(measure = 'net') over (partition by document_id, fiscal_year) as has_three
    from numbers where statement = 'operating_account'
),
costs as (
    select document_id, fiscal_year,
        sum(amount) filter (where measure = case when has_three then 'net' else 'actual' end) as outcome,
        sum(amount) filter (where measure = case when has_three then 'net_budget' else 'budget' end) as budget,
        sum(half_width) filter (where measure in ('net', 'actual', 'net_budget', 'budget')) as half_width,
        sum(amount) filter (where measure = case when has_three then 'cost' else 'actual' end) as cost,
        sum(half_width) filter (where measure = case when has_three then 'cost' else 'actual' end) as cost_half_width,
        sum(amount) filter (where line_item = 'administration'
            and measure = case when has_three then 'cost' else 'actual' end) as administration,
        sum(half_width) filter (where line_item = 'administration'
            and measure = case when has_three then 'cost' else 'actual' end) as administration_half_width
    from rows_of_cost where line_item in ('activity', 'administration', 'cost_row') group by all
),
-- a share is of one table: by purpose where that prints both
purposes as (
    select document_id, fiscal_year,
        sum(amount) filter (where line_item = 'total') as cost,
        sum(half_width) filter (where line_item = 'total') as cost_half_width,
        sum(amount) filter (where line_item = 'total_administration') as administration,
        sum(half_width) filter (where line_item = 'total_administration') as administration_half_width
    from numbers where statement = 'cost_by_purpose' and measure = 'actual' group by all
    having count(*) filter (where line_item = 'total') > 0
        and count(*) filter (where line_item = 'total_administration') > 0
),
activities as (
    select document_id, fiscal_year, member, amount, half_width, 0 as choice
    from numbers where statement = 'cost_by_purpose' and measure = 'actual'
    union all
    select document_id, fiscal_year, member, amount, half_width,
        case when statement is null then 3 when measure = 'cost' then 1 else 2 end as choice
    from numbers where statement = 'operating_account' and measure in ('cost', 'actual')
),
goal_members as (
    select document_id, line_item, fiscal_year, max(member) as member
    from {numbers} where print_no = 1 and statement = 'goals' and measure in ('target', 'verdict')
    group by all
),
outcome_prints as (
    select document_id, line_item, fiscal_year, cell, label, source_line, printed, amount, half_width,
        case when amount < 0 then -centre_shift else centre_shift end as shift, measure,
        row_number() over (partition by document_id, line_item, fiscal_year
            order by table_no, length(source_line), source_line, number_no) as place
    from numbers
    where statement = 'goals' and measure in ('share', 'ratio', 'count', 'actual', 'net')
),
printed_targets as (
    select distinct document_id, line_item, fiscal_year from numbers where statement = 'goals' and measure = 'target'
),
-- goals with the member that each is about
aimed as (
    select goals.*, goal_members.member
    from marts.goals as goals
    left join goal_members on goals.document_id = goal_members.document_id and goals.goal = goal_members.line_item
        and goals.fiscal_year = goal_members.fiscal_year
),
activity_costs as (
    select aimed.goal_id, sum(activities.amount) as amount, sum(activities.half_width) as half_width
    from aimed
    inner join activities on aimed.document_id = activities.document_id and aimed.fiscal_year = activities.fiscal_year
        and aimed.member = activities.member
    where aimed.basis = 'activity_costs' and activities.choice = (
        select min(other.choice) from activities as other
        where other.document_id = aimed.document_id and other.fiscal_year = aimed.fiscal_year)
    group by all
),
-- what a group costs beside its members that have budgets of their own
remaining_costs as (
    select aimed.goal_id, sum(numbers.amount) as amount, sum(numbers.half_width) as half_width
    from aimed
    inner join numbers on aimed.document_id = numbers.document_id and aimed.fiscal_year = numbers.fiscal_year
        and numbers.statement = 'cost_by_purpose' and numbers.measure = 'actual'
    inner join marts.members as members on aimed.association_id = members.association_id
        and numbers.member = members.member and members.parent = aimed.member
    where aimed.basis = 'remaining_costs' and not exists (
        select 1 from aimed as other where other.document_id = aimed.document_id and other.basis = 'activity_costs'
            and other.member = numbers.member)
    group by all
),
counted as (
    select aimed.goal_id,
        sum(numbers.amount) filter (where numbers.line_item = aimed.goal
            and numbers.measure = case aimed.unit when 'percent' then 'share' else 'count' end) as amount,
        sum(numbers.half_width) filter (where numbers.line_item = aimed.goal
            and numbers.measure = case aimed.unit when 'percent' then 'share' else 'count' end) as half_width,
        sum(numbers.amount) filter (
            where numbers.line_item = 'ended_within_goal' and numbers.measure = 'count') as within_goal,
        sum(numbers.amount) filter (
            where numbers.line_item = 'participants_ended' and numbers.measure = 'count') as ended
    from aimed
    inner join numbers on aimed.document_id = numbers.document_id and aimed.fiscal_year = numbers.fiscal_year
        and numbers.statement = 'participants' and numbers.member is not distinct from aimed.member
    group by all
),
computed as (
    select goals.* exclude (member), outcome_prints.cell as outcome_cell, outcome_prints.label as outcome_label,
        outcome_prints.source_line, outcome_prints.printed as outcome_text, outcome_prints.amount as outcome_amount,
        outcome_prints.half_width as outcome_half_width, outcome_prints.shift as outcome_shift,
        case when goals.basis = 'costs_to_budget' and printed_targets.document_id is null then -costs.budget
            else goals.threshold end as own_threshold,
        case goals.basis
            when 'equity' then equity.equity
            when 'costs_to_budget' then -costs.outcome
            when 'activity_costs' then -activity_costs.amount
            when 'remaining_costs' then -remaining_costs.amount
            when 'participants' then counted.amount
            when 'ended_within_goal' then 100 * counted.within_goal::double / nullif(counted.ended, 0)::double
            when 'equity_ratio' then 100 * equity.equity::double / nullif(equity.total_assets, 0)::double
            when 'equity_to_contributions' then 100 * equity.equity::double / nullif(contributed.amount, 0)::double
            when 'administration_share' then 100 * coalesce(purposes.administration, costs.administration)::double
                / nullif(coalesce(purposes.cost, costs.cost), 0)::double
        end as own_value,
        case goals.basis
            when 'equity' then 2 * equity.half_width
            when 'costs_to_budget' then costs.half_width
            when 'activity_costs' then activity_costs.half_width
            when 'remaining_costs' then remaining_costs.half_width
            when 'participants' then counted.half_width
            when 'ended_within_goal' then 0
            when 'equity_ratio' then 100 * (2 * equity.half_width + abs(equity.equity::double
                / nullif(equity.total_assets, 0)::double) * equity.half_width) / abs(nullif(equity.total_assets, 0))
            when 'equity_to_contributions' then 100 * (2 * equity.half_width + abs(equity.equity::double
                / nullif(contributed.amount, 0)::double) * contributed.half_width) / abs(nullif(contributed.amount, 0))
            when 'administration_share' then 100 * (coalesce(purposes.administration_half_width,
                costs.administration_half_width) + abs(coalesce(purposes.administration, costs.administration)::double
                / nullif(coalesce(purposes.cost, costs.cost), 0)::double) * coalesce(purposes.cost_half_width,
                costs.cost_half_width)) / abs(nullif(coalesce(purposes.cost, costs.cost), 0))
        end::double as own_bound
    from aimed as goals
    left join equity on goals.document_id = equity.document_id and goals.fiscal_year = equity.fiscal_year
    left join contributed on goals.document_id = contributed.document_id and goals.fiscal_year = contributed.fiscal_year
    left join costs on goals.document_id = costs.document_id and goals.fiscal_year = costs.fiscal_year
    left join purposes on goals.document_id = purposes.document_id and goals.fiscal_year = purposes.fiscal_year
    left join activity_costs on goals.goal_id = activity_costs.goal_id
    left join remaining_costs on goals.goal_id = remaining_costs.goal_id
    left join counted on goals.goal_id = counted.goal_id
    left join printed_targets on goals.document_id = printed_targets.document_id
        and goals.goal = printed_targets.line_item and goals.fiscal_year = printed_targets.fiscal_year
    left join outcome_prints on goals.document_id = outcome_prints.document_id and outcome_prints.place = 1
        and goals.goal = outcome_prints.line_item and goals.fiscal_year = outcome_prints.fiscal_year
),
decided as (
    select *, coalesce(own_value, printed_outcome) as deciding,
        case when own_value is null then 0 else own_bound end as deciding_bound
    from computed
),
judged as (
    select *, case
        when own_threshold is null or deciding is null or operator is null or basis = 'none' then null
        when operator = '<=' and deciding <= own_threshold then true
        when operator = '>=' and deciding >= own_threshold then true
        when operator = '=' and abs(deciding - own_threshold) <= deciding_bound then true
        when operator = 'between' and deciding between own_threshold and threshold_to then true
        when abs(deciding - own_threshold) < deciding_bound or abs(deciding - threshold_to) < deciding_bound then null
        else false end as own_is_met,
        case when deciding > threshold_to then threshold_to else own_threshold end as own_limit
    from decided
),
"""

WHERE = {
    "goal_is_met": "true",
    "verdict_agrees": "printed_verdict is not null",
    "outcome_is_computed": "basis not in ('none', 'printed', 'ended_within_goal') and outcome_cell is not null",
}
VERDICT = {
    "goal_is_met": "case when own_is_met is null then 'not_verifiable' when own_is_met then 'holds'"
    " else 'deviates' end",
    "verdict_agrees": "case when own_is_met is null or own_says_met is null then 'not_verifiable'"
    " when own_is_met = own_says_met then 'holds' else 'deviates' end",
    "outcome_is_computed": "case when own_value is null then 'not_verifiable'"
    " when abs(printed_outcome + outcome_shift - own_value) <= outcome_half_width + own_bound then 'holds'"
    " else 'deviates' end",
}


def compile_goals(asks: str, rule_id: str) -> str:
    """Return the query of the goals; its rows are those of `query.compile_rule`.

    Args:
        asks: one of rules.catalogue.GOALS.
        rule_id: the rule whose findings explain a deviation.

    """
    outcome = asks == "outcome_is_computed"
    printed = "printed_outcome" if outcome else "deciding"
    against = "own_value" if outcome else "own_limit"
    shown = "outcome_text" if outcome else "coalesce(printed_verdict, outcome_text)"
    # the words are read where they are asked for
    reads = asks == "verdict_agrees"
    said = f"said as ({compile_verdicts()}\n),\n" if reads else ""
    known = (
        "(select judged.*, said.says_met as own_says_met from judged left join said on judged.goal_id = said.goal_id)"
        if reads
        else "judged"
    )
    return (
        ACCOUNTS.format(numbers="marts.printed_numbers")
        + f"""named as (
    select document_id, line_item, bool_and(is_acknowledged) as is_acknowledged,
        string_agg(distinct acknowledgement, '; ' order by acknowledgement) as acknowledgement,
        string_agg(distinct finding_key, ', ' order by finding_key) as finding_keys
    from marts.findings where finding_key in (
        select finding_key from marts.finding_relations where rule_id = '{rule_id}' and role <> 'bears_out'
    ) group by all
),
{said}chosen as (select *, {VERDICT[asks]} as verdict from {known} where {WHERE[asks]})
select chosen.association_id, chosen.document_id, chosen.fiscal_year, 'goals' as statement, chosen.name_sv as label,
    chosen.goal as line_item, null as member, 'goal' as measure, chosen.source_line,
    {"chosen.outcome_cell" if outcome else "chosen.goal_id"} as cell, {shown} as printed_text,
    ({printed})::decimal(18, 2) as printed, ({against})::decimal(18, 2) as computed,
    ({printed} - {against})::decimal(18, 2) as difference, chosen.own_bound as rounding_bound, chosen.verdict,
    to_json([json_object('role', 'threshold', 'weight', 1, 'cell', chosen.goal_id, 'label',
        chosen.operator, 'line', null, 'printed', null, 'amount', chosen.own_threshold::varchar)])::varchar as terms,
    chosen.verdict = 'deviates' and coalesce(named.is_acknowledged, false) as is_acknowledged,
    case when chosen.verdict = 'deviates' then named.acknowledgement end as acknowledgement,
    case when chosen.verdict = 'deviates' then named.finding_keys end as finding_keys
from chosen left join named on chosen.document_id = named.document_id and chosen.goal = named.line_item
order by chosen.document_id, chosen.goal_id
"""
    )
