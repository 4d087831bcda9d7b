-- The members, activities and rows that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    association_id,
    member,
    name,
    kind,
    parent,
    aliases
from {{ input_relation('members') }}
