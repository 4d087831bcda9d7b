{#- an amount is suggested as coarse as the print that it replaces -#}
{%- set as_coarse = "case when facts.applied_unit in ('kr', 'tkr', 'mkr') and facts.half_width > 0"
    ~ " then round(facts.suggested_amount / (2 * facts.half_width)) * 2 * facts.half_width else facts.suggested_amount end" -%}
-- The figures of a finding's message as they are written there, in the unit of their print.
with rescaled as (
    -- by how much the search moves the figures of a heading: a thousand, a million
    select
        edits.finding_key,
        max(cells.unit_size) as unit_size,
        max(abs(cast(moved.amount as double) / nullif(cast(cells.amount as double), 0))) as factor
    from {{ ref('edits') }} as edits
    inner join {{ ref('edit_cells') }} as moved on edits.association_no = moved.association_no and edits.edit_no = moved.edit_no
    inner join {{ ref('amounts') }} as cells on moved.cell_no = cells.cell_no
    where edits.cause = 'printed_unit'
    group by edits.finding_key
),

-- what a row that is not printed says in each column
lacking as (
    select
        edits.finding_key,
        {{ ordered_text(
            message_number("lacking.amount * totals.sign_factor / totals.unit_size") ~ " || " ~ unit_sign("totals.applied_unit")
            ~ " || coalesce(' (' || headings.heading || ')', '')",
            "totals.column_no * 100000 + lacking.edit_no", "; "
        ) }} as lacking_text
    from {{ ref('missing_amounts') }} as lacking
    inner join {{ ref('edits') }} as edits on lacking.association_no = edits.association_no and lacking.edit_no = edits.edit_no
    inner join {{ ref('amounts') }} as totals on lacking.total_no = totals.cell_no
    left join {{ ref('stg_table_columns') }} as headings
        on
            totals.document_no = headings.document_no
            and totals.table_no = headings.table_no
            and totals.column_no = headings.column_no
    group by edits.finding_key
)

select
    facts.finding_key,
    lacking.lacking_text,
    {{ message_number("facts.printed_amount / " ~ unit_size("facts.applied_unit")) }} || {{ unit_sign("facts.applied_unit") }} as printed_text,
    {{ message_number(as_coarse ~ " / " ~ unit_size("facts.applied_unit")) }} || {{ unit_sign("facts.applied_unit") }} as suggested_text,
    {{ message_number("(facts.printed_amount - " ~ as_coarse ~ ") / " ~ unit_size("facts.applied_unit")) }}
    || case when facts.applied_unit <> 'percent' then {{ unit_sign("facts.applied_unit") }} else '' end as difference_text,
    {{ message_number("facts.told_printed_amount / " ~ unit_size("facts.told_unit")) }} || {{ unit_sign("facts.told_unit") }} as told_printed_text,
    {{ message_number("facts.told_computed_amount / " ~ unit_size("facts.told_unit")) }} || {{ unit_sign("facts.told_unit") }} as told_computed_text,
    -- the other print in its own unit, and in the sign of the total that it is held against
    {{ message_number(
        "case when facts.is_other_a_term and facts.told_computed_amount < 0 then -abs(others.amount)"
        ~ " when facts.is_other_a_term then abs(others.amount) else others.amount * others.sign_factor end / " ~ unit_size("others.applied_unit")
    ) }} || {{ unit_sign("others.applied_unit") }} as other_text,
    coalesce({{ unit_of_size("facts.printed_amount") }}, {{ unit_of_size("rescaled.unit_size") }}) as heading_unit,
    coalesce(
        {{ unit_of_size("facts.suggested_amount") }},
        {{ unit_of_size("round(rescaled.unit_size * power(10, 3 * round(log10(rescaled.factor) / 3)))") }}
    ) as table_unit
from {{ ref('finding_facts') }} as facts
left join {{ ref('addressed_numbers') }} as others on facts.other_no = others.cell_no
left join rescaled on facts.finding_key = rescaled.finding_key
left join lacking on facts.finding_key = lacking.finding_key
