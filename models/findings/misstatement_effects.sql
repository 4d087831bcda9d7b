-- The nature of every finding and its effect on the accounts: what the report shows too much in the figures that a reader takes from it, the
-- result, the equity, the balance total, the liabilities and the cash. It stands at the print of that figure; where the report prints none, at
-- the lines that make it up. A line in error below a figure that is right moves nothing, nor does a wrong subtotal. What the schedule tells
-- apart: errors of the report's own years and of others; what the figures prove, what is a judgement, and what differs in scope or
-- convention alone.
with face as (
    select
        document_id,
        fiscal_year,
        max(case when statement = 'income_statement' and line_item = 'net_result' then 1 else 0 end) as has_result,
        max(case when statement = 'balance_sheet' and line_item = 'equity' then 1 else 0 end) as has_equity,
        max(case when statement = 'balance_sheet' and line_item = 'total_assets' then 1 else 0 end) as has_assets,
        max(case when statement = 'balance_sheet' and line_item = 'total_liabilities' then 1 else 0 end) as has_liabilities
    from {{ ref('addressed_numbers') }}
    where statement in ('income_statement', 'balance_sheet') and measure = 'actual' and amount is not null
    group by document_id, fiscal_year
),

measured as (
    -- what the difference is counted in; NULL where print and suggestion have no common measure
    select
        facts.*,
        case
            when facts.cause = 'printed_unit' then 'factor'
            when facts.cause = 'date' then 'days'
            when facts.line_item = 'section' or facts.cause = 'printed_year' then null
            when facts.line_item = 'table' and facts.cause = 'sign_flipped' then 'relations'
            -- a verdict is told in the unit of its goal
            else
                {{ counted_in(
                    "coalesce(
                        case when facts.statement = 'goals' and coalesce(facts.applied_unit, 'text') = 'text' then goals.unit end,
                        facts.applied_unit,
                        case facts.measure
                            when 'share' then 'percent' when 'ratio' then 'ratio' when 'count' then 'count'
                            when 'date' then 'date' when 'verdict' then 'text' when 'note_number' then 'text'
                            else 'kr'
                        end
                    )",
                    "facts.statement = 'participants' or goals.kind = 'participants'"
                ) }}
        end as unit
    from {{ ref('finding_facts') }} as facts
    left join {{ ref('goal_readings') }} as goals
        on
            facts.document_id = goals.document_id and facts.line_item = goals.goal
            and facts.statement in ('goals', 'participants')
),

natures as (
    select
        facts.*,
        case
            when facts.cause in ('legal_share', 'verdict_contradicts', 'date') or facts.statement = 'goals' then 'legal_or_goal'
            when
                facts.cause in ('missing_number', 'text_differs', 'restated') or (not facts.is_printed_number and facts.cause <> 'scope_differs')
                or facts.statement like 'note_%' or facts.statement in ('narrative', 'participants', 'cover', 'context', 'investments')
                then 'disclosure'
            when
                facts.statement in ('income_statement', 'balance_sheet') and facts.measure = 'actual' and facts.cause <> 'scope_differs'
                and (
                    facts.line_item in ('net_result', 'equity', 'total_assets', 'total_liabilities')
                    or (not facts.is_total and facts.line_item not in ('net_cost', 'operating_result', 'contingent_liabilities'))
                )
                then 'factual'
            else 'presentation'
        end as nature,
        case
            when facts.class in ('goal', 'legal') then null
            when facts.class = 'presentation' then 'classification'
            when facts.certainty = 'certain' then 'factual'
            else 'judgemental'
        end as category,
        -- a plan is about the years that it plans
        case
            when facts.fiscal_year < documents.fiscal_year then 'comparative'
            when facts.fiscal_year > documents.fiscal_year and documents.document_kind <> 'plan' then 'later'
            else 'own'
        end as year_kind,
        -- printed minus suggested in the marts' signs: what the accounts show too much
        case when facts.unit = 'kr' then (facts.printed_amount - facts.suggested_amount) * facts.sign_factor end as overstatement
    from measured as facts
    inner join {{ ref('stg_documents') }} as documents on facts.document_id = documents.document_id
),

