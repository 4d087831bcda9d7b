{# What the open relations ask of their cells: for each the value that makes the relation hold, the values beside it that
   rounding allows, and, where a fine figure meets a coarse relation, every slip of its own digits within the bound.
   Leaves: wanted_values (one row per cell and value). #}
{% macro round_values() -%}
asked as (
    select
        terms.relation_id,
        cells.cell,
        cells.amount,
        cells.step,
        cells.digits,
        terms.coefficient,
        terms.numerator_weight,
        terms.denominator_weight,
        relations.kind,
        relations.bound,
        relations.current_printed,
        relations.numerator,
        relations.current_denominator,
        relations.current_difference,
        case
            when terms.coefficient <> 0 then cells.amount - relations.current_difference / terms.coefficient
            when terms.numerator_weight <> 0
                then cells.amount
                    + (relations.current_printed / 100 * relations.current_denominator - relations.numerator) / terms.numerator_weight
            when terms.denominator_weight <> 0 and relations.current_printed <> 0
                then cells.amount
                    + (100 * relations.numerator / relations.current_printed - relations.current_denominator) / terms.denominator_weight
        end as implied,
        -- how many steps of its last digit the cell may move within the bound of the relation; two prints of one quantity are equal
        case
            when relations.kind in ('sum', 'tie') and relations.bound <= cells.step then 0
            when terms.coefficient <> 0 then floor(relations.bound / abs(terms.coefficient) / cells.step)
            else 1000
        end as slack
    from statuses
    inner join current_relations as relations on statuses.relation_id = relations.relation_id
    inner join {{ ref('weighed_terms') }} as terms
        on relations.relation_id = terms.relation_id and relations.variant = terms.variant
    inner join {{ ref('suspect_cells') }} as cells on terms.cell = cells.cell
    left join changes on cells.cell = changes.cell
    where
        statuses.is_open and relations.implies_value and changes.cell is null
        and cells.value_kind in ('number', 'dash', 'blank')
),

offsets as (
    {{ integer_rows(-6, 6) }}
),

stepped as (
    select
        asked.cell,
        (floor(asked.implied / asked.step + 0.5) + offsets.n) * asked.step as value,
        offsets.n = 0 as is_center
    from asked
    inner join offsets on abs(offsets.n) <= least(asked.slack, 6)
    where asked.implied is not null and (asked.slack <= 6 or offsets.n = 0)
),

-- a fine figure in a coarse relation: its own digits, slipped back in every way
places as (
    {{ integer_rows(0, 11) }}
),

numerals as (
    {{ integer_rows(0, 9) }}
),

coarse as (
    select
        asked.*,
        places.n as place,
        cast(power(10, places.n) as bigint) as ten
    from asked
    inner join places on places.n <= length(cast(asked.digits as string))
    where asked.implied is not null and asked.slack > 6 and asked.digits between 10 and 100000000000
),

edits as (
    select
        coarse.cell,
        coarse.relation_id,
        cast(floor(coarse.digits / (coarse.ten * 10)) as bigint) * coarse.ten * 10 + numerals.n * coarse.ten + coarse.digits % coarse.ten as digits
    from coarse
    inner join numerals on numerals.n >= 0
    where coarse.place < length(cast(coarse.digits as string))
    union all
    select
        coarse.cell,
        coarse.relation_id,
        cast(floor(coarse.digits / (coarse.ten * 100)) as bigint) * coarse.ten * 100
        + (cast(floor(coarse.digits / coarse.ten) as bigint) % 10) * coarse.ten * 10
        + (cast(floor(coarse.digits / (coarse.ten * 10)) as bigint) % 10) * coarse.ten
        + coarse.digits % coarse.ten as digits
    from coarse
    where coarse.place + 1 < length(cast(coarse.digits as string))
    union all
    select
        coarse.cell,
        coarse.relation_id,
        cast(floor(coarse.digits / coarse.ten) as bigint) * coarse.ten * 10 + numerals.n * coarse.ten + coarse.digits % coarse.ten as digits
    from coarse
    inner join numerals on numerals.n >= 0
    union all
    select
        coarse.cell,
        coarse.relation_id,
        cast(floor(coarse.digits / (coarse.ten * 10)) as bigint) * coarse.ten + coarse.digits % coarse.ten as digits
    from coarse
    where coarse.place < length(cast(coarse.digits as string))
),

edited as (
    select
        cell,
        relation_id,
        digits,
        1 as turn
    from edits
    union all
    select
        cell,
        relation_id,
        digits,
        -1 as turn
    from coarse
    where place = 0
),

slipped as (
    select
        edited.cell,
        asked.step * edited.digits * case when asked.amount < 0 then -1 else 1 end * edited.turn as value,
        asked.kind,
        asked.bound,
        asked.coefficient,
        asked.numerator_weight,
        asked.denominator_weight,
        asked.amount,
        asked.current_printed,
        asked.numerator,
        asked.current_denominator,
        asked.current_difference
    from edited
    inner join asked on edited.cell = asked.cell and edited.relation_id = asked.relation_id
),

within as (
    select
        cell,
        value
    from slipped
    where {{ relation_holds(
        "kind",
        "case when kind <> 'ratio' then current_difference + coefficient * (value - amount) else "
        ~ ratio_difference(
            "current_printed + coefficient * (value - amount)", "numerator + numerator_weight * (value - amount)",
            "current_denominator + denominator_weight * (value - amount)"
        ) ~ " end",
        "bound"
    ) }}
),

wanted_values as (
    select
        every_value.cell,
        every_value.value,
        bool_or(every_value.is_center) as is_center
    from (
        select
            cell,
            value,
            is_center
        from stepped
        union all
        select
            cell,
            value,
            false as is_center
        from within
    ) as every_value
    inner join {{ ref('suspect_cells') }} as cells on every_value.cell = cells.cell
    where abs(every_value.value - cells.amount) > cells.step / 2
    group by every_value.cell, every_value.value
)
{%- endmacro %}
