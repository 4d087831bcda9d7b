{# SEK in one unit of the numbers of a formula: of a quotient the unit that all its amounts are printed in, of a sum of several amounts the finer one
   that they share, else that of the total. `smallest` and `largest` are the sizes of the units of its amounts, `term_count` how many there are. #}
{% macro size_in_formula(kind, unit_size, smallest, largest, term_count) -%}
    case
        when {{ kind }} = 'ratio' then case when {{ smallest }} = {{ largest }} then {{ smallest }} else 1 end
        when {{ kind }} in ('sum', 'tie') and {{ term_count }} > 1 and {{ smallest }} = {{ largest }} and {{ largest }} < {{ unit_size }} then {{ largest }}
        else {{ unit_size }}
    end
{%- endmacro %}


{# The sign that the numbers of a formula are turned by: of a quotient that of all its amounts as they are printed, else that of the total. #}
{% macro turn_in_formula(kind, turn, least, greatest) -%}
    case when {{ kind }} = 'ratio' then case when {{ least }} = {{ greatest }} then {{ least }} else 1 end else {{ turn }} end
{%- endmacro %}


{# The unit behind a number of a formula whose numbers are in another one than its total. #}
{% macro sign_of_size(size, other_size) -%}
    case when {{ size }} <> {{ other_size }} then '{{ "\u00a0" }}' || {{ unit_of_size(size) }} else '' end
{%- endmacro %}


{# Whether a term is the count of an amount for each: a hundred times it makes that of a percentage. #}
{% macro is_for_each(cells) -%}
    {{ cells }}.role = 'denominator' and {{ cells }}.weight = 100
{%- endmacro %}


{# The weight of a term as it is told: that of such a count is one. #}
{% macro shown_weight(cells) -%}
    case when {{ is_for_each(cells) }} then 1 else {{ cells }}.weight end
{%- endmacro %}


{# What stands on both sides of a relation in numbers: left_text, operator and right_text by `key`, the last step of a chain of CTEs. A term of nothing
   is left out where two others stand on its side; without them it shows what was counted.
   Reads two CTEs: `told` (key, definition_no, kind, printed_amount, computed_amount, unit_size, turn, sign_factor) and `told_cells` (key,
   role, term_no, cell_no, weight, amount; no total). #}
{% macro formula_sides(key) -%}
formula_sizes as (
    select
        {% for column in key %}
        told.{{ column }},
        {% endfor %}
        {{ size_in_formula("told.kind", "told.unit_size", "min(prints.unit_size)", "max(prints.unit_size)", "count(*)") }} as size,
        {{ turn_in_formula("told.kind", "told.turn", "min(prints.sign_factor)", "max(prints.sign_factor)") }} as turn
    from told
    inner join told_cells as cells
        on {% for column in key %}{{ "and " if not loop.first }}told.{{ column }} = cells.{{ column }} {% endfor %}

    inner join {{ ref('amounts') }} as prints on cells.cell_no = prints.cell_no
    where cells.amount is not null
    group by {% for column in key %}told.{{ column }}, {% endfor %}told.kind, told.unit_size, told.turn
),

parts as (
    select
        {% for column in key %}
        told.{{ column }},
        {% endfor %}
        case when cells.role = 'denominator' then 'below' else 'above' end as side,
        cells.term_no,
        cells.cell_no,
        {{ is_for_each("cells") }} as is_for_each,
        cast({{ shown_weight("cells") }} * cells.amount * sizes.turn / sizes.size as decimal(18, 2)) as value
    from told
    inner join told_cells as cells
        on {% for column in key %}{{ "and " if not loop.first }}told.{{ column }} = cells.{{ column }} {% endfor %}

    inner join formula_sizes as sizes
        on {% for column in key %}{{ "and " if not loop.first }}told.{{ column }} = sizes.{{ column }} {% endfor %}

),

counted_parts as (
    select
        *,
        sum(case when value <> 0 then 1 else 0 end) over (partition by {{ key | join(", ") }}, side) as filled_count
    from parts
),

sides as (
    select
        {{ key | join(",\n        ") }},
        side,
        bool_or(is_for_each) as is_for_each,
        {{ ordered_text(
            "case when value < 0 then ' − ' else ' + ' end || " ~ swedish_number("abs(value)"), "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_text
    from counted_parts
    where value <> 0 or filled_count < 2
    group by {{ key | join(", ") }}, side
),

texts as (
    select
        {{ key | join(",\n        ") }},
        {% for side in ("above", "below") %}
        max(
            case
                when side = '{{ side }}' then case when signed_text like ' + %' then substr(signed_text, 4) else '−' || substr(signed_text, 4) end
            end
        ) as {{ side }}_text{{ "," if not loop.last }}
        {% endfor %},
        bool_or(is_for_each) as is_for_each
    from sides
    group by {{ key | join(", ") }}
),

-- a relation with a constant alone (long-term debt at most 0) has that as its formula
worded as (
    select
        told.*,
        coalesce(sizes.size, told.unit_size) as size,
        coalesce(
            case when meant.has_constant then {{ swedish_number("meant.constant") }} end
            || case when texts.above_text like '−%' then ' − ' || substr(texts.above_text, 2) else ' + ' || texts.above_text end,
            texts.above_text,
            case when meant.has_constant then {{ swedish_number("meant.constant") }} end
        ) as above_text,
        texts.below_text,
        coalesce(texts.is_for_each, false) as is_for_each
    from told
    inner join {{ ref('definitions') }} as meant on told.definition_no = meant.definition_no
    left join texts on {% for column in key %}{{ "and " if not loop.first }}told.{{ column }} = texts.{{ column }} {% endfor %}

    left join formula_sizes as sizes on {% for column in key %}{{ "and " if not loop.first }}told.{{ column }} = sizes.{{ column }} {% endfor %}

),

sides_told as (
    select
        {{ key | join(",\n        ") }},
        {% for side in ("left", "right") %}
        -- a minus sign as in print, not a hyphen
        replace(
            {% if side == "left" %}
            case
                when kind in ('at_most', 'at_least') then {{ swedish_number("printed_amount / unit_size") }}
                when below_text is not null then {{ as_factor("above_text") }} || ' / ' || {{ as_factor("below_text") }}
                else above_text
            end
            {% else %}
            case
                when kind in ('at_most', 'at_least') then above_text
                when below_text is not null then {{ swedish_percentage("computed_amount") }} || case when is_for_each then ' kr' else ' %' end
                else {{ swedish_number("computed_amount * sign_factor / size") }} || {{ sign_of_size("size", "unit_size") }}
            end
            {% endif %}, '-', '−'
        ) as {{ side }}_text,
        {% endfor %}
        case kind when 'at_most' then '<=' when 'at_least' then '>=' else '=' end as operator
    from worded
)
{%- endmacro %}


{# A sum as a part of a division: in brackets, a single number without. #}
{% macro as_factor(text) -%}
    case when {{ text }} like '% + %' or {{ text }} like '% − %' then '(' || {{ text }} || ')' else {{ text }} end
{%- endmacro %}
