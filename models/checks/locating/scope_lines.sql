-- What a figure of another scope may include or leave out: each line of the face statements, and two lines of the income
-- statement together (financial income and costs). One row per document, year and amount.
with lines as (
    select
        numbers.document_id,
        numbers.fiscal_year,
        numbers.statement,
        numbers.cell,
        numbers.label,
        numbers.is_total,
        cast(numbers.amount as double) as amount
    from {{ ref('printed_numbers') }} as numbers
    inner join (select distinct document_id from {{ ref('suspect_cells') }}) as suspects
        on numbers.document_id = suspects.document_id
    where
        numbers.statement in ('income_statement', 'balance_sheet')
        and numbers.measure = 'actual' and numbers.print_no = 1 and numbers.amount <> 0
),

pairs as (
    select
        document_id,
        fiscal_year,
        cell,
        cast(null as string) as second_cell,
        label,
        amount
    from lines
    union all
    select
        first.document_id,
        first.fiscal_year,
        first.cell,
        second.cell as second_cell,
        first.label || ' + ' || second.label as label,
        first.amount + second.amount as amount
    from lines as first
    inner join lines as second
        on
            first.document_id = second.document_id
            and first.fiscal_year = second.fiscal_year
            and first.cell < second.cell
    where
        first.statement = 'income_statement' and second.statement = 'income_statement'
        and not first.is_total and not second.is_total
        and first.amount + second.amount <> 0
)

select
    *,
    count(*) over (partition by document_id, fiscal_year) as line_count
from pairs
