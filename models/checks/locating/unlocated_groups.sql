-- Deviating relations that no round repaired, in groups that share cells: every relation takes the smallest name among its
-- neighbours, eight times over, which joins chains of hundreds of relations.
with repaired as (
    select distinct relation_id
    from {{ ref('located_changes') }}
    where is_repaired
),

attached as (
    -- what still deviates at the total of a settled cell is evidence of that finding
    select distinct terms.relation_id
    from {{ ref('weighed_terms') }} as terms
    inner join {{ ref('located_changes') }} as changes on terms.cell = changes.cell
    where terms.is_total
),

open_relations as (
    select distinct relations.relation_id
    from {{ ref('weighed_relations') }} as relations
    left join repaired on relations.relation_id = repaired.relation_id
    left join attached on relations.relation_id = attached.relation_id
    where relations.was_open and relations.implies_value and repaired.relation_id is null and attached.relation_id is null
),

memberships as (
    select distinct
        open_relations.relation_id,
        terms.cell
    from open_relations
    inner join {{ ref('weighed_terms') }} as terms on open_relations.relation_id = terms.relation_id
),

labels_0 as (
    select
        relation_id,
        relation_id as label
    from open_relations
),

{{ spread_labels(8) }}

select
    relation_id,
    label as group_id
from labels_8
