-- One row per goal of a document: what was to be reached, what the accounts or the report give, and what the board says.
select
    goals.goal_id,
    documents.association_id,
    documents.document_id,
    goals.fiscal_year,
    goals.goal,
    goals.kind,
    goals.name_sv,
    goals.name_en,
    goals.operator,
    goals.basis,
    goals.unit,
    goals.threshold,
    goals.threshold_to,
    goals.computed_value,
    goals.computed_bound,
    goals.printed_outcome,
    goals.is_met,
    goals.reason,
    goals.printed_verdict,
    goals.says_met,
    goals.verdict_agrees
from {{ ref('goal_outcomes') }} as goals
inner join {{ ref('stg_documents') }} as documents on goals.document_no = documents.document_no
