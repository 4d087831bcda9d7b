{# What stands on both sides of a relation in numbers: left_text, operator and right_text by `key`, the last step of a chain of CTEs.
   Reads two CTEs: `told` (key, definition_no, kind, printed_amount, computed_amount, unit_size, turn, sign_factor) and `told_cells` (key,
   role, term_no, cell_no, weight, amount; no total). #}
{% macro formula_sides(key) -%}
parts as (
    select
        {% for column in key %}
        told.{{ column }},
        {% endfor %}
        cells.role,
        cells.term_no,
        cells.cell_no,
        cast(cells.weight * cells.amount * told.turn / told.unit_size as decimal(18, 2)) as value
    from told
    inner join told_cells as cells
        on {% for column in key %}{{ "and " if not loop.first }}told.{{ column }} = cells.{{ column }} {% endfor %}
),

sides as (
    select
        {{ key | join(",\n        ") }},
        case when role = 'denominator' then 'below' else 'above' end as side,
        {{ ordered_text(
            "case when value < 0 then ' − ' else ' + ' end || " ~ swedish_number("abs(value)"), "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_text
    from parts
    group by {{ key | join(", ") }}, case when role = 'denominator' then 'below' else 'above' end
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
        {% endfor %}
    from sides
    group by {{ key | join(", ") }}
),

-- a relation with a constant alone (long-term debt at most 0) has that as its formula
worded as (
    select
        told.*,
        coalesce(
            case when meant.has_constant then {{ swedish_number("meant.constant") }} end
            || case when texts.above_text like '−%' then ' − ' || substr(texts.above_text, 2) else ' + ' || texts.above_text end,
            texts.above_text,
            case when meant.has_constant then {{ swedish_number("meant.constant") }} end
        ) as above_text,
        texts.below_text
    from told
    inner join {{ ref('definitions') }} as meant on told.definition_no = meant.definition_no
    left join texts on {% for column in key %}{{ "and " if not loop.first }}told.{{ column }} = texts.{{ column }} {% endfor %}
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
                when below_text is not null then {{ swedish_percentage("computed_amount") }} || ' %'
                else {{ swedish_number("computed_amount * sign_factor / unit_size") }}
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
