{{ config(meta={'joins': 'in_order'}) }}
-- The reports that cut their thousands and millions off instead of rounding them, by what the same quantities are to the last krona in
-- other reports of the association and in other statements of the same one. Rounded, a figure never leaves more than half of its last
-- digit; cut off, half of them do and none is larger than what it is of. So three quantities that leave more than half are no chance, if
-- they are three times those that are larger: single tables of such a report may round.
with units as (
    {{ money_units() }}
),

figures as (
    select
        documents.association_no,
        numbers.document_no,
        kinds.line_item,
        numbers.member_no,
        kinds.measure,
        numbers.fiscal_year,
        abs(cast(numbers.printed_value as double)) * units.unit_size as size,
        units.unit_size
        * case numbers.decimals when 0 then 1 when 1 then 0.1 when 2 then 0.01 when 3 then 0.001 else 0.0001 end as last_digit
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('stg_documents') }} as documents on numbers.document_no = documents.document_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    left join {{ ref('stg_tables') }} as tables on numbers.document_no = tables.document_no and numbers.table_no = tables.table_no
    left join {{ ref('statement_units') }} as statement_units on numbers.document_no = statement_units.document_no
    inner join units on coalesce(numbers.printed_unit, tables.printed_unit, statement_units.unit) = units.unit
    where
        numbers.value_kind = 'number' and numbers.printed_value <> 0 and numbers.lower_share is null
        and kinds.measure not in ('share', 'ratio', 'consumed', 'count', 'note_number')
        and kinds.statement not in ('narrative', 'goals')
        and kinds.line_item not in ('total', 'subtotal', 'of_which')
        and (kinds.line_item not in ('row', 'note_row') or numbers.member_no <> 0)
),

-- what a coarse figure leaves of the fine one, in its last digit; one quantity counts once
left_over as (
    select distinct
        coarse.document_no,
        fine.size,
        (fine.size - coarse.size) / coarse.last_digit as share
    from figures as coarse
    inner join figures as fine
        on
            coarse.association_no = fine.association_no
            and coarse.line_item = fine.line_item
            and coarse.member_no = fine.member_no
            and coarse.measure = fine.measure
            and coarse.fiscal_year = fine.fiscal_year
    where
        coarse.last_digit >= 100 * fine.last_digit
        and coarse.size >= 10 * coarse.last_digit
        and fine.size - coarse.size > -coarse.last_digit
        and fine.size - coarse.size < coarse.last_digit
),

counted as (
    select
        document_no,
        count(*) filter (where share > 0.5) as cut_count,
        count(*) filter (where share < 0) as raised_count
    from left_over
    group by document_no
)

select
    cast(document_no as integer) as document_no,
    cast(cut_count as integer) as cut_count,
    cast(raised_count as integer) as raised_count,
    cast(cut_count >= 3 and cut_count >= 3 * raised_count as boolean) as is_truncated
from counted
