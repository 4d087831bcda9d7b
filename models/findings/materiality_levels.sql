-- Materiality per document: the basis in its own year's accounts (a plan's is the latest report's), and the three levels in SEK.
with bases as (
    select
        numbers.association_id,
        numbers.document_id,
        numbers.document_year,
        numbers.line_item as basis,
        max(abs(numbers.amount)) as amount
    from {{ ref('addressed_numbers') }} as numbers
    where
        numbers.statement in ('income_statement', 'balance_sheet')
        and numbers.line_item in ('operating_costs', 'operating_income', 'total_assets', 'equity')
        and numbers.measure = 'actual' and numbers.print_no = 1 and numbers.fiscal_year = numbers.document_year
    group by numbers.association_id, numbers.document_id, numbers.document_year, numbers.line_item
),

settings as (
    select
        documents.association_id,
        documents.document_id,
        documents.fiscal_year,
        coalesce(own.basis, general.basis) as basis,
        coalesce(own.overall_percent, general.overall_percent) as overall_percent,
        coalesce(own.performance_percent, general.performance_percent) as performance_percent,
        coalesce(own.trivial_percent, general.trivial_percent) as trivial_percent
    from {{ ref('stg_documents') }} as documents
    inner join {{ ref('stg_materiality') }} as general on general.association_id = 'default'
    left join {{ ref('stg_materiality') }} as own on documents.association_id = own.association_id
),

met as (
    select
        settings.*,
        bases.amount as basis_amount,
        row_number() over (
            partition by settings.document_id
            order by
                case when bases.document_id = settings.document_id then 0 else 1 end,
                abs(bases.document_year - settings.fiscal_year) asc nulls last,
                bases.document_id asc nulls last
        ) as base_no
    from settings
    left join bases on settings.association_id = bases.association_id and settings.basis = bases.basis
)

select
    document_id,
    basis,
    overall_percent,
    cast(cast(basis_amount as double) * overall_percent * 0.01 as decimal(18, 2)) as overall_materiality,
    cast(cast(basis_amount as double) * overall_percent * performance_percent * 0.0001 as decimal(18, 2)) as performance_materiality,
    cast(cast(basis_amount as double) * overall_percent * trivial_percent * 0.0001 as decimal(18, 2)) as clearly_trivial_level
from met
where base_no = 1
