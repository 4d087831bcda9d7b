-- The cells of every deviating relation, under every complete definition of it, with what their print looks like.
with open_cells as (
    select distinct terms.cell
    from {{ ref('check_results') }} as results
    inner join {{ ref('evaluations') }} as evaluations on results.relation_id = evaluations.relation_id
    inner join {{ ref('candidate_terms') }} as terms
        on evaluations.relation_id = terms.relation_id and evaluations.variant = terms.variant
    where
        results.state = 'deviation' and results.severity in ('error', 'warning')
        and evaluations.is_complete and evaluations.difference is not null
    union
    select cell
    from {{ ref('missing_terms') }}
),

printed as (
    select
        numbers.*,
        case numbers.applied_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as unit_size
    from {{ ref('printed_numbers') }} as numbers
    inner join open_cells on numbers.cell = open_cells.cell
    where numbers.amount is not null or numbers.value_kind = 'blank'
)

select
    cell,
    association_id,
    document_id,
    document_year,
    table_no,
    source_line,
    column_no,
    statement,
    label,
    line_item,
    member,
    measure,
    fiscal_year,
    value_kind,
    applied_unit,
    unit_size,
    sign_factor,
    coalesce(cast(amount as double), 0) as amount,
    -- what one step of the last printed digit is worth; an approximate figure counts in its unit
    cast(case when half_width > 0 and half_width * 2 <= unit_size then half_width * 2 else unit_size end as double) as step,
    cast(
        round(abs(coalesce(cast(amount as double), 0)) / cast(case when half_width > 0 and half_width * 2 <= unit_size then half_width * 2 else unit_size end as double))
        as bigint
    ) as digits,
    -- how far from the statements themselves a print stands: statement, note, operating account, overview, text
    case
        when statement in ('income_statement', 'balance_sheet', 'cash_flow') then 0
        when statement like 'note_%' or statement = 'investments' then 1
        when statement in ('operating_account', 'cost_by_purpose', 'balance_requirement', 'budget_plan') then 2
        when statement in ('multi_year_overview', 'contributions_overview') then 3
        else 4
    end as remoteness
from printed
