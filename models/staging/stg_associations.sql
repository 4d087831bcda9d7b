-- The associations that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(association_id as string) as association_id,
    cast(name as string) as name,
    cast(organisation_number as string) as organisation_number
from {{ input_relation('associations') }}
