{{ config(meta={'joins': 'in_order'}) }}
-- One row per quantity of the accounts: its latest print and its first, what it should be, and which of several prints of one quantity
-- counts. A total that the reports leave out is computed from the rows that they print.
with printed as (
    select
        numbers.association_id,
        numbers.document_kind,
        numbers.fiscal_year,
        numbers.statement,
        numbers.line_item,
        numbers.member,
        numbers.measure,
        'printed' as source,
        numbers.cell_no as place_no,
        numbers.print_no,
        numbers.document_id,
        numbers.document_year,
        numbers.is_comparative,
        numbers.source_line,
        numbers.column_no,
        numbers.number_no,
        numbers.cell,
        numbers.label,
        numbers.printed,
        numbers.applied_unit,
        numbers.half_width,
        numbers.amount,
        coalesce(changes.amount, numbers.amount) as corrected_amount,
        coalesce(changes.finding_key, ledger.finding_key) as finding_key
    from {{ ref('addressed_numbers') }} as numbers
    inner join {{ ref('ledger') }} as ledger on numbers.cell_no = ledger.cell_no
    left join {{ ref('corrections') }} as changes on numbers.cell_no = changes.cell_no
    where
        numbers.line_item <> 'row' and numbers.value_kind in ('number', 'dash') and numbers.amount is not null
        and numbers.fiscal_year is not null and numbers.measure not in ('date', 'verdict')
),

computed as (
    select
        association_id,
        document_kind,
        fiscal_year,
        statement,
        line_item,
        cast(null as string) as member,
        measure,
        'computed' as source,
        cast(definition_no as bigint) as place_no,
        1 as print_no,
        document_id,
        document_year,
        is_comparative,
        cast(null as string) as source_line,
        cast(null as integer) as column_no,
        cast(null as integer) as number_no,
        cast(null as string) as cell,
        cast(null as string) as label,
        cast(null as string) as printed,
        applied_unit,
        half_width,
        amount,
        corrected_amount,
        finding_key
    from {{ ref('left_out_totals') }}
),

ranked as (
    select
        every_print.*,
        {%- set quantity = "association_id, document_kind, fiscal_year, statement, line_item, member, measure" %}
        row_number() over (partition by {{ quantity }} order by document_year desc, print_no asc, place_no asc) as newest_no,
        {%- set oldest = "over (partition by " ~ quantity ~ " order by document_year asc, print_no asc, place_no asc)" %}
        first_value(amount) {{ oldest }} as first_amount,
        first_value(document_id) {{ oldest }} as first_document_id,
        count(*) over (partition by {{ quantity }}) as print_count
    from (
        select * from printed
        union all
        select * from computed
    ) as every_print
)

select
    cast(association_id as string) as association_id,
    cast(document_kind as string) as document_kind,
    cast(fiscal_year as integer) as fiscal_year,
    cast(statement as string) as statement,
    cast(line_item as string) as line_item,
    cast(member as string) as member,
    cast(measure as string) as measure,
    cast(
        row_number() over (
            partition by association_id, document_kind, fiscal_year, line_item, member, measure
            order by
                {{ remoteness("statement") }} asc,
                case source when 'printed' then 0 else 1 end asc,
                {{ statement_place("statement") }} asc
        ) = 1 as boolean
    ) as is_primary,
    cast(source as string) as source,
    cast(amount as decimal(18, 2)) as amount,
    cast(first_amount as decimal(18, 2)) as first_amount,
    cast(corrected_amount as decimal(18, 2)) as corrected_amount,
    cast(finding_key as string) as finding_key,
    cast(document_id as string) as document_id,
    cast(first_document_id as string) as first_document_id,
    cast(is_comparative as boolean) as is_comparative,
    cast(source_line as string) as source_line,
    cast(column_no as integer) as column_no,
    cast(number_no as integer) as number_no,
    cast(cell as string) as cell,
    cast(label as string) as label,
    cast(printed as string) as printed,
    cast(applied_unit as string) as applied_unit,
    cast(half_width as decimal(18, 6)) as half_width,
    cast(case source when 'printed' then print_count else 0 end as integer) as print_count
from ranked
where newest_no = 1
