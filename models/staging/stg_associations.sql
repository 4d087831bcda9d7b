-- The associations that were read, from the seed or from what `vars: input_relations` puts in its place.
select
    association_id,
    name,
    organisation_number
from {{ input_relation('associations') }}
