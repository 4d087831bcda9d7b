-- One row per finding: its nature, its effect on the accounts, and the total of its nature against materiality. What a person has
-- explained is no misstatement.
with effects as (
    select
        effects.*,
        case when effects.category is not null and known.kind = 'explained' then 'explained' else effects.category end as told_category
    from {{ ref('misstatement_effects') }} as effects
    left join {{ ref('acknowledged') }} as known on effects.finding_key = known.finding_key
),

totals as (
    select
        document_id,
        nature,
        sum(case when coalesce(told_category, '') <> 'explained' then amount end) as nature_total,
        sum(case when coalesce(told_category, '') <> 'explained' then result_effect end) as nature_result_effect
    from effects
    group by document_id, nature
)

select
    cast(effects.finding_key as string) as finding_key,
    cast(effects.association_id as string) as association_id,
    cast(effects.document_id as string) as document_id,
    cast(effects.fiscal_year as integer) as fiscal_year,
    cast(effects.nature as string) as nature,
    cast(effects.told_category as string) as category,
    cast(effects.year_kind as string) as year_kind,
    cast(effects.unit as string) as unit,
    cast(effects.difference as decimal(18, 2)) as difference,
    cast(effects.amount as decimal(18, 2)) as amount,
    cast(effects.result_effect as decimal(18, 2)) as result_effect,
    cast(effects.assets_effect as decimal(18, 2)) as assets_effect,
    cast(effects.liabilities_effect as decimal(18, 2)) as liabilities_effect,
    cast(effects.equity_effect as decimal(18, 2)) as equity_effect,
    cast(effects.cash_effect as decimal(18, 2)) as cash_effect,
    cast(effects.this_year_effect as decimal(18, 2)) as this_year_effect,
    cast(effects.prior_year_turnaround as decimal(18, 2)) as prior_year_turnaround,
    cast(effects.is_clearly_trivial as boolean) as is_clearly_trivial,
    cast(effects.clearly_trivial_level as decimal(18, 2)) as clearly_trivial_level,
    cast(effects.performance_materiality as decimal(18, 2)) as performance_materiality,
    cast(effects.overall_materiality as decimal(18, 2)) as overall_materiality,
    cast(effects.materiality_basis as string) as materiality_basis,
    cast(effects.materiality_percent as decimal(18, 2)) as materiality_percent,
    cast(totals.nature_total as decimal(18, 2)) as nature_total,
    cast(totals.nature_result_effect as decimal(18, 2)) as nature_result_effect,
    cast(
        case
            when effects.overall_materiality is null then 'no_basis'
            when effects.nature = 'legal_or_goal' then 'by_nature'
            when totals.nature_total is null then 'no_amount'
            when totals.nature_total < effects.clearly_trivial_level then 'clearly_trivial'
            when totals.nature_total < effects.performance_materiality then 'below_performance_materiality'
            when totals.nature_total < effects.overall_materiality then 'above_performance_materiality'
            else 'above_overall_materiality'
        end as string
    ) as nature_level
from effects
inner join totals on effects.document_id = totals.document_id and effects.nature = totals.nature
