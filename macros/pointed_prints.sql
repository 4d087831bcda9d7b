{# Subqueries `exchanged` and `pointed_at`: the prints that a message names beside its own, each by the part that it plays there. Reads `told_terms`, `second_rows`,
   `mended_names` and the subqueries of `prints_beside`. #}
{% macro pointed_prints() -%}
-- figures that changed places: each is told with what it becomes, wherever it stands
exchanged as (
    select
        edits.finding_key,
        edits.association_no,
        min(edits.edit_no) as edit_no
    from {{ ref('edits') }} as edits
    inner join {{ ref('finding_facts') }} as facts on edits.finding_key = facts.finding_key
    where {{ is_event("facts") }} and facts.cause = 'cells_exchanged' and edits.cause = facts.cause
    group by edits.finding_key, edits.association_no
),

pointed_at as (
    select
        finding_key,
        'term' as part,
        cell_no,
        term_no,
        value
    from told_terms
    where is_told and told_count between 2 and 4 and kind in ('sum', 'tie')
    union all
    select
        finding_key,
        role as part,
        cell_no,
        term_no,
        value
    from told_terms
    where term_count = 2 and kind = 'ratio'
    union all
    select
        finding_key,
        'limit' as part,
        cell_no,
        term_no,
        value
    from told_terms
    where term_count = 1 and kind in ('at_most', 'at_least')
    union all
    select
        finding_key,
        'changed' as part,
        cell_no,
        term_no,
        changed_amount as value
    from told_terms
    where changed_amount is not null and finding_key not in (select exchanged.finding_key from exchanged)
    union all
    select
        exchanged.finding_key,
        'changed' as part,
        cells.cell_no,
        0 as term_no,
        cells.amount as value
    from exchanged
    inner join {{ ref('edit_cells') }} as cells on exchanged.association_no = cells.association_no and exchanged.edit_no = cells.edit_no
    union all
    select
        finding_key,
        case when resigned_value = 0 then 'omitted' when resigned_value = -value then 'turned' else 'kept' end as part,
        cell_no,
        term_no,
        resigned_value as value
    from told_terms
    where resigned_value is not null and value <> 0
    union all
    select
        finding_key,
        case
            when is_sum and cell_count between 2 and 4 then part || '_term'
            when place_no = 1 then part
            when is_sum then part || '_last'
            else part || '_end'
        end as part,
        cell_no,
        place_no as term_no,
        cast(sign as decimal(18, 2)) as value
    from goal_amounts
    where place_no in (1, cell_count) or (is_sum and cell_count <= 4)
    union all
    select
        finding_key,
        'candidate' as part,
        cell_no,
        place_no as term_no,
        amount as value
    from other_candidates
    where place_no <= 3
    union all
    select
        finding_key,
        case place_no when 1 then 'first' else 'last' end as part,
        cell_no,
        term_no,
        cast(told_count as decimal(18, 2)) as value
    from told_terms
    where is_told and told_count > 4 and kind in ('sum', 'tie') and place_no in (1, told_count)
    union all
    select
        finding_key,
        'mended' as part,
        named_no as cell_no,
        place_no as term_no,
        cast(null as decimal(18, 2)) as value
    from mended_names
    where place_no <= 2 and named_no is not null
    union all
    select
        finding_key,
        part,
        cell_no,
        place_no as term_no,
        cast(null as decimal(18, 2)) as value
    from (
        select
            finding_key,
            'other' as part,
            other_no as cell_no,
            0 as place_no
        from {{ ref('finding_facts') }}
        union all
        select
            finding_key,
            'evidence' as part,
            cell_no,
            0 as place_no
        from told_evidence
        union all
        select
            finding_key,
            'outcome' as part,
            cell_no,
            0 as place_no
        from printed_outcomes
        union all
        select
            finding_key,
            'early' as part,
            cell_no,
            0 as place_no
        from early_outcomes
        union all
        select
            finding_key,
            'before' as part,
            cell_no,
            0 as place_no
        from findings_before
        union all
        select
            finding_key,
            'before_sum' as part,
            sum_no as cell_no,
            0 as place_no
        from findings_before
        where sum_no is not null
        union all
        select
            finding_key,
            'second' as part,
            second_no as cell_no,
            0 as place_no
        from second_rows
        union all
        select
            finding_key,
            'witness' as part,
            cell_no,
            0 as place_no
        from heading_witnesses
        union all
        select
            finding_key,
            'witnessed' as part,
            witnessed_no as cell_no,
            0 as place_no
        from heading_witnesses
        union all
        select
            finding_key,
            'alike' as part,
            cell_no,
            0 as place_no
        from alike_years
    ) as single
)
{%- endmacro %}
