-- The members, activities and rows that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(association_id as string) as association_id,
    cast(member as string) as member,
    cast(name as string) as name,
    cast(kind as string) as kind,
    cast(parent as string) as parent
from {{ input_relation('members') }}
