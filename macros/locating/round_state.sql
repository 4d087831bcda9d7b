{# Where the relations stand when a round begins: the print, with the changes of the earlier rounds made.
   Leaves: changes, explained, current_relations (one row per definition), statuses (one row per relation). #}
{% macro round_state(round_no) -%}
changes as (
    {%- if round_no == 1 %}
    select
        cell,
        amount as delta
    from {{ ref('suspect_cells') }}
    where 1 = 0
    {%- else %}
    {%- for earlier in range(1, round_no) %}
    select distinct
        cell,
        delta
    from {{ ref('locating_round_' ~ earlier) }}
    where is_taken and not is_explanation
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endif %}
),

explained as (
    {%- if round_no == 1 %}
    select relation_id
    from {{ ref('weighed_relations') }}
    where 1 = 0
    {%- else %}
    {%- for earlier in range(1, round_no) %}
    select relation_id
    from {{ ref('locating_round_' ~ earlier) }}
    where is_taken and is_repaired
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
    {%- endif %}
),

moves as (
    select
        terms.relation_id,
        terms.variant,
        sum(terms.coefficient * changes.delta) as shift,
        sum(terms.numerator_weight * changes.delta) as numerator_shift,
        sum(terms.denominator_weight * changes.delta) as denominator_shift
    from changes
    inner join {{ ref('weighed_terms') }} as terms on changes.cell = terms.cell
    group by terms.relation_id, terms.variant
),

moved as (
    select
        relations.*,
        relations.printed_amount + coalesce(moves.shift, 0) as current_printed,
        relations.term_sum + coalesce(moves.numerator_shift, 0) as numerator,
        relations.denominator + coalesce(moves.denominator_shift, 0) as current_denominator,
        case
            when moves.relation_id is null then relations.difference
            when relations.kind <> 'ratio' then relations.difference + moves.shift
            else {{ ratio_difference(
                "relations.printed_amount + moves.shift", "relations.term_sum + moves.numerator_shift",
                "relations.denominator + moves.denominator_shift"
            ) }}
        end as current_difference
    from {{ ref('weighed_relations') }} as relations
    left join moves on relations.relation_id = moves.relation_id and relations.variant = moves.variant
),

current_relations as (
    select
        *,
        {{ relation_holds("kind", "current_difference", "bound") }} as holds_now
    from moved
),

statuses as (
    select
        current_relations.relation_id,
        bool_or(was_open) and not bool_or(holds_now) and max(explained.relation_id) is null as is_open,
        bool_or(holds_now) as is_standing
    from current_relations
    left join explained on current_relations.relation_id = explained.relation_id
    group by current_relations.relation_id
)
{%- endmacro %}


{# Printed percentage minus numerator over denominator, in double. #}
{% macro ratio_difference(printed, numerator, denominator) -%}
    case when {{ denominator }} = 0 then null else {{ printed }} - 100 * ({{ numerator }}) / ({{ denominator }}) end
{%- endmacro %}


{# Whether a difference lies within what rounding can do; a limit holds on its good side. #}
{% macro relation_holds(kind, difference, bound) -%}
    coalesce(
        case {{ kind }}
            when 'at_most' then {{ difference }} <= {{ bound }} + 0.000001
            when 'at_least' then {{ difference }} >= -{{ bound }} - 0.000001
            else abs({{ difference }}) <= {{ bound }} + 0.000001
        end,
        false
    )
{%- endmacro %}
