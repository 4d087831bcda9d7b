{#- one print of the report is, with whatever sign, what a total of the same year lacks -#}
{%- set prints_it = "lacking.document_no = others.document_no and lacking.fiscal_year = others.fiscal_year"
    ~ " and abs(abs(others.amount) - abs(lacking.amount)) <= lacking.rounding_bound + others.half_width" -%}
-- Prints near a suspect cell that a slip may have copied, as amounts of that cell: the row above and below, the column beside, the
-- same row's other years (also what they all say) and its budget, the number of its note; and for a total what it lacks, where a table that shares rows with this
-- one prints just that in a row which is not here, or any table in a line that the rule names and this one does not print.
with suspects as (
    select distinct
        terms.association_no,
        cells.cell_no,
        cells.document_no,
        cells.table_no,
        cells.fiscal_year,
        cells.unit_size,
        cells.sign_factor,
        kinds.measure
    from {{ ref('open_terms') }} as terms
    inner join {{ ref('amounts') }} as cells on terms.cell_no = cells.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    where terms.deviates
),

tables_touched as (
    select distinct
        document_no,
        table_no
    from suspects
),

others as (
    select
        cells.cell_no,
        cells.document_no,
        cells.table_no,
        cells.line_order,
        cells.column_no,
        cells.fiscal_year,
        kinds.measure,
        cells.amount,
        cast(cells.amount as double) * cells.sign_factor / cells.unit_size as printed_value,
        dense_rank() over (partition by cells.document_no, cells.table_no order by cells.line_order) as row_rank,
        dense_rank() over (partition by cells.document_no, cells.table_no order by cells.column_no) as column_rank
    from {{ ref('amounts') }} as cells
    inner join tables_touched on cells.document_no = tables_touched.document_no and cells.table_no = tables_touched.table_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    where cells.value_kind in ('number', 'dash', 'reference')
),

placed as (
    select
        suspects.*,
        own.row_rank,
        own.column_rank
    from suspects
    inner join others as own on suspects.cell_no = own.cell_no
),

pairs as (
    select
        placed.association_no,
        placed.cell_no,
        others.cell_no as other_no,
        -- what the suspect would amount to with that print, and what the other amounts to
        others.printed_value * placed.unit_size * placed.sign_factor as copied_amount,
        others.amount as other_amount,
        placed.row_rank = others.row_rank as is_beside,
        others.row_rank - placed.row_rank as rows_apart,
        others.column_rank - placed.column_rank as columns_apart,
        others.measure = 'note_number' as is_note,
        placed.measure = others.measure as is_same_measure,
        others.fiscal_year - placed.fiscal_year as years_apart,
        (placed.measure like '%budget') <> (others.measure like '%budget')
        and replace(replace(placed.measure, '_budget', ''), 'budget', 'actual')
        = replace(replace(others.measure, '_budget', ''), 'budget', 'actual') as is_budget
    from placed
    -- its own row, and the rows above and below
    inner join ({{ integer_rows(-1, 1) }}) as steps on true
    inner join others
        on
            placed.document_no = others.document_no
            and placed.table_no = others.table_no
            and placed.row_rank + steps.n = others.row_rank
            and (steps.n = 0 or placed.column_rank = others.column_rank)
            and placed.cell_no <> others.cell_no
),

-- one print may be both: the column beside and the year before
told as (
    {%- for what, condition, amount in [
        ('note', 'is_note and is_beside', 'copied_amount'),
        ('above', 'not is_note and columns_apart = 0 and rows_apart = -1', 'copied_amount'),
        ('below', 'not is_note and columns_apart = 0 and rows_apart = 1', 'copied_amount'),
        ('left', 'not is_note and is_beside and columns_apart = -1', 'copied_amount'),
        ('right', 'not is_note and is_beside and columns_apart = 1', 'copied_amount'),
        ('prior', 'is_beside and is_same_measure and years_apart = -1', 'other_amount'),
        ('next', 'is_beside and is_same_measure and years_apart = 1', 'other_amount'),
        ('budget', 'is_beside and is_budget and years_apart = 0', 'other_amount')
    ] %}
        select
            association_no,
            cell_no,
            '{{ what }}' as what,
            {{ amount }} as amount,
            other_no
        from pairs
        where {{ condition }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

-- a row that says the same in each of its other years, two of them or more
unmoved as (
    select
        association_no,
        cell_no,
        min(other_amount) as amount,
        min(other_no) as other_no
    from pairs
    where is_beside and is_same_measure and years_apart <> 0
    group by association_no, cell_no
    having count(distinct years_apart) > 1 and min(other_amount) = max(other_amount) and min(other_amount) <> 0
),

lacking as (
    select distinct
        terms.association_no,
        totals.cell_no,
        totals.document_no,
        totals.table_no,
        totals.fiscal_year,
        evaluations.definition_no,
        kinds.measure,
        evaluations.difference as amount,
        evaluations.rounding_bound
    from {{ ref('open_terms') }} as terms
    inner join {{ ref('evaluations') }} as evaluations on terms.relation_no = evaluations.relation_no and evaluations.is_chosen
    inner join {{ ref('amounts') }} as totals on evaluations.cell_no = totals.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on totals.kind_no = kinds.kind_no
    where terms.deviates and terms.is_footing and evaluations.difference is not null
),

-- what a row is about: a member, else its line
row_names as (
    select distinct
        items.document_no,
        items.table_no,
        items.line_order,
        coalesce(items.member, items.line_item) as row_name
    from {{ ref('stg_line_items') }} as items
    inner join (select distinct document_no from tables_touched) as touched on items.document_no = touched.document_no
    where items.table_no is not null
),

shared_rows as (
    select
        here.document_no,
        here.table_no,
        there.table_no as other_table_no
    from row_names as here
    inner join tables_touched on here.document_no = tables_touched.document_no and here.table_no = tables_touched.table_no
    inner join row_names as there
        on
            here.document_no = there.document_no
            and here.row_name = there.row_name
            and here.table_no <> there.table_no
    group by here.document_no, here.table_no, there.table_no
    having count(distinct here.row_name) > 1
),

elsewhere as (
    select
        lacking.association_no,
        lacking.cell_no,
        lacking.amount,
        others.cell_no as other_no,
        lacking.document_no,
        lacking.table_no,
        theirs.row_name
    from lacking
    inner join shared_rows on lacking.document_no = shared_rows.document_no and lacking.table_no = shared_rows.table_no
    inner join {{ ref('amounts') }} as others
        on
            {{ prints_it }}
            and shared_rows.other_table_no = others.table_no
    inner join row_names as theirs
        on
            others.document_no = theirs.document_no
            and others.table_no = theirs.table_no
            and others.line_order = theirs.line_order
    where others.value_kind = 'number' and others.amount <> 0 and not others.is_total
    union
    select
        lacking.association_no,
        lacking.cell_no,
        lacking.amount,
        others.cell_no as other_no,
        lacking.document_no,
        lacking.table_no,
        kinds.line_item as row_name
    from lacking
    inner join {{ ref('stg_rule_terms') }} as terms on lacking.definition_no = terms.definition_no and terms.role = 'term'
    inner join {{ ref('stg_cell_kinds') }} as kinds on terms.line_item = kinds.line_item and lacking.measure = kinds.measure
    inner join {{ ref('amounts') }} as others
        on
            {{ prints_it }}
            and kinds.kind_no = others.kind_no
    where others.value_kind = 'number' and others.amount <> 0 and others.member_no = 0
),

-- what this table prints itself is no row that it lacks
not_here as (
    select
        elsewhere.association_no,
        elsewhere.cell_no,
        elsewhere.amount,
        min(elsewhere.other_no) as other_no
    from elsewhere
    left join row_names as ours
        on
            elsewhere.document_no = ours.document_no
            and elsewhere.table_no = ours.table_no
            and elsewhere.row_name = ours.row_name
    where ours.row_name is null
    group by elsewhere.association_no, elsewhere.cell_no, elsewhere.amount
),

every_print as (
    select * from told
    union all
    select
        association_no,
        cell_no,
        'unmoved' as what,
        amount,
        other_no
    from unmoved
    union all
    select
        association_no,
        cell_no,
        'elsewhere' as what,
        amount,
        other_no
    from not_here
)

select
    association_no,
    cell_no,
    cast(what as string) as what,
    cast(amount as decimal(18, 2)) as amount,
    other_no
from every_print
