-- The relations of every finding: those that deviate because of its cell, and those that bear the print out, each with its formula as printed
-- and as it would be with what the findings suggest; law, goals and another scope ask for no change.
select
    cast(evidence.finding_key as string) as finding_key,
    {{ relation_id() }} as relation_id,
    cast(rules.rule_id as string) as rule_id,
    cast(evidence.role as string) as role,
    cast(results.state as string) as state,
    cast(results.definition_no - results.rule_no * 100 as integer) as definition,
    cast(coalesce(formulas.formula, checks.formula) as string) as formula,
    cast(case when facts.class in ('error', 'missing') then evidence.suggested_formula end as string) as suggested_formula,
    cast(case when facts.class in ('error', 'missing') then evidence.is_met_by_suggestion end as boolean) as is_met_by_suggestion,
    coalesce(facts.told_relation_no = evidence.relation_no, false) as is_told
from {{ ref('evidence_relations') }} as evidence
inner join {{ ref('finding_facts') }} as facts on evidence.finding_key = facts.finding_key
inner join {{ ref('results') }} as results on evidence.relation_no = results.relation_no
inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
inner join {{ ref('stg_documents') }} as documents on results.document_no = documents.document_no
left join {{ ref('stg_line_items') }} as totals on results.cell_no = totals.cell_no
left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
left join {{ ref('formulas') }} as formulas on results.relation_no = formulas.relation_no
