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
        coalesce(facts.evidence_label, evidence.label || coalesce(' ' || evidence.period, '')) as slip_label,
        {{ message_number("facts.printed_amount / " ~ unit_size("facts.applied_unit")) }} || {{ unit_sign("facts.applied_unit") }} as printed_text,
        {{ message_number("facts.suggested_amount / " ~ unit_size("facts.applied_unit")) }} || {{ unit_sign("facts.applied_unit") }} as suggested_text,
        {{ message_number("(facts.printed_amount - facts.suggested_amount) / " ~ unit_size("facts.applied_unit")) }}
        || {{ unit_sign("facts.applied_unit") }} as difference_text,
        {{ message_number("facts.told_printed_amount / " ~ unit_size("facts.told_unit")) }} || {{ unit_sign("facts.told_unit") }} as told_printed_text
    from {{ ref('finding_facts') }} as facts
    left join {{ input_relation('documents') }} as documents on facts.document_id = documents.document_id
    left join {{ input_relation('associations') }} as associations on facts.association_id = associations.association_id
    left join {{ ref('rules') }} as rules on facts.told_rule_id = rules.rule_id
    left join {{ ref('slips') }} as slips on facts.cause = slips.cause
    left join {{ ref('printed_numbers') }} as evidence on facts.evidence_cell = evidence.cell
),

-- up to three other cells that may be the wrong one
others as (
    select
        candidates.finding_cell,
        {{ ordered_text(
            "coalesce(numbers.label, numbers.line_item) || ' ' || coalesce(numbers.period, '') || ' (' || numbers.source_line || ')'",
            "cast(candidates.place_no + 100 as string)", "; "
        ) }} as cells_text
    from (
        select
            finding_cell,
            cell,
            row_number() over (partition by finding_cell order by min(rank_no) asc, cell asc) as place_no
        from {{ ref('finding_candidates') }}
        where cell <> finding_cell
        group by finding_cell, cell
    ) as candidates
    inner join {{ ref('printed_numbers') }} as numbers on candidates.cell = numbers.cell
    where candidates.place_no <= 3
    group by candidates.finding_cell
)

