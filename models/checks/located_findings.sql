-- One row per cell that deviating relations name as their total, with the rules as its evidence.
with deviations as (
    select
        results.*,
        results.cell as finding_key,
        row_number() over (
            partition by results.cell
            order by case results.severity when 'error' then 0 else 1 end, results.rule_id
        ) as rank_no
    from {{ ref('check_results') }} as results
    where results.state = 'deviation' and results.severity in ('error', 'warning')
),

evidence as (
    select
        deviations.finding_key,
        {{ text_list("deviations.rule_id") }} as rule_ids,
        {{ text_list("terms.document_id || ':' || terms.source_line") }} as evidence_lines,
        {{ text_list("terms.cell") }} as candidate_cells
    from deviations
    left join {{ ref('relation_terms') }} as terms on deviations.relation_id = terms.relation_id
    group by deviations.finding_key
),

suggestions as (
    select
        finding_key,
        count(*) as relation_count,
        count(distinct computed_amount) as suggestion_count
    from deviations
    group by finding_key
),

stated as (
    select
        first.*,
        evidence.rule_ids,
        evidence.evidence_lines,
        evidence.candidate_cells,
        numbers.applied_unit,
        case when suggestions.suggestion_count = 1 and suggestions.relation_count > 1 then 'likely' else 'unknown' end as certainty,
        case numbers.applied_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as unit_size
    from deviations as first
    left join evidence on first.finding_key = evidence.finding_key
    inner join suggestions on first.finding_key = suggestions.finding_key
    left join {{ ref('printed_numbers') }} as numbers on first.cell = numbers.cell
    where first.rank_no = 1
)

select
    cast(stated.finding_key as string) as finding_key,
    cast(stated.association_id as string) as association_id,
    cast(stated.document_id as string) as document_id,
    cast(stated.fiscal_year as integer) as fiscal_year,
    cast(stated.severity as string) as severity,
    cast(stated.rule_ids as string) as rule_ids,
    cast(stated.cell as string) as cell,
    cast(stated.source_line as string) as source_lines,
    cast(stated.evidence_lines as string) as evidence_lines,
    cast(stated.candidate_cells as string) as candidate_cells,
    cast(stated.statement as string) as statement,
    cast(stated.label as string) as label,
    cast(stated.line_item as string) as line_item,
    cast(stated.member as string) as member,
    cast(stated.measure as string) as measure,
    cast(stated.printed_amount as decimal(18, 2)) as printed_amount,
    cast(stated.computed_amount as decimal(18, 2)) as suggested_amount,
    cast(stated.difference as decimal(18, 2)) as difference,
    cast(coalesce(stated.cause, 'unknown') as string) as cause,
    cast(stated.certainty as string) as certainty,
    cast(false as boolean) as is_clearly_trivial,
    cast(known.finding_key is not null as boolean) as is_acknowledged,
    cast(known.kind || ': ' || known.reason as string) as acknowledgement,
    cast(
        coalesce(stated.label, stated.line_item) || ' (rad ' || coalesce(stated.source_line, '–') || '): rapporten anger '
        || coalesce({{ swedish_number("stated.printed_amount / stated.unit_size") }}, '–')
        || ', relationen ' || stated.rule_id || ' ger ' || coalesce({{ swedish_number("stated.computed_amount / stated.unit_size") }}, '–')
        || '. Skillnad ' || coalesce({{ swedish_number("stated.difference / stated.unit_size") }}, '–')
        || coalesce(' ' || stated.applied_unit, '') || '. ' || coalesce(stated.formula, '') as string
    ) as message_sv,
    cast(
        coalesce(stated.label, stated.line_item) || ' (line ' || coalesce(stated.source_line, '–') || '): the report prints '
        || coalesce({{ swedish_number("stated.printed_amount / stated.unit_size") }}, '–')
        || ', relation ' || stated.rule_id || ' gives ' || coalesce({{ swedish_number("stated.computed_amount / stated.unit_size") }}, '–')
        || '. Difference ' || coalesce({{ swedish_number("stated.difference / stated.unit_size") }}, '–')
        || coalesce(' ' || stated.applied_unit, '') || '. ' || coalesce(stated.formula, '') as string
    ) as message_en
from stated
left join {{ input_relation('acknowledged_findings') }} as known
    on
        stated.finding_key = known.finding_key
        and coalesce({{ swedish_number("stated.printed_amount") }}, '') = coalesce(known.printed, '')
        and coalesce({{ swedish_number("stated.computed_amount") }}, '') = coalesce(known.suggested, '')
        and coalesce({{ swedish_number("stated.difference") }}, '') = coalesce(known.difference, '')
