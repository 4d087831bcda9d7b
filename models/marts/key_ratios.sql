-- Every printed ratio with what it should be, and the two ratios that readers ask for where a document prints none.
with printed as (
    select
        numbers.document_id,
        numbers.source_line,
        numbers.column_no,
        numbers.number_no,
        numbers.association_id,
        numbers.fiscal_year,
        numbers.line_item as ratio_id,
        numbers.member,
        numbers.amount as printed_value,
        case when ratios.is_complete then ratios.term_sum end as numerator,
        case when ratios.is_complete then ratios.denominator end as denominator,
        case when ratios.is_complete then ratios.computed_amount end as computed_value,
        coalesce(ratios.state, 'not_evaluated') as state,
        row_number() over (
            partition by numbers.cell_no
            order by case coalesce(ratios.state, 'not_evaluated') when 'not_evaluated' then 1 else 0 end, ratios.rule_no
        ) as definition_no
    from {{ ref('addressed_numbers') }} as numbers
    left join {{ ref('evaluations') }} as ratios
        on numbers.cell_no = ratios.cell_no and ratios.kind = 'ratio' and ratios.is_chosen
    where numbers.applied_unit = 'percent' and numbers.value_kind = 'number' and numbers.measure in ('share', 'ratio')
),

balances as (
    select
        association_id,
        document_id,
        fiscal_year,
        max(case when line_item = 'total_assets' then amount end) as total_assets,
        max(case when line_item = 'equity' then amount end) as equity,
        max(case when line_item = 'other_equity' then amount end) as other_equity,
        max(case when line_item = 'opening_equity' then amount end) as opening_equity,
        max(case when line_item = 'net_result' then amount end) as net_result
    from {{ ref('addressed_numbers') }}
    where statement = 'balance_sheet' and measure = 'actual' and print_no = 1 and fiscal_year is not null
    group by association_id, document_id, fiscal_year
),

equity as (
    select
        association_id,
        document_id,
        fiscal_year,
        total_assets,
        coalesce(equity, coalesce(other_equity, opening_equity) + net_result) as equity
    from balances
),

contributions as (
    select
        document_id,
        fiscal_year,
        sum(amount) as contributions
    from {{ ref('addressed_numbers') }}
    where statement = 'note_income' and line_item = 'contribution' and measure = 'actual'
    group by document_id, fiscal_year
),

computed as (
    select
        equity.association_id,
        equity.document_id,
        equity.fiscal_year,
        'equity_ratio' as ratio_id,
        equity.equity as numerator,
        equity.total_assets as denominator
    from equity
    union all
    select
        equity.association_id,
        equity.document_id,
        equity.fiscal_year,
        'equity_to_contributions' as ratio_id,
        equity.equity as numerator,
        contributions.contributions as denominator
    from equity
    inner join contributions
        on equity.document_id = contributions.document_id and equity.fiscal_year = contributions.fiscal_year
)

select
    cast(document_id as string) as document_id,
    cast(source_line as string) as source_line,
    cast(column_no as integer) as column_no,
    cast(number_no as integer) as number_no,
    cast(association_id as string) as association_id,
    cast(fiscal_year as integer) as fiscal_year,
    cast(ratio_id as string) as ratio_id,
    cast(member as string) as member,
    cast(numerator as decimal(18, 2)) as numerator,
    cast(denominator as decimal(18, 2)) as denominator,
    cast(printed_value as decimal(18, 6)) as printed_value,
    cast(computed_value as decimal(18, 6)) as computed_value,
    cast(state as string) as state
from printed
where definition_no = 1
union all
select
    cast(computed.document_id as string) as document_id,
    cast(null as string) as source_line,
    cast(null as integer) as column_no,
    cast(null as integer) as number_no,
    cast(computed.association_id as string) as association_id,
    cast(computed.fiscal_year as integer) as fiscal_year,
    cast(computed.ratio_id as string) as ratio_id,
    cast(null as string) as member,
    cast(computed.numerator as decimal(18, 2)) as numerator,
    cast(computed.denominator as decimal(18, 2)) as denominator,
    cast(null as decimal(18, 6)) as printed_value,
    cast(
        100 * cast(computed.numerator as double) / nullif(cast(computed.denominator as double), 0) as decimal(18, 6)
    ) as computed_value,
    cast('not_evaluated' as string) as state
from computed
left join printed
    on
        computed.document_id = printed.document_id
        and computed.fiscal_year = printed.fiscal_year
        and computed.ratio_id = printed.ratio_id
where printed.document_id is null and computed.numerator is not null
