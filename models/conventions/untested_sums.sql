-- What the trees that were inferred do not bear: sums whose deviation is more likely by design than a slip, and rows that no sum of
-- theirs tests, each with its reason.
with doubts as (
    {{ answer_rows(ref('inferred_tables'), 'doubts', ['document_no', 'table_no']) }}
),

untested as (
    {{ answer_rows(ref('inferred_tables'), 'untested', ['document_no', 'table_no']) }}
)

select
    document_no,
    table_no,
    {{ answer_value(0, 'bigint') }} as line_order,
    {{ answer_value(1, 'integer') }} as column_no,
    {{ answer_value(2, 'string') }} as sum_kind,
    {{ answer_value(3, 'string') }} as reason
from doubts
union all
select
    document_no,
    table_no,
    {{ answer_value(0, 'bigint') }} as line_order,
    cast(null as integer) as column_no,
    cast('row' as string) as sum_kind,
    {{ answer_value(1, 'string') }} as reason
from untested
