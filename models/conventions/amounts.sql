{{ config(meta={'joins': 'in_order'}) }}
-- Every printed number as an amount: in SEK, in the marts' signs (income positive, costs negative), with what its last digit leaves
-- open, under the unit that the figures bear out and the sign convention of its column. A column that no seed describes has the
-- convention that its figures bear out.
with deducted as (
    -- rows that say that they are taken away
    select items.cell_no
    from {{ ref('stg_line_items') }} as items
    inner join ({{ labels_that_say(ref('stg_line_items'), 'subtracted', ref('stg_tree_words')) }}) as words on items.label = words.label
    where items.statement not in ('narrative', 'goals')
),

-- rows that print another unit of money than their table, and those of them that print the table's as well
odd_rows as (
    select distinct
        numbers.document_no,
        numbers.table_no,
        numbers.line_order
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('table_units') }} as units on numbers.document_no = units.document_no and numbers.table_no = units.table_no
    where numbers.printed_unit in ('kr', 'tkr', 'mkr') and numbers.printed_unit <> units.printed_unit
),

mixed_rows as (
    select distinct
        numbers.document_no,
        numbers.table_no,
        numbers.line_order
    from {{ ref('numbers') }} as numbers
    inner join odd_rows
        on
            numbers.document_no = odd_rows.document_no
            and numbers.table_no = odd_rows.table_no
            and numbers.line_order = odd_rows.line_order
    inner join {{ ref('table_units') }} as units on numbers.document_no = units.document_no and numbers.table_no = units.table_no
    where numbers.printed_unit = units.printed_unit
),

-- costs that no refund turns, printed with a minus sign in all columns: they carry their sign, though the costs around them do not
signed_costs as (
    select
        numbers.document_no,
        numbers.table_no,
        numbers.line_order
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    where kinds.line_item in ('financial_costs', 'depreciation') and numbers.value_kind = 'number' and kinds.measure <> 'note_number'
    group by numbers.document_no, numbers.table_no, numbers.line_order
    having max(numbers.printed_value) < 0 and count(*) > 1
),

-- quantities that the statement prints more than once; few, so that only their prints are put in order
printed_again as (
    select
        document_no,
        kind_no,
        member_no,
        first_year,
        fiscal_year
    from {{ ref('numbers') }}
    group by document_no, kind_no, member_no, first_year, fiscal_year
    having count(*) > 1
),

-- which print of its quantity in the statement each of them is, and the first of them
repeats as (
    select
        numbers.cell_no,
        min(numbers.cell_no) over (
            partition by numbers.document_no, numbers.kind_no, numbers.member_no, numbers.first_year, numbers.fiscal_year
        ) as first_cell_no,
        row_number() over (
            partition by numbers.document_no, numbers.kind_no, numbers.member_no, numbers.first_year, numbers.fiscal_year
            order by numbers.cell_no
        ) as print_no
    from {{ ref('numbers') }} as numbers
    inner join printed_again
        on
            numbers.document_no = printed_again.document_no
            and numbers.kind_no = printed_again.kind_no
            and numbers.member_no = printed_again.member_no
            and numbers.first_year is not distinct from printed_again.first_year
            and numbers.fiscal_year is not distinct from printed_again.fiscal_year
),

-- an empty cell of a row that prints a number or a dash beside it: a gap, where a row of empty cells is meant to be empty
gaps as (
    select
        document_no,
        table_no,
        line_order
    from {{ ref('numbers') }}
    group by document_no, table_no, line_order
    having count(case when value_kind = 'blank' then 1 end) > 0 and count(case when value_kind in ('number', 'dash') then 1 end) > 0
),

-- subtotals into which nothing but costs is added: they are costs
cost_sums as (
    select
        trees.document_no,
        trees.table_no,
        trees.ancestor_order as line_order
    from {{ ref('row_trees') }} as trees
    inner join {{ ref('numbers') }} as numbers
        on trees.document_no = numbers.document_no and trees.table_no = numbers.table_no and trees.line_order = numbers.line_order
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    where trees.is_detail and kinds.measure in ('actual', 'budget')
    group by trees.document_no, trees.table_no, trees.ancestor_order
    having max(kinds.normal_sign) = -1 and min(trees.weight) = 1
),

