{%- set quoted = "'\"' || translate(coalesce(%s, ''), '\"' || chr(92), '  ') || '\"'" -%}
-- The search for trees. Every table that no seed gives a tree for as one text (rows, columns, cells, words; docs/trees.md describes
-- it), and the two trees that its figures bear out.
with tables_with_rows as (
    select distinct
        document_no,
        table_no
    from {{ ref('stg_table_rows') }}
    where document_no is not null
),

cells as (
    select
        numbers.*,
        items.label,
        kinds.measure,
        case
            when kinds.measure in ('share', 'ratio', 'consumed') then 'percent'
            when kinds.measure = 'count' then 'count'
            when numbers.printed_unit in ('percent', 'count') then numbers.printed_unit
            else 'money'
        end as unit
    from {{ ref('numbers') }} as numbers
    inner join {{ ref('stg_line_items') }} as items on numbers.cell_no = items.cell_no
    inner join {{ ref('stg_cell_kinds') }} as kinds on numbers.kind_no = kinds.kind_no
    -- running text has no columns
    inner join {{ ref('stg_table_columns') }} as columns
        on
            numbers.document_no = columns.document_no
            and numbers.table_no = columns.table_no
            and numbers.column_no = columns.column_no
    left join tables_with_rows
        on numbers.document_no = tables_with_rows.document_no and numbers.table_no = tables_with_rows.table_no
    where
        tables_with_rows.document_no is null
        and numbers.value_kind in ('number', 'dash', 'blank')
        and numbers.fiscal_year is not null
        and kinds.measure not in ('note_number', 'date', 'verdict', 'target')
        and kinds.statement not in ('narrative', 'goals', 'cover')
),

row_texts as (
    select
        document_no,
        table_no,
        {{ ordered_text(
            "'[' || cast(line_order as string) || ',' || " ~ quoted % "label" ~ " || ']'", "line_order", ","
        ) }} as rows_text
    from (
        select
            document_no,
            table_no,
            line_order,
            min(label) as label
        from cells
        group by document_no, table_no, line_order
    ) as labelled
    group by document_no, table_no
),

column_texts as (
    select
        columns.document_no,
        columns.table_no,
        {{ ordered_text(
            "'[' || cast(columns.column_no as string) || ',' || " ~ quoted % "columns.heading" ~ " || ',' || " ~ quoted % "columns.measure"
            ~ " || ',' || " ~ quoted % "columns.period" ~ " || ']'", "columns.column_no", ","
        ) }} as columns_text
    from {{ ref('stg_table_columns') }} as columns
    where columns.measure not in ('note_number', 'date', 'verdict', 'target')
    group by columns.document_no, columns.table_no
),

cell_texts as (
    select
        document_no,
        table_no,
        {{ ordered_text(
            "'[' || cast(line_order as string) || ',' || cast(column_no as string) || ',' || cast(number_no as string) || ',\"' || measure"
            ~ " || '\",\"' || cast(fiscal_year as string) || '\",\"' || value_kind || '\",\"' || unit || '\",'"
            ~ " || coalesce(cast(cast(cast(printed_value as decimal(28, 6)) * 1000 as bigint) as string), '0') || ','"
            ~ " || case decimals when 0 then '1000' when 1 then '100' when 2 then '10' else '1' end || ']'",
            "cell_no", ","
        ) }} as cells_text
    from cells
    group by document_no, table_no
),

words as (
    select {{ ordered_text(
        "'[' || " ~ quoted % "phrase" ~ " || ',\"' || match || '\",\"' || says || '\"]'", "phrase || ' ' || says", ","
    ) }} as words_text
    from {{ ref('stg_tree_words') }}
),

texts as (
    select
        row_texts.document_no,
        row_texts.table_no,
        '{"rows":[' || row_texts.rows_text || '],"columns":[' || column_texts.columns_text || '],"cells":[' || cell_texts.cells_text
        || '],"words":[' || words.words_text || ']}' as table_text
    from row_texts
    inner join column_texts on row_texts.document_no = column_texts.document_no and row_texts.table_no = column_texts.table_no
    inner join cell_texts on row_texts.document_no = cell_texts.document_no and row_texts.table_no = cell_texts.table_no
    inner join words on true
)

select
    cast(document_no as integer) as document_no,
    cast(table_no as integer) as table_no,
    cast(table_text as string) as table_text,
    cast(infer_table(table_text) as string) as answer
from texts
