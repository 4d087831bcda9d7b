-- What goals of a kind mean where no seed and no print says it: their direction, and what their outcome is computed from.
select
    cast(goal as string) as goal,
    cast(kind as string) as kind,
    cast(operator as string) as operator,
    cast(basis as string) as basis
from {{ ref('goal_kinds') }}
