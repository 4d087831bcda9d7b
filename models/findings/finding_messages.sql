-- What a finding says: place, print, what the relations need, the formula with numbers, the likely slip, what to check, the law.
with facts as (
    select
        facts.*,
        associations.name as association_name,
        documents.document_kind,
        documents.fiscal_year as document_year,
        rules.title_sv,
        rules.title_en,
        rules.law,
        slips.slip_sv,
        slips.slip_en,
        slips.check_sv,
        slips.check_en,
        coalesce(facts.label, facts.line_item) as place_label,
        evidence.fiscal_year as evidence_year,
        evidence.label || coalesce(' ' || evidence.period, '') as slip_label,
        {{ message_number("facts.printed_amount / " ~ unit_size("facts.applied_unit")) }} || {{ unit_sign("facts.applied_unit") }} as printed_text,
        {{ message_number("facts.suggested_amount / " ~ unit_size("facts.applied_unit")) }} || {{ unit_sign("facts.applied_unit") }} as suggested_text,
        {{ message_number("(facts.printed_amount - facts.suggested_amount) / " ~ unit_size("facts.applied_unit")) }}
        || case facts.applied_unit when 'percent' then ' %-enheter' else {{ unit_sign("facts.applied_unit") }} end as difference_text,
        {{ message_number("facts.told_printed_amount / " ~ unit_size("facts.told_unit")) }} || {{ unit_sign("facts.told_unit") }} as told_printed_text,
        {{ message_number("facts.told_computed_amount / " ~ unit_size("facts.told_unit")) }} || {{ unit_sign("facts.told_unit") }} as told_computed_text
    from {{ ref('finding_facts') }} as facts
    left join {{ ref('stg_documents') }} as documents on facts.document_id = documents.document_id
    left join {{ ref('stg_associations') }} as associations on facts.association_id = associations.association_id
    left join {{ ref('stg_rules') }} as rules on facts.told_rule_id = rules.rule_id
    left join {{ ref('stg_causes') }} as slips on facts.cause = slips.cause
    left join {{ ref('addressed_numbers') }} as evidence on facts.evidence_no = evidence.cell_no
),

-- up to three other cells that may be the wrong one
others as (
    select
        candidates.finding_key,
        {{ ordered_text(
            "coalesce(numbers.label, numbers.line_item) || ' ' || coalesce(numbers.period, '') || ' (' || numbers.source_line || ')'",
            "candidates.place_no", "; "
        ) }} as cells_text
    from (
        select
            candidates.finding_key,
            candidates.cell_no,
            row_number() over (partition by candidates.finding_key order by min(candidates.rank_no) asc, candidates.cell_no asc) as place_no
        from {{ ref('candidates') }} as candidates
        where candidates.rank_no > 1
        group by candidates.finding_key, candidates.cell_no
    ) as candidates
    inner join {{ ref('addressed_numbers') }} as numbers on candidates.cell_no = numbers.cell_no
    where candidates.place_no <= 3
    group by candidates.finding_key
)

select
    facts.finding_key,
    {{ finding_message("sv") }} as message_sv,
    {{ finding_message("en") }} as message_en
from facts
left join others on facts.finding_key = others.finding_key
