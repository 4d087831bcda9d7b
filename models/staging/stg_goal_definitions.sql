-- The goals that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(goal_id as string) as goal_id,
    documents.document_no,
    cast(goals.goal as string) as goal,
    cast(goals.kind as string) as kind,
    cast(goals.name_sv as string) as name_sv,
    cast(goals.name_en as string) as name_en,
    -- both are inferred where they are empty
    cast(nullif(goals.operator, '') as string) as operator,
    cast(nullif(goals.basis, '') as string) as basis,
    cast(goals.unit as string) as unit
from {{ input_relation('goal_definitions') }} as goals
left join {{ ref('stg_documents') }} as documents on goals.document_id = documents.document_id