-- what is said of a row, so that a number asks once
marked_rows as (
    select
        document_no,
        table_no,
        line_order,
        max(case mark when 'mixed' then 1 end) = 1 as is_mixed,
        max(case mark when 'gaps' then 1 end) = 1 as has_gaps,
        max(case mark when 'signed_cost' then 1 end) = 1 as is_signed_cost,
        max(case mark when 'cost_sum' then 1 end) = 1 as is_cost_sum
    from (
        {%- for mark, marked in [
            ('mixed', 'mixed_rows'),
            ('gaps', 'gaps'),
            ('signed_cost', 'signed_costs'),
            ('cost_sum', 'cost_sums')
        ] %}
            select
                *,
                '{{ mark }}' as mark
            from {{ marked }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ) as marks
    group by document_no, table_no, line_order
),

placed as (
    select
        numbers.*,
        documents.association_no,
        documents.fiscal_year as document_year,
        kinds.is_total,
        case when kinds.line_item = 'subtotal' and coalesce(marked_rows.is_cost_sum, false) then -1 else kinds.normal_sign end as normal_sign,
        kinds.statement in ('narrative', 'goals') as is_prose,
        kinds.measure = 'ratio' as is_ratio,
        numbers.value_kind = 'blank' and coalesce(marked_rows.has_gaps, false) as is_gap,
        coalesce(columns.sign, inferred.sign, 'natural') as sign,
        case when coalesce(marked_rows.is_signed_cost, false) then 'signed' else coalesce(columns.cost_sign, inferred.cost_sign) end as cost_sign,
        coalesce(columns.total_sign, inferred.total_sign) as total_sign,
        deducted.cell_no is not null and kinds.measure not like '%deviation' and numbers.printed_value > 0 and not kinds.is_total
            as is_deducted,
        case
            -- what each of so many costs or pays is no percentage: it is in the unit of its table
            when kinds.measure in ('share', 'consumed') then 'percent'
            when kinds.measure = 'ratio' and coalesce(numbers.printed_unit, '') not in ('kr', 'tkr', 'mkr') then 'percent'
            when kinds.measure in ('count', 'note_number') then 'count'
            when kinds.measure in ('date', 'verdict') then numbers.printed_unit
            when numbers.printed_unit in ('percent', 'count') then numbers.printed_unit
            when kinds.statement in ('narrative', 'goals') and (numbers.printed_unit <> units.printed_unit or not coalesce(units.is_of_document, false))
                then numbers.printed_unit
            -- a row that prints another unit than its table, the same in all its columns, is in that one
            when
                numbers.printed_unit in ('kr', 'tkr', 'mkr') and numbers.printed_unit <> units.printed_unit
                and kinds.statement not in ('narrative', 'goals')
                and not coalesce(marked_rows.is_mixed, false)
                then numbers.printed_unit
            else units.applied_unit
        end as applied_unit,
        case
            when kinds.measure not in ('share', 'ratio', 'consumed', 'count') and kinds.statement not in ('narrative', 'goals') then units.grain
            -- a sentence rounds kronor to thousands without a word
            when
                kinds.statement = 'narrative' and numbers.printed_unit = 'kr' and numbers.decimals = 0 and numbers.printed_value <> 0
                and numbers.printed_value % 1000 = 0
                then 1000
        end as grain,
        coalesce(cuts.is_truncated, false) and kinds.statement not in ('narrative', 'goals') as is_of_truncated
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('stg_documents') }} as documents on numbers.document_no = documents.document_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    left join {{ ref('stg_table_columns') }} as columns
        on
            numbers.document_no = columns.document_no
            and numbers.table_no = columns.table_no
            and numbers.column_no = columns.column_no
    left join {{ ref('inferred_signs') }} as inferred
        on
            numbers.document_no = inferred.document_no
            and numbers.table_no = inferred.table_no
            and numbers.column_no = inferred.column_no
            and kinds.measure = inferred.measure
    left join {{ ref('table_units') }} as units on numbers.document_no = units.document_no and numbers.table_no = units.table_no
    left join {{ ref('truncated_documents') }} as cuts on numbers.document_no = cuts.document_no
    left join marked_rows
        on
            numbers.document_no = marked_rows.document_no
            and numbers.table_no = marked_rows.table_no
            and numbers.line_order = marked_rows.line_order
    -- by its key alone: with a condition on the other side DuckDB expects one row of the whole join
    left join deducted on numbers.cell_no = deducted.cell_no
),

