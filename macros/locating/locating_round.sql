{# One round of locating, over all groups and documents at once: state, wanted values, slips, scores; the candidates that are
   the best around every open relation of their cell are taken. One row per candidate and open relation of its cell. #}
{% macro locating_round(round_no) -%}
with {{ round_state(round_no) }},

{{ round_values() }},

{{ round_slips() }},

{{ round_scores() }}

select
    ranked.cell,
    ranked.value,
    ranked.value - cells.amount as delta,
    ranked.cause,
    ranked.weight,
    ranked.evidence_cell,
    ranked.evidence_label,
    ranked.is_center,
    ranked.is_explanation,
    ranked.repaired,
    ranked.broken,
    ranked.score,
    ranked.relation_id,
    ranked.is_repaired,
    ranked.relation_rank,
    best.worst_rank = 1 as is_taken,
    {{ round_no }} as round_no
from ranked
inner join best
    on
        ranked.cell = best.cell and ranked.value = best.value and ranked.cause = best.cause
        and ranked.is_explanation = best.is_explanation
inner join {{ ref('suspect_cells') }} as cells on ranked.cell = cells.cell
where ranked.relation_rank <= 12 or best.worst_rank = 1
{%- endmacro %}
