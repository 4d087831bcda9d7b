-- Per finding: what the cell should say, why it is thought to be wrong, and how sure that is.
with rivals as (
    select
        named.finding_cell,
        max(case when others.cell <> named.cell then others.score end) as rival_score,
        max(case when others.cell <> named.cell then others.repaired - others.broken end) as rival_fit,
        -- a few steps of the last digit are rounding, no rival
        max(case when others.cell = named.cell and abs(others.amount - named.amount) > 10 * cells.step then others.score end) as own_score
    from {{ ref('finding_candidates') }} as named
    inner join {{ ref('suspect_cells') }} as cells on named.cell = cells.cell
    inner join {{ ref('finding_candidates') }} as others
        on named.finding_cell = others.finding_cell and others.rank_no > 1
    where named.rank_no = 1
    group by named.finding_cell
),

-- an empty cell that would complete a sum, whose total another relation finds wrong as well
contested as (
    select distinct changes.cell as finding_cell
    from {{ ref('located_changes') }} as changes
    inner join {{ ref('weighed_terms') }} as totals on changes.relation_id = totals.relation_id and totals.is_total
    inner join {{ ref('weighed_terms') }} as beside on totals.cell = beside.cell and totals.relation_id <> beside.relation_id
    inner join {{ ref('weighed_relations') }} as relations
        on beside.relation_id = relations.relation_id and beside.variant = relations.variant and relations.was_open
    left join {{ ref('weighed_terms') }} as own on beside.relation_id = own.relation_id and changes.cell = own.cell
    where changes.cause = 'missing_number' and changes.is_repaired and own.cell is null
),

located as (
    select distinct
        changes.cell as finding_cell,
        changes.value,
        cast(null as double) as printed_amount,
        changes.cause,
        changes.evidence_cell,
        changes.evidence_label,
        case
            when
                changes.repaired >= 2 and changes.broken = 0 and not changes.is_explanation
                -- what counts on an earlier change is no surer than that
                and changes.round_no = 1
                and changes.cause not in ('unknown', 'text_differs', 'restated', 'scope_differs')
                and (changes.cause <> 'stale_subtotal' or changes.evidence_cell is not null)
                and coalesce(rivals.rival_fit, 0) < changes.repaired
                and coalesce(rivals.own_score, -99) < changes.score - 0.5
                then 'certain'
            when
                coalesce(rivals.rival_score, -99) <= changes.score - 0.5
                and (changes.cause <> 'unknown' or changes.repaired >= 2)
                -- one relation, and that only within its rounding, is no proof
                and (changes.is_center or changes.repaired >= 2)
                and contested.finding_cell is null
                then 'likely'
            else 'unknown'
        end as certainty,
        1 as preference
    from {{ ref('located_changes') }} as changes
    left join rivals on changes.cell = rivals.finding_cell
    left join contested on changes.cell = contested.finding_cell
    where changes.is_first
),

-- the shifts of located cells, for the relations that name a place by themselves
shifts as (
    select
        terms.relation_id,
        sum(terms.weight * changes.delta) as shift
    from {{ ref('relation_terms') }} as terms
    inner join (
        select distinct
            cell,
            delta
        from {{ ref('located_changes') }}
        where not is_explanation
    ) as changes on terms.cell = changes.cell
    where terms.role in ('term', 'compared')
    group by terms.relation_id
),

direct as (
    select
        relations.finding_cell,
        cast(results.computed_amount as double) * coalesce(numbers.sign_factor, 1)
        + case when results.printed_amount is null then coalesce(shifts.shift, 0) else 0 end as value,
        cast(results.printed_amount as double) as printed_amount,
        coalesce(results.cause, 'unknown') as cause,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label,
        case when results.cause is null then 'unknown' else 'likely' end as certainty,
        2 as preference
    from {{ ref('finding_relations') }} as relations
    inner join {{ ref('check_results') }} as results on relations.relation_id = results.relation_id
    left join {{ ref('printed_numbers') }} as numbers on relations.finding_cell = numbers.cell
    left join shifts on results.relation_id = shifts.relation_id
    where relations.finding_cell = results.cell and not relations.is_repaired
    qualify
        row_number() over (
            partition by relations.finding_cell
            order by
                case when results.cause = 'verdict_contradicts' then 0 when results.cause is not null then 1 else 2 end,
                case results.severity when 'error' then 0 else 1 end,
                results.rule_id,
                results.relation_id
        ) = 1
),

undecided as (
    select
        finding_cell,
        value,
        cast(null as double) as printed_amount,
        'unknown' as cause,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label,
        'unknown' as certainty,
        case when cell = finding_cell then 3 else 4 end as preference
    from {{ ref('unlocated_cells') }}
    where is_named
),

every_cause as (
    select * from located
    union all
    select * from direct
    union all
    select * from undecided
)

select every_cause.*
from every_cause
qualify row_number() over (partition by finding_cell order by preference, cause) = 1
