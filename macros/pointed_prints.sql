{# Subqueries `moved_cells` to `pointed_at`: the prints that a message names beside its own, each by the part that it plays there. Reads `told_terms`, `second_rows`,
   `mended_names` and the subqueries of `prints_beside`. #}
{% macro pointed_prints() -%}
-- what an event is about: the figures that changed places, the row that is printed twice
moved_cells as (
    select
        edits.finding_key,
        edits.cause,
        cells.cell_no,
        row_number() over (partition by edits.finding_key order by edits.edit_no, cells.cell_no) as place_no
    from {{ ref('edits') }} as edits
    inner join {{ ref('finding_facts') }} as facts on edits.finding_key = facts.finding_key
    inner join {{ ref('edit_cells') }} as cells on edits.association_no = cells.association_no and edits.edit_no = cells.edit_no
    where {{ is_event("facts") }} and facts.cause in ('cells_exchanged', 'printed_twice') and edits.cause = facts.cause
),

-- the two places that it is told by, as they stand in the report; of a row printed twice the nearest one that prints the same under the same name
two_places as (
    select
        finding_key,
        cell_no,
        place_no
    from moved_cells
    where cause = 'cells_exchanged' and place_no <= 2
    union all
    select
        finding_key,
        cell_no,
        2 as place_no
    from moved_cells
    where cause = 'printed_twice' and place_no = 1
    union all
    select
        moved_cells.finding_key,
        max(twins.cell_no) as cell_no,
        1 as place_no
    from moved_cells
    inner join {{ ref('addressed_numbers') }} as seconds on moved_cells.cell_no = seconds.cell_no
    inner join {{ ref('addressed_numbers') }} as twins
        on
            seconds.document_no = twins.document_no
            and seconds.table_no = twins.table_no
            and seconds.column_no = twins.column_no
            and seconds.amount = twins.amount
            and seconds.cell_no > twins.cell_no
    where moved_cells.cause = 'printed_twice' and moved_cells.place_no = 1 and lower(seconds.label) = lower(twins.label)
    group by moved_cells.finding_key
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
    where is_told and told_count between 2 and 8 and kind = 'ratio'
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
    where changed_amount is not null and finding_key not in (select two_places.finding_key from two_places)
    union all
    select
        finding_key,
        case place_no when 1 then 'one_of_two' else 'other_of_two' end as part,
        cell_no,
        place_no as term_no,
        cast(null as decimal(18, 2)) as value
    from two_places
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
        cast(added_count as decimal(18, 2)) as value
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
