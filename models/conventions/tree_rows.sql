-- The rows of every table and what each adds into: from the seed, and inferred where no seed gives the table a tree.
with inferred as (
    {{ answer_rows(ref('inferred_tables'), 'rows', ['document_no', 'table_no']) }}
)

select
    document_no,
    table_no,
    line_order,
    role,
    parent_order,
    weight,
    cast(1 as integer) as deviation_side,
    cast(null as bigint) as closing_order,
    cast(null as integer) as log_odds,
    cast(false as boolean) as is_inferred
from {{ ref('stg_table_rows') }}
where document_no is not null
union all
select
    document_no,
    table_no,
    {{ answer_value(0, 'bigint') }} as line_order,
    {{ answer_value(1, 'string') }} as role,
    {{ answer_value(2, 'bigint') }} as parent_order,
    {{ answer_value(3, 'integer') }} as weight,
    {{ answer_value(5, 'integer') }} as deviation_side,
    {{ answer_value(6, 'bigint') }} as closing_order,
    {{ answer_value(4, 'integer') }} as log_odds,
    cast(true as boolean) as is_inferred
from inferred
