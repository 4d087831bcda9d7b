{# The units that money is printed in, and what one of them is in SEK. #}
{% macro money_units() -%}
select
        'kr' as unit,
        1 as unit_size
    union all
    select
        'tkr' as unit,
        1000 as unit_size
    union all
    select
        'mkr' as unit,
        1000000 as unit_size
{%- endmacro %}


{# How far two prints of one amount may lie apart, SEK: half of each last digit. #}
{% macro tie_tolerance(one_step, other_step) -%}
    cast(({{ one_step }}) + ({{ other_step }}) as double) / 2
{%- endmacro %}


{# SEK in one printed unit. #}
{% macro unit_size(unit) -%}
    case {{ unit }} when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end
{%- endmacro %}


{# The unit a thousand times finer than thousands or millions of SEK. #}
{% macro finer_unit(unit) -%}
    case {{ unit }} when 'tkr' then 'kr' when 'mkr' then 'tkr' end
{%- endmacro %}


{# The unit a thousand times coarser than SEK or thousands of them. #}
{% macro coarser_unit(unit) -%}
    case {{ unit }} when 'kr' then 'tkr' when 'tkr' then 'mkr' end
{%- endmacro %}


{# The unit of so many SEK; nothing for another number. #}
{% macro unit_of_size(size) -%}
    case {{ size }} when 1 then 'kr' when 1000 then 'tkr' when 1000000 then 'mkr' end
{%- endmacro %}


{# What figures of a unit are counted in, in the codes of the mart misstatements: an amount is SEK, a share is told in percent and its
   difference in percentage points. `are_people` says when a count is of persons. #}
{% macro counted_in(unit, are_people) -%}
    case {{ unit }}
        when 'kr' then 'kr' when 'tkr' then 'kr' when 'mkr' then 'kr'
        when 'percent' then 'percentage_points'
        when 'ratio' then 'ratio'
        when 'date' then 'days'
        when 'count' then case when {{ are_people }} then 'persons' else 'count' end
    end
{%- endmacro %}


{# A sum as the marts hold it; nothing where it has more digits, as only figures in a unit a million times too large give. #}
{% macro held_amount(value) -%}
    cast(case when abs({{ value }}) < 10000000000000000 then {{ value }} end as decimal(18, 2))
{%- endmacro %}