scaled as (
    select
        *,
        case applied_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as unit_size,
        case
            when applied_unit in ('percent', 'count') or is_ratio then 1
            -- what is taken away and printed without a sign counts against the rows around it
            when is_deducted then -normal_sign
            -- running text names a cost with a minus sign or without one
            when is_prose and normal_sign = -1 and printed_value < 0 then 1
            when is_total and coalesce(total_sign, sign) <> sign
                then case total_sign when 'reversed' then -1 else 1 end
            else
                case sign when 'reversed' then -1 else 1 end * case when cost_sign = 'unsigned' or is_prose then normal_sign else 1 end
        end as sign_factor
    from placed
),

-- an approximate number or a limit, as its words leave it open to either side; about is never less than the last digit
opened as (
    select
        *,
        unit_size * coalesce(grain, 1) * 0.5
        * case decimals when 0 then 1 when 1 then 0.1 when 2 then 0.01 when 3 then 0.001 else 0.0001 end as last_digit,
        is_of_truncated and unit_size > 1 and value_kind = 'number' and applied_unit not in ('percent', 'count') as is_cut,
        value_kind in ('number', 'reference') and coalesce(lower_share < 1 or upper_share > 1, false) and printed_value <> 0 as is_approximate
    from scaled
),

bounded as (
    select
        *,
        case
            when is_approximate and lower_share < 1 and upper_share > 1
                then greatest((1 - lower_share) * abs(printed_value) * unit_size, case applied_unit when 'count' then 0 else last_digit end)
            when is_approximate then (1 - lower_share) * abs(printed_value) * unit_size
        end as below_print,
        case
            when is_approximate and lower_share < 1 and upper_share > 1
                then greatest((upper_share - 1) * abs(printed_value) * unit_size, case applied_unit when 'count' then 0 else last_digit end)
            when is_approximate then (upper_share - 1) * abs(printed_value) * unit_size
        end as above_print
    from opened
)

select
    cast(bounded.cell_no as bigint) as cell_no,
    cast(document_no as integer) as document_no,
    cast(association_no as integer) as association_no,
    cast(document_year as integer) as document_year,
    cast(table_no as integer) as table_no,
    cast(line_order as bigint) as line_order,
    cast(column_no as integer) as column_no,
    cast(kind_no as integer) as kind_no,
    cast(member_no as integer) as member_no,
    cast(fiscal_year as integer) as fiscal_year,
    cast(first_year as integer) as first_year,
    cast(value_kind as string) as value_kind,
    cast(applied_unit as string) as applied_unit,
    cast(unit_size as integer) as unit_size,
    cast(sign_factor as integer) as sign_factor,
    cast(
        case
            -- an empty cell may be any amount of its unit
            when is_gap and applied_unit not in ('count', 'percent') then cast(unit_size * 0.5 as decimal(18, 6))
            when value_kind not in ('number', 'reference') then 0
            when is_approximate then cast((below_print + above_print) * 0.5 as decimal(18, 6))
            when applied_unit = 'count' then 0
            -- what was cut off to nothing may have had either sign
            when is_cut and printed_value = 0 then cast(2 * last_digit as decimal(18, 6))
            else cast(last_digit as decimal(18, 6))
        end as decimal(18, 6)
    ) as half_width,
    cast(
        case
            when value_kind not in ('number', 'dash', 'reference') then null
            -- most are in kronor: a product has more digits than a processor counts in one step
            when unit_size = 1 and sign_factor = 1 then cast(printed_value as decimal(18, 2))
            when unit_size = 1 and sign_factor = -1 then cast(-printed_value as decimal(18, 2))
            else cast(cast(printed_value as decimal(38, 6)) * unit_size * sign_factor as decimal(18, 2))
        end as decimal(18, 2)
    ) as amount,
    cast(is_approximate as boolean) as is_approximate,
    cast(is_gap as boolean) as is_gap,
    cast(
        case
            when is_approximate then (above_print - below_print) * 0.5 * case when printed_value < 0 then -1 else 1 end * sign_factor
            -- what was cut off lies beyond the print
            when is_cut and printed_value <> 0 then last_digit * case when printed_value < 0 then -1 else 1 end * sign_factor
            else 0
        end as decimal(18, 6)
    ) as centre_shift,
    cast(is_total as boolean) as is_total,
    cast(coalesce(fiscal_year < document_year, false) as boolean) as is_comparative,
    -- the first print of the same quantity in the statement, and which print of it this is
    cast(coalesce(repeats.first_cell_no, bounded.cell_no) as bigint) as first_cell_no,
    cast(coalesce(repeats.print_no, 1) as integer) as print_no
from bounded
left join repeats on bounded.cell_no = repeats.cell_no
