-- One row per finding, without its words: the cell, its print, what it should say, and its evidence.
with evidence as (
    select
        relations.finding_cell,
        {{ text_list("relations.rule_id") }} as rule_ids,
        {{ text_list("terms.document_id || ':' || terms.source_line") }} as evidence_lines,
        min(case relations.severity when 'error' then 0 else 1 end) as severity_rank,
        count(distinct relations.relation_id) as relation_count,
        count(distinct case when relations.is_repaired then relations.relation_id end) as repaired_count
    from {{ ref('finding_relations') }} as relations
    left join {{ ref('relation_terms') }} as terms on relations.relation_id = terms.relation_id
    group by relations.finding_cell
),

candidates as (
    select
        finding_cell,
        {{ text_list("cell") }} as candidate_cells
    from {{ ref('finding_candidates') }}
    group by finding_cell
),

-- the relation that is told: one that the cell repairs, one that asks for the suggestion by itself, one that the cell is the
-- total of, an error before a warning
told as (
    select
        relations.finding_cell,
        results.*
    from {{ ref('finding_relations') }} as relations
    inner join {{ ref('check_results') }} as results on relations.relation_id = results.relation_id
    inner join {{ ref('finding_causes') }} as causes on relations.finding_cell = causes.finding_cell
    left join {{ ref('printed_numbers') }} as numbers on relations.finding_cell = numbers.cell
    qualify
        row_number() over (
            partition by relations.finding_cell
            order by
                case when results.cause = causes.cause then 0 else 1 end,
                case when relations.is_repaired then 0 else 1 end,
                -- one that asks for the suggested amount with the other figures as they are printed
                case
                    when
                        relations.total_cell = relations.finding_cell
                        and abs(results.computed_amount - causes.value * coalesce(numbers.sign_factor, 1)) <= results.rounding_bound
                        then 0
                    else 1
                end,
                case when relations.total_cell = relations.finding_cell then 0 else 1 end,
                case results.severity when 'error' then 0 else 1 end,
                results.rule_id,
                results.relation_id
        ) = 1
)

select
    causes.finding_cell as finding_key,
    causes.cause,
    causes.certainty,
    causes.evidence_cell,
    causes.evidence_label,
    evidence.rule_ids,
    evidence.evidence_lines,
    evidence.relation_count,
    evidence.repaired_count,
    case evidence.severity_rank when 0 then 'error' else 'warning' end as severity,
    coalesce(candidates.candidate_cells, causes.finding_cell) as candidate_cells,
    coalesce(numbers.association_id, told.association_id) as association_id,
    coalesce(numbers.document_id, told.document_id) as document_id,
    coalesce(numbers.fiscal_year, told.fiscal_year) as fiscal_year,
    coalesce(numbers.source_line, told.source_line) as source_line,
    coalesce(numbers.statement, told.statement) as statement,
    coalesce(numbers.label, told.label) as label,
    coalesce(numbers.line_item, told.line_item) as line_item,
    case when numbers.cell is null then told.member else numbers.member end as member,
    coalesce(numbers.measure, told.measure) as measure,
    numbers.applied_unit,
    numbers.cell is not null as is_printed_number,
    coalesce(numbers.is_total, false) as is_total,
    coalesce(numbers.is_comparative, false) as is_comparative,
    coalesce(numbers.sign_factor, 1) as sign_factor,
    -- where the rule names the place itself, the print is what the rule read there
    cast(coalesce(causes.printed_amount, numbers.amount * numbers.sign_factor) as decimal(18, 2)) as printed_amount,
    cast(causes.value * coalesce(numbers.sign_factor, 1) as decimal(18, 2)) as suggested_amount,
    told.rule_id as told_rule_id,
    told.label as told_label,
    told.cell as told_cell,
    told.source_line as told_line,
    told.formula as told_formula,
    told.printed_amount as told_printed_amount,
    told.computed_amount as told_computed_amount,
    -- the formula gives the suggested amount but for rounding
    coalesce(
        told.cell = causes.finding_cell
        and abs(told.computed_amount - causes.value * coalesce(numbers.sign_factor, 1)) between 0.005 and told.rounding_bound, false
    ) as is_rounded,
    -- the suggestion counts on changes that other findings name
    coalesce(
        told.cell = causes.finding_cell
        and abs(told.computed_amount - causes.value * coalesce(numbers.sign_factor, 1)) > told.rounding_bound, false
    ) as is_after_others,
    told_numbers.applied_unit as told_unit
from {{ ref('finding_causes') }} as causes
inner join evidence on causes.finding_cell = evidence.finding_cell
left join candidates on causes.finding_cell = candidates.finding_cell
left join told on causes.finding_cell = told.finding_cell
left join {{ ref('printed_numbers') }} as numbers on causes.finding_cell = numbers.cell
left join {{ ref('printed_numbers') }} as told_numbers on told.cell = told_numbers.cell
