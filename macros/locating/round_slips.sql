{# By which slip the print may have come from a wanted value: the fingerprints. The weight of one is its prior shared out
   over the prints that such a slip could have left, so that a rare print of a rare slip beats a common print of a common one.
   Leaves: slip_values (one row per cell and value, with its likeliest cause). #}
{% macro round_slips() -%}
digit_pairs as (
    select
        wanted.cell,
        wanted.value,
        cells.digits as printed_digits,
        cast(round(abs(wanted.value) / cells.step) as bigint) as wanted_digits,
        cells.amount * wanted.value > 0 as same_sign,
        cells.amount = -wanted.value as is_opposite
    from wanted_values as wanted
    inner join {{ ref('suspect_cells') }} as cells on wanted.cell = cells.cell
),

measured as (
    select
        *,
        length(cast(printed_digits as string)) as printed_length,
        length(cast(wanted_digits as string)) as wanted_length,
        abs(printed_digits - wanted_digits) as gap,
        -- the place of the leading digit of the gap, and of the gap over nine
        cast(power(10, length(cast(abs(printed_digits - wanted_digits) as string)) - 1) as bigint) as gap_ten,
        cast(power(10, length(cast(cast(floor(abs(printed_digits - wanted_digits) / 9) as bigint) as string)) - 1) as bigint) as ninth_ten
    from digit_pairs
),

lengthened as (
    {{ integer_rows(0, 11) }}
),

powers as (
    select
        1 as n,
        cast(0.015 as double) as share
    union all
    select
        2 as n,
        0.015 as share
    union all
    select
        3 as n,
        0.06 as share
    union all
    select
        6 as n,
        0.01 as share
),

totals_asked as (
    select
        wanted.cell,
        wanted.value,
        cells.amount,
        cells.step,
        relations.relation_id,
        relations.variant,
        relations.term_count,
        relations.difference as printed_difference,
        relations.current_difference
    from wanted_values as wanted
    inner join {{ ref('suspect_cells') }} as cells on wanted.cell = cells.cell
    inner join {{ ref('weighed_terms') }} as terms on wanted.cell = terms.cell and terms.is_total
    inner join current_relations as relations
        on terms.relation_id = relations.relation_id and terms.variant = relations.variant
    inner join statuses on relations.relation_id = statuses.relation_id
    where statuses.is_open and relations.kind = 'sum' and relations.tick = 'footed' and relations.term_count >= 2
),

row_parts as (
    select
        totals_asked.*,
        rows_of.cell as row_cell,
        rows_of.label as row_label,
        -terms.coefficient * rows_of.amount as part,
        -terms.coefficient * rows_of.earlier_amount as earlier_part
    from totals_asked
    inner join {{ ref('weighed_terms') }} as terms
        on totals_asked.relation_id = terms.relation_id and totals_asked.variant = terms.variant and not terms.is_total
    inner join {{ ref('row_amounts') }} as rows_of on terms.cell = rows_of.cell
    where rows_of.amount <> 0 or rows_of.earlier_amount <> 0
),

prints as (
    select
        cell,
        value,
        'digit_replaced' as cause,
        1 / cast(9 * wanted_length as double) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    where
        same_sign and gap > 0 and printed_length = wanted_length and greatest(printed_digits, wanted_digits) >= 10
        and gap % gap_ten = 0
        and cast(floor(printed_digits / (gap_ten * 10)) as bigint) = cast(floor(wanted_digits / (gap_ten * 10)) as bigint)
    union all
    select
        cell,
        value,
        'digits_transposed' as cause,
        1 / cast(wanted_length - 1 as double) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    where
        same_sign and gap > 0 and gap % 9 = 0 and printed_length = wanted_length and wanted_length >= 2
        and cast(floor(gap / 9) as bigint) % ninth_ten = 0
        and cast(floor(printed_digits / (ninth_ten * 100)) as bigint) = cast(floor(wanted_digits / (ninth_ten * 100)) as bigint)
        and cast(floor(printed_digits / (ninth_ten * 10)) as bigint) % 10 = cast(floor(wanted_digits / ninth_ten) as bigint) % 10
        and cast(floor(printed_digits / ninth_ten) as bigint) % 10 = cast(floor(wanted_digits / (ninth_ten * 10)) as bigint) % 10
    union all
    select
        measured.cell,
        measured.value,
        'digit_omitted' as cause,
        1 / cast(measured.wanted_length as double) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    inner join lengthened on lengthened.n < measured.wanted_length
    where
        measured.same_sign and measured.wanted_length = measured.printed_length + 1 and measured.printed_digits >= 10
        and cast(floor(measured.wanted_digits / power(10, lengthened.n + 1)) as bigint) * cast(power(10, lengthened.n) as bigint)
        + measured.wanted_digits % cast(power(10, lengthened.n) as bigint) = measured.printed_digits
    union all
    -- the first digit dropped before a nought
    select
        cell,
        value,
        'digit_omitted' as cause,
        1 / cast(wanted_length as double) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    where
        same_sign and wanted_length > printed_length + 1 and printed_digits >= 10
        and wanted_digits % cast(power(10, wanted_length - 1) as bigint) = printed_digits
    union all
    select
        measured.cell,
        measured.value,
        'digit_added' as cause,
        1 / cast(10 * (measured.wanted_length + 1) as double) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    inner join lengthened on lengthened.n < measured.printed_length
    where
        measured.same_sign and measured.printed_length = measured.wanted_length + 1 and measured.wanted_digits >= 10
        and cast(floor(measured.printed_digits / power(10, lengthened.n + 1)) as bigint) * cast(power(10, lengthened.n) as bigint)
        + measured.printed_digits % cast(power(10, lengthened.n) as bigint) = measured.wanted_digits
    union all
    select
        cell,
        value,
        'sign_flipped' as cause,
        1 as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    where is_opposite and printed_digits > 0
    union all
    -- printed too large or too small by a power of ten; by a thousand or more the lost digits may have been rounded
    select
        measured.cell,
        measured.value,
        'scale' as cause,
        powers.share / 0.10 as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    inner join powers on powers.n >= 1
    where
        measured.same_sign and measured.printed_digits > 0 and measured.wanted_digits > 0
        and (
            abs(measured.printed_digits - measured.wanted_digits * power(10, powers.n))
            <= case when powers.n >= 3 then 0.5 * power(10, powers.n) else 0 end
            or abs(measured.wanted_digits - measured.printed_digits * power(10, powers.n))
            <= case when powers.n >= 3 then 0.5 * power(10, powers.n) else 0 end
        )
    union all
    -- one group of three digits lost at a space, or joined to the number
    select
        cell,
        value,
        'split_number' as cause,
        0.5 as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from measured
    where
        same_sign and printed_digits > 0 and wanted_digits > 0
        and (
            (wanted_digits >= 1000 and printed_digits in (wanted_digits % 1000, cast(floor(wanted_digits / 1000) as bigint)))
            or (wanted_digits >= 1000000 and printed_digits in (wanted_digits % 1000000, cast(floor(wanted_digits / 1000000) as bigint)))
            or (printed_digits >= 1000 and wanted_digits in (printed_digits % 1000, cast(floor(printed_digits / 1000) as bigint)))
            or (printed_digits >= 1000000 and wanted_digits in (printed_digits % 1000000, cast(floor(printed_digits / 1000000) as bigint)))
        )
    union all
    select
        cell,
        value,
        'row_missing' as cause,
        1 / cast(term_count as double) as chance,
        row_cell as evidence_cell,
        row_label as evidence_label
    from row_parts
    where part <> 0 and abs(value - amount - part) < step / 2
    union all
    -- added up from the rows as they are printed, which other findings change, or with the sign turned besides
    select
        cell,
        value,
        'row_missing' as cause,
        case when abs(printed_difference + part) < step / 2 then 1 else 0.1 end / cast(term_count as double) as chance,
        row_cell as evidence_cell,
        -- the mark says that the sign is turned
        row_label || case when abs(printed_difference + part) < step / 2 then '' else '[-]' end as evidence_label
    from row_parts
    where
        part <> 0 and abs(amount) >= 10 * step and abs(value - amount + current_difference) < step / 2
        and (
            (current_difference <> printed_difference and abs(printed_difference + part) < step / 2)
            or abs(2 * amount - printed_difference - part) < step / 2
        )
    union all
    -- the sum of the same rows in another column of the table
    select
        totals_asked.cell,
        totals_asked.value,
        'other_column' as cause,
        1 / cast(sums.column_count as double) as chance,
        cast(null as string) as evidence_cell,
        sums.heading as evidence_label
    from totals_asked
    inner join {{ ref('other_column_sums') }} as sums
        on totals_asked.relation_id = sums.relation_id and totals_asked.variant = sums.variant
    where
        abs(abs(sums.amount) - abs(totals_asked.amount)) < totals_asked.step / 2
        and abs(abs(sums.amount) - abs(totals_asked.value)) >= totals_asked.step
    union all
    select
        cell,
        value,
        'row_counted_twice' as cause,
        1 / cast(term_count as double) as chance,
        row_cell as evidence_cell,
        row_label as evidence_label
    from row_parts
    where part <> 0 and abs(amount - value - part) < step / 2
    union all
    -- the total still holds a row's figure of the year before
    select
        cell,
        value,
        'stale_subtotal' as cause,
        1 / cast(term_count as double) as chance,
        row_cell as evidence_cell,
        row_label as evidence_label
    from row_parts
    where part <> earlier_part and abs(value - amount - (part - earlier_part)) < step / 2
    union all
    -- a total with no other slip, whose rows have changed
    select distinct
        cell,
        value,
        'stale_subtotal' as cause,
        cast(0.00004 as double) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from totals_asked
    union all
    select
        wanted.cell,
        wanted.value,
        'scope_differs' as cause,
        1 / cast(lines.line_count as double) as chance,
        lines.cell as evidence_cell,
        lines.label as evidence_label
    from wanted_values as wanted
    inner join {{ ref('suspect_cells') }} as cells on wanted.cell = cells.cell
    inner join {{ ref('scope_lines') }} as lines
        on
            cells.document_id = lines.document_id
            and cells.fiscal_year = lines.fiscal_year
            and abs(abs(cells.amount - wanted.value) - abs(lines.amount)) < cells.step / 2
    where lines.cell <> cells.cell and abs(abs(lines.amount) - abs(cells.amount)) >= cells.step and abs(lines.amount) >= 10 * cells.step
    union all
    select
        wanted.cell,
        wanted.value,
        'text_differs' as cause,
        1 as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from wanted_values as wanted
    inner join {{ ref('suspect_cells') }} as cells on wanted.cell = cells.cell
    where cells.statement = 'narrative'
    union all
    -- most empty cells are meant to be empty
    select
        wanted.cell,
        wanted.value,
        'missing_number' as cause,
        cast(0.1 as double) / max(missing.blank_count) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from wanted_values as wanted
    inner join {{ ref('missing_terms') }} as missing on wanted.cell = missing.cell
    where wanted.is_center
    group by wanted.cell, wanted.value
    union all
    select
        cell,
        value,
        'unknown' as cause,
        1 as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from wanted_values
),

weighed_prints as (
    select
        prints.cell,
        prints.value,
        prints.cause,
        prints.chance * slips.prior as weight,
        prints.evidence_cell,
        prints.evidence_label
    from prints
    inner join {{ ref('slips') }} as slips on prints.cause = slips.cause
    union all
    select
        wanted.cell,
        wanted.value,
        alike.cause,
        alike.weight,
        alike.other_cell as evidence_cell,
        cast(null as string) as evidence_label
    from wanted_values as wanted
    inner join {{ ref('look_alikes') }} as alike on wanted.cell = alike.cell
    where wanted.is_center
),

-- a value that only rounding allows needs a slip that leads to it
slip_values as (
    select
        weighed_prints.cell,
        weighed_prints.value,
        weighed_prints.cause,
        weighed_prints.weight,
        weighed_prints.evidence_cell,
        weighed_prints.evidence_label,
        wanted.is_center
    from weighed_prints
    inner join wanted_values as wanted on weighed_prints.cell = wanted.cell and weighed_prints.value = wanted.value
    where wanted.is_center or weighed_prints.cause not in ('unknown', 'text_differs') and weighed_prints.weight > 0.001
    qualify
        row_number() over (
            partition by weighed_prints.cell, weighed_prints.value
            order by weighed_prints.weight desc, weighed_prints.cause asc, weighed_prints.evidence_cell asc nulls last
        ) = 1
)
{%- endmacro %}
