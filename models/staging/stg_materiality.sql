-- The levels of materiality that an auditor set, from the seed or from what `vars: input_relations` puts in its place.
select
    cast(association_id as string) as association_id,
    cast(basis as string) as basis,
    cast(overall_percent as double) as overall_percent,
    cast(performance_percent as double) as performance_percent,
    cast(trivial_percent as double) as trivial_percent
from {{ input_relation('materiality') }}
