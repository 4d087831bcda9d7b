{#- an amount is told as coarse as the print that it is held against -#}
{%- set as_coarse = "case when cells.half_width > 0 then round(moved.amount / (2 * cells.half_width)) * 2 * cells.half_width else moved.amount end" -%}
{%- set templates = ['against', 'percentage_point', 'percentage_points'] -%}
-- What the edits of a finding say beside its own amount, in words and figures of each language: what a row of another scope or a restated
-- year would be, what a row that is not printed lacks, and by how much a heading's unit is wrong.
with {{ worded(templates) }},

-- the cells that the edits of a row, a column or a table change
moved as (
    select
        edits.finding_key,
        edits.edit_no,
        edits.cause,
        edits.line_item,
        changes.amount,
        changes.cell_no
    from {{ ref('edits') }} as edits
    inner join {{ ref('edit_cells') }} as changes on edits.association_no = changes.association_no and edits.edit_no = changes.edit_no
    where edits.cause = 'printed_unit' or (edits.line_item is not null and edits.cause in ('scope_differs', 'restated'))
),

differing as (
    select
        moved.finding_key,
        words.language,
        {{ ordered_text(
            filled("words.t_against", {
                "printed": amount_in_words("cells.amount * cells.sign_factor", "cells.applied_unit"),
                "amount": amount_in_words("(" ~ as_coarse ~ ") * cells.sign_factor", "cells.applied_unit"),
                "what": "case moved.line_item when 'row' then coalesce(cells.period, '–') else '\"' || coalesce(cells.label, cells.line_item) || '\"' end",
                "difference": difference_in_words("cells.amount - (" ~ as_coarse ~ ")", "cells.applied_unit")
            }),
            "moved.edit_no", "; "
        ) }} as differing_text,
        -- of several rows their names
        case
            when count(distinct cells.source_line) > 1
                then {{ ordered_text("case when moved.line_item <> 'row' then '\"' || coalesce(cells.label, cells.line_item) || '\"' end", "moved.edit_no", ", ") }}
        end as differing_names
    from moved
    inner join {{ ref('addressed_numbers') }} as cells on moved.cell_no = cells.cell_no
    cross join words
    where moved.cause in ('scope_differs', 'restated')
    group by moved.finding_key, words.language
),

-- a thousand, a million
rescaled as (
    select
        moved.finding_key,
        max(cells.unit_size) as moved_size,
        max(abs(cast(moved.amount as double) / nullif(cast(cells.amount as double), 0))) as moved_factor
    from moved
    inner join {{ ref('amounts') }} as cells on moved.cell_no = cells.cell_no
    where moved.cause = 'printed_unit'
    group by moved.finding_key
),

lacking as (
    select
        edits.finding_key,
        {{ ordered_text(
            amount_in_words("missing.amount * totals.sign_factor", "totals.applied_unit")
            ~ " || coalesce(' (' || headings.heading || ')', '')",
            "totals.column_no * 100000 + missing.edit_no", ", "
        ) }} as lacking_text
    from {{ ref('missing_amounts') }} as missing
    inner join {{ ref('edits') }} as edits on missing.association_no = edits.association_no and missing.edit_no = edits.edit_no
    inner join {{ ref('amounts') }} as totals on missing.total_no = totals.cell_no
    left join {{ ref('stg_table_columns') }} as headings
        on
            totals.document_no = headings.document_no
            and totals.table_no = headings.table_no
            and totals.column_no = headings.column_no
    group by edits.finding_key
)

select
    cast(named.finding_key as string) as finding_key,
    cast(words.language as string) as language,
    cast(differing.differing_text as string) as differing_text,
    cast(nullif(differing.differing_names, '') as string) as differing_names,
    cast(lacking.lacking_text as string) as lacking_text,
    rescaled.moved_size,
    rescaled.moved_factor
from (select distinct finding_key from {{ ref('edits') }}) as named
cross join words
left join differing on named.finding_key = differing.finding_key and words.language = differing.language
left join lacking on named.finding_key = lacking.finding_key
left join rescaled on named.finding_key = rescaled.finding_key
