{# What every wanted value repairs and breaks, and which one is the best around each relation that it would touch.
   Scope differences and restatements stand beside them as explanations: they change nothing and break nothing.
   Leaves: ranked (one row per candidate and open relation of its cell). #}
{% macro round_scores() -%}
tested as (
    select
        slip_values.cell,
        slip_values.value,
        relations.relation_id,
        relations.implies_value,
        statuses.is_open,
        statuses.is_standing,
        bool_or({{ relation_holds("relations.kind", changed_difference(), "relations.bound") }}) as holds_then,
        min(power({{ changed_difference() }} / relations.spread, 2) + 2 * relations.doubt) as distance,
        min(power(relations.current_difference / relations.spread, 2) + 2 * relations.doubt) as distance_now,
        min_by({{ changed_difference() }}, relations.doubt) as difference_then
    from slip_values
    inner join {{ ref('suspect_cells') }} as cells on slip_values.cell = cells.cell
    inner join {{ ref('weighed_terms') }} as terms on slip_values.cell = terms.cell
    inner join current_relations as relations
        on terms.relation_id = relations.relation_id and terms.variant = relations.variant
    inner join statuses on relations.relation_id = statuses.relation_id
    where statuses.is_open or statuses.is_standing
    group by
        slip_values.cell, slip_values.value, relations.relation_id, relations.implies_value, statuses.is_open, statuses.is_standing
),

-- a relation whose definition without the cell still holds stays whole
alternatives as (
    select distinct
        terms.cell,
        relations.relation_id
    from current_relations as relations
    inner join statuses on relations.relation_id = statuses.relation_id and statuses.is_standing
    inner join {{ ref('weighed_terms') }} as terms on relations.relation_id = terms.relation_id
    left join {{ ref('weighed_terms') }} as own
        on relations.relation_id = own.relation_id and relations.variant = own.variant and terms.cell = own.cell
    where relations.holds_now and own.cell is null
),

-- the look-ahead: what would be left of an open relation that a candidate moves and does not repair
guarded as (
    select distinct terms.cell
    from {{ ref('weighed_terms') }} as terms
    inner join statuses on terms.relation_id = statuses.relation_id and statuses.is_standing
    left join alternatives on terms.cell = alternatives.cell and terms.relation_id = alternatives.relation_id
    where alternatives.cell is null
),

open_terms as (
    select
        relations.relation_id,
        terms.cell,
        terms.coefficient,
        relations.current_difference,
        relations.bound,
        guarded.cell is null as is_free
    from current_relations as relations
    inner join statuses on relations.relation_id = statuses.relation_id and statuses.is_open
    inner join {{ ref('weighed_terms') }} as terms
        on relations.relation_id = terms.relation_id and relations.variant = terms.variant
    left join guarded on terms.cell = guarded.cell
    where relations.doubt = 0 and terms.coefficient <> 0
),

pending as (
    select
        cell,
        value,
        relation_id,
        difference_then
    from tested
    where is_open and not holds_then and implies_value
),

-- it and another open relation would then ask the same of one further cell
agreed as (
    select distinct
        pending.cell,
        pending.value,
        pending.relation_id
    from pending
    inner join open_terms as here on pending.relation_id = here.relation_id and pending.cell <> here.cell
    inner join open_terms as there on here.cell = there.cell and here.relation_id <> there.relation_id
    left join {{ ref('weighed_terms') }} as own on there.relation_id = own.relation_id and pending.cell = own.cell
    where
        own.cell is null
        and abs(pending.difference_then / here.coefficient - there.current_difference / there.coefficient)
        <= here.bound / abs(here.coefficient) + there.bound / abs(there.coefficient)
),

-- or it has a further cell that no holding relation guards
mendable as (
    select distinct
        pending.cell,
        pending.value,
        pending.relation_id
    from pending
    inner join open_terms as here on pending.relation_id = here.relation_id and pending.cell <> here.cell and here.is_free
),

outlooks as (
    select
        pending.cell,
        pending.value,
        sum(case when agreed.cell is not null then 3 when mendable.cell is not null then 0.7 else -2 end) as outlook
    from pending
    left join agreed
        on pending.cell = agreed.cell and pending.value = agreed.value and pending.relation_id = agreed.relation_id
    left join mendable
        on pending.cell = mendable.cell and pending.value = mendable.value and pending.relation_id = mendable.relation_id
    group by pending.cell, pending.value
),

fits as (
    select
        tested.cell,
        tested.value,
        count_if(tested.is_open and tested.holds_then) as repaired,
        count_if(tested.is_standing and not tested.holds_then and alternatives.cell is null) as broken,
        sum(case when tested.holds_then and tested.is_open then least(tested.distance, 14) else 0 end) as distance,
        -- how much looser the relations become that hold before and after
        sum(
            case
                when tested.is_standing and tested.holds_then then least(tested.distance, 14) - least(tested.distance_now, 14)
                else 0
            end
        ) as strain
    from tested
    left join alternatives on tested.cell = alternatives.cell and tested.relation_id = alternatives.relation_id
    group by tested.cell, tested.value
),

-- the whole difference of a relation is another line of the statements
scope_met as (
    select
        relations.relation_id,
        relations.rule_id,
        totals.cell,
        -- by the amount of the line, which the difference equals but for rounding
        cells.amount - sign(relations.current_difference) * abs(lines.amount) as value,
        lines.cell as evidence_cell,
        lines.label as evidence_label,
        cast(1 as double) / lines.line_count as chance,
        row_number() over (
            partition by relations.relation_id order by abs(abs(relations.current_difference) - abs(lines.amount)) asc, length(lines.label) asc, lines.label asc, lines.cell asc
        ) as line_rank
    from current_relations as relations
    inner join statuses on relations.relation_id = statuses.relation_id and statuses.is_open
    inner join {{ ref('weighed_terms') }} as totals
        on relations.relation_id = totals.relation_id and relations.variant = totals.variant and totals.is_total
    inner join {{ ref('suspect_cells') }} as cells on totals.cell = cells.cell
    inner join {{ ref('scope_lines') }} as lines
        on
            cells.document_id = lines.document_id
            and cells.fiscal_year = lines.fiscal_year
            and abs(abs(relations.current_difference) - abs(lines.amount)) <= relations.bound
    left join {{ ref('weighed_terms') }} as own
        on relations.relation_id = own.relation_id and relations.variant = own.variant and lines.cell = own.cell
    left join changes on cells.cell = changes.cell
    where
        relations.implies_value and relations.kind in ('sum', 'tie') and own.cell is null and changes.cell is null
),

-- the same rule on the same row differs in another year, for which the document prints no such line
scope_spread as (
    select
        relations.relation_id,
        totals.cell,
        cells.amount - relations.current_difference as value,
        scope_met.evidence_cell,
        scope_met.evidence_label,
        row_number() over (partition by relations.relation_id order by scope_met.relation_id desc) as line_rank
    from scope_met
    inner join {{ ref('suspect_cells') }} as explained_cells on scope_met.cell = explained_cells.cell
    inner join current_relations as relations on scope_met.rule_id = relations.rule_id
    inner join statuses on relations.relation_id = statuses.relation_id and statuses.is_open
    inner join {{ ref('weighed_terms') }} as totals
        on relations.relation_id = totals.relation_id and relations.variant = totals.variant and totals.is_total
    inner join {{ ref('suspect_cells') }} as cells
        on
            totals.cell = cells.cell
            and explained_cells.document_id = cells.document_id
            and explained_cells.source_line = cells.source_line
            and explained_cells.fiscal_year <> cells.fiscal_year
    left join changes on cells.cell = changes.cell
    left join (
        select distinct
            document_id,
            fiscal_year
        from {{ ref('scope_lines') }}
    ) as years on cells.document_id = years.document_id and cells.fiscal_year = years.fiscal_year
    where years.document_id is null and scope_met.line_rank = 1 and changes.cell is null
),

-- a comparative that differs from the earlier report, in a table that adds up as it stands
restated as (
    select distinct
        relations.relation_id,
        totals.cell,
        cells.amount - relations.current_difference as value
    from current_relations as relations
    inner join statuses on relations.relation_id = statuses.relation_id and statuses.is_open
    inner join {{ ref('weighed_terms') }} as totals
        on relations.relation_id = totals.relation_id and relations.variant = totals.variant and totals.is_total
    inner join {{ ref('suspect_cells') }} as cells on totals.cell = cells.cell
    inner join {{ ref('weighed_terms') }} as terms
        on relations.relation_id = terms.relation_id and relations.variant = terms.variant and not terms.is_total
    inner join {{ ref('suspect_cells') }} as others on terms.cell = others.cell
    left join changes on cells.cell = changes.cell
    where
        relations.kind = 'tie' and changes.cell is null
        and others.document_id <> cells.document_id
        and others.document_year < cells.document_year
        and others.statement = cells.statement and others.fiscal_year = cells.fiscal_year
),

explanations as (
    -- one line of one statement in two consecutive reports has one scope
    select
        scope_met.relation_id,
        scope_met.cell,
        scope_met.value,
        'scope_differs' as cause,
        scope_met.chance,
        scope_met.evidence_cell,
        scope_met.evidence_label
    from scope_met
    left join restated on scope_met.relation_id = restated.relation_id
    where scope_met.line_rank = 1 and restated.relation_id is null
    union all
    select
        relation_id,
        cell,
        value,
        'scope_differs' as cause,
        cast(0.05 as double) as chance,
        evidence_cell,
        evidence_label
    from scope_spread
    where line_rank = 1
    union all
    select
        relation_id,
        cell,
        value,
        'restated' as cause,
        cast(1 as double) as chance,
        cast(null as string) as evidence_cell,
        cast(null as string) as evidence_label
    from restated
),

-- one explanation per cell and cause: its value is what the first relation asks
explained_cells as (
    select
        explanations.cell,
        explanations.cause,
        min_by(explanations.value, explanations.relation_id) as value,
        count(distinct explanations.relation_id) as repaired,
        max(explanations.chance * slips.prior) as weight,
        min(explanations.evidence_cell) as evidence_cell,
        min_by(explanations.evidence_label, explanations.evidence_cell) as evidence_label
    from explanations
    inner join {{ ref('slips') }} as slips on explanations.cause = slips.cause
    group by explanations.cell, explanations.cause
),

candidates as (
    select
        fits.cell,
        fits.value,
        slip_values.cause,
        slip_values.weight,
        slip_values.evidence_cell,
        slip_values.evidence_label,
        slip_values.is_center,
        false as is_explanation,
        fits.repaired,
        fits.broken,
        6 * (fits.repaired - fits.broken) + greatest(least(coalesce(outlooks.outlook, 0), 5), -5) + log10(slip_values.weight)
        - 0.217 * (fits.distance / greatest(fits.repaired, 1) + greatest(fits.strain, 0)) as score
    from fits
    inner join slip_values on fits.cell = slip_values.cell and fits.value = slip_values.value
    left join outlooks on fits.cell = outlooks.cell and fits.value = outlooks.value
    where fits.repaired > fits.broken
    union all
    select
        cell,
        value,
        cause,
        weight,
        evidence_cell,
        evidence_label,
        true as is_center,
        true as is_explanation,
        repaired,
        0 as broken,
        6 * repaired + log10(weight) as score
    from explained_cells
),

touched as (
    select
        candidates.*,
        cells.fiscal_year,
        cells.remoteness,
        incidence.relation_id,
        case
            when candidates.is_explanation then explained_here.relation_id is not null
            else coalesce(tested.holds_then, false)
        end as is_repaired
    from candidates
    inner join {{ ref('suspect_cells') }} as cells on candidates.cell = cells.cell
    inner join (
        select distinct
            terms.cell,
            terms.relation_id
        from {{ ref('weighed_terms') }} as terms
        inner join statuses on terms.relation_id = statuses.relation_id
        where statuses.is_open
    ) as incidence on candidates.cell = incidence.cell
    left join tested
        on candidates.cell = tested.cell and candidates.value = tested.value and incidence.relation_id = tested.relation_id
    left join (
        select distinct
            relation_id,
            cell,
            cause
        from explanations
    ) as explained_here
        on
            candidates.cell = explained_here.cell
            and candidates.cause = explained_here.cause
            and incidence.relation_id = explained_here.relation_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by relation_id
            order by
                round(score * 2) desc, fiscal_year desc nulls last, remoteness desc, score desc, cell asc,
                is_explanation asc, value asc, cause asc
        ) as relation_rank
    from touched
),

best as (
    select
        cell,
        value,
        cause,
        is_explanation,
        max(relation_rank) as worst_rank
    from ranked
    group by cell, value, cause, is_explanation
)
{%- endmacro %}


{# The difference of a relation once the cell of a candidate has the candidate's value. #}
{% macro changed_difference() -%}
    case
        when relations.kind <> 'ratio' then relations.current_difference + terms.coefficient * (slip_values.value - cells.amount)
        else {{ ratio_difference(
            "relations.current_printed + terms.coefficient * (slip_values.value - cells.amount)",
            "relations.numerator + terms.numerator_weight * (slip_values.value - cells.amount)",
            "relations.current_denominator + terms.denominator_weight * (slip_values.value - cells.amount)"
        ) }}
    end
{%- endmacro %}