select
    facts.finding_key,
    coalesce(facts.association_name, facts.association_id)
    || case facts.document_kind when 'plan' then ', verksamhetsplan ' else ', årsredovisning ' end
    || coalesce(cast(facts.document_year as string), '')
    || ', ' || {{ statement_name("facts.statement", "sv") }} || coalesce(', rad ' || facts.source_line, '')
    || ', "' || facts.place_label || '"' || coalesce(' ' || cast(facts.fiscal_year as string), '') || ': '
    || case
        when facts.cause = 'missing_number' then 'talet saknas'
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts') then facts.slip_sv
        else 'rapporten anger ' || coalesce(facts.printed_text, '–')
    end
    || case
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts') or facts.suggested_text is null then '. '
        when facts.cause = 'missing_number'
            then
                '; relationerna ger ' || facts.suggested_text
                || case when facts.is_after_others then ' när de tal som andra fynd pekar ut är ändrade' else '' end || '. '
        when facts.cause = 'legal_share' then '; lagens utgångspunkt ger ' || facts.suggested_text || ', skillnad ' || facts.difference_text || '. '
        when facts.cause = 'scope_differs'
            then '; med samma omfattning som jämförelsen ' || facts.suggested_text || ', skillnad ' || facts.difference_text || '. '
        when facts.certainty = 'unknown' then '; med ' || facts.suggested_text || ' skulle relationen gå ihop, skillnad ' || facts.difference_text || '. '
        else
            '; relationerna kräver ' || facts.suggested_text
            || case when facts.is_after_others then ' när de tal som andra fynd pekar ut är ändrade' else '' end
            || ', skillnad ' || facts.difference_text || '. '
    end
    || facts.told_rule_id || ' prövar "' || coalesce(facts.title_sv, '') || '": ' || coalesce(facts.told_formula, '–')
    || case
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts') then ' stämmer inte. '
        when facts.cause = 'missing_number' then '. '
        else ', men "' || coalesce(facts.told_label, '') || '" anges till ' || coalesce(facts.told_printed_text, '–') || '. '
    end
    || case
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts', 'missing_number', 'legal_share') then ''
        when facts.cause = 'scope_differs'
            then
                case
                    when facts.evidence_year <> facts.fiscal_year
                        then 'Samma rad skiljer sig ' || cast(facts.evidence_year as string) || ' med "'
                    else 'Skillnaden är lika med "'
                end || coalesce(facts.slip_label, '–') || '": ' || facts.slip_sv || '. '
        else
            case facts.certainty when 'unknown' then 'Möjlig orsak: ' else 'Trolig orsak: ' end
            || facts.slip_sv || coalesce(' ("' || facts.slip_label || '")', '') || '. '
    end
    || case
        when facts.repaired_count >= 2
            then 'Ändringen får ' || cast(facts.repaired_count as string) || ' relationer att gå ihop. '
        else ''
    end
    || case
        when facts.certainty = 'unknown' and others.cells_text is not null
            then 'Siffrorna avgör inte vilket tal som är fel; jämför även (rad): ' || others.cells_text || '. '
        else ''
    end
    || 'Kontrollera: ' || coalesce(facts.check_sv, 'talet mot underlaget') || '.'
    || coalesce(' Källa: ' || facts.law || case when facts.law like '%.' then '' else '.' end, '') as message_sv,
    coalesce(facts.association_name, facts.association_id)
    || case facts.document_kind when 'plan' then ', plan ' else ', annual report ' end
    || coalesce(cast(facts.document_year as string), '')
    || ', ' || {{ statement_name("facts.statement", "en") }} || coalesce(', line ' || facts.source_line, '')
    || ', "' || facts.place_label || '"' || coalesce(' ' || cast(facts.fiscal_year as string), '') || ': '
    || case
        when facts.cause = 'missing_number' then 'the number is missing'
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts') then facts.slip_en
        else 'the report prints ' || coalesce(facts.printed_text, '–')
    end
    || case
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts') or facts.suggested_text is null then '. '
        when facts.cause = 'missing_number'
            then
                '; the relations give ' || facts.suggested_text
                || case when facts.is_after_others then ' once the figures that other findings name are changed' else '' end || '. '
        when facts.cause = 'legal_share'
            then '; the starting point of the law gives ' || facts.suggested_text || ', difference ' || facts.difference_text || '. '
        when facts.cause = 'scope_differs'
            then '; with the scope of what it is compared with ' || facts.suggested_text || ', difference ' || facts.difference_text || '. '
        when facts.certainty = 'unknown'
            then '; with ' || facts.suggested_text || ' the relation would hold, difference ' || facts.difference_text || '. '
        else
            '; the relations need ' || facts.suggested_text
            || case when facts.is_after_others then ' once the figures that other findings name are changed' else '' end
            || ', difference ' || facts.difference_text || '. '
    end
    || facts.told_rule_id || ' tests "' || coalesce(facts.title_en, '') || '": ' || coalesce(facts.told_formula, '–')
    || case
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts') then ' does not hold. '
        when facts.cause = 'missing_number' then '. '
        else ', but "' || coalesce(facts.told_label, '') || '" is printed as ' || coalesce(facts.told_printed_text, '–') || '. '
    end
    || case
        when facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts', 'missing_number', 'legal_share') then ''
        when facts.cause = 'scope_differs'
            then
                case
                    when facts.evidence_year <> facts.fiscal_year
                        then 'The same row differs in ' || cast(facts.evidence_year as string) || ' by "'
                    else 'The difference equals "'
                end || coalesce(facts.slip_label, '–') || '": ' || facts.slip_en || '. '
        else
            case facts.certainty when 'unknown' then 'Possible cause: ' else 'Likely cause: ' end
            || facts.slip_en || coalesce(' ("' || facts.slip_label || '")', '') || '. '
    end
    || case
        when facts.repaired_count >= 2
            then 'The change makes ' || cast(facts.repaired_count as string) || ' relations hold. '
        else ''
    end
    || case
        when facts.certainty = 'unknown' and others.cells_text is not null
            then 'The figures do not decide which number is wrong; compare also (line): ' || others.cells_text || '. '
        else ''
    end
    || 'Check: ' || coalesce(facts.check_en, 'the figure against the ledger') || '.'
    || coalesce(' Source: ' || facts.law || case when facts.law like '%.' then '' else '.' end, '') as message_en
from facts
left join others on facts.finding_key = others.finding_cell