sided as (
    select
        natures.*,
        case
            when natures.unit is null or natures.unit <> 'kr' then null
            when natures.nature <> 'factual' then 'none'
            when natures.statement = 'income_statement' then 'result'
            when natures.line_item in ('opening_equity', 'other_equity', 'net_result', 'equity') then 'equity'
            when natures.line_item in ('provisions', 'long_term_liabilities', 'current_liabilities', 'total_liabilities') then 'liabilities'
            else 'assets'
        end as side
    from natures
),

placed as (
    select
        sided.*,
        case
            when sided.side = 'result' and sided.line_item <> 'net_result' and face.has_result = 1 then 'none'
            when sided.side = 'equity' and sided.line_item <> 'equity' and face.has_equity = 1 then 'none'
            when sided.side = 'assets' and sided.line_item <> 'total_assets' and face.has_assets = 1 then 'none'
            when sided.side = 'liabilities' and sided.line_item <> 'total_liabilities' and face.has_liabilities = 1 then 'none'
            else sided.side
        end as part
    from sided
    left join face on sided.document_id = face.document_id and sided.fiscal_year = face.fiscal_year
)

select
    placed.finding_key,
    placed.association_id,
    placed.document_id,
    placed.fiscal_year,
    placed.nature,
    placed.category,
    placed.year_kind,
    placed.unit,
    cast(
        case
            when placed.unit = 'factor' then placed.printed_amount / nullif(placed.suggested_amount, 0)
            when placed.unit is not null then placed.printed_amount - placed.suggested_amount
        end as decimal(18, 2)
    ) as difference,
    -- a figure in the wrong sign is counted once, though sums are out by twice as much
    cast(
        case when placed.cause = 'sign_flipped' and placed.printed_amount = -placed.suggested_amount then 0.5 else 1 end
        * abs(placed.overstatement) as decimal(18, 2)
    ) as amount,
    -- an effect is money: NULL where the difference is none, 0 where the line moves nothing
    cast(case when placed.part = 'result' then placed.overstatement when placed.part is not null then 0 end as decimal(18, 2)) as result_effect,
    cast(case when placed.part = 'assets' then placed.overstatement when placed.part is not null then 0 end as decimal(18, 2)) as assets_effect,
    cast(
        case when placed.part = 'liabilities' then placed.overstatement when placed.part is not null then 0 end as decimal(18, 2)
    ) as liabilities_effect,
    cast(case when placed.part = 'equity' then placed.overstatement when placed.part is not null then 0 end as decimal(18, 2)) as equity_effect,
    cast(
        case
            when placed.side = 'assets' and placed.line_item = 'cash' then placed.overstatement
            when placed.part is not null then 0
        end as decimal(18, 2)
    ) as cash_effect,
    -- what the error does to the result of the document's own year: an error of that year directly; an error of the year
    -- before in the opening balances turns around
    cast(
        case
            when placed.part is null then null
            when placed.part = 'result' and not placed.is_comparative then placed.overstatement
            else 0
        end as decimal(18, 2)
    ) as this_year_effect,
    cast(
        case
            when placed.part is null then null
            when placed.part = 'none' or not placed.is_comparative then 0
            when placed.part = 'liabilities' then placed.overstatement
            when placed.part = 'equity' then 0
            else -placed.overstatement
        end as decimal(18, 2)
    ) as prior_year_turnaround,
    levels.basis as materiality_basis,
    levels.overall_percent as materiality_percent,
    levels.overall_materiality,
    levels.performance_materiality,
    levels.clearly_trivial_level,
    -- law, goals and verdicts are never trivial by amount; what has no amount neither
    placed.nature <> 'legal_or_goal'
    and coalesce(abs(placed.overstatement) < levels.clearly_trivial_level, false) as is_clearly_trivial
from placed
left join {{ ref('materiality_levels') }} as levels on placed.document_id = levels.document_id
